"""Each equation as a line of Python that gives the same bits as expressions.evaluate.

Brackets stand here where the order of arithmetic needs them, not where a reader does; so this is a
walk of its own beside that of typeset.Names, which writes for the eye.
"""

from collections.abc import Callable, Iterator, Sequence

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.equations import Equation, InBatch, equation
from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Known,
    Negative,
    Number,
    Positive,
    Product,
    Quotient,
    Slope,
    Square,
    Sum,
    Unless,
    sum_of,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import Symbol

# What a function of an equation is in Python, where its argument is a name.
WRITTEN_OUT = {
    "sigmoid": "exp({z}) if {z} < -700.0 else 1.0 / (1.0 + exp(-{z}))",
    "tanh": "tanh({z})",
    "relu": "{z} if {z} > 0.0 else 0.0",
    "exp": "exp({z})",
    "log": "log({z})",
}
CALLED = {"sigmoid": "g"}  # the functions that have another name where they are called
MOST_TERMS = 5  # of a sum in a line: it fits a page, and Python takes no sum of thousands

Names = Callable[[Symbol], str]

_IDENTIFIERS = str.maketrans({"[": "_", "]": "", "*": "", "/": "_", "+": "_new"})
_CHOOSES, _ADDS, _MULTIPLIES, _STANDS_ALONE = range(4)  # how tightly an expression holds together
_HOLDS = {Sum: _ADDS, Difference: _ADDS, Product: _MULTIPLIES, Square: _MULTIPLIES,
          Quotient: _MULTIPLIES,
          Negative: _ADDS, Positive: _CHOOSES, Unless: _CHOOSES, Slope: _CHOOSES}  # fmt: skip


def identifier(symbol: Symbol) -> str:
    """The column's name as one that Python takes: w+[2][1][3] is w_new_2_1_3."""
    return symbol.column.translate(_IDENTIFIERS)


def in_terms(net: Network, symbol: Symbol, place: InBatch | None = None) -> Equation:
    """The equation of a computed symbol; a sum is that of its term columns, the same bits."""
    eq, terms = equation(net, symbol, place), net.terms(symbol)
    match eq.formula:
        case Sum(others) if terms:
            return Equation(symbol, Sum((*terms, *others[len(terms) :])))
        case Quotient(Sum(), n) if terms:
            return Equation(symbol, Quotient(Sum(tuple(terms)), n))
        case _:
            return eq


def assignments(eq: Equation, name: Names = identifier) -> Iterator[str]:
    """The line that makes the equation's number; a long sum goes on in lines of its own."""
    made, formula, after = name(eq.symbol), eq.formula, None
    match formula:
        case Quotient(Sum(terms), below) if len(terms) > MOST_TERMS:
            formula, after = Sum(terms), Quotient(eq.symbol, below)
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    for k in range(0, len(terms), MOST_TERMS):
        begun = (eq.symbol,) if k else ()
        yield f"{made} = {source(sum_of((*begun, *terms[k : k + MOST_TERMS])), name)}"
    if after:
        yield f"{made} = {source(after, name)}"


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
        case Apply(function, z):
            return f"{CALLED.get(function, function)}({source(z, name)})"
        case Slope(function, z):
            return source(ACTIVATIONS[function].slope(z, Apply(function, z)), name)
        case Quotient():
            return _joined("/", e, _MULTIPLIES, name)
        case Negative(part):
            return f"-{_operand(part, _STANDS_ALONE, name)}"
        case Positive(part):
            return f"1.0 if {source(part, name)} > 0.0 else 0.0"
        case Unless(factor, part):
            return f"{source(part, name)} if {source(factor, name)} != 0.0 else 0.0"
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
