"""The problems of a formula, each with its place."""

from collections.abc import Iterable
from typing import NamedTuple

from stepper.errors import StepperError


class Problem(NamedTuple):
    """A problem of a formula, at a line and column (from 1), or at a key of the scenario file."""

    line: int
    column: int
    message: str
    key: str = ""

    @property
    def place(self) -> str:
        return self.key or f"line {self.line}, column {self.column}"


class FormulaError(StepperError):
    """All problems of a formula: first those of its lines in order, then those of keys."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.places = tuple(sorted(problems, key=lambda p: (bool(p.key), p.line, p.column)))
        super().__init__(*(f"{problem.place}: {problem.message}" for problem in self.places))
