"""Verdicts and causes in words: the answer, the right number, and the mistakes."""

from collections.abc import Iterator
from itertools import groupby, islice
from math import floor, isclose, isfinite, isnan, log10

from stepper.backprop.expressions import ONE, Expression, Product
from stepper.backprop.symbols import Phase, Symbol
from stepper.diagnosis.cause import Cause, Scope
from stepper.diagnosis.convention import Convention
from stepper.diagnosis.verdict import Explanation, Standing, Verdict, Why
from stepper.errors import harmless
from stepper.explain.explainer import Explainer
from stepper.input.answers import Answer, Joined, Quantity
from stepper.input.numbers import TypedNumber
from stepper.limits import MOST_DIGITS
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import FEWEST_DIGITS, RESULT, written
from stepper.typeset.equations.formulas import Names
from stepper.typeset.spans import text_of
from stepper.workings.parts import (
    ADDED,
    DIVIDED,
    MISSING,
    MULTIPLIED,
    RIGHT,
    SIGN,
    SIGN_OF_TERM,
    TOO_MUCH,
    WRONG,
    FormulaPart,
)

SHOWN = 3  # earlier numbers that are named, of those that one follows from
SAME = 1e-12
_ORDER = (RIGHT, ADDED, MULTIPLIED, SIGN, SIGN_OF_TERM, DIVIDED, WRONG, MISSING, TOO_MUCH)
_MULTIPLES = {2.0: "twice", 0.5: "half", -1.0: "reversed"} | dict.fromkeys(
    (10.0, 0.1, 100.0, 0.01), "decimal point"
)
_CAUSES = ("reversed", "decimal point")  # those that say what went wrong
OF_DIFFERENCE = 2  # digits of how far a number is off
MOST_PERCENT = 1e308  # beside the smallest numbers, it would be infinite


class Verdicts:
    """Puts verdicts on answers to a trace into words. with_lines: name the lines of answers."""

    def __init__(self, trace: Trace, explainer: Explainer, with_lines: bool = True) -> None:
        self._trace = trace
        self._explainer = explainer
        self._notation = explainer.notation
        self._with_lines = with_lines
        self._reported: dict[Cause, int] = {}  # the line where a cause was reported

    def right(self, verdict: Verdict) -> str:
        """The right number, to a digit more than the answer has or as many as show a difference."""
        right, number = verdict.right, verdict.answer.number
        if isnan(right):
            return self._notation.sign("unknown")
        if verdict.answer.working and verdict.answer.working.is_answer:
            return self._notation.value(right, RESULT)
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
        if quantity.joined is Joined.OVER:
            name = " / ".join(map(self._notation.name, quantity.symbols))
        else:
            name = self._part(quantity.expression)
            if quantity.joined is Joined.MINUS and quantity.negated:
                name = f"({name})"
        return self._notation.sign("minus") + name if quantity.negated else name

    def number(self, answer: Answer) -> str:
        """An answer as it was written: a number, or a formula."""
        if answer.working and answer.working.is_answer:
            return self._explainer.text(harmless(answer.working.text))
        return "/".join(map(self._notation.number, answer.number.parts))

    def because(self, verdict: Verdict) -> str:
        """The explanation of an answer in words; empty for one that agrees."""
        standing, explanation = verdict.standing, verdict.explanation
        is_value = verdict.answer.working is not None and verdict.answer.working.is_answer
        is_explained = explanation is not None and standing in (Standing.FOLLOWS, Standing.ROUNDING)
        if not (is_value and is_explained) and (of_formula := self._of_formula(verdict)):
            return of_formula
        if standing is Standing.FEW_DIGITS:
            return self._explainer.say("compare.few digits", count=verdict.fewest)
        if verdict.agrees:
            return ""
        if explanation is None:
            return self._unexplained(verdict)
        if explanation.why is Why.CAUSE:
            return self._of_cause(verdict.answer, explanation)
        return self._of_rounding(explanation)

    def _of_formula(self, verdict: Verdict) -> str:
        """What is right and wrong in an answer's formula; empty if it needs no comment."""
        formula = verdict.formula
        if formula is None or (verdict.agrees and formula.is_right):
            return ""
        say = self._explainer.say
        if formula.is_right:
            number = self._notation.value(formula.value, RESULT)
            return say("formula.arithmetic", number=number)
        if formula.agrees and verdict.agrees:
            return say("formula.by chance")
        sentences: list[str] = []
        for what, parts in groupby(sorted(formula.parts, key=_in_order), lambda part: part.what):
            sentences += self._of_parts(what, list(parts))
        return " ".join(sentences)

    def _of_parts(self, what: str, parts: list[FormulaPart]) -> Iterator[str]:
        """Parts of a formula that share one comment."""
        say = self._explainer.say
        if what == WRONG:
            for _, wrong, right in parts:
                key = "wrong" if right else "inverse"
                yield say(f"formula.{key}", wrong=self._factor(wrong), right=self._factor(right))
        else:
            names = dict.fromkeys(self._factor(part.shown) for part in parts)
            yield say(f"formula.{what}", names=", ".join(names))

    def cause(self, cause: Cause) -> str:
        """A cause in words, for any answers that it explains."""
        return self._in_scope(cause, cause.symbols[0], None)

    def mistake(self, cause: Cause) -> str:
        """A cause in short, in the first equation that contains it."""
        mistake = self._what(cause, cause.symbols[0])
        return mistake if cause.is_certain else self._explainer.say("mark.likely", mistake=mistake)

    def convention(self, convention: Convention, count: int) -> str:
        """The convention of answers, and how many of them agree under it."""
        say, every = self._explainer.say, ".all" * (convention.agree == count)
        what = self.convention_alone(convention)
        key = "with setting" if convention.setting else "that way"
        names = {"setting": convention.setting, "agree": convention.agree, "count": count}
        return f"{what} {say(f'compare.{key}{every}', **names)}"

    def convention_alone(self, convention: Convention) -> str:
        """A convention in words, without how many answers agree under it."""
        return self._explainer.say(f"convention.{convention.name}", value=convention.value)

    def _of_cause(self, answer: Answer, explanation: Explanation) -> str:
        cause, own = explanation.cause, answer.quantity
        if cause is None:
            return ""
        if self._with_lines and cause in self._reported and self._reported[cause] != answer.line:
            return self._explainer.say("compare.again", line=self._reported[cause])
        self._reported.setdefault(cause, answer.line)
        own_symbol = own.symbol if own.over is None else None
        return self._in_scope(cause, explanation.at or cause.symbols[0], own_symbol)

    def _in_scope(self, cause: Cause, at: Symbol, own: Symbol | None) -> str:
        """A cause, and its scope beyond the equation of the answer's own number."""
        say = self._explainer.say
        words = self._what(cause, at)
        if cause.scope is Scope.EVERYWHERE:
            words = say("compare.everywhere", name=cause.symbols[0], mistake=words)
        elif cause.scope is Scope.LAYER:
            words = say("compare.in layer", name=cause.symbols[0], mistake=words)
        elif own is not None and at != own and at.role.phase is not Phase.GIVEN:
            words = say("compare.earlier", name=at, mistake=words)
        if cause.otherwise:
            convention = self.convention_alone(cause.otherwise)
            words = say("compare.or", mistake=words, convention=convention)
        return words if cause.is_certain else say("compare.likely", mistake=words)

    def _what(self, cause: Cause, at: Symbol) -> str:
        """The effect of a cause on the equation of a number."""
        if cause.name:
            return self._explainer.mistake(Step(self._trace, cause.iteration, at), cause.name)
        change = cause.change
        if change is None:
            return ""
        names = {"name": at, "right": self._part(change.right), "wrong": self._part(change.wrong)}
        return self._explainer.say(f"change.{change.what}", **names)

    def _part(self, e: Expression | None) -> str:
        return "" if e is None else text_of(Names(self._notation).write(e))

    def _factor(self, e: Expression | None) -> str:
        """An expression as a factor of a product: a sum in brackets."""
        return "" if e is None else text_of(Names(self._notation).factors(Product((e, ONE)))[0])

    def _of_rounding(self, explanation: Explanation) -> str:
        """The words for an answer that follows from earlier ones, or differs by rounding."""
        say = self._explainer.say
        numbers = [*map(self._assigned, explanation.answers)]
        numbers += [self._about(symbol, value) for symbol, value in explanation.rounded]
        if explanation.why is Why.CUT and numbers:
            number = self._notation.value(explanation.number, RESULT)
            return say("compare.cut.carried", numbers=", ".join(_few(numbers)), number=number)
        return say(f"compare.{explanation.why}", numbers=", ".join(_few(numbers)))

    def _unexplained(self, verdict: Verdict) -> str:
        """How far off an unexplained answer is."""
        say, answer = self._explainer.say, verdict.answer
        if answer.quantity.symbol.role.phase is Phase.GIVEN:
            return say("compare.of given")
        right = verdict.right if isnan(verdict.expected) else verdict.expected
        if not isfinite(right) or not right:
            return ""
        yours = "" if isclose(right, verdict.right, rel_tol=SAME) else ".yours"
        number = self.right(verdict._replace(right=right))
        if what := _multiple(answer.number, right):
            told = say(f"change.{what}{yours}", number=number)
            if what in _CAUSES:
                return told
        else:
            told = self._off(answer.number.value, right)
            if yours:
                told += f" {say('compare.from yours', number=number)}"
        return f"{told} {say('compare.not found')}"

    def _off(self, number: float, right: float) -> str:
        """By how much a number is off; of two negative ones, by size."""
        size = ".size" if number < 0 and right < 0 else ""
        off = abs(number) - abs(right) if size else number - right
        return self._explainer.say(
            f"compare.{'large' if off > 0 else 'small'}{size}",
            difference=self._short(abs(off)),
            percent=self._percent(min(abs(off / right) * 100, MOST_PERCENT)),
        )

    def _percent(self, percent: float) -> str:
        size = float(written(percent, OF_DIFFERENCE)[0])
        digits = max(floor(log10(size)) + 1, OF_DIFFERENCE) if percent else OF_DIFFERENCE
        return self._notation.value(percent, min(digits, MOST_DIGITS))

    def _short(self, number: float) -> str:
        return self._notation.value(number, OF_DIFFERENCE)

    def _assigned(self, answer: Answer) -> str:
        name, number = self.name(answer.quantity), self.number(answer)
        if not self._with_lines:
            return f"{name} = {number}"
        return self._explainer.say("compare.at", name=name, number=number, line=answer.line)

    def _about(self, symbol: Symbol, value: float) -> str:
        name, about = self._notation.name(symbol), self._notation.sign("about")
        return f"{name} {about} {self._notation.value(value, None)}"


def _multiple(number: TypedNumber, right: float) -> str:
    """What makes a number twice the right one, or the like; empty if nothing does."""
    fits = (what for k, what in _MULTIPLES.items() if number.agrees(k * right))
    return next(fits, "") if number.digits >= FEWEST_DIGITS else ""


def _in_order(part: FormulaPart) -> int:
    return _ORDER.index(part.what)


def _few(texts: list[str]) -> Iterator[str]:
    """The first SHOWN texts, and a sign if there are more."""
    yield from islice(texts, SHOWN)
    if len(texts) > SHOWN:
        yield "…"
