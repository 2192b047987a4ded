"""The verdict on an answer: whether it agrees with the run, and if not, what explains it."""

from enum import StrEnum
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.input.answers import Answer


class Standing(StrEnum):
    """How an answer compares with the run; only one that DIFFERS is a mistake of its own."""

    AGREES = "agrees"
    FOLLOWS = "follows"  # from a mistake before it
    ROUNDING = "rounding"
    DIFFERS = "differs"
    FEW_DIGITS = "few digits"  # right as far as it goes, but that is not as far as was asked

    @property
    def is_off(self) -> bool:
        """Whether numbers computed from it are wrong as well, by more than rounding."""
        return self in (Standing.FOLLOWS, Standing.DIFFERS)


class Why(StrEnum):
    """What explains the number that was written."""

    FOLLOWS = "follows"  # it follows from an earlier answer that is wrong
    CARRIED = "carried"  # it was computed from an earlier answer as that was rounded
    CUT = "cut"  # the right number, truncated instead of rounded
    MISTAKE = "mistake"  # a known mistake in its own equation
    EARLIER = "earlier"  # a known mistake in an earlier equation that no answer is about
    EVERYWHERE = "everywhere"  # a known mistake in every equation that it applies to
    LAST_DIGIT = "last digit"  # the right number but for the last digit
    SIGN_OF_TERM = "sign of term"  # a sum with the sign of one term reversed
    MIXED_UP = "mixed up"  # the number of another neuron or weight
    TWIN = "twin"  # the number of the run with the other update rule
    EACH_SAMPLE = "each sample"  # the number of a run that updates before a batch has ended
    ROUNDED = "rounded"  # an earlier number that no answer is about was rounded


class Explanation(NamedTuple):
    """What may have given a number that differs from the run's.

    number: the number that this gives, unrounded.
    mistake: the name of a known mistake.
    at: the symbol whose equation contains the mistake, if not the answer's own; or the term or
        number that was taken by mistake.
    answers: the earlier answers that the number was computed from.
    rounded: the earlier numbers that were rounded, each with what it was rounded to.
    tolerance: how far the rounding of earlier answers can move the number.
    """

    why: Why
    number: float
    mistake: str = ""
    at: Symbol | None = None
    answers: tuple[Answer, ...] = ()
    rounded: tuple[tuple[Symbol, float], ...] = ()
    tolerance: float = 0.0


_STANDINGS = {
    Why.FOLLOWS: Standing.FOLLOWS,
    Why.CARRIED: Standing.ROUNDING,
    Why.CUT: Standing.ROUNDING,
    Why.LAST_DIGIT: Standing.ROUNDING,
    Why.ROUNDED: Standing.ROUNDING,
}


class Verdict(NamedTuple):
    """right: the number of the run. explanation: of a number that differs, if one was found."""

    answer: Answer
    right: float
    explanation: Explanation | None = None

    @property
    def agrees(self) -> bool:
        """Whether the answer is right to the digits that were written."""
        return self.answer.number.agrees(self.right)

    @property
    def standing(self) -> Standing:
        if self.agrees:
            return Standing.AGREES
        why = self.explanation and self.explanation.why
        return _STANDINGS.get(why, Standing.DIFFERS) if why else Standing.DIFFERS

    @property
    def exact(self) -> float:
        """The number before it was rounded or truncated, as far as that is known."""
        if self.agrees or (self.explanation and self.explanation.why is Why.CUT):
            return self.right
        return self.explanation.number if self.explanation else self.answer.number.value
