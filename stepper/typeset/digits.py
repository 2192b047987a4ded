"""A float as text with so many significant digits, and whether that is the whole of it."""

from functools import lru_cache

RESULT = 6
FACTOR = 8  # of a factor put into a formula: with 6, a third of the results miss their last digit
GRAPH = 4
CROWDED = 3
MOST_DECIMAL = 15  # digits that every decimal keeps as a float
AROUND = 9  # signs around the digits of a float as text, and one digit more than those wanted


def apart(one: float, other: float, digits: int) -> int:
    """So many digits, or as many more as it takes to tell two numbers apart."""
    enough = (k for k in range(digits, 17) if written(one, k) != written(other, k))
    return next(enough, digits)


@lru_cache(maxsize=1024)  # a number stays on the screen for many steps
def written(value: float, digits: int | None) -> tuple[str, bool]:
    """(text as Python writes numbers, whether it is exact); digits None gives all of them.

    A rounded number keeps its trailing zeros, an exact one is as short as it can be; -0.0 is 0.
    What is rounded is the whole number as digits None gives it, a half up, as by hand.
    """
    if value == 0:
        return "0", True
    if digits is None:
        return repr(value).removesuffix(".0"), True
    shortest, quick = repr(value), f"{value:#.{digits}g}"
    if len(shortest) <= digits + len(".") and "e" not in shortest:  # nothing to round
        return shortest.removesuffix(".0"), True
    has_more = len(shortest) > digits + AROUND and not shortest.endswith(".0")
    if has_more and digits <= MOST_DECIMAL and float(quick) != value:
        mantissa, e, exponent = quick.partition("e")  # it has more digits than a half would have
        return mantissa.removesuffix(".") + e + exponent, False
    from decimal import ROUND_HALF_UP, Context, Decimal

    whole = Decimal(shortest)
    rounded = Context(digits, ROUND_HALF_UP).plus(whole)
    exact = rounded == whole
    if exact:
        rounded = rounded.normalize()
    power = rounded.adjusted()
    if -4 <= power < digits:
        return f"{rounded:f}", exact
    mantissa, _, _ = f"{rounded:e}".partition("e")
    return f"{mantissa}e{power:+03d}", exact
