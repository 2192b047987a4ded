"""The place of a number between two others: the length of every bar, a point on every axis."""

from sys import float_info

_LARGEST = float_info.max


def within_floats(value: float) -> float:
    """Clamp a number to finite floats; NaN, such as infinity times 0, becomes 0."""
    return min(max(value, -_LARGEST), _LARGEST) if value == value else 0.0


def fraction(value: float, low: float, high: float) -> float:
    """The place of a value from 0 at low to 1 at high; beyond them, that of the nearer end.

    low and high: any two numbers, however small or far apart; 0 where low is not below high.
    """
    if not low < high:
        return 0.0
    value = min(max(within_floats(value), low), high)
    if high - low > _LARGEST:  # that of their halves is finite
        low, high, value = low / 2, high / 2, value / 2
    return (value - low) / (high - low)
