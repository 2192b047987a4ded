"""The row of each item of a formula's graph, so that wires are as straight as possible."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from statistics import fmean
from typing import NamedTuple

from stepper.figures.formula.columns import Columns, Item, taken

SWEEPS = 2  # from left to right and back


class Rows(NamedTuple):
    """The rows of an item, counted from its first: those of its ports, and of its output."""

    height: int
    ports: tuple[int, ...] = ()
    output: int = 0


class Placed(NamedTuple):
    """An item with its first row."""

    item: Item
    rows: Rows
    first: int

    @property
    def output(self) -> int:
        return self.first + self.rows.output

    def port(self, name: str) -> int:
        return self.first + self.rows.ports[self.item.ports.index(name)]


class Stack(NamedTuple):
    """The items of each column at their rows."""

    columns: tuple[tuple[Placed, ...], ...]
    height: int


def stack(columns: Columns, rows_of: Callable[[Item], Rows]) -> Stack:
    """Place the items of each column below one another, in as few rows as the highest takes."""
    rows = [[rows_of(item) for item in items] for items in columns]
    height = max(sum(r.height for r in column) for column in rows)
    first = [[0, *accumulate(r.height for r in column)][:-1] for column in rows]

    def pull(c: int, back: bool) -> None:
        """Move the items of a column towards their neighbours in the one after or before it."""
        wanted: list[list[int]] = [[] for _ in columns[c]]
        here, there = (c, c + 1) if back else (c - 1, c)
        place = taken(columns[here])
        for k, item in enumerate(columns[there]):
            for x, port in zip(item.ports, rows[there][k].ports, strict=True):
                out, source = rows[here][place[x]].output, place[x]
                if back:
                    wanted[source].append(first[there][k] + port - out)
                else:
                    wanted[k].append(first[here][source] + out - port)
        first[c] = _fitted(
            [fmean(w) if w else at for w, at in zip(wanted, first[c], strict=True)],
            [r.height for r in rows[c]],
            height,
        )

    for _ in range(SWEEPS):
        for c in range(1, len(columns)):
            pull(c, back=False)
        for c in range(len(columns) - 2, -1, -1):
            pull(c, back=True)
    for c in range(1, len(columns)):
        pull(c, back=False)
    return Stack(
        tuple(tuple(map(Placed, *each)) for each in zip(columns, rows, first, strict=True)), height
    )


def _fitted(wanted: Sequence[float], heights: Sequence[int], height: int) -> list[int]:
    """The first rows that are nearest to the wanted ones, in order and without overlaps."""
    above = [0, *accumulate(heights)]
    blocks: list[tuple[float, int]] = []  # the mean and the count of items that touch
    for k, want in enumerate(wanted):
        mean, count = want - above[k], 1
        while blocks and blocks[-1][0] > mean:
            other, n = blocks.pop()
            mean, count = (mean * count + other * n) / (count + n), count + n
        blocks.append((mean, count))
    spare = height - above[-1]
    free = [min(max(round(mean), 0), spare) for mean, count in blocks for _ in range(count)]
    return [at + up for at, up in zip(free, above, strict=False)]
