"""The δ before each step and the one after it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from stepper.runs.moves import is_delta
from stepper.runs.trace import Step


class Deltas(NamedTuple):
    """The δ before a step and the one after it, where there are such."""

    previous: Step | None = None
    following: Step | None = None


def with_deltas(steps: Iterable[Step]) -> Iterator[tuple[Step, Deltas]]:
    """Yield each step with the δs around it, among these steps, as soon as both are known."""
    previous: Step | None = None
    waiting: list[tuple[Step, Step | None]] = []
    for step in steps:
        if is_delta(step.symbol, None):
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
