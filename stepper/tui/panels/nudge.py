"""A nudge: C before and after it, their difference, its quotient beside the derivative, a curve."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from math import floor, inf, isfinite, log10
from typing import NamedTuple

from stepper.runs.nudge import Nudge
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.pieces import beside
from stepper.tui.canvas.plot import Area, Axis, Curve, Plot, label_room, rounded, ticks
from stepper.tui.look import Look, Piece, ScreenLine
from stepper.typeset.cells import cells, cut, padded
from stepper.typeset.digits import GRAPH
from stepper.typeset.folding import wrapped

_UPWARDS = ("0.0001", "0.001", "0.01", "0.05", "0.1", "0.2", "0.3", "0.5", "0.7", "1")
SIZES = tuple(Decimal(f"-{size}") for size in reversed(_UPWARDS)) + tuple(map(Decimal, _UPWARDS))
FIRST = SIZES.index(Decimal("0.5"))  # large enough to be seen, too large to be the derivative
REACH = 1.1  # on both sides of the number, on the curve
SMALL = 1e-4  # the nudge with which a derivative is judged
ROUNDING = 1e-6  # relative to C: its effect on a difference of two slopes
CLOSE, SAME = 0.01, 1e-3  # relative: closer to the derivative, a quotient nearly agrees, agrees
LEAST = Decimal(_UPWARDS[0])
# the verdicts after which a smaller nudge shows more
_GOES_ON = ("almost", "apart", "unknown", "too_large")

DIGITS = 5  # of the difference of two costs, and of a quotient
MOST_DECIMALS = 15
WORDS, LEAST_CURVE = 50, 26  # cells of the numbers beside a curve, and of a curve
LEAST_LINES = 8  # with a curve
MOST_WORK = 40_000  # numbers that are read for a curve
MARGIN, GAP = 2, 2
X_TICK = 8  # cells for each tick


class NudgeFrame(NamedTuple):
    """A nudge as it is shown; at: the index of its size in SIZES."""

    look: Look
    nudge: Nudge
    at: int

    @property
    def size(self) -> Decimal:
        return SIZES[self.at]

    @property
    def before(self) -> float:
        return self.nudge.cost(self.nudge.value)

    @property
    def after(self) -> float:
        return self.nudge.cost(self.nudge.value + float(self.size))


class Costs(NamedTuple):
    """C before and after a nudge, their difference, and that divided by the nudge, as written."""

    before: Decimal
    after: Decimal
    difference: Decimal
    quotient: Decimal


def costs(before: float, after: float, size: Decimal) -> Costs:
    """Round two costs so that their difference keeps DIGITS digits, and compute with the texts."""
    apart, largest = abs(after - before), max(abs(before), abs(after), 1.0)
    decimals = DIGITS - 1 - floor(log10(apart)) if 0 < apart < inf else MOST_DECIMALS
    decimals = min(MOST_DECIMALS, max(DIGITS, decimals), MOST_DECIMALS - floor(log10(largest)))
    unit = Decimal(1).scaleb(-decimals)
    one, other = (Decimal(repr(cost)).quantize(unit, ROUND_HALF_UP) for cost in (before, after))
    return Costs(one, other, other - one, (other - one) / size)


def lines(frame: NudgeFrame, width: int, height: int) -> list[ScreenLine]:
    """Draw the numbers, and the curve beside them where there is room."""
    room = width - MARGIN
    has_curve = room - WORDS >= LEAST_CURVE and height >= LEAST_LINES and _is_drawn(frame, room)
    left = WORDS if has_curve else room
    words = [[Piece(" " * MARGIN), *line] for line in _words(frame, left - GAP)][:height]
    if has_curve:
        return beside(words, _curve(frame, room - left, height), MARGIN + left)[:height]
    return words


def _words(frame: NudgeFrame, width: int) -> list[ScreenLine]:
    look, name = frame.look, frame.look.name(frame.nudge.symbol)
    rows = list(_rows(frame))
    column = max(cells(label) for label, _, _ in rows)
    drawn: list[ScreenLine] = []
    for label, value, style in rows:
        room = width - GAP - cells(value)
        shown = Piece(cut(value, width, look.sign("more")), style)
        if cells(label) <= room:
            text = padded(label, column if column <= room else 0)
            drawn.append([Piece(text + " " * GAP, "quiet"), shown])
        else:
            drawn += [*([Piece(line, "quiet")] for line in wrapped(label, width)), [shown]]
    said = [look.say(f"nudge.{_verdict(frame)}", name=name, eq=_equation(frame))]
    if _verdict(frame) in _GOES_ON and abs(frame.size) > LEAST:
        arrow = look.keys("left" if frame.size > 0 else "right")
        said.append(look.say("nudge.smaller", arrow=arrow))
    return [*drawn, [], *([Piece(text)] for text in wrapped(" ".join(said), width))]


def _rows(frame: NudgeFrame) -> Iterator[tuple[str, str, str]]:
    """Yield (words, number, style) for each line."""
    look, nudge, size = frame.look, frame.nudge, frame.size
    say, sign = look.say, look.notation.sign
    C, name = look.name(nudge.step.trace.model.C), look.name(nudge.symbol)
    here = f"{name} = {look.number(nudge.value, GRAPH)}"
    there = f"{here} {sign('minus' if size < 0 else 'plus')} {_text(look, abs(size))}"
    before = after = difference = quotient = sign("unknown")
    if found := _costs(frame):
        before, after, difference = (_text(look, number) for number in found[:3])
        quotient = look.number(float(found.quotient), DIGITS)
    yield say("nudge.cost", C=C, at=here), before, "forward"
    yield say("nudge.cost", C=C, at=there), after, "made"
    yield say("nudge.difference"), difference, "plain"
    yield f"{say('nudge.difference')} {sign('over')} {_text(look, size)}", quotient, "key"
    if nudge.derivative:
        known = look.number(_known_derivative(nudge), DIGITS)
        yield say("nudge.derivative", name=look.name(nudge.derivative)), known, "backward"


def _text(look: Look, number: Decimal) -> str:
    form = "f" if number.adjusted() <= MOST_DECIMALS else "e"
    return look.notation.number(f"{number:{form}}")


def _costs(frame: NudgeFrame) -> Costs | None:
    before, after = frame.before, frame.after
    return costs(before, after, frame.size) if isfinite(before) and isfinite(after) else None


def _known_derivative(nudge: Nudge) -> float | None:
    """The derivative if it is computed at the step or before it."""
    return nudge.step.known(nudge.derivative) if nudge.derivative else None


def _verdict(frame: NudgeFrame) -> str:
    """Choose the verdict on the quotient beside the derivative."""
    nudge, found = frame.nudge, _costs(frame)
    right = _known_derivative(nudge)
    if found is None:
        return "too_large"
    if right is None:
        return "unknown" if nudge.derivative else "none"
    if nudge.step.trace.model.in_place and not _is_derivative(nudge, right):
        return "wrong"
    quotient = float(found.quotient)
    if right == quotient == 0.0:
        return "flat"
    if _are_close(quotient, right, SAME):
        return "agrees"
    if _are_close(quotient, right):
        return "almost"
    if _is_at_corner(nudge):
        return "corner"
    return "apart" if abs(frame.size) > LEAST else "differs"


def _are_close(one: float, other: float, within: float = CLOSE) -> bool:
    return abs(one - other) <= within * max(abs(one), abs(other))


def _is_derivative(nudge: Nudge, number: float) -> bool:
    """Whether a number is the derivative of C, which the in-place mistake makes wrong."""
    above, below = (nudge.cost(nudge.value + by) for by in (SMALL, -SMALL))
    return _are_close((above - below) / (2 * SMALL), number)


def _is_at_corner(nudge: Nudge) -> bool:
    """Whether the slopes of C to both sides stay apart, however close to the number they are."""
    here, there = nudge.cost(nudge.value), nudge.cost(nudge.value + SMALL)
    near, nearest = (
        abs(nudge.cost(nudge.value + by) - 2 * here + nudge.cost(nudge.value - by)) / by
        for by in (SMALL, SMALL / 100)
    )
    return nearest > near / 2 and nearest > ROUNDING * (abs(here) + abs(there))


def _equation(frame: NudgeFrame) -> str:
    step, derivative = frame.nudge.step, frame.nudge.derivative
    origin = step.trace.steps.origin(step.iteration, derivative) if derivative else None
    return str(origin.number) if origin else ""


def _is_drawn(frame: NudgeFrame, width: int) -> bool:
    is_quick = frame.nudge.work * width <= MOST_WORK
    return _costs(frame) is not None and is_quick and bool(_x_axis(frame.nudge, width).ticks)


def _x_axis(nudge: Nudge, width: int) -> Axis:
    """The axis around the number; without ticks where that is too large to be moved."""
    low, high = nudge.value - REACH, nudge.value + REACH
    return Axis(low, high, ticks(low, high, max(2, width // X_TICK)))


def _curve(frame: NudgeFrame, width: int, height: int) -> list[ScreenLine]:
    """Draw C over the number, the point of the run, the nudged one, and the line through both."""
    look, nudge, size = frame.look, frame.nudge, float(frame.size)
    v, before, after = nudge.value, frame.before, frame.after
    places = _places(v, width)
    points = tuple((at, cost) for at in places if isfinite(cost := nudge.cost(at)))
    y = rounded([cost for _, cost in points], max(3, height - 4))
    left = label_room(look, y)
    area = Area(left, 1, width - left - 1, height - 3)
    x = _x_axis(nudge, area.width)
    straight = [(at, before + (at - v) * (after - before) / size) for at in places]
    within = [point for point in straight if y.low <= point[1] <= y.high]
    canvas = Canvas(width, height)
    names = {"C": look.name(nudge.step.trace.model.C), "name": look.name(nudge.symbol)}
    canvas.put(0, 0, look.say("nudge.curve", **names), "quiet")
    plot = Plot(canvas, look, area, x, y)
    plot.axes(labels=True)
    plot.curves([Curve((*within[:1], *within[-1:]), "quiet", "-"), Curve(points, "forward")])
    plot.mark(v, before, "parameter", nudge.symbol)
    plot.mark(v + size, after, "made")
    return canvas.lines()


def _places(middle: float, count: int) -> list[float]:
    """Places around the middle, count of them."""
    return [middle + REACH * (2 * k / (count - 1) - 1) for k in range(count)]
