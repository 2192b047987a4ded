"""The first line: what is run, and the place of the step in it. No number is ever cut."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from stepper.backprop.symbols import RATE
from stepper.runs.trace import Trace
from stepper.tui.canvas.pieces import length
from stepper.tui.look import PHASE_STYLES, Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells, cut

if TYPE_CHECKING:
    from stepper.input.givens import Change

TITLE, LEAST_TITLE = 12, 8  # cells of a cut title: wanted before the place, and at least
GAP, APART = 2, 3  # blanks before the place, and between its parts

# The changes from the original to an edited run: finding them compares all numbers of both.
_CHANGES: "WeakKeyDictionary[Trace, list[Change]]" = WeakKeyDictionary()


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the title, or what was edited, and the iteration; at the right, phase and equation."""
    look, trace = frame.look, frame.step.trace
    room = max(0, width - 2)
    right = next((line for line in _places(frame) if length(line) <= room), [])
    free = room - length(right) - GAP * bool(right)
    title = look.explainer.text(trace.scenario.title)
    least = min(cells(title), TITLE)
    if frame.original:
        title = _what_if(look, frame.original, trace, free)
        least = cells(title)
    left = next(
        line
        for line in _iteration(frame, free - cells(title))
        if not line or length(line) + least <= free
    )
    if free - length(left) >= min(cells(title), LEAST_TITLE):
        title = cut(title, free - length(left), look.sign("more"))
        left = [Piece(title, "title"), *left]
    return [[Piece(" "), *left, Piece(" " * (room - length(left) - length(right))), *right]]


def _iteration(frame: Frame, room: int) -> Iterator[ScreenLine]:
    """Yield the place in the run, ever shorter: of iteration, epoch and batch, the last go first.

    In a batch, the epoch stays longest: the ribbon shows the iteration and the batch. The learning
    rate follows where it fits in room beside the whole title.
    """
    step, look, trace = frame.step, frame.look, frame.step.trace
    parts = [look.say("iteration", number=step.iteration, count=trace.iterations)]
    if len(trace.scenario.samples) > 1:
        epoch, sample = trace.scenario.place(step.iteration)
        parts.append(look.say("epoch", epoch=epoch, sample=sample))
    batch = look.explainer.batch(trace, step.iteration)
    if trace.scenario.learning_rate is not None and not frame.original:
        rate = look.number(trace.scenario.learning_rate, None)
        words, name = look.say("given.rate"), look.name(RATE)
        words = f"{words} {rate}" if name in words else f"{words} {name} {rate}"
        line = _quiet([*parts, *([batch] if batch else []), words])
        if length(line) <= room:
            yield line
    if batch:
        parts.append(batch)
        if length(_quiet(parts[1:])) <= room:  # beside the whole title
            yield from (line for line in (_quiet(parts),) if length(line) <= room)
            yield _quiet(parts[1:])
        yield _quiet(parts)
        yield _quiet(parts[1:])
        parts = parts[1:-1]
    for count in range(len(parts), -1, -1):
        yield _quiet(parts[:count])


def _quiet(parts: list[str]) -> ScreenLine:
    return [Piece(" " * (APART if k else GAP) + part, "quiet") for k, part in enumerate(parts)]


def _places(frame: Frame) -> Iterator[ScreenLine]:
    """Yield phase and equation, ever shorter: the word of the phase goes first."""
    step, look = frame.step, frame.look
    key = "equation" if step.iteration == 1 else "equation.later"
    count = len(step.trace.schedule.steps(step.iteration))
    names = {"number": step.label, "within": step.in_iteration, "count": count}
    sign, style = look.sign(step.phase), PHASE_STYLES[step.phase]
    phase = f"{sign} {look.say(f'phase.{step.phase}')}"
    for where, equation in ((phase, key), (sign, key), (sign, f"{key}.short")):
        yield [Piece(where, style), Piece(f"{' ' * GAP}{look.say(equation, **names)}")]
    yield [Piece(look.say(f"{key}.short", **names))]
    yield [Piece(step.label)]


def _what_if(look: Look, original: Trace, trace: Trace, room: int) -> str:
    """The line what if: W₂ 0.5 (was 0.4), without earlier values or with fewer changes if long.

    No number is cut.
    """
    several = len(original.scenario.samples) > 1
    listed = _changes(original, trace)
    texts = [_change(look, change, several) for change in listed]
    short = [_change(look, change, several, "short") for change in listed]
    head = f"{look.say('what_if')} "
    choices = [head + ", ".join([*texts[:k], *short[k:]]) for k in range(len(texts), -1, -1)]
    for count in range(len(short) - 1, 0, -1):
        rest = look.say("what_if.more", count=len(short) - count)
        choices.append(head + ", ".join([*short[:count], rest]))
    return next((text for text in choices if cells(text) <= room), choices[-1])


def _changes(original: Trace, trace: Trace) -> "list[Change]":
    from stepper.input.givens import changes

    if trace not in _CHANGES:
        _CHANGES[trace] = changes(original.scenario, trace.scenario)
    return _CHANGES[trace]


def _change(look: Look, change: "Change", several: bool, how: str = "change") -> str:
    from stepper.input.edits import name_of

    of_sample = ".sample" if several and change.given.sample else ""
    return look.say(
        f"what_if.{how}{of_sample}",
        name=name_of(change.given, look.explainer),
        now=_value(look, change.now),
        before=_value(look, change.before),
        sample=change.given.sample,
    )


def _value(look: Look, value: float | str) -> str:
    """A number with all digits, a word as it is, and a dash for what was not given."""
    return (value or "-") if isinstance(value, str) else look.number(value, None)
