"""The engine's lists as rows of numbers, one for each iteration."""

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import itemgetter

from stepper.backprop.engine import train
from stepper.backprop.iteration import Iteration
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.runs.scenario import Scenario


def engine_rows(scenario: Scenario) -> Iterator["array[float]"]:
    """Yield the numbers of each iteration, in the order of the network's columns."""
    in_order: Callable[[list[float]], Sequence[float]] | None = None
    for iteration in trained(scenario):
        in_order = in_order or _order(iteration, scenario.network)
        yield array("d", in_order(_numbers(iteration)))


def trained(scenario: Scenario) -> Iterator[Iteration]:
    """The iterations of the engine. TypeError for a formula."""
    return train(
        scenario.weights,
        scenario.biases,
        scenario.samples,
        scenario.learning_rate,
        scenario.epochs,
        g=("", *(layer.activation for layer in scenario.layers)),
        cost=scenario.cost,
        batch=scenario.batch,
        mean=scenario.batch_gradient == "mean",
        train_biases=scenario.train_biases,
        in_place=scenario.network.in_place,
    )


_VECTORS = {
    Role.B: "b",
    Role.Z: "z",
    Role.A: "a",
    Role.DC_DA: "dC_da",
    Role.DA_DZ: "da_dz",
    Role.DELTA: "delta",
    Role.DC_DB: "dC_db",
    Role.SUM_DB: "sum_db",
    Role.B_NEW: "b_new",
}
_MATRICES = {
    Role.W: "w",
    Role.WA: "wa",
    Role.WDELTA: "wdelta",
    Role.DC_DW: "dC_dw",
    Role.SUM_DW: "sum_dw",
    Role.W_NEW: "w_new",
}


def _numbers(n: Iteration) -> list[float]:
    """All numbers of the engine's lists, in an order that is quick to collect."""
    flat = chain.from_iterable
    vectors = flat(flat(getattr(n, name) for name in _VECTORS.values()))
    matrices = flat(flat(flat(getattr(n, name) for name in _MATRICES.values())))
    return [*n.x, *n.t, *n.e, n.S, *n.Cj, n.C, *vectors, *matrices]


def _symbols(n: Iteration) -> Iterator[Symbol]:
    """The symbols of _numbers, in the same order."""
    L = len(n.w) - 1
    for role, numbers, l in ((Role.X, n.x, 0), (Role.T, n.t, L), (Role.E, n.e, L)):
        yield from (Symbol(role, l, j) for j, _ in enumerate(numbers, 1))
    yield Symbol(Role.S, L)
    yield from (Symbol(Role.CJ, L, j) for j, _ in enumerate(n.Cj, 1))
    yield COST
    for role, name in _VECTORS.items():
        for l, vector in enumerate(getattr(n, name)):
            yield from (Symbol(role, l, j) for j, _ in enumerate(vector, 1))
    for role, name in _MATRICES.items():
        for l, matrix in enumerate(getattr(n, name)):
            for j, row in enumerate(matrix, 1):
                yield from (Symbol(role, l, j, i) for i, _ in enumerate(row, 1))


def _order(n: Iteration, network: Network) -> Callable[[list[float]], Sequence[float]]:
    """A function that puts the result of _numbers into the order of the columns."""
    place = {symbol: k for k, symbol in enumerate(_symbols(n))}
    return itemgetter(*(place[symbol] for symbol in network.columns))
