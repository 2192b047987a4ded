"""A weight or a bias, and the numbers that are computed for it."""

from collections.abc import Iterator

from stepper.backprop.model import Model
from stepper.backprop.symbols import SUMS, UPDATED, Role, Symbol

GRADIENTS = {Role.W: Role.DC_DW, Role.B: Role.DC_DB}


def numbers(model: Model, s: Symbol) -> Iterator[tuple[Symbol, str]]:
    """Yield a parameter and what a model computes for it, each with its mark."""
    yield s, ""
    gradient = GRADIENTS[s.role]
    later = ((gradient, "backward"), (SUMS[gradient], "sum"), (UPDATED[s.role], "new"))
    for role, mark in later:
        if (other := s._replace(role=role)) in model.position:
            yield other, mark
