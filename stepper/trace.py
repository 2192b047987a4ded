"""A trace is a table: one row for each iteration, one column for each number of the network."""

from abc import abstractmethod
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import chain
from math import isfinite
from operator import itemgetter
from sys import maxsize
from typing import overload

from stepper.engine import Iteration, train
from stepper.errors import NotFiniteError, StepperError
from stepper.scenario import Scenario
from stepper.steps import Steps
from stepper.symbols import COST, RATE, Network, Role, Symbol

Row = Sequence[float]
PASSING = 2  # rows kept of a run that is gone through in order, the next cost being told


def run(scenario: Scenario) -> "Trace":
    """Run every iteration. Raises NotFiniteError where the numbers leave the range of floats."""
    rows = Run(scenario)
    rows[-1]
    if rows.stop:
        raise rows.stop
    return Trace(scenario, rows)


class Rows(Sequence[Row]):
    """The rows of a trace, in the order of network.columns; iteration n is rows[n - 1].

    Where a run left the range of floats, stop says so and the last row ends before that number.
    """

    stop: NotFiniteError | None = None
    are_stored = False

    @property
    def ready(self) -> int:
        """How many rows are there without computing more of them."""
        return len(self)

    def problem(self, stopped: Callable[[], bool]) -> str:
        """What is wrong with stored rows, all of them checked; nothing with rows that were run."""
        return ""

    @abstractmethod
    def row(self, n: int) -> Row:
        """The row of iteration n + 1."""

    def anew(self) -> "Rows":
        """The same rows for a thread to go through, read or computed beside these."""
        return self

    @overload
    def __getitem__(self, n: int) -> Row: ...
    @overload
    def __getitem__(self, n: slice) -> list[Row]: ...
    def __getitem__(self, n: int | slice) -> Row | list[Row]:
        places = range(len(self))[n]
        return self.row(places) if isinstance(places, int) else [self.row(k) for k in places]

    def __iter__(self) -> Iterator[Row]:
        """The whole rows. Raises NotFiniteError where a run stopped within one."""
        for n in range(len(self)):
            row = self.row(n)
            if self.stop and self.stop.iteration == n + 1:
                raise self.stop
            yield row


class Trace:
    """The numbers of a run, and its steps.

    scenario: what was run; network: its shape, with by_column: name of a column -> symbol.
    rows: a row of numbers for each iteration, in the order of network.columns. steps: a sequence
    of every numbered step of the run.
    """

    def __init__(self, scenario: Scenario, rows: Rows) -> None:
        self.scenario = scenario
        self.network = scenario.network
        self.rows = rows

    def __repr__(self) -> str:
        sizes = "-".join(map(str, self.network.sizes))
        return f"<Trace: {sizes}, {self.iterations} iterations of {len(self.network.steps)} steps>"

    @property
    def iterations(self) -> int:
        """How many there are; they count from 1."""
        return len(self.rows)

    def anew(self) -> "Trace":
        """The same trace for a thread to go through. Raises StepperError if its file is gone."""
        return Trace(self.scenario, self.rows.anew())

    def value(self, iteration: int, symbol: Symbol) -> float:
        """The number of a symbol in an iteration (from 1).

        Raises NotFiniteError where the run had stopped before it.
        """
        k = self.network.position.get(symbol)
        if k is None:
            if symbol != RATE:
                raise KeyError(symbol)
            return self.scenario.learning_rate
        row = self.rows.row(iteration - 1)
        if k >= len(row) and self.rows.stop:
            raise self.rows.stop
        return row[k]

    def value_if_any(self, iteration: int, symbol: Symbol) -> float | None:
        """The number of a symbol, or None where the run or the stored trace has none to show."""
        try:
            return self.value(iteration, symbol)
        except StepperError:
            return None

    @cached_property
    def steps(self) -> Steps:
        """Every numbered step of the run, each made when it is asked for."""
        return Steps(self)


class Run(Rows):
    """The rows of a scenario, computed as far as they are asked for.

    keep: the rows that stay in memory, the latest ones; for an earlier one the run begins anew.
    file: what a run is called that leaves the range of floats.
    """

    def __init__(self, scenario: Scenario, keep: int = maxsize, file: str = "") -> None:
        self._scenario = scenario
        self._keep = keep
        self._file = file
        self._begin()

    def anew(self) -> "Run":
        return Run(self._scenario, PASSING, self._file)

    def _begin(self) -> None:
        self.stop = None
        self._source = _rows(self._scenario)
        self._rows: list[Row] = []
        self._gone = 0  # rows before those that are kept

    def __len__(self) -> int:
        return self._scenario.iterations

    @property
    def ready(self) -> int:
        return self._gone + len(self._rows)

    def row(self, n: int) -> Row:
        k = n - self._gone
        if 0 <= k < len(self._rows):
            return self._rows[k]
        if k < 0:
            self._begin()
        while self.ready <= n:
            if self.stop:
                raise self.stop
            self._rows.append(self._finite(next(self._source)))
            if len(self._rows) > self._keep:
                del self._rows[0]
                self._gone += 1
        return self._rows[-1]

    def _finite(self, row: Row) -> Row:
        if isfinite(sum(row)):
            return row
        for k, number in enumerate(row):
            if not isfinite(number):
                column = self._scenario.network.columns[k].column
                self.stop = NotFiniteError(column, self.ready + 1, self._file)
                return row[:k]
        return row


def _rows(scenario: Scenario) -> Iterator[Row]:
    in_order: Callable[[list[float]], Sequence[float]] | None = None
    for iteration in train(
        scenario.weights,
        scenario.biases,
        scenario.samples,
        scenario.learning_rate,
        scenario.epochs,
        train_biases=scenario.train_biases,
        in_place=scenario.network.in_place,
    ):
        in_order = in_order or _order(iteration, scenario.network)
        yield array("d", in_order(_numbers(iteration)))


# The engine's lists by role; a row is their numbers, picked in the order of the columns.
_VECTORS = {
    Role.B: "b",
    Role.Z: "z",
    Role.A: "a",
    Role.DC_DA: "dC_da",
    Role.DA_DZ: "da_dz",
    Role.DELTA: "delta",
    Role.DC_DB: "dC_db",
    Role.B_NEW: "b_new",
}
_MATRICES = {
    Role.W: "w",
    Role.WA: "wa",
    Role.WDELTA: "wdelta",
    Role.DC_DW: "dC_dw",
    Role.W_NEW: "w_new",
}


def _numbers(n: Iteration) -> list[float]:
    flat = chain.from_iterable
    vectors = flat(flat(getattr(n, name) for name in _VECTORS.values()))
    matrices = flat(flat(flat(getattr(n, name) for name in _MATRICES.values())))
    return [*n.x, *n.t, *n.Cj, n.C, *vectors, *matrices]


def _symbols(n: Iteration) -> Iterator[Symbol]:
    """The symbols of _numbers, one for one."""
    L = len(n.w) - 1
    for role, numbers, l in ((Role.X, n.x, 0), (Role.T, n.t, L), (Role.CJ, n.Cj, L)):
        yield from (Symbol(role, l, j) for j, _ in enumerate(numbers, 1))
    yield COST
    for role, name in _VECTORS.items():
        for l, vector in enumerate(getattr(n, name)):
            yield from (Symbol(role, l, j) for j, _ in enumerate(vector, 1))
    for role, name in _MATRICES.items():
        for l, matrix in enumerate(getattr(n, name)):
            for j, row in enumerate(matrix, 1):
                yield from (Symbol(role, l, j, i) for i, _ in enumerate(row, 1))


def _order(n: Iteration, network: Network) -> Callable[[list[float]], Sequence[float]]:
    place = {symbol: k for k, symbol in enumerate(_symbols(n))}
    return itemgetter(*(place[symbol] for symbol in network.columns))
