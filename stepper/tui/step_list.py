"""All steps of an iteration under forward, backward and update.

Where there is no room for all, each neuron of a phase is one line but the one that is at hand. The
list moves on by a line when the next neuron is opened, which so stands where the last one stood.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from stepper.digits import GRAPH, RESULT, apart
from stepper.steps import Step
from stepper.symbols import FOLLOWING, Phase, Symbol
from stepper.trace import Trace
from stepper.tui.look import PHASE_STYLES, Frame, Line, Look
from stepper.tui.sheet import Sheet
from stepper.tui.step_groups import Group, Item, items, opened
from stepper.typeset import cells

COLUMN = 33  # the least cells of a column
OLD, NEW = 7, 9  # the least cells of a weight before and after its update
MARGIN = 2
LEAST_WAS = 5  # the least cells of a number before, which a shorter one would not say
HIDDEN = ("⋮", ":")  # more lines above or below


@dataclass(frozen=True, eq=False)  # a key of caches: quick to hash
class Layout:
    """Where the parts of a row stand, in cells from the left of its column."""

    look: Look
    trace: Trace
    width: int
    name: int
    value: int
    new: int  # 0 where a new weight has no column of its own


class Shown(NamedTuple):
    """A step, or the one that stands for so many, as it is shown."""

    symbol: Symbol
    steps: int
    style: str  # quiet where it is not made yet
    old_style: str  # of the weight before its update
    mark: str
    before: float | None  # the number in the original run, where that is another one


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """The part of the list around the step; columns side by side where there is room."""
    if width < 1 or height < 1:
        return []
    columns = max(1, width // COLUMN)
    room = columns * height
    listed, first = _scrolled(frame.step, room)
    shown = listed[first : first + room]
    hidden = HIDDEN[frame.look.ascii]
    marks = {0: hidden if first else "", room - 1: hidden if first + room < len(listed) else ""}
    layout = _layout(frame.look, frame.step.trace, width // columns)
    rows = [_row(frame, layout, item, marks.get(k, "")) for k, item in enumerate(shown)]
    if columns == 1:
        return rows
    return [[piece for row in rows[k::height] for piece in row] for k in range(height)]


def _scrolled(step: Step, room: int) -> tuple[list[Item], int]:
    """The items of the list, and how many of them are above those that are shown."""
    network = step.trace.network
    steps = opened(network, step.whole, room)
    listed = items(network, steps, step.whole if step.symbol.is_term else None)
    opened_at = listed.index(network.steps[steps.start])
    at = listed.index(step.symbol)
    around = room // 6
    first = min(max(opened_at - room // 3, at + 1 + around - room), at - around)
    return listed, max(0, min(first, len(listed) - room))


@lru_cache(maxsize=16)
def _layout(look: Look, trace: Trace, width: int) -> Layout:
    name = MARGIN + len(str(len(trace.steps))) + 1
    longest = {(s.role, s.l): s for s in trace.network.steps}.values()  # the last of each has that
    value = name + 2 + max(cells(look.short_name(symbol)) for symbol in longest)
    new = min(value + OLD + 5, width - NEW - 1)
    return Layout(look, trace, width, name, value, new if new > value + OLD + 1 else 0)


def _row(frame: Frame, layout: Layout, item: Item, mark: str) -> Line:
    if isinstance(item, Phase):
        return _heading(layout, item, mark)
    symbol, steps = (item.main, len(item.steps)) if isinstance(item, Group) else (item, 1)
    style = frame.style(symbol) if frame.step.is_known(symbol) else "quiet"
    old = FOLLOWING.get(symbol.role) if layout.new else None
    old_style = frame.style(symbol._replace(role=old)) if old else ""
    before = None if steps > 1 or style == "quiet" else frame.before(symbol)
    shown = Shown(symbol, steps, style, old_style, mark, before)
    return _entry(layout, frame.step.iteration, shown)


@lru_cache(maxsize=64)
def _heading(layout: Layout, phase: Phase, mark: str) -> Line:
    look, sheet = layout.look, Sheet(layout.width, 1)
    sheet.put(0, 0, mark, "quiet")
    sheet.put(1, 0, f"{look.sign(phase)} {look.say(f'phase.{phase}')}", PHASE_STYLES[phase])
    if phase is Phase.UPDATE and layout.new:
        sheet.put(layout.value, 0, look.say("list.old"), "quiet")
        sheet.put(layout.new, 0, look.say("list.new"), "quiet")
    return sheet.lines()[0]


@lru_cache(maxsize=512)
def _entry(layout: Layout, iteration: int, shown: Shown) -> Line:
    look, step = layout.look, Step(layout.trace, iteration, shown.symbol)
    symbol, style = step.symbol, shown.style
    old = symbol._replace(role=FOLLOWING[symbol.role]) if shown.old_style else None
    name = look.name(old) if old else look.short_name(symbol)
    x = max(layout.new if old else layout.value, layout.name + cells(name) + 1)
    value = look.notation.sign("unknown")
    if style != "quiet":
        digits = RESULT if shown.steps == 1 else GRAPH
        value = _fitted(look, step.value, digits, layout.width - x)
    end = x + cells(value)

    sheet = Sheet(layout.width, 1)
    row_style = style if style in ("made", "quiet", "selected") else "plain"
    number_style = "made" if style == "made" else "quiet"
    number = f".{step.label.split('.')[1]}" if symbol.is_term else step.label
    sheet.put(1, 0, " " * (end if style == "made" else layout.width), row_style, symbol)
    sheet.put(0, 0, shown.mark, "quiet")
    sheet.put(layout.name - 1 - len(number), 0, number, number_style, symbol)
    sheet.put(layout.name, 0, name, row_style, symbol)
    if old:
        before = _fitted(look, step.value_of(old), GRAPH, layout.new - layout.value - 1)
        sheet.put(layout.value, 0, before, shown.old_style, old)
    sheet.put(x, 0, value, style, symbol)
    if shown.before is not None:
        end = _was(sheet, layout, shown.before, step.value, end)
    words = look.say("list.steps", count=shown.steps) if shown.steps > 1 else ""
    if end + 2 + cells(words) < layout.width:
        sheet.put(layout.width - 1 - cells(words), 0, words, "quiet", symbol)
    return sheet.lines()[0]


def _was(sheet: Sheet, layout: Layout, before: float, now: float, x: int) -> int:
    """Put ← and the number before, with the digits that there is room for; the x behind it."""
    look, sign = layout.look, f" {layout.look.sign('was')}"
    x = sheet.put(x, 0, sign, "quiet")
    digits = apart(now, before, RESULT)
    text = _fitted(look, before, digits, layout.width - x - 2)
    fits = text and cells(text) >= min(LEAST_WAS, cells(look.number(before, digits)))
    return sheet.put(x, 0, f" {text}", "quiet") if fits else x


def _fitted(look: Look, value: float, digits: int, room: int) -> str:
    """A number with as many digits as there is room for, or nothing."""
    texts = (look.number(value, enough) for enough in range(digits, 0, -1))
    return next((text for text in texts if cells(text) <= room), "")
