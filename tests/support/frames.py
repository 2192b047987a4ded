"""Frames of steps, and the text of what is drawn of them."""

from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step
from stepper.tui.look import Frame, Look, ScreenLine
from stepper.typeset.notation import ASCII, SEED, Notation


def frame_of(step: Step, style: str = SEED, language: str = "en") -> Frame:
    notation = Notation(style, step.trace.network)
    return Frame(step, Look(Explainer(language, notation), style == ASCII), 60)


def text(line: ScreenLine) -> str:
    return "".join(piece.text for piece in line)
