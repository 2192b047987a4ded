"""A trace is a table: one row for each iteration, one column for each number of the network."""

from abc import abstractmethod
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from math import isfinite
from time import monotonic
from typing import TYPE_CHECKING, overload

from stepper.engine_rows import engine_rows
from stepper.errors import NotFiniteError, StepperError
from stepper.scenario import Scenario
from stepper.steps import Steps
from stepper.symbols import RATE, Symbol

if TYPE_CHECKING:
    from stepper.compiled import Compiled

Row = Sequence[float]
BLOCK = 8192  # numbers that are computed at once
PAYS = 50  # iterations after which equations are compiled, if enough are left to make up for it
MOST_COLUMNS = 8000  # the engine's lists fill wider rows as fast


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
        self._begin()

    def anew(self) -> "Run":
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
        if n == PAYS and len(self) - n >= enough and self._width <= MOST_COLUMNS:
            from stepper.compiled import Compiled  # only long runs wait for it

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
