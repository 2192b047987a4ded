"""Frames of steps, and the text of what is drawn of them."""

from collections.abc import Iterator
from functools import cache

from stepper.backprop.model import Model
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step
from stepper.tui.canvas.board import Place
from stepper.tui.graph import views
from stepper.tui.look import Frame, Look, ScreenLine
from stepper.tui.panels.charts import charts
from stepper.tui.panels.equation import equation
from stepper.tui.panels.step_list import step_list
from stepper.tui.screens.stepper.arrangement import arrange
from stepper.tui.screens.stepper.boards import PARTS
from stepper.typeset.notation import ASCII, COURSE, Notation


def frame_of(step: Step, style: str = COURSE, language: str = "en") -> Frame:
    return Frame(step, _look_of(step.trace.model, style, language), 60)


@cache  # what a notation has named once, it remembers
def _look_of(model: Model, style: str, language: str) -> Look:
    return Look(Explainer(language, Notation(style, model)), style == ASCII)


def text(line: ScreenLine) -> str:
    return "".join(piece.text for piece in line)


def parts_of(
    step: Step,
    look: Look,
    size: tuple[int, int],
    enlarged: str = "",
    tab: str = "",
    only: str = "",
) -> Iterator[tuple[Place, Frame, list[ScreenLine]]]:
    """Yield what each part of the stepper screen, or one of them, draws in a window of this size.

    only: the part that is drawn.
    """
    model = step.trace.model
    arranged = arrange(
        *size,
        lambda width, most, roomy: views.height(model, look.view, width, most, roomy),
        equation.wanted_height(model),
        enlarged,
        step_list.wanted_height(model, size[0]),
        charts.names(model),
    )
    panel = arranged.equation
    frame = Frame(
        step,
        look,
        equation.room(panel[0] or size[0]),
        tab=tab,
        enlarged=enlarged,
        has_graph=any(place.part == "graph" for place in arranged.main),
        panel=panel,
    )
    for place in (*arranged.top, *arranged.main, *arranged.side):
        if only in ("", place.part):
            yield place, frame, PARTS[place.part](frame, place.width, place.height)
