"""Verifies a trace row by row against its own equations: nothing is run again."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache, partial
from math import copysign, isfinite, ulp
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from stepper.backprop.equations import equation
from stepper.backprop.expressions import Expression, evaluate
from stepper.backprop.symbols import RATE, Phase, Role, Symbol
from stepper.errors import StepperError, short
from stepper.files.opening import open_file
from stepper.files.trace_file import MEND, UNLIMITED, TraceFile
from stepper.runs.rows import Row, Rows

if TYPE_CHECKING:
    from stepper.runs.compiled import Compiled

OTHER_MACHINE_ULPS = 2
MOMENT = 0.001  # seconds of work in a thread, and of rest
PAYS = 5  # rows that are checked in the time that compiling their equations takes
MOST_COMPILED = 30_000  # columns; compiling the equations of wider rows takes over 150 MB


class Discrepancy(NamedTuple):
    """The first cell of a trace that is not what it should be; iteration from 1.

    expected is None where the numbers before it lead out of the range of floats.
    """

    iteration: int
    column: str
    stored: str
    expected: str | None

    def __str__(self) -> str:
        right = (
            "but the numbers before it give one that has grown too large for a trace"
            if self.expected is None
            else f"{self.expected} is right"
        )
        stored = short(self.stored)
        return f"iteration {self.iteration}, {self.column}: {stored} is stored, {right}"


class Verifier:
    """Checks any row of a trace file, given the row before it.

    By induction over the rows this is a recomputation of the whole run. Only the sigmoid's exp
    depends on the machine: other_machine allows activations 2 units in the last place.

    A row is right where it stands in the file as it is computed and written anew. In any other
    case its cells are checked one by one.
    """

    def __init__(self, file: TraceFile, other_machine: bool = False) -> None:
        self._file = file
        self._scenario = file.scenario
        self._network = file.scenario.network
        self._other_machine = other_machine
        self._last: tuple[int, Row] = -1, ()  # that was checked
        self._checked = 0

    def whole(
        self, through: Callable[[range], Iterable[int]] = lambda rows: rows
    ) -> Discrepancy | None:
        """The first discrepancy of the whole file, in constant memory.

        through is given the numbers of the rows (from 0), and gives those that are to be checked:
        to watch how far it is, or to stop.
        """
        for n in through(range(len(self._file))):
            _, discrepancy = self.row(n)
            if discrepancy:
                return discrepancy
        return None

    def row(self, n: int) -> tuple[Row, Discrepancy | None]:
        """Row n (from 0) and its first discrepancy."""
        previous = self._previous(n)
        row, discrepancy = self._anew(n, previous), None
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

    def _anew(self, n: int, previous: Row | None) -> Row | None:
        """Row n computed from the one before it, once it pays to compile the equations."""
        self._checked += 1
        if previous is None or self._checked < PAYS or self._network.width > MOST_COMPILED:
            return None
        row: memoryview[float] = memoryview(array("d", bytes(8 * self._network.width)))
        return row if self._compiled.fill(row, 0, 1, n, previous) else None

    @cached_property
    def _compiled(self) -> "Compiled":
        from stepper.runs.compiled import Compiled  # only who checks many rows waits for it

        return Compiled(self._scenario)

    @cached_property
    def _formulas(self) -> dict[Symbol, Expression]:
        return {
            s: equation(self._network, s).formula
            for s in self._network.columns
            if s.role.phase is not Phase.GIVEN
        }

    def _check(self, n: int, row: Row, previous: Row | None) -> Discrepancy | None:
        texts = self._file.texts(n)
        position, rate = self._network.position, self._scenario.learning_rate

        def value(symbol: Symbol) -> float:
            return rate if symbol == RATE else row[position[symbol]]

        for symbol, text, stored in zip(self._network.columns, texts, row, strict=True):
            formula = self._formulas.get(symbol)
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

    def _given(self, n: int, s: Symbol, previous: Row | None) -> float:
        match s.role:
            case Role.X | Role.T:
                x, t = self._scenario.samples[n % len(self._scenario.samples)]
                return (x if s.role is Role.X else t)[s.j - 1]
            case _ if previous is None:
                layer = self._scenario.layers[s.l - 1]
                return layer.weights[s.j - 1][s.i - 1] if s.i else (layer.biases or ())[s.j - 1]
            case _:
                return previous[self._network.position[self._network.becomes(s)]]

    def _same(self, symbol: Symbol, stored: float, right: float) -> bool:
        if stored == right:
            return copysign(1.0, stored) == copysign(1.0, right)
        if self._other_machine and symbol.role is Role.A:
            return abs(stored - right) <= OTHER_MACHINE_ULPS * ulp(right)
        return False


class VerifiedRows(Rows):
    """The rows of a trace file, each verified when it is first read."""

    are_stored = True

    def __init__(self, file: TraceFile) -> None:
        self._rows = lru_cache(maxsize=256)(self._read)
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
        """The first discrepancy of the whole file, read anew beside these rows: for a thread.

        Nothing too where stopped said so before one was found.
        """
        name = self._file.name
        try:
            with open_file(name) as file:
                anew = TraceFile(file, name, UNLIMITED)
                beside = partial(_beside, stopped)
                discrepancy = Verifier(anew, other_machine=True).whole(beside)
        except StepperError as error:
            return str(error)
        return f"{name}: {discrepancy}; {MEND}" if discrepancy else ""

    def row(self, n: int) -> Row:
        return self._rows(n)

    def fresh(self) -> "VerifiedRows":
        name = self._file.name
        file = TraceFile(open_file(name), name, UNLIMITED)
        if file.scenario != self._file.scenario:
            raise StepperError(f"{name}: is another trace now; open it again")
        return VerifiedRows(file)

    def _read(self, n: int) -> Row:
        row, discrepancy = self._verifier.row(n)
        if discrepancy:
            raise StepperError(f"{self._file.name}: {discrepancy}; {MEND}")
        return row


def _beside(stopped: Callable[[], bool], rows: range) -> Iterator[int]:
    """The rows for a thread, which leaves every other moment to the one that shows some."""
    until = 0.0
    for n in rows:
        if stopped():
            return
        if monotonic() > until:
            sleep(MOMENT)
            until = monotonic() + MOMENT
        yield n
