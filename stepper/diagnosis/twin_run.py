"""The classic mistake, made in every iteration from the first: the run with the other update.

In the first iterations it is one mistake among others; later, only its whole run shows it.
"""

from functools import lru_cache, partial
from math import log2

from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.diagnosis.cause import Cause, Scope
from stepper.diagnosis.verdict import Explanation, Standing, Verdict, Why
from stepper.errors import StepperError
from stepper.runs.trace import Trace
from stepper.runs.twin import twin, why_no_twin

LEAST_BITS = 6.0  # by which a number has to be off to rule out chance


@lru_cache(maxsize=4)  # saves running the scenario again for each student
def _twin(trace: Trace) -> Trace:
    return twin(trace)


def twin_cause(trace: Trace) -> Cause | None:
    """The classic mistake as a cause; None where the run has no twin or no hidden layer."""
    net = trace.model
    if not isinstance(net, Network) or why_no_twin(net) or net.L < 2:
        return None
    name = "old_weight" if net.in_place else "new_weight"
    first = Symbol(Role.DC_DA, net.L - 1, 1)
    return Cause(name, 1, (first,), Scope.EVERYWHERE)


def with_twin(trace: Trace, cause: Cause, verdict: Verdict) -> Verdict:
    """The verdict, explained by the twin if its number fits and nothing else does."""
    answer, explanation = verdict.answer, verdict.explanation
    is_found = explanation is not None and answer.number.agrees(explanation.number)
    if is_found or verdict.standing is not Standing.DIFFERS:
        return verdict
    try:
        number = answer.quantity.value(partial(_twin(trace).value, iteration=answer.iteration))
    except StepperError:
        return verdict
    off, half = abs(verdict.right - answer.number.value), float(answer.number.half)
    if not answer.number.agrees(number) or not half or log2(max(off / half, 1.0)) < LEAST_BITS:
        return verdict
    return verdict._replace(explanation=Explanation(Why.CAUSE, number, cause, cause.symbols[0]))
