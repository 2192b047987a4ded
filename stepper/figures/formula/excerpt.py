"""A part of a formula's graph, or all of it: its nodes in layers, its edges."""

from collections.abc import Container
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from stepper.backprop.symbols import Role, Symbol
from stepper.formula.formula import Formula, names_in

Edge = tuple[str, str]  # a line, and a name that it uses


class Excerpt(NamedTuple):
    """Some names of a formula, and their neighbours.

    names: in order; elsewhere: names that they use, shown without their own nodes; goes_on: names
    that are used by lines not shown; about: the name of a lean excerpt, which shows the lines that
    use it, but not the names that it is computed from.
    """

    formula: Formula
    names: tuple[str, ...]
    elsewhere: tuple[str, ...]
    goes_on: tuple[str, ...]
    about: str = ""

    def is_line(self, name: str) -> bool:
        """Whether a name is shown with the box of its line."""
        return name in self.formula.expressions and name != self.about

    def comes_in(self, u: str) -> tuple[str, ...]:
        """The names that are shown to come into a line."""
        shown = {*self.names, *self.elsewhere} if self.is_line(u) else ()
        return tuple(x for x in inputs(self.formula, u) if x in shown)

    @property
    def is_whole(self) -> bool:
        return len(self.names) == len(self.formula.symbols)


@lru_cache(maxsize=8)  # saves looking for its neighbours: it has none
def whole(formula: Formula) -> Excerpt:
    return excerpt_of(formula, formula.symbols)


def excerpt_of(formula: Formula, names: Container[str], about: str = "") -> Excerpt:
    """The excerpt of a formula with these names.

    about: the name of a lean excerpt; any other has all names that its lines use.
    """
    own = tuple(name for name in formula.symbols if name in names)
    used = dict.fromkeys(x for u in own for x in inputs(formula, u))
    elsewhere = tuple(x for x in used if x not in own and not about)
    on = (x for x in (*own, *elsewhere) if any(u not in own for u in formula.users[x]))
    return Excerpt(formula, own, elsewhere, tuple(on), about)


def inputs(formula: Formula, u: str) -> tuple[str, ...]:
    """The names that a line uses, in their order; empty for a given name."""
    return _inputs(formula).get(u, ())


@lru_cache(maxsize=8)  # saves walking through every expression at each step
def _inputs(formula: Formula) -> dict[str, tuple[str, ...]]:
    return {line.name: names_in(line.expression) for line in formula.lines}


def needed(symbol: Symbol) -> tuple[str, ...]:
    """The names that have to be in view at a step: where its number is, and both ends of a wire."""
    return symbol.names[-2:] if symbol.role in (Role.LOCAL, Role.PATH) else symbol.names[-1:]


def by_distance(formula: Formula, symbol: Symbol, most: int) -> list[str]:
    """Up to `most` names, nearest to the step first; the names that it uses come first."""
    is_forward = symbol.role is Role.LINE
    found = dict.fromkeys(needed(symbol))
    waiting = [symbol.names[-1], *found]
    for name in waiting:
        if len(found) >= most:
            break
        both = (inputs(formula, name), formula.users[name])
        new = [n for n in chain(*(both if is_forward else both[::-1])) if n not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return list(found)[:most]


def layers(excerpt: Excerpt) -> dict[str, int]:
    """The layer of each name, by the longest path; given names are just before their first user."""
    formula, found = excerpt.formula, dict[str, int]()
    for u in excerpt.names:
        if excerpt.is_line(u):
            found[u] = 1 + max((found.get(x, 0) for x in inputs(formula, u)), default=0)
    lines = {*found}
    for x in (*excerpt.names, *excerpt.elsewhere):
        if x not in lines:
            found[x] = min((found[u] for u in formula.users[x] if u in lines), default=1) - 1
    return found
