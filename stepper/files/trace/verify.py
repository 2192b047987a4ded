"""Verifies a trace row by row against its own equations, without running it again."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from math import copysign, isfinite, ulp
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression, functions_in
from stepper.backprop.model import InBatch
from stepper.backprop.symbols import BATCH_SIZE, SUMMED, UPDATED, Phase, Symbol
from stepper.errors import StepperError, short
from stepper.files.opening import closed_on_error, open_file
from stepper.files.trace.decoders import FIX
from stepper.files.trace.file import UNLIMITED, TraceFile
from stepper.runs.rows import Row, Rows

if TYPE_CHECKING:
    from stepper.runs.computed.compiled import Compiled

OTHER_MACHINE_ULPS = 2
ON_ALL_ALIKE = {
    "relu",
    "identity",
    "sqrt",
    "abs",
    "sign",
}  # functions that give the same bits on every machine
MOMENT = 0.001  # seconds for which a thread works, and then rests
CHECKED_BEFORE = 5  # rows before equations are compiled, which takes as long as checking them
WIDEST_COMPILED = 30_000  # columns; compiling the equations of wider rows takes over 150 MB


class Discrepancy(NamedTuple):
    """The first wrong number of a trace; iteration counts from 1.

    expected: None where the numbers before it lead out of the range of floats.
    """

    iteration: int
    column: str
    stored: str
    expected: str | None

    def __str__(self) -> str:
        right = (
            "but the numbers before it give one that is too large for a trace"
            if self.expected is None
            else f"but the correct value is {self.expected}"
        )
        stored = short(self.stored)
        return f"iteration {self.iteration}, {self.column}: {stored} is stored, {right}"


class Verifier:
    """Checks rows of a trace file, each given the row before it.

    By induction over the rows, that recomputes the whole run. Only functions such as exp depend on
    the machine: other_machine lets what they give differ by 2 units in the last place.

    A row is correct if it is computed again from the row before it and gives the same line of the
    file. Otherwise its numbers are checked one by one.
    """

    def __init__(self, file: TraceFile, other_machine: bool = False) -> None:
        self._file = file
        self._scenario = file.scenario
        self._model = file.scenario.model
        self._other_machine = other_machine
        self._last: tuple[int, Row] = -1, ()  # the row that was checked last
        self._checked = 0
        self._by_place: dict[InBatch, dict[Symbol, Expression]] = {}
        scenario, given = self._scenario, self._model.givens
        parameters = [s for s in given if s.role in UPDATED]
        others = [s for s in given if s.role not in UPDATED]
        self._first = dict(zip(parameters, scenario.parameters, strict=True))
        self._in_sample = {s: k for k, s in enumerate(others)}
        self._samples = [scenario.given(k) for k in range(len(scenario.samples))]

    def whole(
        self, through: Callable[[range], Iterable[int]] = lambda rows: rows
    ) -> Discrepancy | None:
        """The first discrepancy of the whole file, in constant memory.

        through: yields those of the given row numbers (from 0) that are to be checked, and so can
        show progress or stop early.
        """
        for n in through(range(len(self._file))):
            _, discrepancy = self.row(n)
            if discrepancy:
                return discrepancy
        return None

    def row(self, n: int) -> tuple[Row, Discrepancy | None]:
        """Row n (from 0) and its first discrepancy."""
        previous = self._previous(n)
        row, discrepancy = self._recomputed(n, previous), None
        if row is None or repr(list(row)).encode() != self._file.line(n):  # as it is in JSON
            row = self._file.row(n)
            discrepancy = self._check(n, row, previous)
        self._last = n, row
        return row, discrepancy

    def _previous(self, n: int) -> Row | None:
        if n == 0:
            return None
        last, row = self._last
        return row if last == n - 1 else self._file.row(n - 1)

    def _recomputed(self, n: int, previous: Row | None) -> Row | None:
        """Row n, computed from the row before it, once it pays to compile the equations."""
        self._checked += 1
        pays = self._checked >= CHECKED_BEFORE and self._model.width <= WIDEST_COMPILED
        if previous is None or not pays or not self._model.learns:
            return None
        row: memoryview[float] = memoryview(array("d", bytes(8 * self._model.width)))
        return row if self._compiled.fill(row, 0, 1, n, previous) else None

    @cached_property  # saves compiling the equations again for each row
    def _compiled(self) -> "Compiled":
        from stepper.runs.computed.compiled import Compiled  # used for many rows alone

        return Compiled(self._scenario)

    def _formulas(self, n: int) -> dict[Symbol, Expression]:
        """The formulas of row n; in a batch they depend on its place there."""
        place = self._scenario.in_batch(n + 1)
        if place not in self._by_place:
            self._by_place[place] = {
                s: self._model.equation(s, place).formula
                for s in self._model.columns
                if s.role.phase is not Phase.GIVEN
            }
        return self._by_place[place]

    def _check(self, n: int, row: Row, previous: Row | None) -> Discrepancy | None:
        texts = self._file.texts(n)
        position, formulas = self._model.position, self._formulas(n)

        def value(symbol: Symbol) -> float:
            k = position.get(symbol)
            return self._beside(n, symbol, previous) if k is None else row[k]

        for symbol, text, stored in zip(self._model.columns, texts, row, strict=True):
            formula = formulas.get(symbol)
            if formula is None:
                right = self._given(n, symbol, previous)
            else:
                right = evaluate(formula, value)
            if not isfinite(right) or not self._same(symbol, stored, right):
                expected = repr(right) if isfinite(right) else None
                return Discrepancy(n + 1, symbol.column, text, expected)
            if text != repr(stored):
                return Discrepancy(n + 1, symbol.column, text, repr(stored))
        return None

    def _beside(self, n: int, symbol: Symbol, previous: Row | None) -> float:
        """The number of a symbol that is no column."""
        if symbol.role in SUMMED and previous is not None:
            return previous[self._model.position[symbol._replace(role=SUMMED[symbol.role])]]
        if symbol == BATCH_SIZE:
            return float(self._scenario.in_batch(n + 1).size)
        return self._scenario.learning_rate or 0.0

    def _given(self, n: int, s: Symbol, previous: Row | None) -> float:
        if s in self._in_sample:
            return self._samples[n % len(self._samples)][self._in_sample[s]]
        if previous is None:
            return self._first[s]
        return previous[self._model.position[self._model.becomes(s)]]

    def _depends_on_machine(self, symbol: Symbol) -> bool:
        """Whether a function gave the number that differs in the last place between machines."""
        if symbol.role.phase is Phase.GIVEN:
            return False
        return not ON_ALL_ALIKE.issuperset(functions_in(self._model.equation(symbol).formula))

    def _same(self, symbol: Symbol, stored: float, right: float) -> bool:
        if stored == right:
            return copysign(1.0, stored) == copysign(1.0, right)
        if self._other_machine and self._depends_on_machine(symbol):
            return abs(stored - right) <= OTHER_MACHINE_ULPS * ulp(right)
        return False


class VerifiedRows(Rows):
    """The rows of a trace file, each verified when it is first read."""

    are_stored = True

    def __init__(self, file: TraceFile) -> None:
        self._rows = lru_cache(maxsize=256)(self._read)  # a frame's charts ask for 200 rows
        self._file = file
        self._verifier = Verifier(file, other_machine=True)

    def __len__(self) -> int:
        return len(self._file)

    @property
    def ready(self) -> int:
        return self._file.ready

    def go_on(self) -> None:
        self._file.go_on()

    def problem(self, stopped: Callable[[], bool]) -> str:
        """The first discrepancy of the whole file as a message, or an empty text.

        Opens the file again, so that a thread can use it. stopped: ends the search early once it
        returns True.
        """
        name, path = self._file.name, self._file.path
        try:
            with open_file(path) as file:
                again = TraceFile(file, path, UNLIMITED)
                beside = partial(_beside, stopped)
                discrepancy = Verifier(again, other_machine=True).whole(beside)
        except StepperError as error:
            return str(error)
        return f"{name}: {discrepancy}; {FIX}" if discrepancy else ""

    def row(self, n: int) -> Row:
        return self._rows(n)

    def fresh(self) -> "VerifiedRows":
        path = self._file.path
        with closed_on_error(open_file(path)) as opened:
            file = TraceFile(opened, path, UNLIMITED)
            if file.scenario != self._file.scenario:
                what = "has been replaced by another trace; open it again"
                raise StepperError(f"{file.name}: {what}")
            return VerifiedRows(file)

    def _read(self, n: int) -> Row:
        row, discrepancy = self._verifier.row(n)
        if discrepancy:
            raise StepperError(f"{self._file.name}: {discrepancy}; {FIX}")
        return row


def _beside(stopped: Callable[[], bool], rows: range) -> Iterator[int]:
    """Yield the rows, resting every other moment, so that the thread of the screen can run."""
    until = 0.0
    for n in rows:
        if stopped():
            return
        if monotonic() > until:
            sleep(MOMENT)
            until = monotonic() + MOMENT
        yield n
