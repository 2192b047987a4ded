"""The verdict on an answer: whether it agrees with the run, and if not, its explanation."""

from enum import StrEnum
from math import isnan, nan
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.diagnosis.cause import Cause
from stepper.input.answers import Answer
from stepper.typeset.digits import FEWEST_DIGITS
from stepper.workings.judged import JudgedFormula

FLOAT = 2.0**-51  # relative: one or two last places of a double are no difference


class Standing(StrEnum):
    """How an answer compares with the run; only one that DIFFERS is a mistake of its own."""

    AGREES = "agrees"
    FEW_DIGITS = "few_digits"  # right as far as it goes, which is not as far as was asked
    FOLLOWS = "follows"  # from a mistake before it
    ROUNDING = "rounding"
    DIFFERS = "differs"

    @property
    def is_off(self) -> bool:
        """Whether numbers computed from it are wrong as well, by more than rounding."""
        return self in (Standing.FOLLOWS, Standing.DIFFERS)


class Why(StrEnum):
    """The kinds of explanations of a number that was written."""

    CAUSE = "cause"  # a mistake in its own equation, or in an earlier one that no answer is about
    FOLLOWS = "follows"  # it follows from earlier answers that are wrong
    CARRIED = "carried"  # earlier answers were carried on as they were rounded
    ROUNDED = "rounded"  # an earlier number that no answer is about was rounded
    CUT = "cut"  # the right number, truncated instead of rounded
    LAST_DIGIT = "last digit"  # off by one there, as far as rounding can reach


class Explanation(NamedTuple):
    """An explanation of a number that differs from the run's.

    number: the number that it gives, unrounded.
    cause: the mistake.
    at: the symbol whose equation contains it.
    answers: the earlier answers that the number was computed from.
    rounded: the earlier numbers that were rounded, each with what it was rounded to.
    """

    why: Why
    number: float
    cause: Cause | None = None
    at: Symbol | None = None
    answers: tuple[Answer, ...] = ()
    rounded: tuple[tuple[Symbol, float], ...] = ()

    @property
    def mistake(self) -> str:
        """The name of a known mistake; empty for any other."""
        return self.cause.name if self.cause else ""


_STANDINGS = {
    Why.CAUSE: Standing.DIFFERS,
    Why.FOLLOWS: Standing.FOLLOWS,
    Why.CARRIED: Standing.ROUNDING,
    Why.ROUNDED: Standing.ROUNDING,
    Why.CUT: Standing.ROUNDING,
    Why.LAST_DIGIT: Standing.ROUNDING,
}


class Verdict(NamedTuple):
    """How an answer compares with the run.

    right: the number of the run. explanation: of a number that differs, if one was found.

    fewest: the significant digits that were asked for. expected: the number that follows from the
    student's own earlier ones; NaN where that was not worked out. formula: the judgement of the
    formula that was written down, if there is one.
    """

    answer: Answer
    right: float
    explanation: Explanation | None = None
    fewest: int = FEWEST_DIGITS
    expected: float = nan
    formula: JudgedFormula | None = None

    @property
    def agrees(self) -> bool:
        """Whether the answer is right to the digits that were written, and has enough of them."""
        return self.standing is Standing.AGREES

    @property
    def is_right_so_far(self) -> bool:
        """Whether the answer is right to the digits that were written, however few."""
        return self.is_exact or self.answer.number.agrees(self.right)

    @property
    def is_exact(self) -> bool:
        """Whether it is the very number of the run, but for the last places of a double."""
        value = self.answer.number.value
        return not isnan(value) and abs(value - self.right) <= FLOAT * abs(self.right)

    @property
    def standing(self) -> Standing:
        if self.is_right_so_far:
            enough = self.is_exact or self.answer.number.digits >= self.fewest
            return Standing.AGREES if enough else Standing.FEW_DIGITS
        return _STANDINGS[self.explanation.why] if self.explanation else Standing.DIFFERS
