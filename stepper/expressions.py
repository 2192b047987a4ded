"""Expressions: a tree with Symbols as leaves, to be shown and to be evaluated."""

from collections.abc import Callable, Iterator
from math import exp
from operator import is_
from typing import NamedTuple

from stepper.symbols import Symbol


class Number(NamedTuple):
    value: float


class Sum(NamedTuple):
    terms: tuple["Expression", ...]


class Difference(NamedTuple):
    left: "Expression"
    right: "Expression"


class Product(NamedTuple):
    factors: tuple["Expression", ...]


class Square(NamedTuple):
    of: "Expression"


class Sigmoid(NamedTuple):
    of: "Expression"


class SigmoidSlope(NamedTuple):
    """g'(z), written so; its value is g(z)(1 - g(z))."""

    of: "Expression"


class Partial(NamedTuple):
    """The derivative of one symbol by another; it has no value of its own, see Known."""

    of: Symbol
    by: Symbol


class Known(NamedTuple):
    """Something written out whose number is there already: y(1-y) is the stored slope."""

    written: "Expression"
    value: "Expression"


Expression = (
    Symbol | Number | Sum | Difference | Product | Square | Sigmoid | SigmoidSlope | Partial | Known
)

ONE = Number(1.0)


def evaluate(expression: Expression, value: Callable[[Symbol], float]) -> float:
    """The number of an expression, in the order of arithmetic that the design pins down."""

    def of(e: Expression) -> float:
        match e:
            case Symbol():
                return value(e)
            case Number(number):
                return number
            case Known(_, known):
                return of(known)
            case Product(factors):
                result = of(factors[0])
                for factor in factors[1:]:
                    result *= of(factor)
                return result
            case Sum(terms):
                result = of(terms[0])
                for term in terms[1:]:
                    result += of(term)
                return result
            case Difference(left, right):
                return of(left) - of(right)
            case Square(base):
                d = of(base)
                return d * d
            case Sigmoid(z):
                return _sigmoid(of(z))
            case SigmoidSlope(z):
                a = _sigmoid(of(z))
                return a * (1.0 - a)
            case Partial(_, by):
                raise ValueError(f"a derivative by {by.column} has no number of its own")

    return of(expression)


def symbols_in(expression: Expression) -> Iterator[Symbol]:
    """The symbols whose numbers the expression takes, from left to right."""
    match expression:
        case Symbol():
            yield expression
        case Known(_, known):
            yield from symbols_in(known)
        case Sum(parts) | Product(parts):
            for part in parts:
                yield from symbols_in(part)
        case Difference(left, right):
            yield from symbols_in(left)
            yield from symbols_in(right)
        case Square(part) | Sigmoid(part) | SigmoidSlope(part):
            yield from symbols_in(part)


def rewritten(
    expression: Expression, change: Callable[[Expression], Expression | None]
) -> Expression | None:
    """The expression with each part put through change, the innermost first; None drops a part.

    What is written otherwise is no longer Known, but worked out. An expression in which nothing
    changes is given back itself.
    """

    def of(e: Expression) -> Expression | None:
        match e:
            case Known(written, _):
                new = of(written)
                return change(e) if new is written else new
            case Sum(parts) | Product(parts):
                kept = tuple(part for part in map(of, parts) if part is not None)
                if len(kept) < 2:
                    return kept[0] if kept else None
                return change(e if _same(kept, parts) else type(e)(kept))
            case Difference():
                left, right = of(e.left), of(e.right)
                if left is None or right is None:
                    return None
                return change(e if _same((left, right), e) else Difference(left, right))
            case Square(part) | Sigmoid(part) | SigmoidSlope(part):
                inner = of(part)
                return None if inner is None else change(e if inner is part else type(e)(inner))
            case _:
                return change(e)

    return of(expression)


def _same(parts: tuple["Expression", ...], others: tuple["Expression", ...]) -> bool:
    """Whether the parts are the very same: a Sum equals a Product of the same numbers."""
    return len(parts) == len(others) and all(map(is_, parts, others))


def _sigmoid(z: float) -> float:
    if z < -700.0:
        return exp(z)
    return 1.0 / (1.0 + exp(-z))
