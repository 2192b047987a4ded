"""What is said about an answer: whether it agrees, and if not, what gives just that number."""

from enum import StrEnum
from typing import NamedTuple

from stepper.answers import Answer
from stepper.symbols import Symbol


class Why(StrEnum):
    """What gives the number that was written."""

    FOLLOWS = "follows"  # from an earlier answer that differs
    CARRIED = "carried"  # an earlier answer, rounded as it was written, was carried on
    MISTAKE = "mistake"  # a known mistake in its own equation
    EARLIER = "earlier"  # a known mistake in an earlier one, whose number is not among the answers
    EVERYWHERE = "everywhere"  # a known mistake made wherever it can be
    TWIN = "twin"  # the run with the other way to update
    ROUNDED = "rounded"  # an earlier number was rounded, though that is not among the answers


class Explanation(NamedTuple):
    """number: exactly what it gives; reach: how far the rounding of earlier answers can move that.

    mistake: the name of a known one; at: in whose equation it is made, if not in its own.
    answers: those that it is worked out from. rounded: what was rounded, and to which number.
    """

    why: Why
    number: float
    mistake: str = ""
    at: Symbol | None = None
    answers: tuple[Answer, ...] = ()
    rounded: tuple[tuple[Symbol, float], ...] = ()
    reach: float = 0.0


class Verdict(NamedTuple):
    """right: the number of the run. explanation: of an answer that differs, where there is one."""

    answer: Answer
    right: float
    explanation: Explanation | None = None

    @property
    def agrees(self) -> bool:
        """Whether the answer is right to the digits written."""
        return self.answer.number.agrees(self.right)
