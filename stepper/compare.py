"""Answers against the run: which agree, and what gives the number of one that does not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, partial
from itertools import product
from math import isclose, isfinite
from typing import NamedTuple

from stepper.answers import Answer, Quantity
from stepper.carried import Carried, by_terms
from stepper.digits import Reading, written
from stepper.errors import StepperError
from stepper.expressions import Expression, Known, evaluate, rewritten, symbols_in
from stepper.layout import shown_as
from stepper.mistakes import MISTAKES, known_mistakes
from stepper.steps import Step
from stepper.symbols import FOLLOWING, Phase, Symbol
from stepper.trace import Trace
from stepper.twin import twin

SAME = 1e-12
FEWEST_DIGITS = 2  # with fewer, nearly any mistake gives the number that was written
NEAR = 0.01  # of the right number: what rounding on the way can do
FAR = 5000  # times the rounding of a number: so far from the right one, one in hundreds is meant
MOST_COLUMNS = 120
MOST_ROUNDED = 10  # digits that a number on the way was rounded to
MOST_SHAKEN = 8  # of the earlier numbers whose own rounding is allowed for


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


def compare(trace: Trace, answers: Sequence[Answer]) -> list[Verdict]:
    """A verdict on each answer, in their order.

    Rows are computed as far as the answers go. Raises NotFiniteError for an answer to a number
    that the run has not.
    """
    comparison = _Comparison(trace, answers)
    for answer in sorted(answers, key=lambda answer: _place(trace, answer)):
        comparison.judge(answer)
    return [comparison.verdicts[answer] for answer in answers]


def first_difference(trace: Trace, verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict on the earliest number of the run that differs."""
    differing = (verdict for verdict in verdicts if not verdict.agrees)
    return min(differing, key=lambda verdict: _place(trace, verdict.answer), default=None)


def _place(trace: Trace, answer: Answer) -> tuple[int, int, int]:
    """Where a number is made in the run; of a quotient, the later of its two."""
    position = max(trace.network.position[symbol] for symbol in answer.quantity.symbols)
    return answer.iteration, position, answer.line


class _Comparison:
    """The verdicts so far; answers are judged in the order in which the run makes the numbers."""

    def __init__(self, trace: Trace, answers: Sequence[Answer]) -> None:
        self.verdicts: dict[Answer, Verdict] = {}
        self._trace = trace
        self._differs_in = 0  # the iteration of the first answer that differs
        self._answers: dict[int, dict[Symbol, Answer]] = {}
        for answer in answers:
            if answer.quantity.over is None:
                self._answers.setdefault(answer.iteration, {})[answer.quantity.symbol] = answer

    def judge(self, answer: Answer) -> None:
        right = answer.quantity.value(lambda s: self._trace.value(answer.iteration, s))
        verdict = Verdict(answer, right)
        if not verdict.agrees:
            self._differs_in = self._differs_in or answer.iteration
            explanation = next(self._fitting(answer, right), None)
            verdict = verdict._replace(explanation=explanation)
        self.verdicts[answer] = verdict

    def _fitting(self, answer: Answer, right: float) -> Iterator[Explanation]:
        """The explanations that give just that number."""
        for explanations in _EXPLANATIONS:
            try:
                for explanation in explanations(self, answer, right):
                    if _fits(answer.number, explanation, right):
                        yield explanation
            except StepperError:  # a run that stopped before a number that is taken
                continue

    # --- the explanations, each from an answer and the right number

    def _own_numbers(self, answer: Answer, right: float) -> Iterator[Explanation]:
        """The equation, evaluated on the student's own numbers."""
        for own in self._own(answer.iteration):
            carried = Carried(self._trace, answer.iteration, own)
            sources = self._sources(carried, answer)
            wrong = tuple(source for source in sources if not self.verdicts[source].agrees)
            if sources:
                why = Why.FOLLOWS if wrong else Why.CARRIED
                number = _number(carried, answer.quantity)
                yield Explanation(why, number, answers=wrong or sources)
                reach = self._reach(answer, own, number, wrong)
                yield Explanation(why, number, answers=wrong, reach=reach)

    def _known_mistakes(self, answer: Answer, right: float) -> Iterator[Explanation]:
        """A wrong formula, evaluated on the stored numbers."""
        if step := self._step(answer):
            yield from _mistakes(step, answer.quantity, step.value_of)

    def _mistakes_on_own(self, answer: Answer, right: float) -> Iterator[Explanation]:
        """A wrong formula, evaluated on the student's own numbers."""
        if step := self._step(answer):
            for own in self._own(answer.iteration):
                carried = Carried(self._trace, answer.iteration, own)
                yield from _mistakes(step, answer.quantity, carried.value)

    def _mistakes_before(self, answer: Answer, right: float) -> Iterator[Explanation]:
        """A known mistake in an earlier equation, or wherever it can be made, carried on.

        Looked for in small networks, in the iteration where the first answer differs; there are
        hundreds of them, so the number has to be far from the right one in its own last digits.
        """
        n, iteration, position = self._trace.network, answer.iteration, self._trace.network.position
        is_far = abs(answer.number.value - right) >= FAR * answer.number.half
        if not self._step(answer) or not is_far or len(n.columns) > MOST_COLUMNS:
            return
        if iteration != self._differs_in:
            return
        last = position[answer.quantity.symbol]
        steps = [Step(self._trace, iteration, s) for s in n.made if position[s] <= last]
        wrong = {step: dict(known_mistakes(n, step.equation)) for step in steps}
        said = self._said(iteration)
        for step in reversed(steps[:-1]):
            for name, formula in wrong[step].items() if step.symbol not in said else ():
                put = {step.symbol: evaluate(formula, step.value_of)}
                number = _number(Carried(self._trace, iteration, put), answer.quantity)
                yield Explanation(Why.EARLIER, number, name, step.symbol)
        for name in MISTAKES:
            made = {step.symbol: wrong[step][name] for step in steps if name in wrong[step]}
            parts = [(s, part) for s, formula in made.items() for part in symbols_in(formula)]
            if made and all(position.get(part, -1) < position[s] for s, part in parts):
                number = _number(Carried(self._trace, iteration, {}, made), answer.quantity)
                yield Explanation(Why.EVERYWHERE, number, name, next(iter(made)))

    def _twin(self, answer: Answer, right: float) -> Iterator[Explanation]:
        """The same number of the run with the other way to update."""
        number = answer.quantity.value(lambda s: self._other_run.value(answer.iteration, s))
        yield Explanation(Why.TWIN, number)

    def _rounded(self, answer: Answer, right: float) -> Iterator[Explanation]:
        """The equation with all that it takes rounded."""
        step = self._step(answer)
        if step is None or not isclose(answer.number.value, right, rel_tol=NEAR):
            return
        for formula, rounding in product(_forms(step), _ROUNDINGS):
            values = {s: step.value_of(s) for s in symbols_in(formula)}
            rounded = {s: rounding(value) for s, value in values.items()}
            changed = tuple((s, rounded[s]) for s in rounded if rounded[s] != values[s])
            number = answer.quantity.signed(evaluate(formula, rounded.__getitem__))
            yield Explanation(Why.ROUNDED, number, rounded=changed)

    # --- what they are worked out from

    @cached_property
    def _other_run(self) -> Trace:
        return twin(self._trace)

    def _step(self, answer: Answer) -> Step | None:
        """The step of an answer; none for what was given, and for a quotient."""
        s = answer.quantity.symbol
        if answer.quantity.over is not None or s.role.phase is Phase.GIVEN:
            return None
        return Step(self._trace, answer.iteration, s)

    def _said(self, iteration: int) -> dict[Symbol, Answer]:
        """What an iteration's equations can take: its answers, and the new weights before it."""
        before = self._answers.get(iteration - 1, {}).items()
        new = {s._replace(role=FOLLOWING[s.role]): a for s, a in before if s.role in FOLLOWING}
        return new | self._answers.get(iteration, {})

    def _own(self, iteration: int) -> Iterator[dict[Symbol, float]]:
        """The student's numbers as they were written, and unrounded where that is known."""
        said = self._said(iteration)
        if said:
            yield {s: a.quantity.signed(a.number.value) for s, a in said.items()}
            yield {s: a.quantity.signed(self._exactly(a)) for s, a in said.items()}

    def _exactly(self, answer: Answer) -> float:
        """What was written, before it was rounded."""
        verdict = self.verdicts.get(answer)
        if verdict and verdict.agrees:
            return verdict.right
        return (
            verdict.explanation.number if verdict and verdict.explanation else answer.number.value
        )

    def _sources(self, carried: Carried, answer: Answer) -> tuple[Answer, ...]:
        """The answers that a number is worked out from, by their lines."""
        if answer.quantity.over is None:
            symbols = carried.sources(answer.quantity.symbol)
        else:
            symbols = frozenset().union(*map(carried.origins, answer.quantity.symbols))
        said = self._said(answer.iteration)
        return tuple(sorted((said[s] for s in symbols), key=lambda source: source.line))

    def _reach(
        self, answer: Answer, own: dict[Symbol, float], number: float, wrong: tuple[Answer, ...]
    ) -> float:
        """How far a number moves where those that nothing explains move by half a unit."""
        reach = 0.0
        for symbol, source in self._said(answer.iteration).items():
            if source in wrong[:MOST_SHAKEN] and self.verdicts[source].explanation is None:
                shaken = own | {symbol: own[symbol] + float(source.number.half)}
                carried = Carried(self._trace, answer.iteration, shaken)
                reach += abs(_number(carried, answer.quantity) - number)
        return reach


_EXPLANATIONS: tuple[Callable[[_Comparison, Answer, float], Iterator[Explanation]], ...] = (
    _Comparison._own_numbers,
    _Comparison._known_mistakes,
    _Comparison._mistakes_on_own,
    _Comparison._twin,
    _Comparison._mistakes_before,
    _Comparison._rounded,
)

_ROUNDINGS: tuple[Callable[[float], float], ...] = tuple(
    partial(rounding, digits)
    for digits in range(MOST_ROUNDED, 0, -1)
    for rounding in (
        lambda digits, value: round(value, digits),
        lambda digits, value: float(written(value, digits)[0]),
    )
)


def _fits(number: Reading, explanation: Explanation, right: float) -> bool:
    """Whether it gives just that number, and not by chance."""
    gives, reach = explanation.number, explanation.reach
    if not isfinite(gives) or reach > NEAR * abs(gives):
        return False
    if number.digits < FEWEST_DIGITS and not isclose(number.value, gives, rel_tol=SAME):
        return False
    if reach and abs(number.value - gives) >= abs(number.value - right):
        return False
    return number.is_within(gives, number.half + Decimal(reach))


def _number(carried: Carried, quantity: Quantity) -> float:
    """A quantity as the student's numbers make it; of a quotient, both are theirs."""
    return quantity.value(carried.made if quantity.over is None else carried.value)


def _mistakes(
    step: Step, quantity: Quantity, value: Callable[[Symbol], float]
) -> Iterator[Explanation]:
    """The known mistakes in any form of the equation of a step, on these numbers."""
    for eq in {id(eq): eq for eq in (shown_as(step), step.equation, step.recursion)}.values():
        for name, wrong in known_mistakes(step.trace.network, eq):
            try:
                number = evaluate(wrong, value)
            except StepperError:  # a run that stopped before a number that the mistake takes
                continue
            yield Explanation(Why.MISTAKE, quantity.signed(number), name)


def _forms(step: Step) -> Iterator[Expression]:
    """The ways to work out a step's number: from other numbers each."""
    formulas = by_terms(step.trace.network, step.equation), step.equation.formula
    for formula in (*formulas, step.recursion.formula):
        yield formula
        in_full = rewritten(formula, lambda e: e.written if isinstance(e, Known) else e)
        if in_full is not None:
            yield in_full
