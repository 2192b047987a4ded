"""Answers that were worked out for another variant of the scenario, with another seed."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from stepper.errors import StepperError
from stepper.input.answers import Answer
from stepper.limits import MAX_NEAR
from stepper.runs.trace import Trace

FEWEST = 3  # answers that can speak for a variant
TRIED = range(100)  # seeds, beside those that are known


class Fitting(NamedTuple):
    """The variant that answers fit, and how many of them agree with it."""

    seed: int
    agree: int
    of: int


def fitting(
    trace: Trace,
    answers: Sequence[Answer],
    variant: Callable[[int], Trace],
    known: Iterable[int] = (),
) -> Fitting | None:
    """The variant that at least twice as many answers fit as their own, if most fit it.

    variant: the run with a seed. known: seeds to try first.
    """
    numbers = [
        a for a in answers if not (a.working and a.working.is_answer) and a.number.digits > 1
    ]
    own, least = agreeing(trace, numbers), max(FEWEST, len(numbers) // 2 + 1)
    is_drawn = trace.scenario.seed is not None and trace.model.width <= MAX_NEAR
    if not is_drawn or len(numbers) < FEWEST or own >= least:
        return None
    for seed in dict.fromkeys([*known, *TRIED]):
        if seed != trace.scenario.seed:
            agree = agreeing(variant(seed), numbers)
            if agree >= max(least, 2 * own):
                return Fitting(seed, agree, len(numbers))
    return None


def agreeing(trace: Trace, answers: Iterable[Answer]) -> int:
    """How many answers agree with a run."""
    count = 0
    for answer in answers:
        try:
            value = answer.quantity.value(partial(trace.value, iteration=answer.iteration))
        except (StepperError, KeyError):  # the run stopped before it, or does not have the number
            continue
        count += answer.number.agrees(value)
    return count
