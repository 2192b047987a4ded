"""The table of a neuron: names, numbers, and bars to both sides of a zero line, in columns."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import reduce
from operator import add
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.tui.canvas.bars import bar_axis
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.pieces import style_of
from stepper.tui.graph.neuron.table import Cell, NeuronRow, NeuronTable, number, size
from stepper.tui.look import Frame, Look, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import CROWDED, GRAPH
from stepper.typeset.equations.formulas import Names
from stepper.typeset.spans import Spans
from stepper.typeset.spans import width as width_of

MARGIN = GAP = 2
SIGN = 3  # cells of " × "
NUMBER = {GRAPH: 10, CROWDED: 8}  # digits -> cells
LEAST_BARS, MOST_BARS = 9, 60  # cells of the longest bars, to both sides of zero
LEADS = {Role.B: "plus", Role.DA_DZ: "by"}  # the sign before a row
SUMS = (Role.Z, Role.DC_DA, Role.C, Role.S)
WITH_FORMULA = (Role.A, Role.E, Role.DA_DZ, Role.DELTA)


class Part(Enum):
    """Lines of the table other than rows."""

    GAP = "gap"
    HEADS = "heads"


class Others(NamedTuple):
    """Rows that share a line, which shows their number and sum."""

    rows: tuple[NeuronRow, ...]


Entry = NeuronRow | Others | Part


def lines(
    frame: Frame, table: NeuronTable, entries: Sequence[Entry], width: int
) -> list[ScreenLine]:
    """Draw a line for each entry; the scale of the bars suits all terms, shown or not."""
    drawing = _Drawing(frame, table, entries, width)
    for y, entry in enumerate(entries):
        match entry:
            case Part.HEADS:
                drawing.heads(y)
            case Others():
                drawing.others(y, entry)
            case NeuronRow():
                drawing.row(y, entry)
    return drawing.canvas.lines()


class _Drawing:
    def __init__(
        self, frame: Frame, table: NeuronTable, entries: Sequence[Entry], width: int
    ) -> None:
        self._frame, self._look, self._step = frame, frame.look, frame.step
        self._table = table
        self._columns = columns_of(frame.look, self._step.trace.network, table, width)
        sizes = [self._length(row) for row in table.terms]
        if table.is_sum:
            sizes += [self._sum(entry) for entry in entries if isinstance(entry, Others)]
        self._axis = bar_axis([0.0, *sizes], self._columns.bars)
        self._width = width
        self.canvas = Canvas(width, len(entries))

    def heads(self, y: int) -> None:
        first = self._columns.first
        name, *heads = (self._look.say(key) if key else "" for key in self._table.heads)
        self.canvas.put(MARGIN, y, name, "quiet")
        for right, head in zip(self._columns.right[first:], heads[first:], strict=True):
            self.canvas.put(right - cells(head), y, head, "quiet")

    def others(self, y: int, others: Others) -> None:
        results = [row.result for row in others.rows]
        summed = self._table.is_sum and all(map(self._step.is_known, results))
        words = "neuron.more.sum" if summed else "neuron.more"
        self.canvas.put(MARGIN, y, self._look.say(words, count=len(results)), "quiet")
        if summed:
            total, style = self._sum(others), str(results[0].role.kind)
            text = self._fitted(lambda digits: self._look.number(total, digits))
            self.canvas.put(self._columns.right[-1] - cells(text), y, text, style)
            self._bar(y, total, style, None)

    def _length(self, row: NeuronRow) -> float:
        return self._table.direction * size(self._step, row)

    def _sum(self, others: Others) -> float:
        return reduce(add, map(self._length, others.rows))

    def row(self, y: int, row: NeuronRow) -> None:
        look, columns = self._look, self._columns
        if row.name.role in LEADS:
            self.canvas.put(0, y, look.sign(LEADS[row.name.role]), "quiet")
        name = look.short_name(row.name, self._step.trace.network)
        self.canvas.put(MARGIN, y, name, self._name_style(row.name), row.name)
        for k, cell in list(enumerate(row.cells))[columns.first :]:
            if cell:
                if k > columns.first:
                    sign = look.sign(self._table.signs[k - 1] if any(row.cells[:k]) else "equal")
                    self.canvas.put(columns.right[k - 1] + 1, y, sign.strip(), "quiet")
                self._cell(y, k, cell, row)
        if row.size and self._step.is_known(row.result):
            self._bar(y, self._length(row), str(row.result.role.kind), row.result)
        if row in self._table.results:
            self._note(y, row)

    def _cell(self, y: int, k: int, cell: Cell, row: NeuronRow) -> None:
        """Put a name and a number; of a difference or a mean without symbol, the number alone."""
        columns, symbol = self._columns, cell.symbol
        if cell.less or cell.over:
            value = number(self._step, cell)
            text = self._fitted(lambda digits: self._look.number(value, digits))
            self.canvas.put(columns.right[k] - cells(text), y, text)
            return
        style = style_of(self._frame, symbol)
        if not self._table.is_sum and row.result != self._step.symbol:
            style = style.removesuffix("-lit")  # lit only in the row that is computed now
        if cell.named and columns.named:
            self.canvas.put(columns.left[k], y, self._look.name(symbol), "plain", symbol)
        text = self._fitted(lambda digits: self._frame.value(symbol, digits))
        self.canvas.put(columns.right[k] - cells(text), y, text, style, symbol)

    def _fitted(self, written: Callable[[int], str]) -> str:
        """A number with as many digits as fit; written: digits -> its text."""
        for digits in range(self._columns.digits, 0, -1):
            text = written(digits)
            if cells(text) <= NUMBER[self._columns.digits]:
                break
        return text

    def _name_style(self, symbol: Symbol) -> str:
        style = style_of(self._frame, symbol)
        return style if style in ("made", "selected", "quiet") else "plain"

    def _bar(self, y: int, length: float, style: str, symbol: Symbol | None) -> None:
        if self._axis.scale:
            begin = self._columns.right[-1] + GAP
            x, bar = self._axis.bar(length, self._look.ascii)
            self.canvas.put(begin + x, y, bar, style, symbol)
            self.canvas.put(begin + self._axis.zero, y, self._look.sign("divider"), "quiet")

    def _note(self, y: int, row: NeuronRow) -> None:
        """Note how a result is computed: as the sum of the rows above, or by its formula."""
        x = self._columns.right[-1] + GAP
        is_mean = row.name == COST and self._step.trace.network.means_cost
        words = self._look.say("neuron.sum.mean" if is_mean else "neuron.sum")
        if row.name.role in SUMS and row.cells[0] is None and x + cells(words) <= self._width:
            self.canvas.put(x, y, words, "quiet")
        elif row.name.role in WITH_FORMULA:
            spans = _formula(self._look, self._step.trace.network, row.name)
            if x + width_of(spans) <= self._width:
                is_known = self._step.is_known(row.name)
                for text, symbol in spans:
                    style = self._frame.style(symbol) if symbol and is_known else "quiet"
                    x = self.canvas.put(x, y, text, style, symbol)


def _formula(look: Look, net: Network, symbol: Symbol) -> Spans:
    return Names(look.notation).write(net.equation(symbol).formula)


class Columns(NamedTuple):
    """The places of the cells of a row: names begin at left, numbers end at right.

    first: the first cell that fits; digits: of numbers; named: whether numbers have names; bars:
    the cells of the bars on both sides of zero.
    """

    left: list[int]
    right: list[int]
    first: int
    digits: int
    named: bool
    bars: int


def columns_of(look: Look, net: Network, table: NeuronTable, width: int) -> Columns:
    """The richest columns that fit in width cells.

    Names go first, then digits, then bars, at last all but the result.
    """
    cells_of_row = len(table.heads) - 1
    choices = [
        (0, named, digits, bars)
        for bars in (LEAST_BARS if table.terms else 0, 0)
        for named in (True, False)
        for digits in NUMBER
    ]
    for choice in choices:
        columns = _laid_out(look, net, table, width, *choice)
        if columns.bars >= choice[-1] and columns.right[-1] <= width:
            return columns
    return _laid_out(look, net, table, width, cells_of_row - 1, False, CROWDED, 0)


def _laid_out(
    look: Look,
    net: Network,
    table: NeuronTable,
    width: int,
    first: int,
    named: bool,
    digits: int,
    bars: int,
) -> Columns:
    rows = [*table.terms, *table.results]
    heads = [cells(look.say(key)) if key else 0 for key in table.heads]
    x = MARGIN + max(heads[0], *(cells(look.short_name(row.name, net)) for row in rows))
    if first:  # the words of a line of others need room
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
