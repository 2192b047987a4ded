"""Bars that are exact to a part of a cell: from the left, from the bottom, and from a zero line."""

from collections.abc import Iterable
from typing import NamedTuple

from stepper.tui.canvas.fraction import fraction, within_floats
from stepper.tui.signs import EIGHTHS, LEVELS, RIGHT_HALF, SIGNS


def bar(eighths: int, ascii: bool) -> str:
    """A bar of some eighths of a cell: whole cells in ASCII, a sliver if less than half."""
    full, rest = eighths // 8, eighths % 8
    whole = SIGNS["bar"][ascii]
    if not ascii:
        return whole * full + EIGHTHS[rest]
    return whole * (full + rest // 4) or SIGNS["sliver"][ascii] * (rest > 0)


def level(part: float, ascii: bool) -> str:
    """One sign for a part of a whole, from 0 to 1."""
    levels = LEVELS[ascii]
    return levels[min(int(part * len(levels)), len(levels) - 1)]


class BarAxis(NamedTuple):
    """An axis with a zero line, for bars on both sides of it.

    zero: the cells before the zero line; most: the greatest length, on either side; scale: the
    cells of a bar of that length; 0 where no bar is drawn.
    """

    zero: int
    most: float
    scale: float

    def bar(self, length: float, ascii: bool) -> tuple[int, str]:
        """The x where the bar of a length begins, and the bar; only that of 0 is empty."""
        part = fraction(abs(length), 0.0, self.most)
        text = bar(4 * max(round(2 * self.scale * part), int(length != 0)), ascii)
        if length > 0:
            return self.zero + 1, text
        text = text[::-1].replace(EIGHTHS[4], RIGHT_HALF)
        return self.zero - len(text), text


def bar_axis(lengths: Iterable[float], room: int) -> BarAxis:
    """The axis on which the longest bars to the left and to the right fill room cells."""
    lengths = [*lengths]
    longest_left, longest_right = max(0.0, -min(lengths)), max(0.0, *lengths)
    most = within_floats(max(longest_left, longest_right))
    room -= 1  # the zero line
    if room < 2 or not most:
        return BarAxis(0, 0.0, 0.0)
    part_left, part_right = (fraction(each, 0.0, most) for each in (longest_left, longest_right))
    least, greatest = int(longest_left > 0), room - int(longest_right > 0)
    zero = max(least, min(round(room * part_left / (part_left + part_right)), greatest))
    scales = [zero / part_left] if part_left else []
    scales += [(room - zero) / part_right] if part_right else []
    return BarAxis(zero, most, min(scales))
