"""The diagnosis of a student's answers: a verdict on each, and the mistakes."""

from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.diagnosis.cause import Cause
from stepper.diagnosis.convention import Convention
from stepper.diagnosis.verdict import Standing, Verdict
from stepper.typeset.digits import FEWEST_DIGITS


class Asked(NamedTuple):
    """The assignment. digits: the fewest significant digits. numbers: those that are asked for,
    each with its iteration; answers to other numbers are judged as well.
    """

    digits: int = FEWEST_DIGITS
    numbers: tuple[tuple[int, Symbol], ...] = ()


class Diagnosis(NamedTuple):
    """The verdicts on the answers of one student, and what explains them.

    verdicts: one on each answer, in the order of the answers. With a convention they judge by it:
        verdict.right is the number under the convention.
    causes: what went wrong, in the order of the run; empty where all agree or nothing is found.
        The verdicts that a cause explains itself have it in their explanations.
    convention: that of the answers, where it is not the scenario's; None otherwise.
    missing: the numbers that were asked for and have no answer, each with its iteration.
    """

    verdicts: list[Verdict]
    causes: tuple[Cause, ...] = ()
    convention: Convention | None = None
    missing: tuple[tuple[int, Symbol], ...] = ()

    def count(self, standing: Standing) -> int:
        """How many answers have a standing."""
        return sum(verdict.standing is standing for verdict in self.verdicts)

    @property
    def is_right(self) -> bool:
        """Whether all answers agree, under a convention perhaps, and none is missing."""
        return not self.missing and all(verdict.agrees for verdict in self.verdicts)
