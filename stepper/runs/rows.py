"""The rows of a run, one per iteration, computed in blocks on demand."""

from abc import abstractmethod
from array import array
from collections.abc import Callable, Iterator, Sequence
from math import isfinite
from time import monotonic
from typing import TYPE_CHECKING, overload

from stepper.backprop.symbols import RATE
from stepper.errors import NotFiniteError
from stepper.runs.computed.engine import engine_rows
from stepper.runs.computed.formula import formula_rows
from stepper.runs.computed.not_finite import reason
from stepper.runs.scenario import Scenario

if TYPE_CHECKING:
    from stepper.runs.computed.compiled import Compiled

Row = Sequence[float]

BLOCK = 8192  # numbers that are computed at once
RUN_BEFORE = 50  # iterations before equations are compiled, if enough are left to pay for it
MOST_COMPILED = 8000  # columns; the engine's lists fill wider rows as fast


class Rows(Sequence[Row]):
    """The rows of a trace, in the order of model.columns; iteration n is rows[n - 1].

    stop: the error of a run that left the range of floats; its last row ends before that number.
    are_stored: whether the rows come from a file.
    """

    stop: NotFiniteError | None = None
    are_stored = False

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self):,} rows>"

    @property
    def ready(self) -> int:
        """The number of rows that are available without computing or reading more."""
        return len(self)

    def go_on(self) -> None:
        """Compute or read some more rows; not all of them are ready."""
        self.row(self.ready)

    def reach(self, iteration: int, until: float) -> bool:
        """Compute rows until a time of monotonic(), and return whether an iteration is ready.

        A run that has stopped counts as having reached it.
        """
        while self.ready < iteration and not self.stop:
            if monotonic() >= until:
                return False
            self.go_on()
        return True

    def problem(self, stopped: Callable[[], bool]) -> str:
        """Check all stored rows, and return the first error; "" for computed rows.

        stopped: called repeatedly; the check ends early once it returns True.
        """
        return ""

    @abstractmethod
    def row(self, n: int) -> Row:
        """The row of iteration n + 1. Raises NotFiniteError where the run has no such row."""

    def fresh(self) -> "Rows":
        """The same rows for another thread, read or computed independently of these."""
        return self

    @overload
    def __getitem__(self, n: int) -> Row: ...
    @overload
    def __getitem__(self, n: slice) -> list[Row]: ...
    def __getitem__(self, n: int | slice) -> Row | list[Row]:
        places = range(len(self))[n]
        return self.row(places) if isinstance(places, int) else [self.row(k) for k in places]

    def __iter__(self) -> Iterator[Row]:
        """Yield the complete rows. Raises NotFiniteError at the row in which a run stopped."""
        for n in range(len(self)):
            row = self.row(n)
            if self.stop and self.stop.iteration == n + 1:
                raise self.stop
            yield row


class Run(Rows):
    """The rows of a scenario, computed in blocks on demand.

    passing: keep only the last two blocks in memory; an earlier row starts the run again. file:
    the name of the scenario in a NotFiniteError.
    """

    def __init__(self, scenario: Scenario, passing: bool = False, file: str = "") -> None:
        self._scenario = scenario
        self._passing = passing
        self._file = file
        self._width = scenario.model.width
        self._rows_each = max(1, min(BLOCK // self._width, len(self)))
        # without updates, nothing adds up where a number has left the range of floats
        self._compiles = scenario.model.learns and self._width <= MOST_COMPILED
        self._begin()

    def fresh(self) -> "Run":
        return Run(self._scenario, True, self._file)

    def _begin(self) -> None:
        self.stop = None
        scenario, formula = self._scenario, self._scenario.formula
        self._engine = formula_rows(scenario, formula) if formula else engine_rows(scenario)
        self._compiled: Compiled | None = None
        self._blocks: list[memoryview[float]] = []
        self._gone = 0  # blocks that are no longer kept
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
        """Compute the next row; once the equations are compiled, all rows of its block."""
        n = self._ready
        at = n % self._rows_each
        if at == 0:
            self._add_block()
        enough = RUN_BEFORE + self._width // 10
        if n == RUN_BEFORE and len(self) - n >= enough and self._compiles:
            from stepper.runs.computed.compiled import Compiled  # used in long runs alone

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
        """Look for the first number that is not finite in count rows from index n on.

        Set stop there, and return how many of the rows can be shown, including that one.
        """
        for k in range(count):
            for column, number in enumerate(self._row(n + k)):
                if not isfinite(number):
                    self.stop = self._stopped(n + k, column)
                    self._end = column
                    return k + 1
        return count

    def _stopped(self, n: int, column: int) -> NotFiniteError:
        """The error of a run whose row n is not finite, first in a column."""
        formula, row = self._scenario.formula, self._row(n)
        symbol = self._scenario.model.columns[column]
        why = ""
        if formula:
            numbers = dict(zip(formula.columns[:column], row, strict=False))
            numbers[RATE] = self._scenario.learning_rate or 0.0
            why = reason(formula, symbol, numbers.__getitem__)
        return NotFiniteError(symbol.column, n + 1, self._file, why)
