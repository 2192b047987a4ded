"""The gradient or delta that the drawer is about at a step."""

from stepper.backprop.symbols import DERIVED_BY, SUMS, Symbol
from stepper.derive.longhand import derivable
from stepper.runs.trace import Step

_SUMMED = {total: gradient for gradient, total in SUMS.items()}


def derived_at(step: Step) -> Symbol:
    """Return the gradient or delta of a step, or of the next step that has one, else the last.

    For a sum of a batch, it is the gradient that the sum adds.
    """
    network, whole = step.trace.network, step.whole
    whole = whole._replace(role=_SUMMED.get(whole.role, whole.role))
    to_come = (whole, *network.steps[step.in_iteration - 1 :])
    own = next((s for s in (derivable(network, symbol) for symbol in to_come) if s), None)
    return own or next(s for s in reversed(network.steps) if s.role in DERIVED_BY)
