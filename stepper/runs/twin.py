"""The same run with the other kind of update: the classic mistake beside the correct run.

It exists where every sample is followed by an update.
"""

from collections.abc import Iterator

from stepper.backprop.network import Network
from stepper.backprop.symbols import Symbol
from stepper.runs.rows import Run
from stepper.runs.scenario import UPDATES
from stepper.runs.trace import Trace


def why_no_twin(net: Network) -> str:
    """Why there is no twin: batches, or fixed weights; empty where there is one."""
    return "batches" if net.is_batched else "" if net.learns else "fixed"


def twin(trace: Trace) -> Trace:
    """The run that updates in place for a correct one, and the correct one for an in-place run.

    Raises ValueError where there is no twin.
    """
    if why := why_no_twin(trace.network):
        raise ValueError(f"no twin: {why}")
    other = next(update for update in UPDATES if update != trace.scenario.update)
    scenario = trace.scenario._replace(update=other)
    return Trace(scenario, Run(scenario))


def differing(trace: Trace, other: Trace, iteration: int) -> Iterator[Symbol]:
    """Yield the steps of an iteration whose numbers differ between the two runs."""
    for symbol in trace.model.steps:
        if trace.known(symbol, iteration) != other.known(symbol, iteration):
            yield symbol


def first_difference(trace: Trace, other: Trace, last: int) -> tuple[int, Symbol] | None:
    """The iteration and symbol of the first number that differs, up to iteration `last`."""
    for iteration in range(1, last + 1):
        for symbol in differing(trace, other, iteration):
            return iteration, symbol
    return None
