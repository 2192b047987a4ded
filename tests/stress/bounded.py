"""Numbers to 60 digits, each with how far off a float made by the same operations may be.

A running error analysis (N. J. Higham, Accuracy and Stability of Numerical Algorithms, §3.3): what
an operation takes over from its operands, and its own rounding, of half a unit in the last place,
one unit for exp, are added up along with the numbers.
"""

from collections.abc import Callable, Iterable
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
        return not (self.value or self.error or self.overflow)

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

    def divided(self, n: int) -> "Bounded":
        """Divide by a whole number, which is exact for 1."""
        if n == 1 or self.is_zero:
            return self
        by = Decimal(n)
        return _made(self.value / by, self.error / by, UNIT, LEAST / 2, "denormal", self)

    def share(self, whole: "Bounded") -> "Bounded":
        """Divide a positive number by a sum that it is part of, which may have rounded to 0."""
        value, least = self.value / whole.value, whole.value - whole.error
        if least <= 0:
            surely = whole.value + whole.error < LEAST
            return Bounded(value, ONE.value, "denormal", Overflow.YES if surely else Overflow.MAYBE)
        most = (self.value + self.error) / least
        fewest = (self.value - self.error) / (whole.value + whole.error)
        moved = max(most - value, value - fewest)
        return _made(value, moved, UNIT, LEAST / 2, "denormal", self, whole)

    @property
    def exp(self) -> "Bounded":
        return self._by(_exp, 2 * UNIT, "large z")

    @property
    def ln(self) -> "Bounded":
        """The logarithm of what is not negative; minus infinity where the float may be 0."""
        least, most = self.value - self.error, self.value + self.error
        if least >= LEAST:
            return self._by(Decimal.ln, 2 * UNIT, "saturation")
        value = self.value.ln() if self.value > 0 else Decimal(0)
        off = max(most, LEAST).ln() - LEAST.ln()
        surely = most < LEAST
        return Bounded(value, off, "saturation", Overflow.YES if surely else Overflow.MAYBE)

    def activation(self, name: str) -> "Bounded":
        """g(z): g is off by some units; sigmoid by (1 - g) of that of e^-z, and + and / by half.

        Below -700 it is e^z, off by 1 unit and by e^2z, less than any float.
        """
        match name:
            case "identity":
                return self
            case "relu":
                if self.value + self.error <= 0:
                    return ZERO
                return replace(self, value=max(self.value, ZERO.value))
            case "tanh":
                return self._by(_tanh, 4 * UNIT, "large z")
            case _:
                least = _sigmoid(self.value - self.error)
                return self._by(_sigmoid, (4 - 2 * least) * UNIT, "large z")

    def slope(self, name: str, a: "Bounded") -> "Bounded":
        """g'(z), where a is g(z); relu's is 0 or 1 where rounding decides on which side z is."""
        match name:
            case "identity":
                return ONE
            case "relu":
                surely = abs(self.value) > self.error or not self.error
                slope = ONE if self.value > 0 else ZERO
                return slope if surely else replace(slope, error=ONE.value, cause="at a corner")
            case "tanh":
                return (a * a).rest
            case _:
                return a * a.rest

    def _by(self, function: Callable[[Decimal], Decimal], unit: Decimal, cause: str) -> "Bounded":
        """What a function that rises gives; unit: how far off it is, relative."""
        ways = (-self.error, Decimal(0), self.error)
        low, value, high = (function(self.value + way) for way in ways)
        return _made(value, max(high - value, value - low), unit, LEAST, cause, self)


ZERO, ONE = Bounded(Decimal(0)), Bounded(Decimal(1))


def _exp(z: Decimal) -> Decimal:
    """e^z; far outside the range of floats, some number that is there, too."""
    return max(Decimal(-10_000), min(z, Decimal(1000))).exp()


def _sigmoid(z: Decimal) -> Decimal:
    return 1 / (1 + (-z).exp())


def _tanh(z: Decimal) -> Decimal:
    """Where it cancels, by its series, the next term of which is below 1e-90 of z."""
    if abs(z) < Decimal("1e-15"):
        return z - z**3 / 3 + 2 * z**5 / 15
    e = (-2 * abs(z)).exp()
    return ((1 - e) / (1 + e)).copy_sign(z)


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
