"""A student's own numbers, and what follows from them in place of the stored ones."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from stepper.backprop.symbols import FOLLOWING, Phase, Symbol
from stepper.input.answers import Answer, Quantity
from stepper.practice.carried import Carried
from stepper.practice.verdict import Verdict
from stepper.runs.trace import Trace
from stepper.runs.twin import twin

ONE_MORE = 0.1  # of half a unit: so near is a number that is kept with one digit more
MOST_SHAKEN = 8  # of the earlier numbers whose own rounding is allowed for


class OwnNumbers:
    """The answers to numbers of the run, and the verdicts so far, in the order of the run."""

    def __init__(self, trace: Trace, answers: Sequence[Answer]) -> None:
        self.trace = trace
        self.verdicts: dict[Answer, Verdict] = {}
        self.mistaken_from = 0  # the iteration of the first mistake
        self._answers: dict[int, dict[Symbol, Answer]] = {}
        for answer in answers:
            if answer.quantity.over is None:
                self._answers.setdefault(answer.iteration, {})[answer.quantity.symbol] = answer

    @cached_property
    def twin(self) -> Trace:
        """The run with the other way to update."""
        return twin(self.trace)

    def note(self, verdict: Verdict) -> None:
        self.verdicts[verdict.answer] = verdict
        if verdict.standing.is_off:
            self.mistaken_from = self.mistaken_from or verdict.answer.iteration

    def said(self, iteration: int) -> dict[Symbol, Answer]:
        """What an iteration's equations can take: its answers, and the new weights before it."""
        before = self._answers.get(iteration - 1, {}).items()
        new = {s._replace(role=FOLLOWING[s.role]): a for s, a in before if s.role in FOLLOWING}
        return new | self._answers.get(iteration, {})

    def as_written(self, iteration: int) -> dict[Symbol, float]:
        """The student's numbers, each with the digits that were written."""
        said = self.said(iteration).items()
        return {s: a.quantity.signed(a.number.value) for s, a in said}

    def versions(self, iteration: int) -> Iterator[dict[Symbol, float]]:
        """The student's numbers as they were written, and unrounded where that is known."""
        said = self.said(iteration)
        if said:
            yield self.as_written(iteration)
            yield {s: a.quantity.signed(self._exactly(a)) for s, a in said.items()}

    def sources(self, carried: Carried, answer: Answer) -> tuple[Answer, ...]:
        """The answers that a number is worked out from, by their lines."""
        if answer.quantity.over is None:
            symbols = carried.sources(answer.quantity.symbol)
        else:
            symbols = frozenset().union(*map(carried.origins, answer.quantity.symbols))
        said = self.said(answer.iteration)
        return tuple(sorted((said[s] for s in symbols), key=lambda source: source.line))

    def reach(
        self, answer: Answer, own: dict[Symbol, float], number: float, sources: tuple[Answer, ...]
    ) -> float:
        """How far a number moves where those that it is worked out from had other digits."""
        reach = 0.0
        for symbol, source in self.said(answer.iteration).items():
            if source in sources[:MOST_SHAKEN]:
                shaken = own | {symbol: own[symbol] + self._doubt(source)}
                carried = Carried(self.trace, answer.iteration, shaken)
                reach += abs(number_of(carried, answer.quantity) - number)
        return reach

    def _doubt(self, answer: Answer) -> float:
        """How far what was carried on may be from what was written: one keeps more digits."""
        verdict, half = self.verdicts[answer], float(answer.number.half)
        if not verdict.agrees:
            return half
        is_given = answer.quantity.symbol.role.phase is Phase.GIVEN
        return 0.0 if is_given else abs(verdict.right - answer.number.value) + half * ONE_MORE

    def _exactly(self, answer: Answer) -> float:
        verdict = self.verdicts.get(answer)
        return verdict.exact if verdict else answer.number.value


def number_of(carried: Carried, quantity: Quantity) -> float:
    """A quantity as other numbers make it; of a quotient, both are as equations take them."""
    return quantity.value(carried.made if quantity.over is None else carried.value)
