"""Two lines: the neighbouring steps, and the places in the iteration and in the run."""

from collections.abc import Sequence

from stepper.backprop.symbols import Symbol
from stepper.runs import batches
from stepper.runs.trace import Step, Trace
from stepper.tui.canvas.pieces import length
from stepper.tui.look import PHASE_STYLES, Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH

MARKS, MARKS_IN_BATCH = 40, 32  # the most marks for the steps of an iteration
SCALE = 40  # the most cells for the iterations of the run
LEAST_SCALE = 5
APART = 3  # cells from the end of a batch to the next, at least
BEFORE, AFTER = 2, 6  # steps that are listed


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the neighbouring steps above the places in the iteration and in the run."""
    return [_neighbours(frame, width), _scrubber(frame, width)][:height]


def _neighbours(frame: Frame, width: int) -> ScreenLine:
    """Two steps before the current one, that one, and as many after it as fit."""
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
    text = f"{label} {frame.look.short_name(step.symbol, step.trace.model)}"
    if not distance:
        return [Piece(f" {text} ", "made"), Piece("  ")]
    if distance < 0:
        value = step.trace.known(step.symbol, step.iteration)
        text += "" if value is None else f" {frame.look.number(value, GRAPH)}"
    return [Piece(f" {text}  ", "quiet", None, step.number - 1)]


def _scrubber(frame: Frame, width: int) -> ScreenLine:
    """▸▸▸◂◂●◃◃+++  iteration 1 ●──────── 10; with batches, also the samples of one."""
    look, step, trace = frame.look, frame.step, frame.step.trace
    steps, here_in = trace.schedule.steps(step.iteration), step.in_iteration
    most = trace.model.steps  # of the last iteration of a batch
    begin = trace.schedule.first(step.iteration)
    room = min(len(most), MARKS_IN_BATCH if trace.model.is_batched else MARKS, width // 2)
    marks = max(1, room * len(steps) // len(most))
    here = (here_in - 1) * marks // len(steps)
    line = [Piece(" ")]
    for k, (at, done, to_do) in enumerate(_marks(look, steps, marks)):
        mark = done if k < here else to_do
        line.append(Piece(mark.text, mark.style, None, begin + at))
    line[here + 1] = Piece(look.sign("here"), "made", None, step.number - 1)
    line.append(Piece(" " * (room - marks)))
    last = f" {trace.iterations}"
    label = f"   {look.say('iteration.word')} {step.iteration:<{len(last)}}"
    free = width - room - cells(label) - cells(last) - 3
    batch = _batch(frame, free - LEAST_SCALE)
    scale = min(SCALE, free - length(batch))
    if scale < LEAST_SCALE:
        return line
    return [*line, *batch, Piece(label), *_run(frame, scale), Piece(last)]


def _batch(frame: Frame, most: int) -> ScreenLine:
    """The line batch ○●○○, a sign for each sample, if they fit in most cells."""
    look, trace, iteration = frame.look, frame.step.trace, frame.step.iteration
    if not trace.model.is_batched:
        return []
    head = f"   {look.say('batch.word')} "
    line, samples = [Piece(head)], batches.iterations(trace, batches.number(trace, iteration))
    size = min(trace.scenario.batch, len(trace.scenario.samples))
    if cells(head) + size > most:
        return []
    for n in samples:
        sign, style = ("here", "parameter") if n == iteration else ("sample", "quiet")
        line.append(Piece(look.sign(sign), style, None, _same_equation(frame.step, n)))
    return [*line, Piece(" " * (size - len(samples)))]


def _run(frame: Frame, scale: int) -> ScreenLine:
    """The iterations of the run on a scale, with the ends of batches if they fit."""
    look, step, trace = frame.look, frame.step, frame.step.trace
    last = trace.iterations - 1
    place = (step.iteration - 1) * (scale - 1) // max(1, last)
    ends = _ends_of_batches(trace, scale)
    run = [
        Piece(
            look.sign("x tick" if k in ends else "rule"),
            "quiet",
            None,
            _same_equation(step, k * last // (scale - 1) + 1),
        )
        for k in range(scale)
    ]
    run[place] = Piece(look.sign("here"), "parameter", None, step.number - 1)
    return run


def _ends_of_batches(trace: Trace, scale: int) -> set[int]:
    """The places of the last iterations of batches; empty if they are too close."""
    count = batches.count(trace)
    if not trace.model.is_batched or APART * count > scale:
        return set()
    ends = (batches.iterations(trace, batch)[-1] for batch in range(1, count + 1))
    return {(n - 1) * (scale - 1) // max(1, trace.iterations - 1) for n in ends}


def _same_equation(step: Step, iteration: int) -> int:
    """The index of the same step of another iteration, or of its last one."""
    schedule = step.trace.schedule
    at = min(step.in_iteration, len(schedule.steps(iteration))) - 1
    return schedule.first(iteration) + at


def _marks(look: Look, steps: Sequence[Symbol], count: int) -> list[tuple[int, Piece, Piece]]:
    """(place of a step, its mark once it is done, its mark before), count times."""
    marks = []
    for k in range(count):
        at = k * len(steps) // count
        phase = steps[at].role.phase
        done = Piece(look.sign(phase), PHASE_STYLES[phase])
        marks.append((at, done, Piece(look.sign(f"to do {phase}"), "quiet")))
    return marks
