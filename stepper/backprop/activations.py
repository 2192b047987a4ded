"""The activations as a table: how each is written in an equation, and what is true of it."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.backprop.expressions import (
    ONE,
    ZERO,
    Apply,
    Comparison,
    Difference,
    Expression,
    Extreme,
    Negative,
    Product,
    Quotient,
    Square,
    Sum,
)
from stepper.backprop.shape import SOFTMAX


class Activation(NamedTuple):
    """A row of the table: a = value(z), and da/dz = slope(z, a) as people write it.

    definition: the value written out, as on paper; it is computed by FUNCTIONS.
    steepest: its largest slope. ends: the limits of a as z goes to minus and to plus
    infinity; None where it grows without bound. corner: the z at which its slope jumps, and
    up to which it is 0; None for a smooth function.
    """

    value: Callable[[Expression], Expression]
    definition: Callable[[Expression], Expression]
    slope: Callable[[Expression, Expression], Expression]
    steepest: float
    ends: tuple[float | None, float | None]
    corner: float | None = None

    @property
    def saturates(self) -> bool:
        """Whether it becomes flat far from 0 on both sides."""
        return None not in self.ends


ACTIVATIONS: dict[str, Activation] = {
    "sigmoid": Activation(
        value=lambda z: Apply("sigmoid", z),
        definition=lambda z: Quotient(ONE, Sum((ONE, Apply("exp", Negative(z))))),
        slope=lambda z, a: Product((a, Difference(ONE, a))),
        steepest=0.25,
        ends=(0.0, 1.0),
    ),
    "tanh": Activation(
        value=lambda z: Apply("tanh", z),
        definition=lambda z: Quotient(
            Difference(Apply("exp", z), Apply("exp", Negative(z))),
            Sum((Apply("exp", z), Apply("exp", Negative(z)))),
        ),
        slope=lambda z, a: Difference(ONE, Square(a)),
        steepest=1.0,
        ends=(-1.0, 1.0),
    ),
    "relu": Activation(
        value=lambda z: Apply("relu", z),
        definition=lambda z: Extreme("max", (ZERO, z)),
        slope=lambda z, a: Comparison(z, ">", ZERO),
        steepest=1.0,
        ends=(0.0, None),
        corner=0.0,
    ),
    "identity": Activation(
        value=lambda z: z,
        definition=lambda z: z,
        slope=lambda z, a: ONE,
        steepest=1.0,
        ends=(None, None),
    ),
}
EVERY_ACTIVATION = (*ACTIVATIONS, SOFTMAX)
