"""Numbers as people write them, with the digits that they wrote."""

import re
from decimal import Decimal
from math import isfinite
from typing import NamedTuple

from stepper.half_width import half_width
from stepper.limits import MOST_DIGITS

EXACT = Decimal("1e-12")  # relative error of a fraction: 1/3 is meant to be exact
ROUNDED = 3  # significant digits of a decimal in a fraction that was rounded: 1/128.7

_DECIMAL = r"[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)"
_POWER = r"([-+]?[0-9]{1,5})"
_NUMBER = re.compile(rf"({_DECIMAL})(?:[eE]{_POWER}|\s*[*x·×∙⋅]\s*10(?:\^|\*\*){_POWER})?")
_COMMA = re.compile(
    r"[^0-9,]*(?P<whole>[0-9]*),(?P<decimals>[0-9]+)(?![0-9,])(?P<power>\s*[eE*x·×∙⋅])?[^,]*"
)
THOUSANDS = 3  # digits
_MINUS = str.maketrans("−–", "--")
_RAISED = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "-+0123456789")


class TypedNumber(NamedTuple):
    """A number as somebody typed it.

    parts: the number as Python would write it with the same digits; both numbers of a fraction.
    slack: how far it may be off beyond that, where it was computed from rounded numbers.
    """

    value: float
    parts: tuple[str, ...]
    slack: float = 0.0

    @property
    def digits(self) -> int:
        """The number of significant digits written: 0 for zero, all of a float for a fraction."""
        if len(self.parts) > 1:
            return MOST_DIGITS
        written_out = Decimal(self.parts[0])
        return len(written_out.as_tuple().digits) if written_out else 0

    @property
    def half(self) -> Decimal:
        """Half a unit of the last digit that was written; almost 0 for a fraction.

        A fraction of a decimal of ROUNDED digits is as exact as that. The slack is added to it.
        """
        if self.slack:
            return self._replace(slack=0.0).half + Decimal(self.slack)
        if len(self.parts) > 1:
            alone = [TypedNumber(float(part), (part,)) for part in self.parts if "." in part]
            rounded = [part for part in alone if part.digits >= ROUNDED]
            relative = sum((part.half / abs(Decimal(part.parts[0])) for part in rounded), EXACT)
            return abs(Decimal(self.value)) * relative
        exponent = Decimal(self.parts[0]).as_tuple().exponent
        return Decimal((0, (5,), int(exponent) - 1))

    def agrees(self, number: float) -> bool:
        """Whether it is a number rounded to the digits written; a half may go either way."""
        return self.is_within(number, self.half)

    def cuts(self, number: float) -> bool:
        """Whether it is a number truncated, not rounded, after the last digit written."""
        if len(self.parts) > 1 or not isfinite(number) or number * self.value <= 0:
            return False
        left_out = abs(Decimal(repr(number))) - abs(Decimal(self.parts[0]))
        return 0 <= left_out < 2 * self.half

    def is_within(self, number: float, tolerance: Decimal) -> bool:
        """Whether it differs from a number by tolerance at most."""
        typed = Decimal(self.parts[0] if len(self.parts) == 1 else repr(self.value))
        return isfinite(number) and abs(Decimal(repr(number)) - typed) <= tolerance


def read(text: str) -> float | None:
    """Read a number such as -0.013, −1/4, 1e-3, 7.2·10⁻⁵ or ≈ 0.5; None if text is not a number.

    This is the inverse of digits.written in any notation. A comma is a decimal point where it can
    be nothing else.
    """
    found = read_with_comma(text)
    return None if found is None else found.value


def read_typed(text: str) -> TypedNumber | None:
    """Read a number as read does, and keep what was written."""
    text = re.sub(f"10([{_RAISED}]+)", lambda m: f"10^{m[1].translate(_LOWERED)}", text)
    text = half_width(text).translate(_MINUS).strip().lstrip("=≈~")
    parts = tuple(part for part in map(_as_python, text.split("/")) if part)
    if len(parts) != text.count("/") + 1 or len(parts) > 2:
        return None
    over, under = float(parts[0]), float(parts[-1]) if len(parts) > 1 else 1.0
    if not under or not isfinite(over / under):
        return None
    return TypedNumber(over / under, parts)


def read_with_comma(text: str) -> TypedNumber | None:
    """Read a number as read_typed does, or one with a decimal comma.

    A comma before three digits may separate thousands, unless a 0 is before it or a power of ten
    after them: 1,234 is not read.
    """
    text = half_width(text)
    number = read_typed(text)
    if number is None and "." not in text and (comma := _COMMA.fullmatch(text)):
        whole, decimals = comma["whole"].lstrip("0"), comma["decimals"]
        if not whole or len(decimals) != THOUSANDS or comma["power"]:
            return read_typed(text.replace(",", "."))
    return number


def _as_python(text: str) -> str:
    """A decimal as Python would write it with the same digits; empty if text is not one."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return ""
    mantissa, e, power = found.groups()
    return f"{mantissa}e{e or power}" if e or power else mantissa
