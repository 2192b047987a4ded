"""Sums, products and quotients in which zeros, ones and signs fall away."""

from collections.abc import Iterable
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
    """The product of factors: one sign and one number in front, no ones; 0 if a factor is 0."""
    kept: list[Expression] = []
    number, is_negative = 1.0, False
    for factor in _flat(factors):
        match factor:
            case Number(value) if _is_exact_product(number, value):
                number *= value
            case Negative(of):
                is_negative = not is_negative
                kept += _flat([of])
            case _:
                kept.append(factor)
    if number == 0.0:
        return ZERO
    if number < 0.0:
        number, is_negative = -number, not is_negative
    if number != 1.0 or not kept:
        kept.insert(0, Number(number))
    whole = product_of(kept)
    return negative(whole) if is_negative else whole


def quotient(above: Expression, below: Expression) -> Expression:
    match above, below:
        case Number(0.0), _:
            return ZERO
        case _, Number(1.0):
            return above
        case Negative(of), _:
            return negative(quotient(of, below))
        case Number(value), _ if value < 0.0:
            return negative(quotient(Number(-value), below))
        case _:
            return Quotient(above, below)


def _flat(factors: Iterable[Expression]) -> list[Expression]:
    return [
        part for e in factors for part in (_flat(e.factors) if isinstance(e, Product) else (e,))
    ]


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
