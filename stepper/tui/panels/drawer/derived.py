"""The gradient or delta that the drawer is about at a step."""

from stepper.backprop.symbols import SUMS, Symbol
from stepper.derive.by_hand import by_hand
from stepper.runs.trace import Step

_SUMMED = {total: gradient for gradient, total in SUMS.items()}


def derived_at(step: Step) -> Symbol:
    """The gradient or delta of a step, or of the next step that has one, else the last.

    For a sum of a batch, it is the gradient that the sum adds.
    """
    model, whole = step.trace.model, step.whole
    derivable = by_hand(model).derivable
    whole = whole._replace(role=_SUMMED.get(whole.role, whole.role))
    to_come = (whole, *model.steps[step.in_iteration - 1 :])
    own = next((s for s in (derivable(model, symbol) for symbol in to_come) if s), None)
    return own or next(s for s in reversed(model.steps) if derivable(model, s) == s)
