"""The paths of a formula from its cost down to a name, as the local derivatives along them."""

from functools import lru_cache

from stepper.backprop.symbols import Role, Symbol
from stepper.formula.formula import Formula
from stepper.limits import MOST_PATHS

Edges = tuple[Symbol, ...]  # local derivatives from C down; a gradient may be in the first place


def edges(formula: Formula, gradient: Symbol) -> list[Edges]:
    """Every path from C to the name of a gradient, in the order of the lines that use the name.

    Of more than MOST_PATHS, those that run through the same line are one, which begins with the
    gradient of that line.
    """
    x = gradient.names[1]
    is_many = count(formula, x) > MOST_PATHS
    found: list[Edges] = []
    for u in formula.users[x]:
        local = Symbol(Role.LOCAL, names=(u, x))
        received = Symbol(Role.GRADIENT, names=(formula.cost, u))
        if u == formula.cost:
            found.append((local,))
        elif is_many and count(formula, u) > 1:
            found.append((received, local))
        else:
            found += [(*path, local) for path in edges(formula, received)]
    return found


def count(formula: Formula, name: str) -> int:
    """The number of paths from C to a name."""
    return _counts(formula)[name]


def length(formula: Formula, name: str) -> int:
    """The number of lines on the longest path from C to a name."""
    return _lengths(formula)[name]


def is_whole(formula: Formula, gradient: Symbol) -> bool:
    """Whether one path gives the gradient, as the only one to its name."""
    return count(formula, gradient.names[1]) == 1


@lru_cache(maxsize=4)  # saves counting again at each step of a path
def _counts(formula: Formula) -> dict[str, int]:
    counts = {formula.cost: 1}
    for x in formula.differentiated:
        counts[x] = sum(counts[u] for u in formula.users[x])
    return counts


@lru_cache(maxsize=4)
def _lengths(formula: Formula) -> dict[str, int]:
    lengths = {formula.cost: 0}
    for x in formula.differentiated:
        lengths[x] = 1 + max(lengths[u] for u in formula.users[x])
    return lengths
