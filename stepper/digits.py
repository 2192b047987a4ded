"""A float as text with so many significant digits, and whether that is the whole of it."""

from functools import lru_cache

RESULT = 6
FACTOR = 8  # of a factor put into a formula: with 6, a third of the results miss their last digit
GRAPH = 4
CROWDED = 3


def apart(one: float, other: float, digits: int) -> int:
    """So many digits, or as many more as it takes to tell two numbers apart."""
    enough = (k for k in range(digits, 17) if written(one, k) != written(other, k))
    return next(enough, digits)


@lru_cache(maxsize=1024)  # a number stays on the screen for many steps
def written(value: float, digits: int | None) -> tuple[str, bool]:
    """(text as Python writes numbers, whether it is exact); digits None gives all of them.

    A rounded number keeps its trailing zeros, an exact one is as short as it can be; -0.0 is 0.
    """
    if value == 0:
        return "0", True
    if digits is None:
        return repr(value).removesuffix(".0"), True
    for enough in range(min(digits, 15), digits + 1):  # up to 15, any decimal keeps its digits
        text = f"{value:.{enough}g}"
        if float(text) == value:
            return text, True
    mantissa, e, exponent = f"{value:#.{digits}g}".partition("e")
    return mantissa.removesuffix(".") + e + exponent, False
