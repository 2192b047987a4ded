"""The operation of a node of a formula's graph, in few letters: +, max, or its expression."""

from functools import lru_cache

from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Extreme,
    Product,
    Quotient,
    Sum,
)
from stepper.backprop.symbols import Symbol
from stepper.formula.parts import parts
from stepper.typeset.cells import cut
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import Notation
from stepper.typeset.spans import text_of


@lru_cache(maxsize=2048)  # saves writing each expression again for each plan and step
def operation(notation: Notation, e: Expression, room: int, more: str) -> str:
    """The operation of an expression in at most room cells; a text that is cut ends with more."""
    return cut(_sign(notation, e) or text_of(Names(notation).write(e)), room, more)


def _sign(notation: Notation, e: Expression) -> str:
    """The sign of a single operation on names; empty for any other expression."""
    if not all(isinstance(part, Symbol) for part in parts(e)):
        return ""
    match e:
        case Sum():
            return notation.sign("plus")
        case Difference():
            return notation.sign("minus")
        case Product():
            return notation.sign("times")
        case Quotient():
            return notation.sign("over")
        case Apply(function) | Extreme(function):
            return notation.function(function)
        case _:
            return ""
