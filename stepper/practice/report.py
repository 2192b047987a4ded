"""What is found out about a student's answers: a verdict on each, and what went wrong."""

from enum import StrEnum
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.input.answers import Answer
from stepper.practice.verdict import Standing, Verdict
from stepper.runs.scenario import Scenario

FEWEST_DIGITS = 2  # significant digits that are asked for, unless a sheet says otherwise


class Scope(StrEnum):
    """Where a cause is at work."""

    ONE = "one"  # in the equation of one number
    LAYER = "layer"  # in every equation of its kind in a layer
    EVERYWHERE = "everywhere"  # in every equation that it fits


class Cause(NamedTuple):
    """One thing that went wrong: a mistake in the equation of one number, or of several.

    name: that of a known mistake, whose sentence is mistake.<name>; empty for any other.
    change: what it does to an equation where it is not known by name: the key of its sentence,
        change.<change>. right, wrong: what belongs into the equation, and what was taken.
    symbols: the numbers whose equations contain it, in the order of the run; of a given number
        that was misread, that number. iteration: the first in which it is at work.
    scope: where it is at work. is_certain: whether nothing else explains as much.
    explains: the answers that it explains, in the order of the run; those that only follow from
        them are not among them.
    """

    name: str
    iteration: int
    symbols: tuple[Symbol, ...]
    scope: Scope = Scope.ONE
    is_certain: bool = True
    explains: tuple[Answer, ...] = ()
    change: str = ""
    right: object = None
    wrong: object = None

    @property
    def kind(self) -> tuple[str, str]:
        """What two students' causes have in common who made the same mistake anywhere."""
        return self.name, self.change


class Convention(NamedTuple):
    """Another way to compute that is no mistake, under which the answers agree.

    name: the key of its sentence, convention.<name>. scenario: the one that is meant; None where
    no scenario can say it. setting: what the scenario says differently, `cost = "squares"`.
    agree: how many answers agree under it, of those that are about numbers.
    """

    name: str
    agree: int
    scenario: Scenario | None = None
    setting: str = ""


class Asked(NamedTuple):
    """What counts. digits: the fewest significant digits. numbers: those that are asked for, each
    with its iteration; an answer to any other number is judged as well.
    """

    digits: int = FEWEST_DIGITS
    numbers: tuple[tuple[int, Symbol], ...] = ()


class Diagnosis(NamedTuple):
    """All that was found out about the answers of one student.

    verdicts: one on each answer, in the order of the answers. With a convention they judge by it:
        verdict.right is the number under the convention.
    causes: what went wrong, in the order of the run; empty where all agree or nothing is found.
    convention: that of the answers, where it is not the scenario's; None otherwise.
    missing: the numbers that were asked for and have no answer.
    """

    verdicts: list[Verdict]
    causes: tuple[Cause, ...] = ()
    convention: Convention | None = None
    missing: tuple[tuple[int, Symbol], ...] = ()

    def count(self, standing: Standing) -> int:
        """How many answers have a standing."""
        return sum(verdict.standing is standing for verdict in self.verdicts)

    def cause_of(self, verdict: Verdict) -> Cause | None:
        """The cause that explains an answer itself; None for one that only follows."""
        return next((cause for cause in self.causes if verdict.answer in cause.explains), None)
