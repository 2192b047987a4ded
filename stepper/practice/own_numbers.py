"""A student's own numbers, from which later ones may follow instead of from the run's."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from stepper.backprop.symbols import FOLLOWING, SO_FAR, Phase, Symbol
from stepper.input.answers import Answer, Quantity
from stepper.practice.carried import Carried
from stepper.practice.verdict import Verdict
from stepper.runs.rows import Run
from stepper.runs.trace import Trace
from stepper.runs.twin import twin

ONE_MORE = 0.1  # of half a unit: the rounding of a number that is kept with one digit more
MOST_SHAKEN = 8  # earlier numbers whose own rounding is allowed for


class OwnNumbers:
    """The answers to numbers of a trace, and the verdicts so far, in the order of the run."""

    def __init__(self, trace: Trace, answers: Sequence[Answer]) -> None:
        self.trace = trace
        self.verdicts: dict[Answer, Verdict] = {}
        self.mistaken_from = 0  # iteration of the first mistake
        self._answers: dict[int, dict[Symbol, Answer]] = {}
        for answer in answers:
            if answer.quantity.over is None:
                self._answers.setdefault(answer.iteration, {})[answer.quantity.symbol] = answer

    @cached_property  # saves running the scenario again for each answer that differs
    def twin(self) -> Trace:
        """The run with the other update rule."""
        return twin(self.trace)

    @cached_property  # saves the same
    def each_sample(self) -> Trace:
        """The run that updates after each sample of a batch."""
        scenario = self.trace.scenario._replace(batch=1, batch_gradient="mean")
        return Trace(scenario, Run(scenario))

    def note(self, verdict: Verdict) -> None:
        self.verdicts[verdict.answer] = verdict
        if verdict.standing.is_off:
            self.mistaken_from = self.mistaken_from or verdict.answer.iteration

    def answers(self, iteration: int) -> dict[Symbol, Answer]:
        """The answers that an iteration's equations can use.

        These are the answers of the iteration, the new weights and biases of the last update, and
        the sums of gradients of the sample before in the batch.
        """
        last_update = self.trace.schedule.last_update(iteration)
        updated = self._answers.get(last_update, {}).items()
        new = {s._replace(role=FOLLOWING[s.role]): a for s, a in updated if s.role in FOLLOWING}
        if self.trace.scenario.in_batch(iteration).sample > 1:
            before = self._answers.get(iteration - 1, {}).items()
            new |= {s._replace(role=SO_FAR[s.role]): a for s, a in before if s.role in SO_FAR}
        return new | self._answers.get(iteration, {})

    def as_written(self, iteration: int) -> dict[Symbol, float]:
        """The student's numbers of an iteration, to the digits that were written."""
        answers = self.answers(iteration).items()
        return {s: a.quantity.signed(a.number.value) for s, a in answers}

    def versions(self, iteration: int) -> Iterator[dict[Symbol, float]]:
        """Yield the student's numbers as written, then unrounded as far as that is known."""
        answers = self.answers(iteration)
        if answers:
            yield self.as_written(iteration)
            yield {s: a.quantity.signed(self._exactly(a)) for s, a in answers.items()}

    def sources(self, carried: Carried, answer: Answer) -> tuple[Answer, ...]:
        """The answers that an answer is computed from, sorted by line."""
        if answer.quantity.over is None:
            symbols = carried.sources(answer.quantity.symbol)
        else:
            symbols = frozenset().union(*map(carried.origins, answer.quantity.symbols))
        answers = self.answers(answer.iteration)
        return tuple(sorted((answers[s] for s in symbols), key=lambda source: source.line))

    def tolerance(
        self, answer: Answer, own: dict[Symbol, float], number: float, sources: tuple[Answer, ...]
    ) -> float:
        """How far a number can move when its sources are rounded differently.

        own: the student's numbers, from which equations give number, the answer's quantity.
        """
        tolerance = 0.0
        for symbol, source in self.answers(answer.iteration).items():
            if source in sources[:MOST_SHAKEN]:
                shaken = own | {symbol: own[symbol] + self._doubt(source)}
                carried = Carried(self.trace, answer.iteration, shaken)
                tolerance += abs(number_of(carried, answer.quantity) - number)
        return tolerance

    def _doubt(self, answer: Answer) -> float:
        """How far the number that was used may be from the one that was written."""
        verdict, half = self.verdicts[answer], float(answer.number.half)
        if not verdict.agrees:
            return half
        is_given = answer.quantity.symbol.role.phase is Phase.GIVEN
        return 0.0 if is_given else abs(verdict.right - answer.number.value) + half * ONE_MORE

    def _exactly(self, answer: Answer) -> float:
        verdict = self.verdicts.get(answer)
        return verdict.exact if verdict else answer.number.value


def number_of(carried: Carried, quantity: Quantity) -> float:
    """Compute a quantity from carried numbers; for a quotient, the student's own two numbers."""
    return quantity.value(carried.computed if quantity.over is None else carried.value)
