"""The table of a neuron: a row for each term, below them the results they give.

w*a rows give z and a; w*delta rows give dC/da, the slope and delta; then gradients, then updates.
Softmax has a table for S; in a batch, gradients are added up between gradients and updates.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

from stepper.backprop.equations import input_to
from stepper.backprop.expressions import symbols_in
from stepper.backprop.network import Network
from stepper.backprop.shape import CROSS_ENTROPY
from stepper.backprop.symbols import BATCH_SIZE, COST, RATE, SO_FAR, SUMS, Role, Symbol
from stepper.runs.trace import Step
from stepper.tui.canvas.fraction import within_floats

DIFFERENCES = ("half_squares", CROSS_ENTROPY)  # costs whose error is output minus target


class Cell(NamedTuple):
    """A number of a row.

    named: whether its name is shown; less: a symbol to subtract; over: a symbol to divide by.
    """

    symbol: Symbol
    named: bool = False
    less: Symbol | None = None
    over: Symbol | None = None


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


def table_of(step: Step) -> NeuronTable:
    """The table of a step; steps of a neuron computed together share it."""
    whole, in_batch = step.whole, step.trace.scenario.in_batch(step.iteration)
    if whole.role in SUMS.values():
        return _sums(step.trace.network, whole.l, whole.j, in_batch.sample == 1)
    return _TABLES[whole.role](step.trace.network, whole.l, whole.j)


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
    is_softmax = l == net.L and net.is_softmax
    results = (_result(z, 3), _result(Symbol(Role.E if is_softmax else Role.A, l, j), 3))
    heads = ("neuron.from", "neuron.value", "neuron.weight", "neuron.term")
    sums = NeuronTable(heads, ("by", "equal"), tuple(terms), results)
    return sums if net.terms(z) else _of_one_term(sums)


def _raised(net: Network, l: int, j: int) -> NeuronTable:
    """The table of S, the sum of every e of softmax."""
    rows = []
    for k in net.neurons(l):
        z, e = Symbol(Role.Z, l, k), Symbol(Role.E, l, k)
        rows.append(NeuronRow(e, (Cell(z, True), Cell(e)), (e,)))
    return NeuronTable(("", "", ""), ("new",), tuple(rows), (_result(Symbol(Role.S, l), 2),))


def _shares(net: Network, l: int, j: int) -> NeuronTable:
    """The table of the outputs of softmax, the share that each e has in S."""
    rows = []
    for k in net.neurons(l):
        e, a = Symbol(Role.E, l, k), Symbol(Role.A, l, k)
        cells = (Cell(e, True), Cell(Symbol(Role.S, l), True), Cell(a))
        rows.append(NeuronRow(a, cells, (a,)))
    return NeuronTable(("", "", "", "neuron.share"), ("over", "equal"), tuple(rows))


def _backward(net: Network, l: int, j: int) -> NeuronTable:
    dC_da, slope = Symbol(Role.DC_DA, l, j), Symbol(Role.DA_DZ, l, j)
    a, delta = Symbol(Role.A, l, j), Symbol(Role.DELTA, l, j)
    used = next(symbols_in(net.equation(slope).formula), None) if net.has_slope(l) else None
    results = (
        NeuronRow(slope, (used and Cell(used, True), None, Cell(slope))),
        _result(delta, 3),
    )
    if l == net.L:
        first, others = (dC_da, results) if net.has_slope(l) else (delta, ())
        cells_of_error = (Cell(a, True), Cell(Symbol(Role.T, l, j), True), Cell(first))
        is_difference = net.cost in DIFFERENCES
        heads = ("", "neuron.prediction", "target", "neuron.difference" if is_difference else "")
        signs = ("minus", "equal" if is_difference else "new")
        return NeuronTable(heads, signs, (), (NeuronRow(first, cells_of_error), *others))
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


def _sums(net: Network, l: int, j: int, is_first: bool) -> NeuronTable:
    """The table of the sums of a batch; is_first: whether there is no sum so far."""
    rows = []
    for parameter in _parameters(net, l, j):
        gradient = _gradient(parameter)
        total = gradient._replace(role=SUMS[gradient.role])
        so_far = None if is_first else Cell(total._replace(role=SO_FAR[total.role]))
        rows.append(NeuronRow(total, (so_far, Cell(gradient), Cell(total)), (gradient,)))
    heads = ("", "" if is_first else "neuron.sum.before", "neuron.gradient", "neuron.sum.now")
    return NeuronTable(heads, ("plus", "equal"), tuple(rows))


def _parameters(net: Network, l: int, j: int) -> list[Symbol]:
    weights = [Symbol(Role.W, l, j, i) for i in net.neurons(l - 1)]
    return [*weights, Symbol(Role.B, l, j)] if net.trains_biases else weights


def _gradient(parameter: Symbol) -> Symbol:
    return parameter._replace(role=Role.DC_DW if parameter.role is Role.W else Role.DC_DB)


def _updates(net: Network, l: int, j: int) -> NeuronTable:
    rows = []
    for old in _parameters(net, l, j):
        new, gradient = old.updated, _gradient(old)
        over = None
        if net.is_batched:
            gradient = gradient._replace(role=SUMS[gradient.role])
            over = BATCH_SIZE if net.batch_gradient == "mean" else None
        cells = (Cell(old), Cell(RATE), Cell(gradient, over=over), Cell(new))
        rows.append(NeuronRow(new, cells, (RATE, gradient)))
    by = "neuron.gradient"
    if net.is_batched:
        by = "neuron.mean" if net.batch_gradient == "mean" else "neuron.sum.now"
    heads = ("", "list.old", "neuron.rate", by, "list.new")
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
    heads = ("", "neuron.prediction", "target", "neuron.difference", f"neuron.cost.{net.cost}")
    sums = NeuronTable(heads, ("minus", "equal", "new"), tuple(terms), (_result(COST, 4),))
    return sums if net.terms(COST) else _of_one_term(sums)


def _activation(net: Network, l: int, j: int) -> NeuronTable:
    return (_shares if l == net.L and net.is_softmax else _forward)(net, l, j)


_TABLES: dict[Role, Callable[[Network, int, int], NeuronTable]] = {
    Role.Z: _forward,
    Role.A: _activation,
    Role.E: _forward,
    Role.S: _raised,
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
    """The table of a sum of one term: the term is the sum."""
    (term,), (total, *results) = table.terms, table.results
    cells = [cell and cell._replace(named=True) for cell in term.cells[:-1]]
    heads = ("", *table.heads[1:-1], table.heads[-1] if total.name == COST else "")
    row = NeuronRow(total.name, (*cells, total.cells[-1]))
    return NeuronTable(heads, table.signs, (), (row, *results))


def number(step: Step, cell: Cell) -> float | None:
    """The number that a cell shows; None before all of it is computed."""
    value = step.known(cell.symbol)
    less = step.known(cell.less) if cell.less else 0.0
    over = step.known(cell.over) if cell.over else 1.0
    return None if value is None or less is None or over is None else (value - less) / over


def size(step: Step, row: NeuronRow) -> float:
    """The length of a row's bar to the right of zero; 0 while it is not known."""
    factors = [value for s in row.size if (value := step.known(s)) is not None]
    if len(factors) < len(row.size):
        return 0.0
    return within_floats(prod(factors))
