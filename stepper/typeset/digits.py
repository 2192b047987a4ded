"""A float as text with a number of significant digits, and whether that text is exact."""

from functools import lru_cache

RESULT = 6
FACTOR = 8  # of a factor in a formula: with 6, a third of the results miss their last digit
GRAPH = 4
CROWDED = 3
FEWEST_DIGITS = 2  # of an answer that counts, unless more are asked for
MOST_DECIMAL = 15  # significant digits with which any decimal survives as a float
AROUND = 9  # characters beside the wanted digits of a float as text, and one more digit


def apart(one: float, other: float, digits: int) -> int:
    """How many digits it takes to show that two numbers differ, at least `digits`."""
    enough = (k for k in range(digits, 17) if written(one, k) != written(other, k))
    return next(enough, digits)


@lru_cache(maxsize=4096)  # saves a fifth of the time of a page: a number is in several equations
def written(value: float, digits: int | None) -> tuple[str, bool]:
    """Write a number with a number of significant digits, None for all.

    Returns the text as Python writes numbers, and whether it is exact. A rounded number keeps its
    trailing zeros, an exact one is as short as possible; -0.0 is 0. The number is rounded from its
    shortest exact form, halves up, as by hand.
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
        mantissa, e, exponent = quick.partition("e")  # not a half, which would have fewer digits
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
