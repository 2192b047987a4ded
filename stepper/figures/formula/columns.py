"""An excerpt of a formula in columns, with the items of each in such an order that few wires cross.

A column holds given names, boxes of lines, and wires that pass through it to a later column. Names
from elsewhere, and wires that go on beyond the excerpt, are items too.
"""

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import lru_cache
from itertools import combinations, pairwise
from statistics import fmean
from typing import NamedTuple

from stepper.figures.formula.excerpt import Excerpt, inputs, layers

SWEEPS = 4  # from left to right and back


class What(Enum):
    """The kinds of items."""

    GIVEN = auto()
    BOX = auto()
    ELSEWHERE = auto()  # a name whose own node is not shown
    PASSING = auto()  # a wire
    BEYOND = auto()  # where a wire leaves the part


class Item(NamedTuple):
    """Something in a column.

    ports: the names that come in, from top to bottom; is_cut: whether more come in than are shown.
    """

    what: What
    name: str
    ports: tuple[str, ...] = ()
    is_cut: bool = False

    @property
    def has_output(self) -> bool:
        return self.what is not What.BEYOND


Columns = tuple[tuple[Item, ...], ...]
_Lists = list[list[Item]]


@lru_cache(maxsize=64)  # saves ordering it again for each plan that is tried
def columns(excerpt: Excerpt) -> Columns:
    """The items of each column, from top to bottom."""
    best = unordered(excerpt)
    fewest = crossings(best)
    lists = best
    for sweep in range(SWEEPS):
        lists = _swept(lists, back=sweep % 2 == 1)
        if (count := crossings(lists)) < fewest:
            best, fewest = lists, count
    return tuple(map(tuple, _with_sorted_ports(best)))


def taken(items: Iterable[Item]) -> dict[str, int]:
    """The place of the item in a column that each name comes out of."""
    return {item.name: k for k, item in enumerate(items) if item.has_output}


def crossings(lists: Iterable[Iterable[Item]]) -> int:
    """How many wires cross between the columns."""
    count = 0
    for before, after in pairwise(map(list, lists)):
        place = taken(before)
        wires = [(place[x], k) for k, item in enumerate(after) for x in item.ports]
        count += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(wires, 2))
    return count


def unordered(excerpt: Excerpt) -> _Lists:
    """The items in the order in which they are met on the way back from the last lines."""
    formula, layer = excerpt.formula, layers(excerpt)
    lists: _Lists = [[] for _ in range(max(layer.values()) + 1 + bool(excerpt.goes_on))]
    for x in _met(excerpt):
        what = What.BOX if excerpt.is_line(x) else What.GIVEN
        if x in excerpt.elsewhere:
            what = What.ELSEWHERE
        ports = excerpt.comes_in(x) if what is What.BOX else ()
        is_cut = what is What.BOX and ports != inputs(formula, x)
        lists[layer[x]].append(Item(what, x, ports, is_cut))
        users = [layer[u] for u in formula.users[x] if u in excerpt.names]
        for column in range(layer[x] + 1, max(users, default=0)):
            lists[column].append(Item(What.PASSING, x, (x,)))
        if x in excerpt.goes_on:
            lists[layer[x] + 1].append(Item(What.BEYOND, x, (x,)))
    return lists


def _met(excerpt: Excerpt) -> Iterator[str]:
    """All names, each after those that its line uses."""
    shown, seen = {*excerpt.names}, set[str]()
    ends = [x for x in excerpt.names if not shown.intersection(excerpt.formula.users[x])]

    def before(name: str) -> Iterator[str]:
        if name not in seen:
            seen.add(name)
            for x in excerpt.comes_in(name) if name in shown else ():
                yield from before(x)
            yield name

    for end in ends:
        yield from before(end)


def _swept(lists: _Lists, back: bool) -> _Lists:
    """Sort each column by the mean place of its neighbours in the column that was sorted before."""
    lists = [[*items] for items in lists]
    order = range(len(lists) - 2, -1, -1) if back else range(1, len(lists))
    for c in order:
        if back:
            ends = {
                x: [k for k, item in enumerate(lists[c + 1]) if x in item.ports]
                for x in taken(lists[c])
            }
            places = [ends.get(item.name, []) if item.has_output else [] for item in lists[c]]
        else:
            begins = taken(lists[c - 1])
            places = [[begins[x] for x in item.ports] for item in lists[c]]
        means = [fmean(p) if p else float(k) for k, p in enumerate(places)]
        lists[c] = [lists[c][k] for k in sorted(range(len(means)), key=means.__getitem__)]
    return lists


def _with_sorted_ports(lists: _Lists) -> Iterator[list[Item]]:
    """The columns with the ports of each item in the order of what comes in."""
    before: list[Item] = []
    for items in lists:
        place = taken(before)
        yield [
            item._replace(ports=tuple(sorted(item.ports, key=place.__getitem__))) for item in items
        ]
        before = items
