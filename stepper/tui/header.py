"""The first line: what is run, and where in it we are. No number in it is ever cut."""

from collections.abc import Iterator

from stepper.tui.look import PHASE_STYLES, Frame, Line, Piece
from stepper.typeset import cells, cut

TITLE, LEAST_TITLE = 12, 8  # cells of a cut title: what comes before more, what is shown at all
GAP = 2


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """Title and iteration on the left, phase and equation on the right."""
    look, scenario = frame.look, frame.step.trace.scenario
    room = max(0, width - 2)
    right = next((line for line in _places(frame) if _width(line) <= room), [])
    left = _iteration(frame)
    title = look.explainer.text(scenario.title)
    free = room - _width(right) - GAP * bool(right)
    while left and _width(left) + min(cells(title), TITLE) > free:
        left.pop()
    if free - _width(left) >= min(cells(title), LEAST_TITLE):
        title = cut(title, free - _width(left), look.sign("more"))
        left = [Piece(title, "title"), *left]
    return [[Piece(" "), *left, Piece(" " * (room - _width(left) - _width(right))), *right]]


def _iteration(frame: Frame) -> Line:
    step, look, trace = frame.step, frame.look, frame.step.trace
    iteration = look.say("iteration", number=step.iteration, count=trace.iterations)
    line = [Piece(f"{' ' * GAP}{iteration}", "quiet")]
    if len(trace.scenario.samples) > 1:
        epoch, sample = trace.scenario.place(step.iteration)
        line.append(Piece(f"   {look.say('epoch', epoch=epoch, sample=sample)}", "quiet"))
    return line


def _places(frame: Frame) -> Iterator[Line]:
    """The phase and the equation, the shorter the later: the word of the phase goes first."""
    step, look = frame.step, frame.look
    key = "equation" if step.iteration == 1 else "equation.later"
    count = len(step.trace.network.steps)
    names = {"number": step.label, "within": step.in_iteration, "count": count}
    sign, style = look.sign(step.phase), PHASE_STYLES[step.phase]
    phase = f"{sign} {look.say(f'phase.{step.phase}')}"
    for where, equation in ((phase, key), (sign, key), (sign, f"{key}.short")):
        yield [Piece(where, style), Piece(f"{' ' * GAP}{look.say(equation, **names)}")]
    yield [Piece(look.say(f"{key}.short", **names))]
    yield [Piece(step.label)]


def _width(line: Line) -> int:
    return sum(cells(piece.text) for piece in line)
