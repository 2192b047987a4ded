"""A student's own numbers, and what follows from them in place of the stored ones."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from stepper.answers import Answer, Quantity
from stepper.carried import Carried
from stepper.symbols import FOLLOWING, Symbol
from stepper.trace import Trace
from stepper.twin import twin
from stepper.verdict import Verdict

MOST_SHAKEN = 8  # of the earlier numbers whose own rounding is allowed for


class OwnNumbers:
    """The answers to numbers of the run, and the verdicts so far, in the order of the run."""

    def __init__(self, trace: Trace, answers: Sequence[Answer]) -> None:
        self.trace = trace
        self.verdicts: dict[Answer, Verdict] = {}
        self.differs_from = 0  # the iteration of the first answer that differs
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
        if not verdict.agrees:
            self.differs_from = self.differs_from or verdict.answer.iteration

    def said(self, iteration: int) -> dict[Symbol, Answer]:
        """What an iteration's equations can take: its answers, and the new weights before it."""
        before = self._answers.get(iteration - 1, {}).items()
        new = {s._replace(role=FOLLOWING[s.role]): a for s, a in before if s.role in FOLLOWING}
        return new | self._answers.get(iteration, {})

    def versions(self, iteration: int) -> Iterator[dict[Symbol, float]]:
        """The student's numbers as they were written, and unrounded where that is known."""
        said = self.said(iteration)
        if said:
            yield {s: a.quantity.signed(a.number.value) for s, a in said.items()}
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
        self, answer: Answer, own: dict[Symbol, float], number: float, wrong: tuple[Answer, ...]
    ) -> float:
        """How far a number moves where those that nothing explains move by half a unit."""
        reach = 0.0
        for symbol, source in self.said(answer.iteration).items():
            if source in wrong[:MOST_SHAKEN] and self.verdicts[source].explanation is None:
                shaken = own | {symbol: own[symbol] + float(source.number.half)}
                carried = Carried(self.trace, answer.iteration, shaken)
                reach += abs(number_of(carried, answer.quantity) - number)
        return reach

    def _exactly(self, answer: Answer) -> float:
        """What was written, before it was rounded."""
        verdict = self.verdicts.get(answer)
        if verdict and verdict.agrees:
            return verdict.right
        if verdict and verdict.explanation:
            return verdict.explanation.number
        return answer.number.value


def number_of(carried: Carried, quantity: Quantity) -> float:
    """A quantity as other numbers make it; of a quotient, both are as equations take them."""
    return quantity.value(carried.made if quantity.over is None else carried.value)
