"""Numbers to 60 digits, each with how far off a float made by the same operations may be.

A running error analysis (N. J. Higham, Accuracy and Stability of Numerical Algorithms, §3.3): what
an operation takes over from its operands, and its own rounding, of half a unit in the last place,
one unit for exp, are added up along with the numbers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, DivisionByZero, InvalidOperation
from enum import IntEnum
from functools import reduce

CONTEXT = Context(prec=60, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[InvalidOperation, DivisionByZero])
ONE_MORE = Decimal("1.000000000000001")  # two roundings at once give a little more than their sum
UNIT = CONTEXT.multiply(Decimal(2.0**-53), ONE_MORE)
LEAST = Decimal("5e-324")  # the smallest float, a unit in the last place below LEAST_NORMAL
LEAST_NORMAL = Decimal(2.0**-1022)
TOO_LARGE = Decimal(2**1024 - 2**970)  # what is rounded to infinity from here on
WELL_CONDITIONED = Decimal("1e-12")  # relative


class Overflow(IntEnum):
    """Whether the float is infinite."""

    NO = 0
    MAYBE = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Bounded:
    """An exact value; the float lies within error of it. cause: why error is no longer small."""

    value: Decimal
    error: Decimal = Decimal(0)
    cause: str = ""
    overflow: Overflow = Overflow.NO

    @property
    def is_zero(self) -> bool:
        return not self.value and not self.error

    @property
    def finite(self) -> "Bounded":
        """The same number, whose float turned out to be finite."""
        return replace(self, overflow=Overflow.NO) if self.overflow else self

    def __neg__(self) -> "Bounded":
        return replace(self, value=-self.value)

    def __mul__(self, other: "Bounded") -> "Bounded":
        if self.is_zero or other.is_zero:
            return Bounded(Decimal(0))
        value = self.value * other.value
        moved = abs(self.value) * other.error + (abs(other.value) + other.error) * self.error
        cause = "denormal" if abs(value) < LEAST_NORMAL else "many roundings"
        return _made(value, moved, UNIT, LEAST / 2, cause, self, other)

    def __add__(self, other: "Bounded") -> "Bounded":
        return self._plus(other, "cancellation")

    def __sub__(self, other: "Bounded") -> "Bounded":
        return self._plus(-other, "cancellation")

    @property
    def rest(self) -> "Bounded":
        """1 - a."""
        return Bounded(Decimal(1))._plus(-self, "saturation")

    def _plus(self, other: "Bounded", cause: str) -> "Bounded":
        moved = self.error + other.error
        return _made(self.value + other.value, moved, UNIT, Decimal(0), cause, self, other)

    @property
    def sigmoid(self) -> "Bounded":
        """1 / (1 + e^-z): e^-z is off by 1 unit, which moves g by (1 - g) of that, + and / by half.

        Below -700 it is e^z, off by 1 unit and by e^2z, less than any float.
        """
        low, value, high = (_g(self.value + way * self.error) for way in (-1, 0, 1))
        moved = max(value - low, high - value)
        return _made(value, moved, (4 - 2 * low) * UNIT, LEAST, "large z", self)


def _g(z: Decimal) -> Decimal:
    return 1 / (1 + (-z).exp())


def _made(
    value: Decimal, moved: Decimal, unit: Decimal, least: Decimal, cause: str, *parts: Bounded
) -> Bounded:
    """What an operation gives on parts that are off: moved by them, then rounded."""
    most = abs(value) + moved
    error = moved + most * unit + least
    overflow = max(part.overflow for part in parts)
    if most >= TOO_LARGE:
        surely = abs(value) - moved >= TOO_LARGE
        overflow = max(overflow, Overflow.YES if surely else Overflow.MAYBE)
    if error <= WELL_CONDITIONED * abs(value):
        return Bounded(value, error, "", overflow)
    known = (part.cause for part in parts if part.cause)
    return Bounded(value, error, next(known, cause), overflow)


def total(terms: Iterable[Bounded]) -> Bounded:
    """From the first term on."""
    return reduce(Bounded.__add__, terms)
