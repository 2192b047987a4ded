"""Where the names, the numbers and the bars of a neuron's table stand, for any width."""

from functools import lru_cache
from typing import NamedTuple

from stepper.tui.graph.neuron_table import Table
from stepper.tui.look import Look
from stepper.typeset.cells import cells
from stepper.typeset.digits import CROWDED, GRAPH

MARGIN = GAP = 2
SIGN = 3  # cells of " × "
NUMBER = {GRAPH: 10, CROWDED: 8}  # digits -> cells
LEAST_BARS, MOST_BARS = 9, 60  # cells of the longest bars, to both sides of zero


class Columns(NamedTuple):
    """Where the cells of a row stand: their names begin at left, their numbers end at right.

    first: the first cell that there is room for. bars: cells that they take, on both sides of zero.
    """

    left: list[int]
    right: list[int]
    first: int
    digits: int
    named: bool
    bars: int


@lru_cache(maxsize=256)
def columns_of(look: Look, table: Table, width: int) -> Columns:
    """The richest columns that fit: names may go, digits, bars, at last all but the result."""
    cells_of_row = len(table.heads) - 1
    choices = [
        (0, named, digits, bars)
        for bars in (LEAST_BARS if table.terms else 0, 0)
        for named in (True, False)
        for digits in NUMBER
    ]
    for choice in choices:
        columns = _laid_out(look, table, width, *choice)
        if columns.bars >= choice[-1] and columns.right[-1] <= width:
            return columns
    return _laid_out(look, table, width, cells_of_row - 1, False, CROWDED, 0)


def _laid_out(
    look: Look, table: Table, width: int, first: int, named: bool, digits: int, bars: int
) -> Columns:
    rows = [*table.terms, *table.results]
    heads = [cells(look.say(key)) if key else 0 for key in table.heads]
    x = MARGIN + max(heads[0], *(cells(look.short_name(row.name)) for row in rows))
    if first:  # the words of a line of others have no cells to stand over
        x = max(x, MARGIN + cells(look.say("neuron.more.sum", count=len(table.terms))))
    left, right = [], []
    for k, head in enumerate(heads[1:]):
        column = [cell for row in rows if (cell := row.cells[k])]
        names = [cells(look.name(cell.symbol)) + 1 for cell in column if named and cell.named]
        if k >= first:
            x += SIGN if k > first else GAP
        left.append(x)
        if k >= first:
            x += max(max(names, default=0) + NUMBER[digits], head)
        right.append(x)
    room = max(0, min(MOST_BARS, width - x - GAP - 1)) if bars else 0
    return Columns(left, right, first, digits, named, room)
