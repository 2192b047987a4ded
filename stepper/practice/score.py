"""How a learner's predictions went, by the kind of step."""

from enum import StrEnum
from typing import NamedTuple

from stepper.practice.kinds import KINDS, kind_of
from stepper.runs.trace import Step


class Outcome(StrEnum):
    """RIGHT at once; LATER, after a wrong answer; SHOWN, when the learner gave up."""

    RIGHT = "right"
    LATER = "later"
    SHOWN = "shown"


class Tally(NamedTuple):
    """Questions that were asked; those answered right at once; those that were shown."""

    asked: int
    right: int
    shown: int


class Score:
    """How each question ended; a step counts once, as it was answered first."""

    def __init__(self) -> None:
        self._outcomes: dict[Step, Outcome] = {}

    def note(self, step: Step, outcome: Outcome) -> None:
        self._outcomes.setdefault(step, outcome)

    def holds(self, step: Step) -> bool:
        """Whether the step was asked about."""
        return step in self._outcomes

    @property
    def total(self) -> Tally:
        return _tally(list(self._outcomes.values()))

    @property
    def by_kind(self) -> dict[str, Tally]:
        """The kinds that were asked about, in the order of the table."""
        outcomes: dict[str, list[Outcome]] = {kind: [] for kind in KINDS}
        for step, outcome in self._outcomes.items():
            outcomes[kind_of(step.symbol) or ""].append(outcome)
        return {kind: _tally(some) for kind, some in outcomes.items() if some}

    @property
    def to_practise(self) -> str | None:
        """The kind of which the smallest part was right; None where all were."""
        parts = {kind: tally.right / tally.asked for kind, tally in self.by_kind.items()}
        kind = min(parts, key=parts.__getitem__, default=None)
        return kind if kind and parts[kind] < 1 else None


def _tally(outcomes: list[Outcome]) -> Tally:
    return Tally(len(outcomes), outcomes.count(Outcome.RIGHT), outcomes.count(Outcome.SHOWN))
