"""What is said about an answer: whether it agrees, and if not, what gives just that number."""

from enum import StrEnum
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.input.answers import Answer


class Standing(StrEnum):
    """What an answer comes to; only a number that differs of itself is a mistake."""

    AGREES = "agrees"
    FOLLOWS = "follows"  # from a mistake before it
    ROUNDING = "rounding"
    DIFFERS = "differs"

    @property
    def is_off(self) -> bool:
        """Whether what is worked out from it is off as well, by more than rounding."""
        return self in (Standing.FOLLOWS, Standing.DIFFERS)


class Why(StrEnum):
    """What gives the number that was written."""

    FOLLOWS = "follows"  # from an earlier answer that is off
    CARRIED = "carried"  # an earlier answer, rounded as it was written, was carried on
    CUT = "cut"  # the right number, cut to its digits and not rounded
    MISTAKE = "mistake"  # a known mistake in its own equation
    EARLIER = "earlier"  # a known mistake in an earlier one, whose number is not among the answers
    EVERYWHERE = "everywhere"  # a known mistake made wherever it can be
    LAST_DIGIT = "last digit"  # nearly the right number
    SIGN_OF_TERM = "sign of term"  # one term of a sum, the other way round
    MIXED_UP = "mixed up"  # the number of another neuron or edge
    TWIN = "twin"  # the run with the other way to update
    ROUNDED = "rounded"  # an earlier number was rounded, though that is not among the answers


class Explanation(NamedTuple):
    """number: exactly what it gives; reach: how far the rounding of earlier answers can move that.

    mistake: the name of a known one. at: in whose equation it is made, if not in its own; the term
    or the number that was taken.
    answers: those that it is worked out from. rounded: what was rounded, and to which number.
    """

    why: Why
    number: float
    mistake: str = ""
    at: Symbol | None = None
    answers: tuple[Answer, ...] = ()
    rounded: tuple[tuple[Symbol, float], ...] = ()
    reach: float = 0.0


_STANDINGS = {
    Why.FOLLOWS: Standing.FOLLOWS,
    Why.CARRIED: Standing.ROUNDING,
    Why.CUT: Standing.ROUNDING,
    Why.LAST_DIGIT: Standing.ROUNDING,
    Why.ROUNDED: Standing.ROUNDING,
}


class Verdict(NamedTuple):
    """right: the number of the run. explanation: of an answer that differs, where there is one."""

    answer: Answer
    right: float
    explanation: Explanation | None = None

    @property
    def agrees(self) -> bool:
        """Whether the answer is right to the digits written."""
        return self.answer.number.agrees(self.right)

    @property
    def standing(self) -> Standing:
        if self.agrees:
            return Standing.AGREES
        why = self.explanation and self.explanation.why
        return _STANDINGS.get(why, Standing.DIFFERS) if why else Standing.DIFFERS

    @property
    def exact(self) -> float:
        """The number before it was rounded or cut, as far as that is known."""
        if self.agrees or (self.explanation and self.explanation.why is Why.CUT):
            return self.right
        return self.explanation.number if self.explanation else self.answer.number.value
