"""A question about a step: its formula among wrong ones, and the judgement of an answer."""

from collections.abc import Iterator
from enum import StrEnum
from math import isclose, isfinite
from random import Random
from typing import NamedTuple

from stepper.backprop.expressions import Expression, evaluate
from stepper.errors import StepperError
from stepper.input.numbers import read
from stepper.practice.mistakes import known_mistakes
from stepper.runs.trace import Step
from stepper.typeset.digits import GRAPH, RESULT, written
from stepper.typeset.equation_lines import shown_as

LETTERS = "abcd"
NEAR = 0.01  # of the number: right enough
THREE_DIGITS = 5e-4  # so near to a mistake's number, an answer is not right by chance


class Result(StrEnum):
    """RIGHT as the graph or the equation shows it, NEARLY to 1 %; MISTAKE, if it is a known one."""

    RIGHT = "right"
    NEARLY = "nearly"
    MISTAKE = "mistake"
    WRONG = "wrong"
    NO_NUMBER = "no_number"

    @property
    def is_right(self) -> bool:
        return self in (Result.RIGHT, Result.NEARLY)


class Judgement(NamedTuple):
    """mistake: the name of a known one."""

    verdict: Result
    mistake: str = ""


class Choice(NamedTuple):
    """A formula that is offered; mistake: what is wrong with it, empty for the right one."""

    formula: Expression
    mistake: str = ""


class Question:
    """What number does a step make? The formulas offered are the same ones each time.

    The wrong ones have other numbers; where all mistakes give the right number, as with a delta of
    0, they are wrong all the same.
    """

    def __init__(self, step: Step) -> None:
        self.step = step
        self._numbers: dict[str, float] = {}  # of the mistakes that show
        random = Random(step.number)
        right = Choice(shown_as(step).formula)
        mistakes = list(self._mistakes(right.formula))
        wrong = list(self._that_show(mistakes)) or mistakes
        choices = random.sample(wrong, min(len(wrong), len(LETTERS) - 1))
        choices.append(right)
        random.shuffle(choices)
        self.choices = dict(zip(LETTERS, choices, strict=False))

    def _mistakes(self, right: Expression) -> Iterator[Choice]:
        """The known mistakes that are other formulas than the right one and than each other."""
        seen = {repr(right)}  # as tuples, the sigmoid of z and its slope are equal
        for name, formula in known_mistakes(self.step.trace.network, shown_as(self.step)):
            if repr(formula) not in seen:
                seen.add(repr(formula))
                yield Choice(formula, name)

    def _that_show(self, mistakes: list[Choice]) -> Iterator[Choice]:
        """The mistakes that can be told by their numbers."""
        step = self.step
        seen = {_shown(step.value)}
        for choice in mistakes:
            try:
                number = evaluate(choice.formula, step.value_of)
            except StepperError:  # a run that stopped before a number that the mistake takes
                continue
            if isfinite(number) and _shown(number) not in seen:
                seen.add(_shown(number))
                self._numbers[choice.mistake] = number
                yield choice

    def judge(self, answer: str) -> Judgement:
        """What an answer is: a number, or the letter of a formula."""
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
        reach = THREE_DIGITS if is_near else NEAR
        apart = {name: abs(number - wrong) for name, wrong in self._numbers.items()}
        nearest = min(apart, key=apart.__getitem__, default="")
        if (
            nearest
            and apart[nearest] < abs(number - right)
            and isclose(number, self._numbers[nearest], rel_tol=reach)
        ):
            return Judgement(Result.MISTAKE, nearest)
        return Judgement(Result.NEARLY if is_near else Result.WRONG)


def _shown(number: float, digits: int = RESULT) -> float:
    """The number to the digits that are shown."""
    return float(written(number, digits)[0])
