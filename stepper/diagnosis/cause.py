"""A mistake in answers, where it is at work, and its change to the equations."""

from enum import StrEnum
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.diagnosis.convention import Convention
from stepper.mistakes.changes import Change


class Scope(StrEnum):
    """Where a cause is at work."""

    ONE = "one"  # in the equation of one number
    LAYER = "layer"  # in every equation of its kind in a layer
    EVERYWHERE = "everywhere"  # in every equation that it fits


class Cause(NamedTuple):
    """A mistake that explains answers.

    name: that of a known mistake, whose sentence is mistake.<name>; empty for any other, which
        change describes.
    iteration, symbols: the numbers whose equations contain it, in the order of the run, and the
        first iteration of it; a given number that was misread is one of them.
    scope: where it is at work.
    is_certain: whether nothing else explains as much.
    otherwise: a convention that explains as much, under which there is no mistake.
    """

    name: str
    iteration: int
    symbols: tuple[Symbol, ...]
    scope: Scope = Scope.ONE
    change: Change | None = None
    is_certain: bool = True
    otherwise: Convention | None = None

    @property
    def kind(self) -> str:
        """A key that is equal for the same mistake of two students, wherever they made it."""
        return self.name or f"change.{self.change.what if self.change else ''}"
