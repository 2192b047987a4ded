"""A weight or a bias, and the numbers that are computed for it."""

from collections.abc import Callable, Iterator

from stepper.backprop.symbols import GRADIENT_OF, SUMS, Symbol


def back(s: Symbol) -> tuple[Symbol, ...]:
    """The gradients that come back to a parameter: its own, and their sum in a batch."""
    gradient = s.as_role(GRADIENT_OF)
    return (gradient, gradient.as_role(SUMS)) if gradient != s else ()


def numbers(s: Symbol, has: Callable[[Symbol], bool]) -> Iterator[tuple[Symbol, str]]:
    """Yield a parameter and what is computed for it, each with its mark; has: what is shown."""
    yield s, ""
    gradient, total = back(s)
    for other, mark in ((gradient, "backward"), (total, "sum"), (s.updated, "new")):
        if has(other):
            yield other, mark
