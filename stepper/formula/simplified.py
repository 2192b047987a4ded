"""Sums, products and quotients in which zeros, ones and signs fall away."""

from collections.abc import Iterable, Sequence
from math import isfinite

from stepper.backprop.expressions import (
    ZERO,
    Difference,
    Expression,
    Negative,
    Number,
    Product,
    Quotient,
    product_of,
    sum_of,
)


def negative(e: Expression) -> Expression:
    match e:
        case Number(value):
            return Number(0.0 - value)
        case Negative(of):
            return of
        case Difference(left, right):
            return Difference(right, left)
        case _:
            return Negative(e)


def total(terms: Iterable[Expression]) -> Expression:
    """The sum of terms without zeros; of two, a term with a minus is subtracted."""
    kept: list[Expression] = []
    number, place = 0.0, 0
    for term in terms:
        if isinstance(term, Number) and _is_exact_sum(number, term.value):
            place = place if number else len(kept)
            number += term.value
        else:
            kept.append(term)
    if number:
        kept.insert(place, Number(number))
    match kept:
        case []:
            return ZERO
        case [one, Negative(other)]:
            return Difference(one, other)
        case [one, Number(value)] if value < 0.0:
            return Difference(one, Number(-value))
        case _:
            return sum_of(kept)


def product(factors: Iterable[Expression]) -> Expression:
    """The product of factors: one sign and one number in front, no ones; 0 if a factor is 0.

    A factor 1/b divides the product of the others.
    """
    kept: list[Expression] = []
    below: list[Expression] = []
    number, is_negative = 1.0, False
    waiting = [*factors][::-1]
    while waiting:
        match waiting.pop():
            case Product(within):
                waiting += within[::-1]
            case Negative(of):
                is_negative = not is_negative
                waiting.append(of)
            case Quotient(Number() as above, divisor):
                below.append(divisor)
                waiting.append(above)
            case Number(value) if _is_exact_product(number, value):
                number *= value
            case factor:
                kept.append(factor)
    if number == 0.0:
        return ZERO
    if number < 0.0:
        number, is_negative = -number, not is_negative
    whole = _times(number, kept)
    whole = quotient(whole, product(below)) if below else whole
    return negative(whole) if is_negative else whole


def quotient(above: Expression, below: Expression) -> Expression:
    """above / below, with the sign in front, and without a number that divides that above."""
    match above, below:
        case Negative(of), _:
            return negative(quotient(of, below))
        case Number(value), _ if value < 0.0:
            return negative(quotient(Number(-value), below))
        case Quotient(upper, lower), _:
            return quotient(upper, product((lower, below)))
    (a, others), (b, divisors) = _split(above), _split(below)
    if a == 0.0:
        return ZERO
    if b and (a / b).is_integer() and _is_exact_product(a / b, b):
        a, b = a / b, 1.0
    whole, divisor = _times(a, others), _times(b, divisors)
    return whole if not divisors and b == 1.0 else Quotient(whole, divisor)


def _times(number: float, factors: Sequence[Expression]) -> Expression:
    """A number times other factors; the number alone if there are none."""
    return product_of([*([Number(number)] if number != 1.0 or not factors else []), *factors])


def _split(e: Expression) -> tuple[float, Sequence[Expression]]:
    """The number in front of an expression, and its other factors."""
    match e:
        case Number(value):
            return value, ()
        case Product((Number(value), *others)):
            return value, others
        case Product(factors):
            return 1.0, factors
        case _:
            return 1.0, (e,)


def _is_exact_sum(a: float, b: float) -> bool:
    (n, d), (m, e), (p, q) = map(_ratio, (a, b, a + b))
    return (n * e + m * d) * q == p * d * e


def _is_exact_product(a: float, b: float) -> bool:
    (n, d), (m, e), (p, q) = map(_ratio, (a, b, a * b))
    return n * m * q == p * d * e


def _ratio(number: float) -> tuple[int, int]:
    """A number as a fraction of whole numbers; 1/0 beyond the range of floats."""
    return number.as_integer_ratio() if isfinite(number) else (1, 0)


def is_zero(e: Expression) -> bool:
    return isinstance(e, Number) and e.value == 0.0
