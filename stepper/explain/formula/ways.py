"""How a name goes into a line of a formula: the operations around each of its places."""

from typing import NamedTuple

from stepper.backprop.expressions import (
    Apply,
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

OPERATIONS: dict[type, str] = {
    Sum: "sum",
    Difference: "difference",
    Product: "product",
    Quotient: "quotient",
    Square: "square",
    Power: "power",
    Negative: "negative",
    Symbol: "copy",
    Number: "number",
}
SPECIAL = ("half square", "multiple", "minus log", "sum with a minus")
_WITH_MINUS = ("under", "cos")  # their slopes have a minus of their own: -1/d², -sin


def operation(e: Expression) -> str:
    """The word for the last operation of an expression; for a function, its name."""
    match e:
        case Apply(function) | Extreme(function):
            return function
        case Product((Number(0.5), Square())):
            return "half square"
        case Product((Number() | Negative(Number()), _)) | Product((_, Number())):
            return "multiple"
        case Sum(terms) if any(isinstance(term, Negative) for term in terms):
            return "sum with a minus"
        case Negative(Apply("log")):
            return "minus log"
        case _:
            return OPERATIONS[type(e)]


class Way(NamedTuple):
    """The operations around one place of a name, from the outside in, each with its expression.

    The other terms of a sum change no derivative and are left out; is_term: whether there is a sum.
    has_minus: whether the minus signs around the place reverse the sign.
    """

    names: tuple[str, ...] = ()
    expressions: tuple[Expression, ...] = ()
    has_minus: bool = False
    is_term: bool = False

    @property
    def brings_minus(self) -> bool:
        """Whether differentiating brings in a minus that the line does not have."""
        return sum(name in _WITH_MINUS for name in self.names) % 2 == 1


def ways(e: Expression, x: Symbol) -> list[Way]:
    """The way of each place of a symbol in an expression, from left to right."""
    parts: tuple[tuple[str, Expression], ...] = ()
    match e:
        case Symbol():
            return [Way()] if e == x else []
        case Sum(terms):
            parts = tuple(("add", term) for term in terms)
        case Difference(left, right):
            parts = (("add", left), ("subtract", right))
        case Negative(of):
            parts = (("minus", of),)
        case Product(factors):
            parts = tuple(("multiply", factor) for factor in factors)
        case Quotient(above, below):
            parts = (("over", above), ("under", below))
        case Square(of):
            parts = (("square", of),)
        case Power(base, exponent):
            parts = (("power", base), ("exponent", exponent))
        case Apply(function, of):
            parts = ((function, of),)
        case Extreme(function, each):
            parts = tuple((function, part) for part in each)
    return [_around(way, name, e) for name, part in parts for way in ways(part, x)]


def _around(way: Way, name: str, e: Expression) -> Way:
    if name in ("add", "subtract", "minus"):
        has_minus = way.has_minus != (name != "add")
        return way._replace(has_minus=has_minus, is_term=way.is_term or name != "minus")
    return Way((name, *way.names), (e, *way.expressions), way.has_minus, way.is_term)
