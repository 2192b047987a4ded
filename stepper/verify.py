"""Verifies a trace row by row against its own equations: nothing is run again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from math import copysign, isfinite, ulp

from stepper.document import short
from stepper.equations import equation
from stepper.errors import StepperError
from stepper.expressions import evaluate
from stepper.files import open_file
from stepper.symbols import RATE, UPDATED, Phase, Role, Symbol
from stepper.trace import Row, Rows
from stepper.trace_file import MEND, UNLIMITED, TraceFile

OTHER_MACHINE_ULPS = 2


@dataclass(frozen=True)
class Discrepancy:
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
    """

    def __init__(self, file: TraceFile, other_machine: bool = False) -> None:
        self._file = file
        self._scenario = file.scenario
        self._network = file.scenario.network
        self._other_machine = other_machine
        self._formulas = {
            s: equation(self._network, s).formula
            for s in self._network.columns
            if s.role.phase is not Phase.GIVEN
        }

    def whole(self, stopped: Callable[[], bool] = lambda: False) -> Discrepancy | None:
        """The first discrepancy of the whole file, in constant memory.

        stopped is asked before each row; once it is true, the rows that are left are not checked.
        """
        previous: Row | None = None
        for n in range(len(self._file)):
            if stopped():
                break
            row = self._file.row(n)
            if discrepancy := self._check(n, row, previous):
                return discrepancy
            previous = row
        return None

    def row(self, n: int) -> tuple[Row, Discrepancy | None]:
        """Row n (from 0) and its first discrepancy."""
        previous = self._file.row(n - 1) if n else None
        row = self._file.row(n)
        return row, self._check(n, row, previous)

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
        position = self._network.position
        match s.role:
            case Role.X | Role.T:
                x, t = self._scenario.samples[n % len(self._scenario.samples)]
                return (x if s.role is Role.X else t)[s.j - 1]
            case _ if previous is None:
                layer = self._scenario.layers[s.l - 1]
                return layer.weights[s.j - 1][s.i - 1] if s.i else (layer.biases or ())[s.j - 1]
            case _:
                updated = s._replace(role=UPDATED[s.role])
                return previous[position.get(updated, position[s])]

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

    def problem(self, stopped: Callable[[], bool]) -> str:
        """The first discrepancy of the whole file, read anew beside these rows: for a thread.

        Nothing too where stopped said so before one was found.
        """
        name = self._file.name
        try:
            with open_file(name) as file:
                anew = TraceFile(file, name, UNLIMITED)
                discrepancy = Verifier(anew, other_machine=True).whole(stopped)
        except StepperError as error:
            return str(error)
        return f"{name}: {discrepancy}; {MEND}" if discrepancy else ""

    def row(self, n: int) -> Row:
        return self._rows(n)

    def anew(self) -> "VerifiedRows":
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
