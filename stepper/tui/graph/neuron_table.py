"""The table of a neuron: a row for each term, below them the results they give.

w*a rows give z and a; w*delta rows give dC/da, the slope and delta; then gradients, then updates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from stepper.backprop.equations import input_to
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, RATE, Role, Symbol
from stepper.runs.trace import Step


class Cell(NamedTuple):
    """A number of a row.

    named: whether its name is shown; less: a symbol to subtract.
    """

    symbol: Symbol
    named: bool = False
    less: Symbol | None = None


class NeuronRow(NamedTuple):
    """A row: the symbol it is about, and its cells, the last of them the result.

    size: factors of the length of its bar, all known before the result is.
    """

    name: Symbol
    cells: tuple[Cell | None, ...]
    size: tuple[Symbol, ...] = ()

    @property
    def result(self) -> Symbol:
        last = self.cells[-1]
        assert last
        return last.symbol


@dataclass(frozen=True)
class NeuronTable:
    """A table of terms and results.

    heads: the keys of the headings, of the name and of each cell; signs: between the cells;
    direction: of the bars, -1 where the size is subtracted.
    """

    heads: tuple[str, ...]
    signs: tuple[str, ...]
    terms: tuple[NeuronRow, ...]
    results: tuple[NeuronRow, ...] = ()
    direction: int = 1

    @property
    def is_sum(self) -> bool:
        return bool(self.results)


def table_of(net: Network, step: Symbol) -> NeuronTable:
    """Return the table of a numbered step; steps of a neuron computed together share it."""
    return _TABLES[step.role](net, step.l, step.j)


def _forward(net: Network, l: int, j: int) -> NeuronTable:
    z, b = Symbol(Role.Z, l, j), Symbol(Role.B, l, j)
    weights = [Symbol(Role.W, l, j, i) for i in net.neurons(l - 1)]
    terms = [
        NeuronRow(
            source, (Cell(source), Cell(w, True), Cell(w._replace(role=Role.WA))), (w, source)
        )
        for w, source in ((w, input_to(w.l, w.i)) for w in weights)
    ]
    if net.biases:
        terms.append(NeuronRow(b, (None, None, Cell(b)), (b,)))
    activation = Symbol(Role.A, l, j)
    heads = ("neuron.from", "neuron.value", "neuron.weight", "neuron.term")
    sums = NeuronTable(
        heads, ("by", "equal"), tuple(terms), (_result(z, 3), _result(activation, 3))
    )
    return sums if net.terms(z) else _of_one_term(sums)


def _backward(net: Network, l: int, j: int) -> NeuronTable:
    dC_da, slope = Symbol(Role.DC_DA, l, j), Symbol(Role.DA_DZ, l, j)
    a, delta = Symbol(Role.A, l, j), Symbol(Role.DELTA, l, j)
    results = (
        NeuronRow(slope, (Cell(a, True), None, Cell(slope))),
        _result(delta, 3),
    )
    if l == net.L:
        error = NeuronRow(dC_da, (Cell(a, True), Cell(Symbol(Role.T, l, j), True), Cell(dC_da)))
        heads = ("", "neuron.prediction", "target", "neuron.difference")
        return NeuronTable(heads, ("minus", "equal"), (), (error, *results))
    terms = []
    for k in net.neurons(l + 1):
        above, term = Symbol(Role.DELTA, l + 1, k), Symbol(Role.WDELTA, l + 1, k, j)
        w = term._replace(role=Role.W_NEW if net.in_place else Role.W)
        cells = (Cell(above), Cell(w, True), Cell(term))
        terms.append(NeuronRow(Symbol(Role.A, l + 1, k), cells, (above, w)))
    heads = ("neuron.to", "neuron.delta", "neuron.weight", "neuron.term")
    sums = NeuronTable(heads, ("by", "equal"), tuple(terms), (_result(dC_da, 3), *results))
    return sums if net.terms(dC_da) else _of_one_term(sums)


def _gradients(net: Network, l: int, j: int) -> NeuronTable:
    delta, bias = Symbol(Role.DELTA, l, j), Symbol(Role.DC_DB, l, j)
    rows = []
    for i in net.neurons(l - 1):
        gradient = Symbol(Role.DC_DW, l, j, i)
        source = input_to(l, i)
        cells = (Cell(delta, True), Cell(source, True), Cell(gradient))
        rows.append(NeuronRow(gradient, cells, (delta, source)))
    if net.trains_biases:
        rows.append(NeuronRow(bias, (Cell(delta, True), None, Cell(bias)), (delta,)))
    heads = ("", "neuron.delta.own", "neuron.input", "neuron.gradient")
    return NeuronTable(heads, ("by", "equal"), tuple(rows))


def _updates(net: Network, l: int, j: int) -> NeuronTable:
    parameters = [Symbol(Role.W, l, j, i) for i in net.neurons(l - 1)]
    if net.trains_biases:
        parameters.append(Symbol(Role.B, l, j))
    rows = []
    for old in parameters:
        new = old.updated
        gradient = old._replace(role=Role.DC_DW if old.role is Role.W else Role.DC_DB)
        cells = (Cell(old), Cell(RATE), Cell(gradient), Cell(new))
        rows.append(NeuronRow(new, cells, (RATE, gradient)))
    heads = ("", "list.old", "neuron.rate", "neuron.gradient", "list.new")
    return NeuronTable(heads, ("minus", "by", "equal"), tuple(rows), direction=-1)


def _cost(net: Network, l: int, j: int) -> NeuronTable:
    terms = []
    for k in net.neurons(net.L):
        a, target, cost = (
            Symbol(Role.A, net.L, k),
            Symbol(Role.T, net.L, k),
            Symbol(Role.CJ, net.L, k),
        )
        cells = (Cell(a, True), Cell(target, True), Cell(a, less=target), Cell(cost))
        terms.append(NeuronRow(cost, cells, (cost,)))
    heads = ("", "neuron.prediction", "target", "neuron.difference", "neuron.cost")
    sums = NeuronTable(heads, ("minus", "equal", "new"), tuple(terms), (_result(COST, 4),))
    return sums if net.terms(COST) else _of_one_term(sums)


_TABLES: dict[Role, Callable[[Network, int, int], NeuronTable]] = {
    Role.Z: _forward,
    Role.A: _forward,
    Role.C: _cost,
    Role.DC_DA: _backward,
    Role.DA_DZ: _backward,
    Role.DELTA: _backward,
    Role.DC_DW: _gradients,
    Role.DC_DB: _gradients,
    Role.W_NEW: _updates,
    Role.B_NEW: _updates,
}


def _result(symbol: Symbol, columns: int) -> NeuronRow:
    return NeuronRow(symbol, (*[None] * (columns - 1), Cell(symbol)))


def _of_one_term(table: NeuronTable) -> NeuronTable:
    """Return the table of a sum of one term: the term is the sum."""
    (term,), (total, *results) = table.terms, table.results
    cells = [cell and cell._replace(named=True) for cell in term.cells[:-1]]
    heads = ("", *table.heads[1:-1], table.heads[-1] if total.name == COST else "")
    row = NeuronRow(total.name, (*cells, total.cells[-1]))
    return NeuronTable(heads, table.signs, (), (row, *results))


def size(step: Step, row: NeuronRow) -> float:
    """Return the length of a row's bar to the right of zero; 0 while it is not known."""
    if not all(map(step.is_known, row.size)):
        return 0.0
    return prod(map(step.value_of, row.size))
