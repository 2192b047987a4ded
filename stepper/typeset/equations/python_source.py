"""Equations as lines of Python that give the same bits as evaluation.evaluate.

Brackets follow the order of evaluation, not a reader's habits, so formulas.Names is no use here.
"""

import builtins
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from keyword import iskeyword
from unicodedata import normalize

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.expressions import (
    Apply,
    Comparison,
    Difference,
    Expression,
    Extreme,
    Known,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Slope,
    Square,
    Sum,
    Unless,
    sum_of,
)
from stepper.backprop.model import Equation
from stepper.backprop.symbols import SUMMED, Role, Symbol

# the functions of equations in Python, applied to a name
WRITTEN_OUT = {
    "sigmoid": "exp({z}) if {z} < -700.0 else 1.0 / (1.0 + exp(-{z}))",
    "tanh": "tanh({z})",
    "relu": "{z} if {z} > 0.0 else 0.0",
    "exp": "exp({z})",
    "log": "log({z})",
    "sqrt": "sqrt({z})",
    "sin": "sin({z})",
    "cos": "cos({z})",
    "sign": "1.0 if {z} > 0.0 else -1.0 if {z} < 0.0 else 0.0",
}
CALLED = {"sigmoid": "g"}  # functions that are called by another name
_PRIMES = re.compile("['′’]")
_TAKEN = {*WRITTEN_OUT, *CALLED.values(), "rate"}
MOST_TERMS = 5  # of a sum in a line: it fits a page, and Python takes no sum of thousands

Names = Callable[[Symbol], str]

# of a formula's numbers; no name of an author has __ in it
_COMPOSED = {
    Role.LOCAL: "local_d{0}__d{1}",
    Role.PATH: "d{0}__d{1}__d{2}",
    Role.GRADIENT: "d{0}__d{1}",
    Role.NEW: "{0}__new",
}
_IDENTIFIERS = str.maketrans({"[": "_", "]": "", "*": "", "/": "_", "+": "_new", " ": "_"})
_CHOOSES, _ADDS, _MULTIPLIES, _ATOM = range(4)  # precedence in Python
_PRECEDENCE = {Sum: _ADDS, Difference: _ADDS, Product: _MULTIPLIES, Square: _MULTIPLIES,
          Quotient: _MULTIPLIES,
          Negative: _ADDS, Comparison: _CHOOSES, Unless: _CHOOSES, Slope: _CHOOSES}  # fmt: skip


def identifier(symbol: Symbol, own: Callable[[str], str] | None = None) -> str:
    """The column's name as a Python identifier: w+[2][1][3] is w_new_2_1_3.

    The sum of a batch so far has the name of the sum, to which each sample adds its gradient. own:
    an author's name as an identifier; by default, different names get different ones.
    """
    if symbol.names:
        return _COMPOSED.get(symbol.role, "{0}").format(*map(own or _own, symbol.names))
    symbol = symbol._replace(role=SUMMED.get(symbol.role, symbol.role))
    return symbol.column.translate(_IDENTIFIERS)


def readable(names: Iterable[str]) -> dict[str, str]:
    """Each of these names as the nearest identifier: x₁ as x1, y′ as y_prime."""
    found: dict[str, str] = {}
    for name in sorted(names, key=lambda name: not _is_free(name)):
        near = normalize("NFKC", _PRIMES.sub("_prime", name))
        found[name] = near if _is_free(near) and near not in found.values() else _own(name)
    return found


def _is_free(name: str) -> bool:
    """Whether a name is an identifier that is not used otherwise in a program."""
    taken = iskeyword(name) or hasattr(builtins, name) or name in _TAKEN
    is_plain = name.isidentifier() and normalize("NFKC", name) == name
    return is_plain and not taken and not name.startswith("_") and "__" not in f"{name}_"


def _own(name: str) -> str:
    """A valid, unused identifier for an author's name."""
    if _is_free(name):
        return name
    return "_" + "".join(c if c.isascii() and c.isalnum() else f"_u{ord(c):06x}" for c in name)


def assignments(eq: Equation, name: Names = identifier) -> Iterator[str]:
    """The line that computes an equation's number; a long sum is continued on further lines."""
    result, formula, after = name(eq.symbol), eq.formula, None
    match formula:
        case Quotient(Sum(terms), below) if len(terms) > MOST_TERMS:
            formula, after = Sum(terms), Quotient(eq.symbol, below)
    terms = formula.terms if isinstance(formula, Sum) else (formula,)
    for k in range(0, len(terms), MOST_TERMS):
        begun = (eq.symbol,) if k else ()
        yield f"{result} = {source(sum_of((*begun, *terms[k : k + MOST_TERMS])), name)}"
    if after:
        yield f"{result} = {source(after, name)}"


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
        case Apply(function, z):
            return f"{CALLED.get(function, function)}({source(z, name)})"
        case Slope(function, z):
            return source(ACTIVATIONS[function].slope(z, Apply(function, z)), name)
        case Quotient():
            return _joined("/", e, _MULTIPLIES, name)
        case Negative(part):
            return f"-{_operand(part, _ATOM, name)}"
        case Power(base, exponent):
            return f"pow({source(base, name)}, {source(exponent, name)})"
        case Extreme(function, parts):
            return f"{function}({', '.join(source(part, name) for part in parts)})"
        case Comparison(left, relation, right):
            sides = (_operand(part, _ADDS, name) for part in (left, right))
            return f"1.0 if {f' {relation} '.join(sides)} else 0.0"
        case Unless(factor, part):
            return f"{source(part, name)} if {source(factor, name)} != 0.0 else 0.0"
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
