"""The score of a session: how its questions ended, in all and by kind."""

from enum import StrEnum
from typing import NamedTuple

from stepper.practice.kinds import KINDS, kind_of
from stepper.runs.trace import Step


class Outcome(StrEnum):
    """How a question ended: RIGHT at once, LATER after a wrong answer, SHOWN on giving up."""

    RIGHT = "right"
    LATER = "later"
    SHOWN = "shown"


class Tally(NamedTuple):
    """Counts of questions: all, those answered right at once, those whose answer was shown."""

    asked: int
    right: int
    shown: int


class Score:
    """The outcomes of the questions of a session; only the first outcome of a step counts."""

    def __init__(self) -> None:
        self._outcomes: dict[Step, Outcome] = {}

    def note(self, step: Step, outcome: Outcome) -> None:
        self._outcomes.setdefault(step, outcome)

    def holds(self, step: Step) -> bool:
        """Whether the step has been asked about."""
        return step in self._outcomes

    @property
    def total(self) -> Tally:
        return _tally(list(self._outcomes.values()))

    @property
    def by_kind(self) -> dict[str, Tally]:
        """The tally of each kind that was asked about, in the order of KINDS."""
        outcomes: dict[str, list[Outcome]] = {kind: [] for kind in KINDS}
        for step, outcome in self._outcomes.items():
            outcomes[kind_of(step.symbol) or ""].append(outcome)
        return {kind: _tally(some) for kind, some in outcomes.items() if some}

    @property
    def to_practise(self) -> str | None:
        """The kind with the smallest share of right answers; None if all were right."""
        shares = {kind: tally.right / tally.asked for kind, tally in self.by_kind.items()}
        kind = min(shares, key=shares.__getitem__, default=None)
        return kind if kind and shares[kind] < 1 else None


def _tally(outcomes: list[Outcome]) -> Tally:
    return Tally(len(outcomes), outcomes.count(Outcome.RIGHT), outcomes.count(Outcome.SHOWN))
