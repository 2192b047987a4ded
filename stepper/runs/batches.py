"""The batches of a run: where they are, and the mean of C over their samples."""

from collections.abc import Sequence
from functools import reduce
from operator import add

from stepper.runs.trace import Step, Trace

MOST_AHEAD = 200  # samples of the next batch whose costs are computed to compare with them


def count(trace: Trace) -> int:
    """The number of batches of a run."""
    return trace.scenario.epochs * trace.schedule.batches


def number(trace: Trace, iteration: int) -> int:
    """The batch of an iteration in the run, from 1."""
    epoch, _ = trace.scenario.place(iteration)
    return (epoch - 1) * trace.schedule.batches + trace.scenario.batch_in_epoch(iteration)


def iterations(trace: Trace, batch: int) -> range:
    """The iterations of a batch of the run."""
    samples, size = len(trace.scenario.samples), trace.scenario.batch
    epoch, place = divmod(batch - 1, trace.schedule.batches)
    first = epoch * samples + place * size + 1
    return range(first, min(first + size, (epoch + 1) * samples + 1))


def mean(costs: Sequence[float]) -> float:
    """The mean of the costs of samples, added up in their order."""
    return reduce(add, costs) / len(costs)


def costs_of(trace: Trace, over: range) -> list[float]:
    """C in each of some iterations; empty if one is missing."""
    costs = [trace.known(trace.model.C, n) for n in over]
    known = [cost for cost in costs if cost is not None]
    return known if len(known) == len(over) else []


def mean_cost(trace: Trace, over: range) -> float | None:
    """The mean of C over iterations; None if one is missing."""
    costs = costs_of(trace, over)
    return mean(costs) if costs else None


def so_far(step: Step) -> range:
    """The iterations of the batch of a step, up to its own."""
    own = iterations(step.trace, number(step.trace, step.iteration))
    return range(own.start, step.iteration + 1)


def change(step: Step) -> tuple[float, float] | None:
    """The mean C of a step's batch, and of the same samples with the new weights.

    None where the run ends, or the next batch has other samples.
    """
    trace = step.trace
    batch, samples = number(trace, step.iteration), len(trace.scenario.samples)
    if batch == count(trace) or not samples <= min(trace.scenario.batch, MOST_AHEAD):
        return None
    before, after = (mean_cost(trace, iterations(trace, k)) for k in (batch, batch + 1))
    return None if before is None or after is None else (before, after)
