"""An expression as a function of a row of numbers: quicker than evaluating its tree each time.

It gives the same bits as evaluation.evaluate, which is called for rare expressions.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from math import nan

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Known,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
)
from stepper.backprop.functions import FUNCTIONS
from stepper.backprop.symbols import Symbol

Function = Callable[[Sequence[float]], float]


def closure(e: Expression, number: Callable[[Symbol], Function]) -> Function:
    """A function that computes an expression from a row. number: the one that reads a symbol."""
    match e:
        case Symbol():
            return number(e)
        case Number(value):
            return lambda row: value
        case Known(_, known):
            return closure(known, number)
        case Product(factors):
            return reduce(_product, (closure(factor, number) for factor in factors))
        case Sum(terms):
            return _sum([closure(term, number) for term in terms])
        case Difference(left, right):
            one, other = closure(left, number), closure(right, number)
            return lambda row: one(row) - other(row)
        case Quotient(above, below):
            return _quotient(closure(above, number), closure(below, number))
        case Square(base):
            return _square(closure(base, number))
        case Negative(part):
            inner = closure(part, number)
            return lambda row: -inner(row)
        case Apply(function, argument):
            inner, g = closure(argument, number), FUNCTIONS[function]
            return lambda row: g(inner(row))
        case _:
            return lambda row: evaluate(e, lambda s: number(s)(row))


def _product(one: Function, other: Function) -> Function:
    return lambda row: one(row) * other(row)


def _sum(terms: Sequence[Function]) -> Function:
    def total(row: Sequence[float]) -> float:
        result = terms[0](row)
        for term in terms[1:]:
            result += term(row)
        return result

    return total


def _quotient(above: Function, below: Function) -> Function:
    def divided(row: Sequence[float]) -> float:
        divisor = below(row)
        return above(row) / divisor if divisor != 0.0 else nan

    return divided


def _square(base: Function) -> Function:
    def squared(row: Sequence[float]) -> float:
        d = base(row)
        return d * d

    return squared
