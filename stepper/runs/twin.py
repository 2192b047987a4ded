"""The same run with the other way to update: the classic mistake beside what is right."""

from collections.abc import Iterator

from stepper.backprop.symbols import Symbol
from stepper.runs.rows import Run
from stepper.runs.scenario import UPDATES
from stepper.runs.trace import Trace


def twin(trace: Trace) -> Trace:
    """The run that updates in place, of one that does not; of one that does, the right one."""
    other = next(update for update in UPDATES if update != trace.scenario.update)
    scenario = trace.scenario._replace(update=other)
    return Trace(scenario, Run(scenario))


def differing(trace: Trace, other: Trace, iteration: int) -> Iterator[Symbol]:
    """The numbers of the steps of an iteration that are not the same in both, in trace's order."""
    for symbol in trace.network.steps:
        if trace.value_if_any(iteration, symbol) != other.value_if_any(iteration, symbol):
            yield symbol


def first_difference(trace: Trace, other: Trace, last: int) -> tuple[int, Symbol] | None:
    """(iteration, symbol) of the first number up to iteration last that is not the same in both."""
    for iteration in range(1, last + 1):
        for symbol in differing(trace, other, iteration):
            return iteration, symbol
    return None
