"""A formula: any computational graph as a model, whose nodes are the lines of its author."""

from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from stepper.backprop.expressions import (
    Difference,
    Expression,
    Known,
    Partial,
    Product,
    sum_of,
    symbols_in,
)
from stepper.backprop.model import Equation, InBatch, Model
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.errors import short
from stepper.formula.derivative import derivative

OUTLINE = 8  # characters of the given names in an outline


class Line(NamedTuple):
    """A node of the graph: name = expression."""

    name: str
    expression: Expression


class _Shape(NamedTuple):  # no dataclass: importing that takes 8 ms, at every command's start
    source: tuple[str, ...]
    lines: tuple[Line, ...]
    given: tuple[str, ...]
    cost: str
    constants: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    gates: bool = False


class Formula(_Shape, Model):
    """A formula and its use: everything that decides which numbers there are.

    source: its lines as they were written; lines: in order, cut into single operations if gates.
    given: the names of the numbers that it starts from, in the order of a row. constants: those of
    them by which nothing is differentiated; update: those that gradient descent updates.
    Create it with read_formula.
    """

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:  # a model is a key of caches, and its trees may be large
        return hash((self.source, *self[2:]))

    def to_document(self) -> dict[str, Any]:
        """The formula as a table of a scenario file, without what is left at its default."""
        about = {
            "lines": "\n".join(self.source),
            "cost": self.cost,
            "constants": list(self.constants),
            "gates": self.gates,
            "update": list(self.update),
        }
        return {key: value for key, value in about.items() if value}

    @property
    def C(self) -> Symbol:
        return Symbol(Role.LINE, names=(self.cost,))

    @property
    def outline(self) -> str:
        if not self.given:
            return short(self.cost)
        names = list(self.given)
        while len(", ".join(names)) > OUTLINE:
            names.pop()
        if len(names) < len(self.given):
            names.append("…")
        return f"{short(self.cost)}({', '.join(names)})"

    def is_direct(self, local: Symbol) -> bool:
        """Whether a local derivative of the cost is only a part of its derivative by that name."""
        u, x = local.names
        return u == self.cost and len(self.users[x]) > 1

    def repeats(self, symbol: Symbol) -> Symbol | None:
        """The local derivative that is already the whole: nothing but the cost uses the name."""
        is_whole = symbol.role is Role.GRADIENT and self.users[symbol.names[1]] == (self.cost,)
        return symbol._replace(role=Role.LOCAL) if is_whole else None

    def in_chain(self, local: Symbol) -> Expression:
        """A local derivative as a factor of the chain rule, where that of the cost is no other."""
        if self.is_direct(local):
            return local
        u, x = local.names
        return Known(Partial(self.symbols[u], self.symbols[x]), local)

    @property
    def learns(self) -> bool:
        return bool(self.update)

    @cached_property
    def columns(self) -> tuple[Symbol, ...]:
        return tuple(_columns(self))

    @cached_property
    def symbols(self) -> dict[str, Symbol]:
        """The symbol of each name: first the given ones, then the lines."""
        return symbols_of(self.given, self.constants, self.update, self.expressions)

    @cached_property
    def expressions(self) -> dict[str, Expression]:
        """The expression of each line, by its name."""
        return dict(self.lines)

    @cached_property
    def differentiated(self) -> tuple[str, ...]:
        """The names by which the cost is differentiated, in the order of the backward pass."""
        lines = (name for name in reversed(self.expressions) if name != self.cost)
        return (*lines, *(name for name in self.given if name not in self.constants))

    @cached_property
    def users(self) -> dict[str, tuple[str, ...]]:
        """The names of the lines that use each name, in the order of the lines."""
        found: dict[str, list[str]] = {name: [] for name in self.symbols}
        for line in self.lines:
            for name in names_in(line.expression):
                found[name].append(line.name)
        return {name: tuple(lines) for name, lines in found.items()}

    def derived_by(self, symbol: Symbol) -> Symbol | None:
        return self.symbols[symbol.names[1]] if symbol.role is Role.GRADIENT else None

    def terms(self, symbol: Symbol) -> list[Symbol]:
        if symbol.role is not Role.GRADIENT:
            return []
        C, x = symbol.names
        users = self.users[x]
        return [Symbol(Role.PATH, names=(C, u, x)) for u in users] if len(users) > 1 else []

    def has_one_way_to_cost(self, symbol: Symbol) -> bool:
        return symbol.role is Role.GRADIENT and len(self.users[symbol.names[1]]) == 1

    def equation(self, symbol: Symbol, place: InBatch | None = None) -> Equation:
        match symbol:
            case Symbol(Role.LINE, names=(u,)):
                return Equation(symbol, self.expressions[u])
            case Symbol(Role.LOCAL, names=(u, x)):
                return Equation(symbol, self.slope(u, x))
            case Symbol(Role.PATH, names=(_, u, x)):
                return self._along(symbol, u, x)
            case Symbol(Role.GRADIENT, names=(_, x)):
                return self._gradient(symbol, x)
            case Symbol(Role.NEW, names=(x,)):
                gradient = Symbol(Role.GRADIENT, names=(self.cost, x))
                step = Product((RATE, gradient))
                return Equation(symbol, Difference(self.symbols[x], step))
            case _:
                raise KeyError(symbol.column)

    def slope(self, u: str, x: str) -> Expression:
        """du/dx in symbols, of a line u by a name x that it uses."""
        if (u, x) not in self._slopes:
            e = self.expressions[u]
            self._slopes[u, x] = derivative(e, self.symbols[x], self.symbols[u])
        return self._slopes[u, x]

    @cached_property
    def _slopes(self) -> dict[tuple[str, str], Expression]:
        return {}

    def _along(self, symbol: Symbol, u: str, x: str) -> Equation:
        """What the line u sends back to x: dC/du du/dx, or du/dx if u is the cost."""
        local = Symbol(Role.LOCAL, names=(u, x))
        by_x = self.in_chain(local)
        slope = Known(self.slope(u, x), local)
        if u == self.cost:
            return Equation(symbol, slope, by_x)
        received = Symbol(Role.GRADIENT, names=(self.cost, u))
        by_u = Known(Partial(self.C, self.symbols[u]), received)
        return Equation(symbol, Product((received, slope)), Product((by_u, by_x)))

    def _gradient(self, symbol: Symbol, x: str) -> Equation:
        """The sum of what every line that uses x sends back to it."""
        each = [self._along(symbol, u, x) for u in self.users[x]]
        chains = [path.chain for path in each if path.chain is not None]
        if self.repeats(symbol):
            return each[0]._replace(chain=None)
        return Equation(symbol, sum_of([path.formula for path in each]), sum_of(chains))


def symbols_of(
    given: Iterable[str], constants: Container[str], update: Container[str], lines: Iterable[str]
) -> dict[str, Symbol]:
    """The symbol of each name of a formula."""

    def role(name: str) -> Role:
        if name in constants:
            return Role.CONSTANT
        return Role.PARAMETER if name in update else Role.GIVEN

    roles = {name: role(name) for name in given} | dict.fromkeys(lines, Role.LINE)
    return {name: Symbol(role, names=(name,)) for name, role in roles.items()}


def names_in(e: Expression) -> tuple[str, ...]:
    """The names that an expression uses, each once, in their order."""
    return tuple(dict.fromkeys(name for symbol in symbols_in(e) for name in symbol.names))


def _columns(formula: Formula) -> Iterator[Symbol]:
    yield from formula.symbols.values()
    C = formula.cost
    for x in formula.differentiated:
        for u in formula.users[x]:
            yield Symbol(Role.LOCAL, names=(u, x))
        gradient = Symbol(Role.GRADIENT, names=(C, x))
        yield from formula.terms(gradient)
        yield gradient
    for x in formula.given:
        if x in formula.update:
            yield Symbol(Role.NEW, names=(x,))
