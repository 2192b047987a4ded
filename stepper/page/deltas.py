"""The δ before each step and the one after it; in a formula, the gradients."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.formula.formula import Formula
from stepper.runs.moves import DELTAS
from stepper.runs.trace import Step


class Deltas(NamedTuple):
    """The δ before a step and the one after it, if any."""

    previous: Step | None = None
    following: Step | None = None


class DeltaWords(NamedTuple):
    """Words for them: their sign, and the keys of the words for a way to them."""

    sign: str
    previous: str
    following: str


DELTA_WORDS: dict[type[Model], DeltaWords] = {
    Network: DeltaWords("δ", "key.previous_delta", "key.next_delta"),
    Formula: DeltaWords("∂", "key.previous_gradient", "key.next_gradient"),
}


def with_deltas(steps: Iterable[Step]) -> Iterator[tuple[Step, Deltas]]:
    """Yield each step with the δs around it, among these steps, as soon as both are known."""
    previous: Step | None = None
    waiting: list[tuple[Step, Step | None]] = []
    for step in steps:
        if step.symbol.role in DELTAS:
            yield from _with_following(waiting, step)
            waiting = [(step, previous)]
            previous = step
        else:
            waiting.append((step, previous))
    yield from _with_following(waiting, None)


def _with_following(
    waiting: Iterable[tuple[Step, Step | None]], following: Step | None
) -> Iterator[tuple[Step, Deltas]]:
    for step, previous in waiting:
        yield step, Deltas(previous, following)
