"""Each equation as a line of Python that gives the same bits as expressions.evaluate.

Brackets stand here where the order of arithmetic needs them, not where a reader does; so this is a
walk of its own beside that of typeset.Names, which writes for the eye.
"""

from collections.abc import Callable, Iterator, Sequence

from stepper.backprop.equations import Equation
from stepper.backprop.expressions import (
    ONE,
    Difference,
    Expression,
    Known,
    Number,
    Product,
    Sigmoid,
    SigmoidSlope,
    Square,
    Sum,
    sum_of,
)
from stepper.backprop.symbols import Symbol

SIGMOID = "exp({z}) if {z} < -700.0 else 1.0 / (1.0 + exp(-{z}))"
MOST_TERMS = 5  # of a sum in a line: it fits a page, and Python takes no sum of thousands

Names = Callable[[Symbol], str]

_IDENTIFIERS = str.maketrans({"[": "_", "]": "", "*": "", "/": "_", "+": "_new"})
_ADDS, _MULTIPLIES, _STANDS_ALONE = range(3)  # how tightly an expression holds together
_HOLDS = {Sum: _ADDS, Difference: _ADDS, Product: _MULTIPLIES, Square: _MULTIPLIES,
          SigmoidSlope: _MULTIPLIES}  # fmt: skip


def identifier(symbol: Symbol) -> str:
    """The column's name as one that Python takes: w+[2][1][3] is w_new_2_1_3."""
    return symbol.column.translate(_IDENTIFIERS)


def assignments(eq: Equation, name: Names = identifier) -> Iterator[str]:
    """The line that makes the equation's number; a long sum goes on in lines of its own."""
    made = name(eq.symbol)
    terms = eq.formula.terms if isinstance(eq.formula, Sum) else (eq.formula,)
    for k in range(0, len(terms), MOST_TERMS):
        begun = (eq.symbol,) if k else ()
        yield f"{made} = {source(sum_of((*begun, *terms[k : k + MOST_TERMS])), name)}"


def source(e: Expression, name: Names = identifier) -> str:
    """An expression as Python. ValueError for a sum over a letter or a derivative alone."""
    match e:
        case Symbol():
            return name(e)
        case Product(factors):
            return _joined("*", factors, _MULTIPLIES, name)
        case Difference():
            return _joined("-", e, _ADDS, name)
        case Sum(terms):
            return _joined("+", terms, _ADDS, name)
        case Number(value):
            return repr(value)
        case Known(_, value):
            return source(value, name)
        case Sigmoid(z):
            return f"g({source(z, name)})"
        case SigmoidSlope(z):
            return source(Product((Sigmoid(z), Difference(ONE, Sigmoid(z)))), name)
        case Square(d):
            return source(Product((d, d)), name)
        case _:
            raise ValueError(f"{type(e).__name__} is no line of Python")


def _joined(sign: str, operands: Sequence[Expression], holds: int, name: Names) -> str:
    """Worked out from left to right: what is not the first needs brackets to come first."""
    first, *rest = operands
    texts = [_operand(first, holds, name), *[_operand(e, holds + 1, name) for e in rest]]
    return f" {sign} ".join(texts)


def _operand(e: Expression, least: int, name: Names) -> str:
    if isinstance(e, Known):
        return _operand(e.value, least, name)
    text = source(e, name)
    return text if _HOLDS.get(type(e), _STANDS_ALONE) >= least else f"({text})"
