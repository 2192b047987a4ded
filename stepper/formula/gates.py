"""Lines cut into single operations, each with a name of its own: g1, g2, …"""

from collections.abc import Callable, Container, Iterable, Iterator
from itertools import count

from stepper.backprop.expressions import (
    Difference,
    Expression,
    Negative,
    Number,
    Product,
    Sum,
    parts_of,
    with_parts,
)
from stepper.backprop.symbols import Role, Symbol
from stepper.formula.formula import Line


def cut(lines: Iterable[Line], taken: Container[str]) -> list[Line]:
    """Put each operation on a line of its own before the line that needs it; no bit changes.

    taken: names that no operation may have.
    """
    names = (name for k in count(1) if (name := f"g{k}") not in taken)
    return [gate for line in lines for gate in _gates(line, names)]


def _gates(line: Line, names: Iterator[str]) -> list[Line]:
    made: list[Line] = []

    def gate(e: Expression) -> Expression:
        """The symbol of an operation that has become a line; a symbol or a number itself."""
        if isinstance(e, Symbol | Number):
            return e
        name = next(names)
        made.append(Line(name, e))
        return Symbol(Role.LINE, names=(name,))

    last = _operation(line.expression, gate)
    return [*made, Line(line.name, last)]


def _operation(e: Expression, gate: Callable[[Expression], Expression]) -> Expression:
    """The last operation of an expression, on symbols and numbers."""

    def of(part: Expression) -> Expression:
        return gate(_operation(part, gate))

    match e:
        case Sum((first, *rest)):
            whole = of(first)
            for k, term in enumerate(rest):
                whole = gate(whole) if k else whole
                if isinstance(term, Negative):
                    whole = Difference(whole, of(term.of))
                else:
                    whole = Sum((whole, of(term)))
            return whole
        case Product((first, *rest)):
            whole = of(first)
            for k, factor in enumerate(rest):
                whole = Product((gate(whole) if k else whole, of(factor)))
            return whole
        case _:
            return with_parts(e, tuple(map(of, parts_of(e))))
