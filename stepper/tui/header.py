"""The first line: what is run, and where in it we are."""

from functools import lru_cache

from stepper.trace import Trace
from stepper.tui.look import PHASE_STYLES, Frame, Line, Look, Piece
from stepper.typeset import cells, cut
from stepper.what_if import Change, changes, name_of

LEAST_TITLE = 12


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """Title, or what was edited, and iteration on the left, phase and equation on the right."""
    step, look, trace = frame.step, frame.look, frame.step.trace
    equation = look.say(
        "equation" if step.iteration == 1 else "equation.later",
        number=step.label,
        within=step.in_iteration,
        count=len(trace.network.steps),
    )
    phase = f"{look.sign(step.phase)} {look.say(f'phase.{step.phase}')}"
    right = [Piece(phase, PHASE_STYLES[step.phase]), Piece(f"  {equation}")]
    iteration = look.say("iteration", number=step.iteration, count=trace.iterations)
    left = [Piece(f"  {iteration}", "quiet")]
    if len(trace.scenario.samples) > 1:
        epoch, sample = trace.scenario.place(step.iteration)
        left.append(Piece(f"   {look.say('epoch', epoch=epoch, sample=sample)}", "quiet"))
    title = look.explainer.text(trace.scenario.title)
    least = min(cells(title), LEAST_TITLE)
    if frame.original:
        title = _what_if(look, frame.original, trace)
        least = cells(title) + 1
    room = width - 2 - _width(right)
    while left and _width(left) + least > room:
        left.pop()
    title = cut(title, room - _width(left) - 1, look.sign("more"))
    left = [Piece(" "), Piece(title, "title"), *left]
    return [[*left, Piece(" " * max(1, width - 1 - _width(left) - _width(right))), *right]]


@lru_cache(maxsize=4)
def _what_if(look: Look, original: Trace, trace: Trace) -> str:
    """what if: W₂ 0.5 (was 0.4)"""
    listed = changes(original.scenario, trace.scenario)
    several = len(original.scenario.samples) > 1
    return f"{look.say('what_if')} " + ", ".join(_change(look, c, several) for c in listed)


def _change(look: Look, change: Change, several: bool) -> str:
    key = "what_if.change.sample" if several and change.given.sample else "what_if.change"
    return look.say(
        key,
        name=name_of(change.given, look.explainer),
        now=look.number(change.now, None),
        before=look.number(change.before, None),
        sample=change.given.sample,
    )


def _width(line: Line) -> int:
    return sum(cells(piece.text) for piece in line)
