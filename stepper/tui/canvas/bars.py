"""Bars to both sides of a zero line, half a cell exact, all on one scale."""

from collections.abc import Iterable
from typing import NamedTuple

WHOLE, LEFT_HALF, RIGHT_HALF = ("█", "#"), ("▌", ""), ("▐", "")


class Axis(NamedTuple):
    """zero: the cells before the zero line; scale: the cells of a bar of 1."""

    zero: int
    scale: float

    def bar(self, length: float, ascii: bool) -> tuple[int, str]:
        """Where the bar of a length begins, and the bar; nothing is drawn for 0 alone."""
        halves = max(round(2 * self.scale * abs(length)), int(length != 0))
        whole = WHOLE[ascii] * ((halves + ascii) // 2)
        if length > 0:
            return self.zero + 1, whole + LEFT_HALF[ascii] * (halves % 2)
        text = RIGHT_HALF[ascii] * (halves % 2) + whole
        return self.zero - len(text), text


def axis(lengths: Iterable[float], room: int) -> Axis:
    """The axis on which the longest bars to the left and to the right fill the room."""
    low, high = min(0.0, *lengths), max(0.0, *lengths)
    room -= 1  # the zero line
    if room < 2 or low == high:
        return Axis(0, 0.0)
    left = max(int(low < 0), min(round(room * low / (low - high)), room - int(high > 0)))
    scales = [left / -low] if low < 0 else []
    scales += [(room - left) / high] if high > 0 else []
    return Axis(left, min(scales))
