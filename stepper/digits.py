"""A float as text with so many significant digits, and whether that is the whole of it."""

import re
from functools import lru_cache
from math import copysign, inf, isfinite, nextafter

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
    A 5 behind the last digit is rounded up, as by hand, where it is the whole rest.
    """
    if value == 0:
        return "0", True
    if digits is None:
        return repr(value).removesuffix(".0"), True
    rounded = f"{value:#.{digits}g}"
    if float(rounded) == value:
        for enough in range(min(digits, 15), digits + 1):  # up to 15, any decimal keeps its digits
            text = f"{value:.{enough}g}"
            if float(text) == value:
                return text, True
    more = f"{value:.{digits}e}"  # one digit more
    if digits < 15 and float(more) == value and more.partition("e")[0].endswith("5"):
        rounded = f"{nextafter(value, copysign(inf, value)):#.{digits}g}"
    mantissa, e, exponent = rounded.partition("e")
    return mantissa.removesuffix(".") + e + exponent, False


_DECIMAL = r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_NUMBER = re.compile(
    rf"({_DECIMAL})(?:[eE]([-+]?[0-9]+)|\s*[*x·×∙⋅]\s*10(?:\^|\*\*)([-+]?[0-9]+))?"
)
_MINUS = str.maketrans("−–", "--")
_RAISED = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "-+0123456789")


def read(text: str) -> float | None:
    """A number as people write it: -0.013, −1/4, 1e-3, 7.2·10⁻⁵, ≈ 0.5; None if it is none.

    The inverse of written, in any notation. A comma is no decimal point.
    """
    text = re.sub(f"10([{_RAISED}]+)", lambda m: f"10^{m[1].translate(_LOWERED)}", text)
    over, slash, under = text.translate(_MINUS).strip().lstrip("=≈~").partition("/")
    numerator, denominator = _read(over), _read(under) if slash else 1.0
    if numerator is None or not denominator:
        return None
    number = numerator / denominator
    return number if isfinite(number) else None


def _read(text: str) -> float | None:
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    mantissa, e, power = found.groups()
    return float(f"{mantissa}e{e or power or 0}")
