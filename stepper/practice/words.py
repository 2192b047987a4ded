"""Verdicts in words: what was written, the right number, and what explains the difference."""

from collections.abc import Iterator
from itertools import islice
from math import isnan

from stepper.backprop.symbols import Symbol
from stepper.explain.explainer import Explainer
from stepper.input.answers import Answer, Quantity
from stepper.limits import MOST_DIGITS
from stepper.practice.verdict import Verdict, Why
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT, written

SHOWN = 3  # earlier numbers that are named, of those that one follows from


class Verdicts:
    """Puts verdicts on answers to a trace into words. with_lines: name the lines of answers."""

    def __init__(self, trace: Trace, explainer: Explainer, with_lines: bool = True) -> None:
        self._trace = trace
        self._explainer = explainer
        self._notation = explainer.notation
        self._with_lines = with_lines

    def right(self, verdict: Verdict) -> str:
        """The right number, to a digit more than the answer has or as many as show a difference."""
        right, number = verdict.right, verdict.answer.number
        if isnan(right):
            return self._notation.sign("unknown")
        least = RESULT if len(number.parts) > 1 else number.digits + 1
        texts = (written(right, k)[0] for k in range(least, MOST_DIGITS + 1))
        text = next((text for text in texts if not number.agrees(float(text))), repr(right))
        return self._notation.number(text)

    def standing(self, verdict: Verdict) -> str:
        """A sign and a word for the standing of the answer."""
        standing = verdict.standing
        word = self._explainer.say(f"standing.{standing}")
        return f"{self._notation.sign(standing)} {word}"

    def name(self, quantity: Quantity) -> str:
        name = " / ".join(map(self._notation.name, quantity.symbols))
        return self._notation.sign("minus") + name if quantity.negated else name

    def number(self, answer: Answer) -> str:
        return "/".join(map(self._notation.number, answer.number.parts))

    def because(self, verdict: Verdict) -> str:
        """The explanation in words; empty if there is none."""
        say, explanation, answer = self._explainer.say, verdict.explanation, verdict.answer
        if explanation is None:
            return ""
        at = explanation.at or answer.quantity.symbol
        mistake = ""
        if explanation.mistake:
            step = Step(self._trace, answer.iteration, at)
            mistake = self._explainer.mistake(step, explanation.mistake)
        numbers = [*map(self._assigned, explanation.answers)]
        numbers += [self._about(symbol, value) for symbol, value in explanation.rounded]
        in_place = explanation.why is Why.TWIN and self._trace.network.in_place
        return say(
            f"compare.{explanation.why}{'.in_place' * in_place}",
            mistake=mistake,
            name=at,
            numbers=", ".join(_few(numbers)),
        )

    def _assigned(self, answer: Answer) -> str:
        name, number = self.name(answer.quantity), self.number(answer)
        if not self._with_lines:
            return f"{name} = {number}"
        return self._explainer.say("compare.at", name=name, number=number, line=answer.line)

    def _about(self, symbol: Symbol, value: float) -> str:
        name, about = self._notation.name(symbol), self._notation.sign("about")
        return f"{name} {about} {self._notation.number(written(value, None)[0])}"


def _few(texts: list[str]) -> Iterator[str]:
    """The first SHOWN texts, and a sign if there are more."""
    yield from islice(texts, SHOWN)
    if len(texts) > SHOWN:
        yield "…"
