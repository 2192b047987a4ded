"""The list of the steps of an iteration, under forward, backward and update.

If not all fit, each neuron of a phase is one line, except the current one. When the next neuron is
opened, the list scrolls by a line, so that it is opened at the same place.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.symbols import FOLLOWING, Phase
from stepper.runs.trace import Step, Trace
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.look import PHASE_STYLES, Frame, Look, Piece, ScreenLine
from stepper.tui.panels.step_groups import Group, Item, Listed, items, opened
from stepper.typeset.cells import cells, shortened
from stepper.typeset.digits import GRAPH, RESULT, apart

COLUMN, WIDEST = 33, 48  # the least and the most cells of a column
OLD, LEAST_OLD, NEW = 11, 8, 9  # cells of a weight before its update, at least, and after it
MARGIN = 2
LEAST_DIGITS = 3  # of a number, before its name is cut
LEAST_VALUE = -1.23e-5  # as wide as nearly any value with so few digits
LEAST_NAME = 2  # the least cells of a name that is cut
BARS = ("made", "selected")  # styles that fill a row from its number to its value


class ListLayout(NamedTuple):
    """The places of the parts of a row, in cells from the left of its column.

    latest: the last place where a value can begin; old, new: of a weight before and after its
    update, new is 0 where there is no column for it.
    """

    width: int
    name: int
    value: int
    latest: int
    old: int
    new: int


def wanted_height(model: Model, width: int) -> int:
    """Return the lines of a list of all steps that has the width of a window."""
    count = Counter(symbol.role.phase for symbol in model.steps)
    most = max(1, width // COLUMN)
    if len(count) <= most:
        return 1 + max(count.values())
    return -(-(count.total() + len(count)) // most)


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the part of the list around the step, in as many columns as fit."""
    if width < 1 or height < 1:
        return []
    most = max(1, width // COLUMN)
    room = most * height
    listed, first = _scrolled(frame.step, room)
    hidden = frame.look.sign("more lines")
    marks = {first: hidden if first else ""}
    if first + room < len(listed):
        marks[first + room - 1] = hidden
    columns = _in_columns(listed[first : first + room], most, height)
    layout = _layout(frame.look, frame.step.trace, min(width // len(columns), WIDEST))
    rows = [
        [_row(frame, layout, item, marks.get(k, "")) for k, item in column]
        for column in _numbered(columns, first)
    ]
    blank = [Piece(" " * layout.width)]
    if len(rows) == 1:
        return rows[0]
    return [
        [piece for row in beside for piece in row] for beside in zip_longest(*rows, fillvalue=blank)
    ]


def _in_columns(shown: list[Item], most: int, height: int) -> list[list[Item]]:
    """Split items into a column for each phase if they fit, else into the fewest columns."""
    starts = [k for k, item in enumerate(shown) if isinstance(item, Phase)]
    phases = [shown[a:b] for a, b in pairwise([*starts, len(shown)])]
    if starts[:1] == [0] and len(phases) <= most and max(map(len, phases)) <= height:
        return phases
    length = -(-len(shown) // -(-len(shown) // height))
    return [shown[k : k + length] for k in range(0, len(shown), length)]


def _numbered(columns: list[list[Item]], first: int) -> Iterator[list[tuple[int, Item]]]:
    """Yield the columns, each item with its place in the list."""
    for column in columns:
        yield list(enumerate(column, first))
        first += len(column)


def _scrolled(step: Step, room: int) -> tuple[list[Item], int]:
    """Return the items of the list, and how many of them are above those that are shown."""
    listed = Listed(step.trace.model, step.trace.schedule.updates(step.iteration))
    steps = opened(listed, step.whole, room)
    shown = items(listed, steps, step.whole if step.symbol.is_term else None)
    opened_at = shown.index(listed.steps[steps.start])
    if len(steps) == 1:  # many steps one by one scroll half a list at a time
        opened_at -= opened_at % max(1, room // 2)
    at = shown.index(step.symbol)
    around = room // 6
    first = min(max(opened_at - room // 3, at + 1 + around - room), at - around)
    return shown, max(0, min(first, len(shown) - room))


@lru_cache(maxsize=16)  # saves a pass over all steps: a network has up to 100,000 weights
def _layout(look: Look, trace: Trace, width: int) -> ListLayout:
    name = MARGIN + len(str(len(trace.steps))) + 1
    # the last symbol of a role and a layer has the longest name; of a formula, any may
    longest = {(s.role, s.l, s.names): s for s in trace.model.steps}.values()
    value = name + 1 + max(cells(look.short_name(symbol, trace.model)) for symbol in longest)
    weights = [s._replace(role=FOLLOWING[s.role]) for s in longest if s.role in FOLLOWING]
    least = name + 2 + max((cells(look.name(weight)) for weight in weights), default=0)
    latest = max(name, width - cells(look.number(LEAST_VALUE, LEAST_DIGITS)))
    value = min(value, latest)
    last = width - NEW - 1  # where a new weight begins at the latest
    old = max(least, min(value, last - OLD))
    new = min(old + OLD + 1, last)
    return ListLayout(width, name, value, latest, old, new if new > old + LEAST_OLD else 0)


def _row(frame: Frame, layout: ListLayout, item: Item, mark: str) -> ScreenLine:
    """Draw a heading, a step, or the main step of a group; mark: of more lines beyond this one."""
    if isinstance(item, Phase):
        return _heading(frame.look, layout, item, mark)
    symbol, count = (item.main, len(item.steps)) if isinstance(item, Group) else (item, 1)
    look, step = frame.look, Step(frame.step.trace, frame.step.iteration, symbol)
    now = frame.step.known(symbol)
    style = "quiet" if now is None else frame.style(symbol)
    follows = layout.new and symbol.role in FOLLOWING  # with the weight or bias before its update
    old = symbol._replace(role=FOLLOWING[symbol.role]) if follows else None
    name = look.name(old) if old else look.short_name(symbol, step.trace.model)
    after_name = layout.name + cells(name) + 1
    x = layout.new if old else max(layout.value, min(after_name, layout.latest))
    digits = RESULT if count == 1 else GRAPH
    value = look.notation.sign("unknown")
    was = ""
    if now is not None:
        wanted = x
        x, value = _placed(look, layout, now, digits, wanted, layout.width)
        before = frame.before(symbol) if count == 1 else None
        if before is not None:
            x, value, was = _with_before(look, layout, now, before, wanted)
    end, name_end = x + cells(value), x - 1
    if old:
        old_x, old_value = _placed(look, layout, step.known(old), digits, layout.old, x - 1)
        name_end = old_x - 1
    name = shortened(name, name_end - layout.name, look.sign("more"))

    canvas = Canvas(layout.width, 1)
    row_style = style if style in BARS or style == "quiet" else "plain"
    number_style = style if style in BARS else "quiet"
    number = f".{step.label.split('.')[1]}" if symbol.is_term else step.label
    canvas.put(1, 0, " " * (end if style in BARS else layout.width), row_style, symbol)
    canvas.put(0, 0, mark, "quiet")
    canvas.put(layout.name - 1 - len(number), 0, number, number_style, symbol)
    canvas.put(layout.name, 0, name, row_style, symbol)
    if old:
        canvas.put(old_x, 0, old_value, frame.style(old), old)
    canvas.put(x, 0, value, style, symbol)
    end = canvas.put(end, 0, was, "quiet")
    if count > 1:
        words = look.say("list.steps", count=count)
        if end + 2 + cells(words) < layout.width:
            canvas.put(layout.width - 1 - cells(words), 0, words, "quiet", symbol)
        else:
            canvas.put(0, 0, look.sign("more lines"), "quiet", symbol)
    return canvas.lines()[0]


def _heading(look: Look, layout: ListLayout, phase: Phase, mark: str) -> ScreenLine:
    canvas = Canvas(layout.width, 1)
    canvas.put(0, 0, mark, "quiet")
    canvas.put(1, 0, f"{look.sign(phase)} {look.say(f'phase.{phase}')}", PHASE_STYLES[phase])
    if phase is Phase.UPDATE and layout.new:
        canvas.put(layout.old, 0, look.say("list.old"), "quiet")
        canvas.put(layout.new, 0, look.say("list.new"), "quiet")
    return canvas.lines()[0]


def _with_before(
    look: Look, layout: ListLayout, now: float, before: float, x: int
) -> tuple[int, str, str]:
    """Return where a number begins, its text, and ← with the number before.

    The number gives up digits for the one before, but none in which the two differ. Without enough
    room the last text is empty.
    """
    differ = apart(now, before, LEAST_DIGITS)
    for digits in (RESULT, *range(RESULT - 1, differ - 1, -1)):
        begin, text = _placed(look, layout, now, digits, x, layout.width)
        if was := _was(look, now, before, layout.width - begin - cells(text)):
            return begin, text, was
    return *_placed(look, layout, now, RESULT, x, layout.width), ""


def _was(look: Look, now: float, before: float, width: int) -> str:
    """Return ← and the number before, with the digits that fit; empty if too few do."""
    sign = f" {look.sign('was')} "
    room = width - cells(sign) - 1
    digits = range(apart(now, before, RESULT), LEAST_DIGITS - 1, -1)
    texts = (look.number(before, n) for n in digits)
    return next((sign + text for text in texts if cells(text) <= room), "")


def _placed(
    look: Look, layout: ListLayout, value: float | None, digits: int, x: int, end: int
) -> tuple[int, str]:
    """Return where a value begins, and its text, which ends before end.

    It has the digits that fit from x on; if those are too few, it begins further left. Without any
    room the text is empty.
    """
    left = layout.name + LEAST_NAME + 1
    choices = [(x, n) for n in range(digits, LEAST_DIGITS - 1, -1)]
    choices += [(left, n) for n in range(LEAST_DIGITS, 0, -1)]
    texts = ((begin, look.number(value, n)) for begin, n in choices)
    text = next((text for begin, text in texts if begin + cells(text) <= end), "")
    return min(x, end - cells(text)), text
