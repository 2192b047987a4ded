"""Columns of a graph side by side; those of a wide one in bands below one another.

Wires that go on in the next band turn at the right, and come in again at the left, without
crossing.
"""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

from stepper.figures.formula_rows import Stack
from stepper.figures.layout import MARGIN, Point

WIDEST = 960.0  # points of a band
STEP = 20.0  # by which bands are made wider until they are as few as can be
ACROSS = 34.0  # between two columns, where wires cross
ROW = 14.0  # from one line to the next
LANE = 6.0  # between two wires side by side


class Width(NamedTuple):
    """The points of the boxes of a column, and of the labelled wires that leave it."""

    box: float
    label: float

    @property
    def whole(self) -> float:
        return self.box + self.label + ACROSS


class Column(NamedTuple):
    """Where a column is: the x of its boxes, of the wires that leave it, of their ends.

    top: the y of the first row of its band. turns: the points by which a name comes in from the
    band above, in the first column of a band.
    """

    box: float
    stub: float
    end: float
    top: float
    turns: Mapping[str, tuple[Point, ...]]

    def y(self, row: float) -> float:
        return self.top + (row + 0.5) * ROW


class Bands(NamedTuple):
    """The columns of a graph, in one band or several."""

    columns: tuple[Column, ...]
    width: float
    height: float


def bands(stack: Stack, widths: Sequence[Width]) -> Bands:
    """Place the columns of a stack."""
    starts = _starts([width.whole for width in widths])
    found: list[Column] = []
    y, far = MARGIN, 0.0
    for begin, end in zip(starts, [*starts[1:], len(widths)], strict=True):
        above = found[-1] if found else None
        coming = _coming(stack, begin) if above else []
        room = LANE * len(coming)
        own = [placed for column in stack.columns[begin:end] for placed in column]
        first = min(placed.first for placed in own)
        last = max(placed.first + placed.rows.height for placed in own)
        y += room + ROW * bool(above)
        x, top = MARGIN + room + ACROSS * bool(above), y - first * ROW
        for width in widths[begin:end]:
            stub = x + width.box
            found.append(Column(x, stub, stub + width.label, top, {}))
            x = stub + width.label + ACROSS
        if above:
            right = max(far, x - ACROSS)
            turns = _turns(coming, above, found[begin], right, y)
            found[begin] = found[begin]._replace(turns=turns)
        far = max(far, x - ACROSS)
        y += (last - first) * ROW
    most = max((len(column.turns) for column in found), default=0)
    return Bands(tuple(found), far + most * LANE + MARGIN, y + MARGIN)


def _starts(widths: Sequence[float]) -> list[int]:
    """The first column of each band: of as few bands as there can be, as equal as possible."""
    fewest = ceil(sum(widths) / WIDEST)
    most = sum(widths) / fewest
    while len(starts := _broken(widths, most)) > fewest and most < WIDEST:
        most += STEP
    return starts


def _broken(widths: Sequence[float], most: float) -> list[int]:
    starts, x = [0], 0.0
    for k, width in enumerate(widths):
        if x and x + width > most:
            starts.append(k)
            x = 0.0
        x += width
    return starts


class _Coming(NamedTuple):
    """A name that comes into a band: the rows of its source and of its first target."""

    name: str
    source: int
    target: int


def _coming(stack: Stack, column: int) -> list[_Coming]:
    """The names that come into a column from the one before it, from top to bottom."""
    targets: dict[str, int] = {}
    for placed in stack.columns[column]:
        for name in placed.item.ports:
            targets.setdefault(name, placed.port(name))
    sources = {p.item.name: p.output for p in stack.columns[column - 1] if p.item.has_output}
    return sorted(
        (_Coming(name, sources[name], row) for name, row in targets.items()),
        key=lambda each: each.source,
    )


def _turns(
    coming: Sequence[_Coming], above: Column, below: Column, right: float, top: float
) -> Mapping[str, tuple[Point, ...]]:
    """The way of each name from one band to the next: the first ones turn outside the others."""
    found: dict[str, tuple[Point, ...]] = {}
    for k, (name, source, target) in enumerate(coming):
        outer = len(coming) - k
        x, y, low = right + outer * LANE, above.y(source), top - (k + 1) * LANE
        back, end = MARGIN + outer * LANE, below.y(target)
        found[name] = ((x, y), (x, low), (back, low), (back, end), (below.box - ACROSS, end))
    return found
