"""Plots: curves on axes, in braille or in ASCII, with tick labels and marked places."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import count
from math import ceil, floor
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.tui.canvas.braille import Braille, OneSign, joined
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.fraction import fraction, within_floats
from stepper.tui.look import Look
from stepper.typeset.cells import cells

LAST = Decimal("1.79E+308")  # the round number at which an axis ends at the latest
EVEN, FREE = 5, 8  # with more rows than EVEN, one of FREE may be left free for even ticks
_TICK = 12  # the most digits of a round number
_ALIKE = 9  # digits in which two numbers agree that a plot cannot tell apart

Point = tuple[float, float]


class Axis(NamedTuple):
    """The values from one end of a plot to the other; ticks: those that are labelled."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def part(self, value: float) -> float:
        """The place of a value, from 0 at low to 1 at high, at an end if it lies beyond."""
        return fraction(value, self.low, self.high)


class Area(NamedTuple):
    """The cells of the curves; the axes are at its left and below it."""

    left: int
    top: int
    width: int
    height: int


class Curve(NamedTuple):
    """A line through points; sign: to draw it with in ASCII."""

    points: tuple[Point, ...]
    style: str
    sign: str = "."


def ticks(low: float, high: float, most: int, least_step: float = 0.0) -> tuple[float, ...]:
    """Round numbers between low and high, at equal distances, no more than most of them."""
    begin, end = _exactly(low), _exactly(high)
    finest = max(abs(begin), abs(end)).scaleb(-_TICK)
    for step in _round_steps(max((end - begin) / most, _exactly(least_step), finest)):
        first, last = ceil(begin / step), floor(end / step)
        if last - first < most:
            break
    return tuple(float(k * step) for k in range(first, last + 1))


def rounded(values: Sequence[float], most: int) -> Axis:
    """An axis that contains the values and ends at round numbers.

    most: its ticks, but at least three: with values on both sides of 0, that is one of them.
    """
    most = max(3, most)
    low, high = _exactly(min(values)), _exactly(max(values))
    size = max(abs(low), abs(high))
    if high - low <= size.scaleb(-_ALIKE):  # equal, as far as a plot can show
        spread = size / 2 or Decimal("0.5")
        # numbers that are never negative have no axis below 0
        least = low - spread if low < 0 else Decimal(0)
        low, high = _within_axes(max(least, low - spread)), _within_axes(high + spread)
    for step in _round_steps((high - low) / most):
        first, last = floor(low / step), ceil(high / step)
        if last - first < most:
            break
    at = tuple(float(_within_axes(k * step)) for k in range(first, last + 1))
    return Axis(at[0], at[-1], at)


def even(axis: Axis, rows: int) -> tuple[Axis, int]:
    """The axis with ticks an equal number of rows apart, and the rows that it takes.

    A few rows may be left free for that. Both ends keep their ticks.
    """
    steps = len(axis.ticks) - 1
    free = max(1, rows // FREE) if rows > EVEN else 0
    for apart in (k for k in range(1, steps + 1) if steps % k == 0):
        for taken in range(rows, rows - free - 1, -1):
            if (taken - 1) % (steps // apart) == 0:
                return axis._replace(ticks=axis.ticks[::apart]), taken
    return axis, rows


def evenly_rounded(values: Sequence[float], most: int, rows: int) -> tuple[Axis, int]:
    """The axis of values that is even with the most ticks, and the rows that it takes."""
    low, high = min(values), max(values)
    axes = (even(rounded((low, high), count), rows) for count in range(max(3, most), 2, -1))
    return max(axes, key=lambda each: len(each[0].ticks))


def _exactly(value: float) -> Decimal:
    """A number as it is written, to compute with where floats are too large or too small."""
    return _within_axes(Decimal(repr(within_floats(value))))


def _within_axes(value: Decimal) -> Decimal:
    return min(max(value, -LAST), LAST)


def _round_steps(least: Decimal) -> Iterator[Decimal]:
    """Yield 1, 2, 5, 10, 20, … times a power of ten, from about least on; all of them floats."""
    for exponent in count(least.adjusted()):
        steps = (Decimal(digit).scaleb(exponent) for digit in (1, 2, 5))
        yield from (step for step in steps if float(step))


def label_room(look: Look, axis: Axis) -> int:
    """The cells that the y axis takes with its labels."""
    return 1 + max(cells(look.number(tick, _TICK)) for tick in axis.ticks)


class Plot:
    """An area of a canvas where every place has a value; what is drawn later is on top."""

    def __init__(self, canvas: Canvas, look: Look, area: Area, x: Axis, y: Axis) -> None:
        self._canvas = canvas
        self._look = look
        self.area = area
        self._x = x
        self._y = y
        dots = OneSign if look.ascii else Braille
        self._across, self._down = dots.across, dots.down

    def column(self, x: float) -> int:
        """The x of a value on the canvas."""
        return self.area.left + _dot(self._x, x, self._across * self.area.width) // self._across

    def row(self, y: float) -> int:
        """The y of a value on the canvas."""
        rows = self._down * self.area.height
        return self.area.top + (rows - 1 - _dot(self._y, y, rows)) // self._down

    def axes(self, labels: bool) -> None:
        """Draw both axes; labels: whether those of the x axis are put in a row below it."""
        (left, top, width, height), sign = self.area, self._look.sign
        for row in range(top, top + height):
            self._put(left - 1, row, sign("y axis"))
        self._put(left - 1, top + height, sign("corner") + sign("x axis") * width)
        for tick in self._y.ticks:
            text = self._look.number(tick, _TICK)
            self._put(left - 1 - cells(text), self.row(tick), text + sign("y tick"))
        end = 0
        for tick in self._x.ticks:
            text, column = self._look.number(tick, _TICK), self.column(tick)
            begin = min(column - cells(text) // 2, left + width - cells(text))
            if labels and begin >= end:
                self._put(column, top + height, sign("x tick"))
                self._put(begin, top + height + 1, text)
                end = begin + cells(text) + 1

    def curves(self, curves: Sequence[Curve], last: int | None = None) -> None:
        """Draw curves, the later ones on top; beyond the column last they are quiet."""
        drawn: dict[tuple[int, int], tuple[str, str]] = {}
        left, top, width, height = self.area
        for points, style, sign in curves:
            ascii_sign = sign if self._look.ascii else ""
            for x, y, letter in _letters(points, width, height, self._x, self._y, ascii_sign):
                here = left + x, top + y
                under = drawn[here][0] if here in drawn else letter
                shown = style if last is None or here[0] <= last else "quiet"
                drawn[here] = joined(under, letter), shown
        for (x, y), (letter, style) in drawn.items():
            self._put(x, y, letter, style)

    def guide(self, x: float, top: int) -> None:
        """Draw a quiet line from the row top down to the axis."""
        for row in range(top, self.area.top + self.area.height):
            self._put(self.column(x), row, self._look.sign("guide"))

    def place(self, x: float, style: str, symbol: Symbol | None = None) -> None:
        """Mark a value on the x axis."""
        below = self.area.top + self.area.height
        self._put(self.column(x), below, self._look.sign("place"), style, symbol)

    def mark(self, x: float, y: float, style: str, symbol: Symbol | None = None) -> None:
        """Mark a point."""
        self._put(self.column(x), self.row(y), self._look.sign("here"), style, symbol)

    def _put(
        self, x: int, y: int, text: str, style: str = "quiet", symbol: Symbol | None = None
    ) -> None:
        self._canvas.put(x, y, text, style, symbol)


def _dot(axis: Axis, value: float, dots: int) -> int:
    return round(axis.part(value) * (dots - 1))


@lru_cache(maxsize=64)  # saves the rasters of the curves, up to a third of drawing a step
def _letters(
    points: tuple[Point, ...], width: int, height: int, x: Axis, y: Axis, sign: str
) -> tuple[tuple[int, int, str], ...]:
    raster = OneSign(width, height, sign) if sign else Braille(width, height)
    dots = [
        (_dot(x, across, raster.width), raster.height - 1 - _dot(y, up, raster.height))
        for across, up in points
    ]
    for here, there in zip(dots, dots[1:] or dots, strict=False):
        raster.line(*here, *there)
    return tuple(raster.cells())
