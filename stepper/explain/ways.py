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
SPECIAL = ("half square", "multiple", "minus log")


def operation(e: Expression) -> str:
    """What the last operation of an expression is called; a function is called by its name."""
    match e:
        case Apply(function) | Extreme(function):
            return function
        case Product((Number(0.5), Square())):
            return "half square"
        case Product((Number(), _)) | Product((_, Number())):
            return "multiple"
        case Negative(Apply("log")):
            return "minus log"
        case _:
            return OPERATIONS[type(e)]


class Way(NamedTuple):
    """The operations around one place of a name, from the outside in, each with its expression.

    What a sum adds changes no derivative, and is left out. has_minus: whether the minus signs
    around the place reverse the sign.
    """

    names: tuple[str, ...] = ()
    expressions: tuple[Expression, ...] = ()
    has_minus: bool = False


def ways(e: Expression, x: Symbol) -> list[Way]:
    """The way of each place of a symbol in an expression, from left to right."""
    parts: tuple[tuple[str, Expression], ...] = ()
    match e:
        case Symbol():
            return [Way()] if e == x else []
        case Sum(terms):
            parts = tuple(("", term) for term in terms)
        case Difference(left, right):
            parts = (("", left), ("minus", right))
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
    if name in ("", "minus"):
        return way._replace(has_minus=way.has_minus != (name == "minus"))
    return Way((name, *way.names), (e, *way.expressions), way.has_minus)
