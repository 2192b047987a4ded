"""A student's answers: a number, or a formula, for a number of the run."""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Difference, Expression, Product, Quotient
from stepper.backprop.symbols import RATE, Symbol
from stepper.input.numbers import TypedNumber


class Joined(StrEnum):
    """How two numbers are joined in a quantity."""

    OVER = "over"  # their quotient
    TIMES = "times"  # their product, such as the learning rate times a gradient
    MINUS = "minus"  # their difference, such as the change of a weight


class Quantity(NamedTuple):
    """The subject of an answer: a number of the run, or two joined, perhaps negated.

    over: the second number, if there is one. joined: how the two are joined.
    """

    symbol: Symbol
    over: Symbol | None = None
    negated: bool = False
    joined: Joined = Joined.OVER

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The numbers of the run in it; the learning rate is not one of them."""
        return tuple(s for s in (self.symbol, self.over) if s not in (None, RATE))

    @property
    def expression(self) -> Expression:
        """Its numbers as they are joined, without its sign."""
        match self:
            case Quantity(symbol, None):
                return symbol
            case Quantity(symbol, Symbol() as other, _, Joined.TIMES):
                return Product((other, symbol))
            case Quantity(symbol, Symbol() as other, _, Joined.MINUS):
                return Difference(symbol, other)
            case Quantity(symbol, over):
                return Quotient(symbol, over or symbol)

    def value(self, value: Callable[[Symbol], float]) -> float:
        """Its value, from the values of its symbols; NaN for a division by 0."""
        return self.signed(evaluate(self.expression, value))

    def signed(self, number: float) -> float:
        """Negate a number if the quantity is negated."""
        return -number if self.negated else number


class Working(NamedTuple):
    """A formula that somebody wrote, as it was written and as an expression.

    is_answer: whether it is the answer itself, so that the number is its value. others: its other
    meanings, where a name is ambiguous.
    """

    text: str
    expression: Expression
    is_answer: bool
    others: tuple[Expression, ...] = ()


class Answer(NamedTuple):
    """A student's number for a quantity in an iteration, and the line of the file it is on.

    working: the formula that it was computed with, if it was written down.
    """

    line: int
    iteration: int
    quantity: Quantity
    number: TypedNumber
    working: Working | None = None
