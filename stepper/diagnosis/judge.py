"""The verdict on each answer, given the mistakes that were found."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, product
from math import isclose

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression, Known, rewritten, symbols_in
from stepper.backprop.symbols import Phase
from stepper.diagnosis.by_hand import MOST_ROUNDED, ByHand, RoundedRow
from stepper.diagnosis.candidates import Candidate
from stepper.diagnosis.carried import Carried
from stepper.diagnosis.cause import Cause
from stepper.diagnosis.long_row import LongRow
from stepper.diagnosis.verdict import Explanation, Verdict, Why
from stepper.errors import StepperError
from stepper.input.answers import Answer
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import FEWEST_DIGITS, written

LAST_DIGIT = 3  # halves of its unit: rounded, a number this far off differs by one
NEAR = 0.01  # relative: how far rounding on the way can move a number


class Judge:
    """Judges the answers at the nodes of a row, in the order of the run.

    causes: the mistakes that were found, each with its candidate. carried: the numbers that result
    from them. rights: by node, the right numbers of the answers.
    """

    def __init__(
        self,
        row: LongRow,
        carried: Carried,
        causes: Sequence[tuple[Cause, Candidate]],
        rights: dict[int, float],
        fewest: int = FEWEST_DIGITS,
    ) -> None:
        self._row = row
        self._carried = carried
        self._fewest = fewest
        self._causes = causes
        self._rights = rights
        changed = (k for _, candidate in causes for k in (*candidate.wrong, *candidate.put))
        self._follow = row.follows_from([*carried.own, *changed])
        self._rounded_row = RoundedRow(carried)
        self._verdicts: dict[int, Verdict] = {}
        self._before: dict[int, list[tuple[Cause, int]]] = {}  # by answer, the mistakes before it

    def verdicts(self) -> dict[Answer, Verdict]:
        """The verdict on each answer."""
        for k in sorted(self._carried.own):
            own = self._carried.own[k]
            signed = own.answer.quantity.signed
            expected = signed(self._carried.computed[k])
            verdict = Verdict(own.answer, signed(self._rights[k]), None, self._fewest, expected)
            if verdict.is_right_so_far:
                if self._causes:
                    self._sources(k)
            else:
                verdict = verdict._replace(explanation=self._explanation(k, verdict))
            self._verdicts[k] = verdict
        return {verdict.answer: verdict for verdict in self._verdicts.values()}

    def _explanation(self, k: int, verdict: Verdict) -> Explanation | None:
        own, number = self._carried.own[k], self._carried.computed[k]
        signed = own.answer.quantity.signed(number)
        answers, causes = self._sources(k)
        off = tuple(a for a in answers if self._verdict(a).standing.is_off)
        if own.agrees(number) or (own.is_near(number) and (off or causes)):
            if causes:
                cause, at = next((each for each in causes if each[1] == k), causes[0])
                return Explanation(Why.CAUSE, signed, cause, self._row.nodes[at].symbol)
            if off:
                return Explanation(Why.FOLLOWS, signed, answers=off)
            return Explanation(Why.CARRIED, signed, answers=answers) if answers else None
        if answers and own.agrees(self._carried.as_written[k]):
            why = Why.FOLLOWS if off else Why.CARRIED
            return Explanation(why, signed, answers=off or answers)
        if off or own.answer.number.digits < FEWEST_DIGITS:
            return None
        every = (
            self._by_hand(k, self._rounded_row.of_answers),
            self._rounded(verdict),
            self._by_hand(k, self._rounded_row.alike),
            self._cut(k, verdict, answers),
            self._in_last_digit(k),
        )
        return next(chain.from_iterable(every), None)

    def _by_hand(self, k: int, ways: Callable[[int], Iterator[ByHand]]) -> Iterator[Explanation]:
        """What was written comes out where numbers on the way are rounded."""
        own = self._carried.own[k]
        if not isclose(own.value, self._carried.computed[k], rel_tol=NEAR):
            return
        for number, answers, rounded in ways(k):
            if own.agrees(number):
                why = Why.ROUNDED if rounded else Why.CARRIED
                yield Explanation(
                    why, own.answer.quantity.signed(number), None, None, answers, rounded
                )

    def _cut(self, k: int, verdict: Verdict, answers: tuple[Answer, ...]) -> Iterator[Explanation]:
        """What was written is cut off: the right number, or what the answers before it give."""
        own = self._carried.own[k].answer
        if own.number.cuts(verdict.right):
            yield Explanation(Why.CUT, verdict.right)
        number = own.quantity.signed(self._carried.as_written[k])
        if own.number.cuts(number):
            yield Explanation(Why.CUT, number, answers=answers)

    def _in_last_digit(self, k: int) -> Iterator[Explanation]:
        """What was written is off by one in the last digit, as rounding may have moved it."""
        own, number = self._carried.own[k], self._carried.computed[k]
        if own.is_near(number) and abs(own.value - number) <= LAST_DIGIT * own.half:
            yield Explanation(Why.LAST_DIGIT, own.answer.quantity.signed(number))

    def _sources(self, k: int) -> tuple[tuple[Answer, ...], list[tuple[Cause, int]]]:
        """The answers that a number is computed from, by line, and the mistakes on the way."""
        row, own = self._row, self._carried.own
        answers: dict[Answer, None] = {}
        causes: list[tuple[Cause, int]] = []
        hidden: list[tuple[Cause, int]] = []
        seen, todo = {k}, [k]
        while todo:
            at = todo.pop()
            if at != k and at in own:
                answer = own[at].answer
                is_off = self._verdicts[at].standing.is_off
                used, computed = self._carried.used[at], self._carried.computed[at]
                if is_off or own[at].value != computed or used != self._rights[at]:
                    answers[answer] = None
                if not is_off and self._causes and computed != self._rights[at]:
                    hidden += self._before[at]  # by few digits; later numbers show it
                continue
            causes += self._at_work(at)
            for part in row.parts[at]:
                if part not in seen and self._follow[part]:
                    seen.add(part)
                    todo.append(part)
        by_place = sorted(causes or hidden, key=lambda each: each[1])
        self._before[k] = by_place
        return tuple(sorted(answers, key=lambda answer: answer.line)), by_place

    def _at_work(self, k: int) -> Iterator[tuple[Cause, int]]:
        for cause, candidate in self._causes:
            if k in candidate.put or self._is_at_work(candidate, k):
                yield cause, k

    def _is_at_work(self, candidate: Candidate, k: int) -> bool:
        """Whether a mistake changes the number of a node."""
        if k not in candidate.wrong:
            return False
        used = self._carried.used
        without = self._row.functions[k](used)
        return candidate.wrong[k](used) != without

    def _verdict(self, answer: Answer) -> Verdict:
        return next(v for v in self._verdicts.values() if v.answer is answer)

    def _rounded(self, verdict: Verdict) -> Iterator[Explanation]:
        """Round every number that the equation uses."""
        step = _step(self._row.trace, verdict.answer)
        answer, right = verdict.answer, verdict.right
        if step is None or not isclose(answer.number.value, right, rel_tol=NEAR):
            return
        try:
            for formula, rounding in product(_forms(step), _ROUNDINGS):
                values = {s: step.value_of(s) for s in symbols_in(formula)}
                rounded = {s: rounding(value) for s, value in values.items()}
                changed = tuple((s, rounded[s]) for s in rounded if rounded[s] != values[s])
                number = answer.quantity.signed(evaluate(formula, rounded.__getitem__))
                if answer.number.agrees(number):
                    yield Explanation(Why.ROUNDED, number, rounded=changed)
        except StepperError:  # the run stopped before a number that is used
            return


_ROUNDINGS: tuple[Callable[[float], float], ...] = tuple(
    partial(rounding, digits)
    for digits in range(MOST_ROUNDED, 0, -1)
    for rounding in (
        lambda digits, value: round(value, digits),
        lambda digits, value: float(written(value, digits)[0]),
    )
)


def _forms(step: Step) -> Iterator[Expression]:
    """Yield the formulas that give a step's number, each from other numbers."""
    in_batch = step.trace.scenario.in_batch(step.iteration)
    in_terms = step.trace.model.in_terms(step.symbol, in_batch).formula
    for formula in (in_terms, step.equation.formula, step.recursion.formula):
        yield formula
        in_full = rewritten(formula, lambda e: e.written if isinstance(e, Known) else e)
        if in_full is not None:
            yield in_full


def _step(trace: Trace, answer: Answer) -> Step | None:
    """The step of an answer; None for a given number and for a quotient."""
    s = answer.quantity.symbol
    if answer.quantity.over is not None or s.role.phase is Phase.GIVEN:
        return None
    return Step(trace, answer.iteration, s)
