"""The costs as a table: what an output adds to C, and how C changes with that output."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.backprop.expressions import (
    ONE,
    Apply,
    Difference,
    Expression,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    Unless,
)
from stepper.backprop.shape import CROSS_ENTROPY, MEAN_SQUARES
from stepper.backprop.symbols import Symbol


class Cost(NamedTuple):
    """A row of the table: C[j] = term(a, t), and dC/da[L][j] = derivative(a - t, n).

    n: the number of outputs. With mean_squares, C is the mean of its terms, not their sum.
    """

    term: Callable[[Symbol, Symbol], Expression]
    derivative: Callable[[Expression, int], Expression]


def _square(a: Symbol, t: Symbol) -> Expression:
    return Square(Difference(a, t))


def _twice(d: Expression, n: int) -> Expression:
    return Product((Number(2.0), d))


COSTS: dict[str, Cost] = {
    "half_squares": Cost(lambda a, t: Product((Number(0.5), _square(a, t))), lambda d, n: d),
    "squares": Cost(_square, _twice),
    MEAN_SQUARES: Cost(
        _square,
        lambda d, n: Quotient(_twice(d, n), Number(float(n))) if n > 1 else _twice(d, n),
    ),
}
EVERY_COST = (*COSTS, CROSS_ENTROPY)


def softmax_term(a: Symbol, t: Symbol) -> Expression:
    """-(t ln a), cross-entropy with one output for each class; 0 where t is 0."""
    return Unless(t, Negative(Product((t, Apply("log", a)))))


def sigmoid_term(a: Symbol, t: Symbol) -> Expression:
    """-(t ln a + (1 - t) ln(1 - a)), of an output between no (0) and yes (1)."""
    no, other = Difference(ONE, t), Difference(ONE, a)
    yes_term = Unless(t, Product((t, Apply("log", a))))
    return Negative(Sum((yes_term, Unless(no, Product((no, Apply("log", other)))))))
