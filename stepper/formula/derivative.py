"""The local derivative of a line, in symbols, by the rules of differentiation.

A rule per kind of expression and one per function. The chain rule multiplies the slope of the outer
function by the derivative of the inner one. Where a line is a function, the slope is written with
its own value u, as people do: u for the derivative of e^x, u(1-u) for a sigmoid.
"""

from collections.abc import Callable
from typing import Any

from stepper.backprop.expressions import (
    ONE,
    ZERO,
    Apply,
    Comparison,
    Difference,
    Expression,
    Extreme,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Square,
    Sum,
)
from stepper.backprop.symbols import Symbol
from stepper.formula.simplified import is_zero, negative, product, quotient, total

TWO = Number(2.0)
MOST_AT_ONCE = 8  # factors, or numbers of max: of n, the derivative writes n^2
By = Callable[[Expression], Expression]  # the derivative of a part


def derivative(line: Expression, by: Symbol, value: Expression) -> Expression:
    """The derivative of a line by a symbol. value: what to write for the line's own value."""

    def of(e: Expression, own: Expression | None = None) -> Expression:
        match e:
            case Symbol():
                return ONE if e == by else ZERO
            case Number():
                return ZERO
            case Apply(function, z):
                return _through(of(z), lambda: SLOPES[function](z, own or e))
            case _:
                return RULES[type(e)](e, of, own or e)

    return of(line, value)


def _through(within: Expression, slope: Callable[[], Expression]) -> Expression:
    """The chain rule: slope times the derivative of the inner function; a quotient stays one."""
    if is_zero(within):
        return ZERO
    outer = slope()
    if isinstance(outer, Quotient):
        return quotient(product((outer.above, within)), outer.below)
    return product((outer, within))


def _of_product(e: Product, d: By, own: Expression) -> Expression:
    """(a b c)' = a' b c + a b' c + a b c'; many factors are a product of two halves."""
    f = e.factors
    if len(f) > MOST_AT_ONCE:
        half = len(f) // 2
        return _of_product(Product((Product(f[:half]), Product(f[half:]))), d, own)
    each = ((k, d(factor)) for k, factor in enumerate(f))
    return total([product((*f[:k], df, *f[k + 1 :])) for k, df in each if not is_zero(df)])


def _of_quotient(e: Quotient, d: By, own: Expression) -> Expression:
    """(a / b)' = (a' b - a b') / b^2"""
    a, b = e
    da, db = d(a), d(b)
    if is_zero(db):
        return quotient(da, b)
    below = Square(b)
    if is_zero(da):
        return negative(quotient(product((a, db)), below))
    return quotient(total((product((da, b)), negative(product((a, db))))), below)


def _of_power(e: Power, d: By, own: Expression) -> Expression:
    """(b^n)' = n b^(n-1) b' + b^n ln b n'"""
    b, n = e
    by_base = _through(d(b), lambda: product((n, power(b, total((*_terms(n), Number(-1.0)))))))
    by_exponent = _through(d(n), lambda: product((own, Apply("log", b))))
    return total((by_base, by_exponent))


def _terms(e: Expression) -> tuple[Expression, ...]:
    match e:
        case Sum(terms):
            return terms
        case Difference(left, right):
            return left, negative(right)
        case _:
            return (e,)


def power(base: Expression, exponent: Expression) -> Expression:
    match exponent:
        case Number(0.0):
            return ONE
        case Number(1.0):
            return base
        case Number(2.0):
            return Square(base)
        case _:
            return Power(base, exponent)


def _of_extreme(e: Extreme, d: By, own: Expression) -> Expression:
    """The derivative of the first largest number: it beats those before it, or ties the rest."""
    if len(e.of) > MOST_AT_ONCE:  # the largest of the largest of two halves
        half = len(e.of) // 2
        halves = Extreme(e.function, e.of[:half]), Extreme(e.function, e.of[half:])
        return _of_extreme(Extreme(e.function, halves), d, own)
    beats, ties = (">", ">=") if e.function == "max" else ("<", "<=")

    def wins(k: int) -> Expression:
        others = enumerate(e.of)
        return product(
            Comparison(e.of[k], beats if j < k else ties, other) for j, other in others if j != k
        )

    each = ((k, d(part)) for k, part in enumerate(e.of))
    return total([product((wins(k), dk)) for k, dk in each if not is_zero(dk)])


RULES: dict[type, Callable[[Any, By, Expression], Expression]] = {
    Sum: lambda e, d, own: total(map(d, e.terms)),
    Difference: lambda e, d, own: total((d(e.left), negative(d(e.right)))),
    Negative: lambda e, d, own: negative(d(e.of)),
    Product: _of_product,
    Quotient: _of_quotient,
    Square: lambda e, d, own: product((TWO, e.of, d(e.of))),
    Power: _of_power,
    Extreme: _of_extreme,
}

# function -> its slope at z, where its value is u
SLOPES: dict[str, Callable[[Expression, Expression], Expression]] = {
    "exp": lambda z, u: u,
    "log": lambda z, u: Quotient(ONE, z),
    "sqrt": lambda z, u: Quotient(ONE, Product((TWO, u))),
    "sin": lambda z, u: Apply("cos", z),
    "cos": lambda z, u: Negative(Apply("sin", z)),
    "tanh": lambda z, u: Difference(ONE, Square(u)),
    "sigmoid": lambda z, u: Product((u, Difference(ONE, u))),
    "relu": lambda z, u: Comparison(z, ">", ZERO),
    "abs": lambda z, u: Apply("sign", z),
}
