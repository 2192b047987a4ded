"""Two lines: the neighbouring steps, and the places in the iteration and in the run."""

from stepper.backprop.network import Network
from stepper.runs.trace import Step
from stepper.tui.canvas.pieces import length
from stepper.tui.look import PHASE_STYLES, Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH

MARKS = 40  # the most marks for the steps of an iteration
SCALE = 40  # the most cells for the iterations of the run
BEFORE, AFTER = 2, 6  # steps that are listed


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the neighbouring steps above the places in the iteration and in the run."""
    return [_neighbours(frame, width), _scrubber(frame, width)][:height]


def _neighbours(frame: Frame, width: int) -> ScreenLine:
    """Return two steps before the current one, that one, and as many after it as fit."""
    steps, k = frame.step.trace.steps, frame.step.number - 1
    line: ScreenLine = []
    more = frame.look.sign("more")
    room = width - 1 - cells(more)
    for at in range(max(0, k - BEFORE), min(k + AFTER, len(steps))):
        entry = _entry(frame, steps[at], at - k)
        taken = length(entry)
        if taken > room:
            line.append(Piece(more, "quiet"))
            break
        line += entry
        room -= taken
    return line


def _entry(frame: Frame, step: Step, distance: int) -> ScreenLine:
    label = step.number if distance else frame.step.label
    text = f"{label} {frame.look.short_name(step.symbol)}"
    if not distance:
        return [Piece(f" {text} ", "made"), Piece("  ")]
    if distance < 0:
        value = step.trace.value_if_any(step.iteration, step.symbol)
        text += "" if value is None else f" {frame.look.number(value, GRAPH)}"
    return [Piece(f" {text}  ", "quiet", None, step.number - 1)]


def _scrubber(frame: Frame, width: int) -> ScreenLine:
    """Return ▸▸▸◂◂●◃◃+++  iteration 1 ●──────── 10."""
    look, step, trace = frame.look, frame.step, frame.step.trace
    net, here_in = trace.network, step.in_iteration
    begin = (step.iteration - 1) * len(net.steps)
    marks = min(len(net.steps), MARKS, width // 2)
    here = (here_in - 1) * marks // len(net.steps)
    line = [Piece(" ")]
    for k, (at, done, to_do) in enumerate(_marks(look, net, marks)):
        mark = done if k < here else to_do
        line.append(Piece(mark.text, mark.style, None, begin + at))
    line[here + 1] = Piece(look.sign("here"), "made", None, step.number - 1)
    last = f" {trace.iterations}"
    label = f"   {look.say('iteration.word')} {step.iteration:<{len(last)}}"
    scale = min(SCALE, width - marks - cells(label) - cells(last) - 3)
    if scale < 5:
        return line
    place = (step.iteration - 1) * (scale - 1) // max(1, trace.iterations - 1)
    last_iteration, each = trace.iterations - 1, len(net.steps)
    rule, at = look.sign("rule"), here_in - 1
    run = [
        Piece(rule, "quiet", None, k * last_iteration // (scale - 1) * each + at)
        for k in range(scale)
    ]
    run[place] = Piece(look.sign("here"), "parameter", None, step.number - 1)
    return [*line, Piece(label), *run, Piece(last)]


def _marks(look: Look, net: Network, count: int) -> list[tuple[int, Piece, Piece]]:
    """Return count times (place of a step, its mark once it is done, its mark before)."""
    marks = []
    for k in range(count):
        at = k * len(net.steps) // count
        phase = net.steps[at].role.phase
        done = Piece(look.sign(phase), PHASE_STYLES[phase])
        marks.append((at, done, Piece(look.sign(f"to do {phase}"), "quiet")))
    return marks
