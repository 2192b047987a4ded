"""Columns of a graph side by side; those of a wide one in bands below one another."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from stepper.figures.bands import BETWEEN, CROSSING, LANE, STEP, starts, turns
from stepper.figures.formula.rows import Stack
from stepper.figures.layout import MARGIN, Point

ROW = 14.0  # from one line to the next


class Width(NamedTuple):
    """The points of the boxes of a column, and of the labelled wires that leave it."""

    box: float
    label: float

    @property
    def whole(self) -> float:
        return self.box + self.label + CROSSING


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


def bands(stack: Stack, widths: Sequence[Width], across: float) -> Bands:
    """Place columns in bands at most `across` points wide, if possible."""
    each, most = [width.whole for width in widths], across + CROSSING
    while (placed := _placed(stack, widths, starts(each, most))).width > across:
        if most < max(each):
            break
        most -= STEP
    return placed


def _placed(stack: Stack, widths: Sequence[Width], begins: Sequence[int]) -> Bands:
    """Place the columns in bands that begin with these."""
    found: list[Column] = []
    y, far = MARGIN, 0.0
    for begin, end in pairwise([*begins, len(widths)]):
        above = found[-1] if found else None
        coming = _coming(stack, begin) if above else []
        room = LANE * len(coming)
        own = [placed for column in stack.columns[begin:end] for placed in column]
        first = min(placed.first for placed in own)
        last = max(placed.first + placed.rows.height for placed in own)
        y += room + BETWEEN * bool(above)
        x, top = MARGIN + room + CROSSING * bool(above), y - first * ROW
        for width in widths[begin:end]:
            stub = x + width.box
            found.append(Column(x, stub, stub + width.label, top, {}))
            x = stub + width.label + CROSSING
        if above:
            here = found[begin]
            ys = [(above.y(each.source), here.y(each.target)) for each in coming]
            ways = turns(ys, max(far, x - CROSSING), y, here.box - CROSSING)
            named = dict(zip((each.name for each in coming), ways, strict=True))
            found[begin] = here._replace(turns=named)
        far = max(far, x - CROSSING)
        y += (last - first) * ROW
    lanes = max(len(column.turns) for column in found)
    return Bands(tuple(found), far + lanes * LANE + MARGIN, y + MARGIN)


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
