"""The iterations of the engine as rows: its lists flattened, in the order of the columns."""

from abc import abstractmethod
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from math import isfinite
from operator import itemgetter
from time import monotonic
from typing import TYPE_CHECKING, overload

from stepper.backprop.engine import Iteration, train
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.errors import NotFiniteError
from stepper.runs.scenario import Scenario

if TYPE_CHECKING:
    from stepper.runs.compiled import Compiled


def engine_rows(scenario: Scenario) -> Iterator["array[float]"]:
    """A row of doubles for each iteration."""
    in_order: Callable[[list[float]], Sequence[float]] | None = None
    for iteration in train(
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
    flat = chain.from_iterable
    vectors = flat(flat(getattr(n, name) for name in _VECTORS.values()))
    matrices = flat(flat(flat(getattr(n, name) for name in _MATRICES.values())))
    return [*n.x, *n.t, *n.e, n.S, *n.Cj, n.C, *vectors, *matrices]


def _symbols(n: Iteration) -> Iterator[Symbol]:
    """The symbols of _numbers, one for one."""
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
    place = {symbol: k for k, symbol in enumerate(_symbols(n))}
    return itemgetter(*(place[symbol] for symbol in network.columns))


Row = Sequence[float]


BLOCK = 8192  # numbers that are computed at once


PAYS = 50  # iterations after which equations are compiled, if enough are left to make up for it


MOST_COLUMNS = 8000  # the engine's lists fill wider rows as fast


class Rows(Sequence[Row]):
    """The rows of a trace, in the order of network.columns; iteration n is rows[n - 1].

    Where a run left the range of floats, stop says so and the last row ends before that number.
    """

    stop: NotFiniteError | None = None
    are_stored = False

    @property
    def ready(self) -> int:
        """How many rows are there without computing or finding more of them."""
        return len(self)

    def go_on(self) -> None:
        """Compute or find some rows more, where not all of them are ready."""
        self.row(self.ready)

    def reach(self, iteration: int, until: float) -> bool:
        """Go on till a time of monotonic(); whether an iteration, or the run's stop, is reached."""
        while self.ready < iteration and not self.stop:
            if monotonic() >= until:
                return False
            self.go_on()
        return True

    def problem(self, stopped: Callable[[], bool]) -> str:
        """What is wrong with stored rows, all of them checked; nothing with rows that were run."""
        return ""

    @abstractmethod
    def row(self, n: int) -> Row:
        """The row of iteration n + 1."""

    def fresh(self) -> "Rows":
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


class Run(Rows):
    """The rows of a scenario, computed in blocks as far as they are asked for.

    passing: for whoever goes through them in order; only the last two blocks stay in memory, and
    for an earlier row the run begins anew. file: what a run is called that leaves the range of
    floats.
    """

    def __init__(self, scenario: Scenario, passing: bool = False, file: str = "") -> None:
        self._scenario = scenario
        self._passing = passing
        self._file = file
        self._width = scenario.network.width
        self._rows_each = max(1, min(BLOCK // self._width, len(self)))
        # without updates, nothing adds up where a number has left the range of floats
        self._compiles = scenario.network.learns and self._width <= MOST_COLUMNS
        self._begin()

    def fresh(self) -> "Run":
        return Run(self._scenario, True, self._file)

    def _begin(self) -> None:
        self.stop = None
        self._engine = engine_rows(self._scenario)
        self._compiled: Compiled | None = None
        self._blocks: list[memoryview[float]] = []
        self._gone = 0  # blocks before those that are kept
        self._ready = 0
        self._end = self._width  # of the row in which the run stops

    def __len__(self) -> int:
        return self._scenario.iterations

    @property
    def ready(self) -> int:
        return self._ready

    def row(self, n: int) -> Row:
        if n < self._gone * self._rows_each:
            self._begin()
        while self._ready <= n:
            if self.stop:
                raise self.stop
            self._compute()
        row = self._row(n)
        if self.stop and self.stop.iteration == n + 1:
            return row[: self._end]
        return row

    def _row(self, n: int) -> "memoryview[float]":
        block, k = divmod(n, self._rows_each)
        return self._blocks[block - self._gone][k * self._width : (k + 1) * self._width]

    def _compute(self) -> None:
        """The next row; once the equations are compiled, all to the end of its block."""
        n = self._ready
        at = n % self._rows_each
        if at == 0:
            self._add_block()
        enough = PAYS + self._width // 10
        if n == PAYS and len(self) - n >= enough and self._compiles:
            from stepper.runs.compiled import Compiled  # only long runs wait for it

            self._compiled = Compiled(self._scenario)
        if self._compiled:
            count = min(self._rows_each - at, len(self) - n)
            before = self._row(n - 1)
            finite = self._compiled.fill(self._blocks[-1], at * self._width, count, n, before)
        else:
            count = 1
            self._row(n)[:] = row = next(self._engine)
            finite = isfinite(sum(row))
        if not finite:
            count = self._finite(n, count)
        self._ready += count

    def _add_block(self) -> None:
        self._blocks.append(memoryview(array("d", bytes(8 * self._width * self._rows_each))))
        if self._passing and len(self._blocks) > 2:
            del self._blocks[0]
            self._gone += 1

    def _finite(self, n: int, count: int) -> int:
        """How many of the rows from n on can be shown, the last one up to where the run stops."""
        for k in range(count):
            for column, number in enumerate(self._row(n + k)):
                if not isfinite(number):
                    name = self._scenario.network.columns[column].column
                    self.stop = NotFiniteError(name, n + k + 1, self._file)
                    self._end = column
                    return k + 1
        return count
