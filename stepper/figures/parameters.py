"""A weight or a bias, and the numbers that are computed for it."""

from collections.abc import Iterator

from stepper.backprop.symbols import SUMS, UPDATED, Role, Symbol
from stepper.figures.layout import Subject

GRADIENTS = {Role.W: Role.DC_DW, Role.B: Role.DC_DB}


def back(s: Symbol) -> tuple[Symbol, ...]:
    """The gradients that come back to a parameter: its own, and their sum in a batch."""
    gradient = GRADIENTS.get(s.role)
    return (s._replace(role=gradient), s._replace(role=SUMS[gradient])) if gradient else ()


def numbers(subject: Subject, s: Symbol) -> Iterator[tuple[Symbol, str]]:
    """Yield a parameter and the numbers computed for it, each with its mark."""
    yield s, ""
    gradient = GRADIENTS[s.role]
    later = ((gradient, "backward"), (SUMS[gradient], "sum"), (UPDATED[s.role], "new"))
    for role, mark in later:
        if subject.has(other := s._replace(role=role)):
            yield other, mark
