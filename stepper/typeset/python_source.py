"""Equations as lines of Python that give the same bits as expressions.evaluate.

Brackets follow the order of arithmetic, not what a reader expects; therefore this does not share
the writer of formulas.Names.
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
MOST_TERMS = 5  # of a sum on a line: that fits a page, and Python cannot parse thousands

Names = Callable[[Symbol], str]

_IDENTIFIERS = str.maketrans({"[": "_", "]": "", "*": "", "/": "_", "+": "_new"})
_ADDS, _MULTIPLIES, _ATOM = range(3)  # precedence in Python
_PRECEDENCE = {Sum: _ADDS, Difference: _ADDS, Product: _MULTIPLIES, Square: _MULTIPLIES,
          SigmoidSlope: _MULTIPLIES}  # fmt: skip


def identifier(symbol: Symbol) -> str:
    """The column's name as a Python identifier: w+[2][1][3] is w_new_2_1_3."""
    return symbol.column.translate(_IDENTIFIERS)


def assignments(eq: Equation, name: Names = identifier) -> Iterator[str]:
    """Yield the line that computes an equation; a long sum takes several lines."""
    target = name(eq.symbol)
    terms = eq.formula.terms if isinstance(eq.formula, Sum) else (eq.formula,)
    for k in range(0, len(terms), MOST_TERMS):
        begun = (eq.symbol,) if k else ()
        yield f"{target} = {source(sum_of((*begun, *terms[k : k + MOST_TERMS])), name)}"


def source(e: Expression, name: Names = identifier) -> str:
    """An expression in Python. Raises ValueError for a SumOver and a Partial."""
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


def _joined(sign: str, operands: Sequence[Expression], precedence: int, name: Names) -> str:
    """Operands joined by a sign that is evaluated from left to right."""
    first, *rest = operands
    texts = [_operand(first, precedence, name), *[_operand(e, precedence + 1, name) for e in rest]]
    return f" {sign} ".join(texts)


def _operand(e: Expression, least: int, name: Names) -> str:
    if isinstance(e, Known):
        return _operand(e.value, least, name)
    text = source(e, name)
    return text if _PRECEDENCE.get(type(e), _ATOM) >= least else f"({text})"
