"""Verifies a trace row by row against its own equations: nothing is run again."""

from dataclasses import dataclass
from functools import lru_cache
from math import copysign, ulp

from stepper.equations import equation, evaluate
from stepper.errors import StepperError
from stepper.symbols import RATE, UPDATED, Phase, Role, Symbol
from stepper.trace import Row, Rows
from stepper.trace_file import NumberText, TraceFile

OTHER_MACHINE_ULPS = 2


@dataclass(frozen=True)
class Difference:
    """The first cell of a trace that is not what it should be; iteration from 1."""

    iteration: int
    column: str
    stored: str
    expected: str

    def __str__(self) -> str:
        return (
            f"iteration {self.iteration}, {self.column}: {self.stored} is stored, "
            f"{self.expected} is right"
        )


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

    def whole(self) -> Difference | None:
        """The first difference of the whole file, in constant memory."""
        previous: Row | None = None
        for n in range(len(self._file)):
            texts = self._file.texts(n)
            row = self._file.row(n)
            if difference := self._check(n, texts, row, previous):
                return difference
            previous = row
        return None

    def row(self, n: int) -> Difference | None:
        """The first difference of row n (from 0)."""
        previous = self._file.row(n - 1) if n else None
        return self._check(n, self._file.texts(n), self._file.row(n), previous)

    def _check(
        self, n: int, texts: list[NumberText], row: Row, previous: Row | None
    ) -> Difference | None:
        position, rate = self._network.position, self._scenario.learning_rate

        def value(symbol: Symbol) -> float:
            return rate if symbol == RATE else row[position[symbol]]

        for symbol, text, stored in zip(self._network.columns, texts, row, strict=True):
            formula = self._formulas.get(symbol)
            if formula is None:
                right = self._given(n, symbol, previous)
            else:
                right = evaluate(formula, value)
            if not self._same(symbol, stored, right):
                return Difference(n + 1, symbol.column, text, repr(right))
            if text != repr(stored):
                return Difference(n + 1, symbol.column, text, repr(stored))
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

    def __init__(self, file: TraceFile) -> None:
        self.row = lru_cache(maxsize=256)(self._read)  # type: ignore[method-assign]
        self._file = file
        self._verifier = Verifier(file, other_machine=True)

    def __len__(self) -> int:
        return len(self._file)

    def _read(self, n: int) -> Row:
        if difference := self._verifier.row(n):
            raise StepperError(f"{self._file.name}: {difference}; write the trace again")
        return self._file.row(n)
