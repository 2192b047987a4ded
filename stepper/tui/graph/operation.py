"""What a node of a formula's graph does, in few letters: +, max, or its expression as written."""

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
from stepper.tui.look import Look
from stepper.typeset.cells import cut
from stepper.typeset.formulas import Names
from stepper.typeset.spans import text_of


@lru_cache(maxsize=2048)  # saves writing each expression again for each plan and step
def operation(look: Look, e: Expression, room: int) -> str:
    """What an expression does, in at most room cells."""
    return cut(_sign(look, e) or text_of(Names(look.notation).write(e)), room, look.sign("more"))


def _sign(look: Look, e: Expression) -> str:
    """The sign of a single operation on names; empty for any other expression."""
    if not all(isinstance(part, Symbol) for part in parts(e)):
        return ""
    match e:
        case Sum():
            return look.notation.sign("plus")
        case Difference():
            return look.notation.sign("minus")
        case Product():
            return look.notation.sign("times")
        case Quotient():
            return look.notation.sign("over")
        case Apply(function) | Extreme(function):
            return look.notation.function(function)
        case _:
            return ""
