"""A row of the list: the number and the name of a step, its value, and the value before it."""

from functools import lru_cache
from typing import NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.symbols import FOLLOWING, Phase, Symbol
from stepper.runs.trace import Step
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.pieces import style_of
from stepper.tui.look import PHASE_STYLES, Frame, Look, ScreenLine
from stepper.tui.panels.step_list.groups import Group, Item
from stepper.typeset.cells import cells, shortened
from stepper.typeset.digits import GRAPH, RESULT, apart

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


@lru_cache(maxsize=16)  # saves a pass over all steps: a network has up to 100,000 weights
def layout_of(look: Look, model: Model, steps: int, width: int) -> ListLayout:
    """The places in a row; steps: of the whole run, the numbers of which need room."""
    name = MARGIN + len(str(steps)) + 1
    # the last symbol of a role and a layer has the longest name; of a formula, any may
    longest = {(s.role, s.l, s.names): s for s in model.steps}.values()
    value = name + 1 + max(cells(look.short_name(symbol, model)) for symbol in longest)
    weights = [s._replace(role=FOLLOWING[s.role]) for s in longest if s.role in FOLLOWING]
    least = name + 2 + max((cells(look.name(weight)) for weight in weights), default=0)
    latest = max(name, width - cells(look.number(LEAST_VALUE, LEAST_DIGITS)))
    value = min(value, latest)
    last = width - NEW - 1  # where a new weight begins at the latest
    old = max(least, min(value, last - OLD))
    new = min(old + OLD + 1, last)
    return ListLayout(width, name, value, latest, old, new if new > old + LEAST_OLD else 0)


def row(frame: Frame, layout: ListLayout, item: Item, mark: str) -> ScreenLine:
    """Draw a heading, a step, or the main step of a group; mark: of more lines beyond this one."""
    if isinstance(item, Phase):
        return _heading(frame.look, layout, item, mark)
    symbol, count = (item.main, len(item.steps)) if isinstance(item, Group) else (item, 1)
    look, step = frame.look, Step(frame.step.trace, frame.step.iteration, symbol)
    follows = layout.new and symbol.role in FOLLOWING  # with the weight or bias before its update
    old = symbol._replace(role=FOLLOWING[symbol.role]) if follows else None
    name = look.name(old) if old else look.short_name(symbol, step.trace.model)
    after_name = layout.name + cells(name) + 1
    x = layout.new if old else max(layout.value, min(after_name, layout.latest))
    value = _value(frame, layout, symbol, x, is_single=count == 1)
    style = style_of(frame, symbol)
    is_bar = style in BARS
    row_style = style if is_bar or style == "quiet" else "plain"
    number = f".{step.label.split('.')[1]}" if symbol.is_term else step.label

    canvas = Canvas(layout.width, 1)
    canvas.put(1, 0, " " * (value.end if is_bar else layout.width), row_style, symbol)
    canvas.put(0, 0, mark, "quiet")
    number_x = layout.name - 1 - len(number)
    canvas.put(number_x, 0, number, style if is_bar else "quiet", symbol)
    name_end = value.x - 1
    if old:
        digits = RESULT if count == 1 else GRAPH
        before = _placed(look, layout, step.known(old), digits, layout.old, name_end)
        canvas.put(before.x, 0, before.text, frame.style(old), old)
        name_end = before.x - 1
    name = shortened(name, name_end - layout.name, look.sign("more"))
    canvas.put(layout.name, 0, name, row_style, symbol)
    canvas.put(value.x, 0, value.text, style, symbol)
    end = canvas.put(value.end, 0, value.was, "quiet")
    if count > 1:
        _put_count(canvas, look, end, count, symbol)
    return canvas.lines()[0]


def _put_count(canvas: Canvas, look: Look, end: int, count: int, symbol: Symbol) -> None:
    """Put how many steps a line is for, after its end, or a sign where that has no room."""
    words = look.say("list.steps", count=count)
    if end + 2 + cells(words) < canvas.width:
        canvas.put(canvas.width - 1 - cells(words), 0, words, "quiet", symbol)
    else:
        canvas.put(0, 0, look.sign("more lines"), "quiet", symbol)


def _heading(look: Look, layout: ListLayout, phase: Phase, mark: str) -> ScreenLine:
    canvas = Canvas(layout.width, 1)
    canvas.put(0, 0, mark, "quiet")
    canvas.put(1, 0, f"{look.sign(phase)} {look.say(f'phase.{phase}')}", PHASE_STYLES[phase])
    if phase is Phase.UPDATE and layout.new:
        canvas.put(layout.old, 0, look.say("list.old"), "quiet")
        canvas.put(layout.new, 0, look.say("list.new"), "quiet")
    return canvas.lines()[0]


class Value(NamedTuple):
    """A number from x on; was: ← and the number before, if it differs and fits."""

    x: int
    text: str
    was: str = ""

    @property
    def end(self) -> int:
        return self.x + cells(self.text)


def _value(frame: Frame, layout: ListLayout, symbol: Symbol, x: int, is_single: bool) -> Value:
    """The number of a step, from about x on; is_single: whether its line has no other steps."""
    look, now = frame.look, frame.step.known(symbol)
    if now is None:
        return Value(x, look.notation.sign("unknown"))
    before = frame.before(symbol) if is_single else None
    if before is not None:
        return _with_before(look, layout, now, before, x)
    return _placed(look, layout, now, RESULT if is_single else GRAPH, x, layout.width)


def _with_before(look: Look, layout: ListLayout, now: float, before: float, x: int) -> Value:
    """A number with the one before.

    It gives up digits for the one before, but none in which the two differ.
    """
    differ = apart(now, before, LEAST_DIGITS)
    for digits in (RESULT, *range(RESULT - 1, differ - 1, -1)):
        value = _placed(look, layout, now, digits, x, layout.width)
        if was := _was(look, now, before, layout.width - value.end):
            return value._replace(was=was)
    return _placed(look, layout, now, RESULT, x, layout.width)


def _was(look: Look, now: float, before: float, width: int) -> str:
    """← and the number before, with the digits that fit; empty if those are too few."""
    sign = f" {look.sign('was')} "
    room = width - cells(sign) - 1
    digits = range(apart(now, before, RESULT), LEAST_DIGITS - 1, -1)
    texts = (look.number(before, n) for n in digits)
    return next((sign + text for text in texts if cells(text) <= room), "")


def _placed(
    look: Look, layout: ListLayout, value: float | None, digits: int, x: int, end: int
) -> Value:
    """A number that ends before end.

    It has the digits that fit from x on; if those are too few, it begins further left. Without any
    room the text is empty.
    """
    left = layout.name + LEAST_NAME + 1
    choices = [(x, n) for n in range(digits, LEAST_DIGITS - 1, -1)]
    choices += [(left, n) for n in range(LEAST_DIGITS, 0, -1)]
    texts = ((begin, look.number(value, n)) for begin, n in choices)
    text = next((text for begin, text in texts if begin + cells(text) <= end), "")
    return Value(min(x, end - cells(text)), text)
