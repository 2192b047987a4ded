"""The first line: what is run, and where in it we are."""

from stepper.tui.look import PHASE_STYLES, Frame, Line, Piece
from stepper.typeset import cells, cut

LEAST_TITLE = 12


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """Title and iteration on the left, phase and equation on the right."""
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
    room = width - 2 - _width(right)
    while left and _width(left) + min(cells(title), LEAST_TITLE) > room:
        left.pop()
    title = cut(title, room - _width(left) - 1, look.sign("more"))
    left = [Piece(" "), Piece(title, "title"), *left]
    return [[*left, Piece(" " * max(1, width - 1 - _width(left) - _width(right))), *right]]


def _width(line: Line) -> int:
    return sum(cells(piece.text) for piece in line)
