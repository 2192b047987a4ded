"""Questions about steps: formulas to choose from, and the judgement of an answer."""

from collections.abc import Iterator
from enum import StrEnum
from math import isclose, isfinite
from random import Random
from typing import NamedTuple

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression
from stepper.errors import StepperError
from stepper.formula.formula import Formula
from stepper.input.numbers import read
from stepper.mistakes import formula_mistakes
from stepper.mistakes.mistakes import known_mistakes
from stepper.runs.trace import Step
from stepper.typeset.digits import GRAPH, RESULT, written
from stepper.typeset.equations.lines import shown_as

LETTERS = "abcd"
NEAR = 0.01  # relative: close enough to count as nearly right
THREE_DIGITS = 5e-4  # relative: an answer this close to a mistake's number shows the mistake


class Result(StrEnum):
    """RIGHT to the digits of the graph or the equation; NEARLY within 1 %; MISTAKE: a known one."""

    RIGHT = "right"
    NEARLY = "nearly"
    MISTAKE = "mistake"
    WRONG = "wrong"
    NO_NUMBER = "no_number"

    @property
    def is_right(self) -> bool:
        return self in (Result.RIGHT, Result.NEARLY)


class Judgement(NamedTuple):
    """How an answer was judged. mistake: the name of the known mistake that it shows, if any."""

    result: Result
    mistake: str = ""


class Choice(NamedTuple):
    """A formula to choose. mistake: the name of its mistake, empty for the right formula."""

    formula: Expression
    mistake: str = ""


class Question:
    """What is the number of a step? Asked again, a question offers the same formulas.

    The wrong formulas give other numbers than the right one, unless every known mistake gives the
    right number, as with a delta of 0: then they are offered all the same.
    """

    def __init__(self, step: Step) -> None:
        self.step = step
        self.mistaken: dict[str, float] = {}  # mistake -> its number, if that differs
        random = Random(step.number)
        right = Choice(shown_as(step).formula)
        mistakes = list(self._mistakes(right.formula))
        wrong = list(self._that_show(mistakes)) or mistakes
        choices = random.sample(wrong, min(len(wrong), len(LETTERS) - 1))
        choices.append(right)
        random.shuffle(choices)
        self.choices = dict(zip(LETTERS, choices, strict=False))

    def _mistakes(self, right: Expression) -> Iterator[Choice]:
        """Yield the known mistakes whose formulas differ from the right one and from each other."""
        seen = {repr(right)}  # as tuples, the sigmoid of z and its slope are equal
        model, eq = self.step.trace.model, shown_as(self.step)
        known = (
            formula_mistakes.known_mistakes(model, eq)
            if isinstance(model, Formula)
            else known_mistakes(self.step.trace.network, eq)
        )
        for name, formula in known:
            if repr(formula) not in seen:
                seen.add(repr(formula))
                yield Choice(formula, name)

    def _that_show(self, mistakes: list[Choice]) -> Iterator[Choice]:
        """Yield the mistakes whose numbers differ from the right one and from each other."""
        step = self.step
        seen = {_shown(step.value)}
        for choice in mistakes:
            try:
                number = evaluate(choice.formula, step.value_of)
            except StepperError:  # the run stopped before a number that the mistake uses
                continue
            if isfinite(number) and _shown(number) not in seen:
                seen.add(_shown(number))
                self.mistaken[choice.mistake] = number
                yield choice

    def judge(self, answer: str) -> Judgement:
        """Judge an answer: a number, or the letter of a formula."""
        choice = self.choices.get(answer.strip().lower())
        if choice:
            return Judgement(Result.MISTAKE if choice.mistake else Result.RIGHT, choice.mistake)
        number = read(answer)
        return Judgement(Result.NO_NUMBER) if number is None else self._judge(number)

    def _judge(self, number: float) -> Judgement:
        right = self.step.value
        if _shown(number) == _shown(right) or any(
            number == _shown(right, digits) for digits in range(GRAPH, RESULT)
        ):
            return Judgement(Result.RIGHT)
        is_near = isclose(number, right, rel_tol=NEAR)
        tolerance = THREE_DIGITS if is_near else NEAR
        apart = {name: abs(number - wrong) for name, wrong in self.mistaken.items()}
        nearest = min(apart, key=apart.__getitem__, default="")
        if (
            nearest
            and apart[nearest] < abs(number - right)
            and isclose(number, self.mistaken[nearest], rel_tol=tolerance)
        ):
            return Judgement(Result.MISTAKE, nearest)
        return Judgement(Result.NEARLY if is_near else Result.WRONG)


def _shown(number: float, digits: int = RESULT) -> float:
    """Round a number to the digits that are shown."""
    return float(written(number, digits)[0])
