"""A number as people write it, and how many of its digits were written."""

import re
from decimal import Decimal
from math import isfinite
from typing import NamedTuple

from stepper.limits import MOST_DIGITS

EXACT = Decimal("1e-12")  # of a fraction: 1/3 is that near to the number that is meant

_DECIMAL = r"[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)"
_POWER = r"([-+]?[0-9]{1,5})"
_NUMBER = re.compile(rf"({_DECIMAL})(?:[eE]{_POWER}|\s*[*x·×∙⋅]\s*10(?:\^|\*\*){_POWER})?")
_MINUS = str.maketrans("−–", "--")
_RAISED = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹"
_LOWERED = str.maketrans(_RAISED, "-+0123456789")


class TypedNumber(NamedTuple):
    """A number as somebody wrote it.

    parts: the number as Python would write it with the same digits; of a fraction, both numbers.
    """

    value: float
    parts: tuple[str, ...]

    @property
    def digits(self) -> int:
        """How many significant digits were written, none for 0; a fraction has all of a float."""
        if len(self.parts) > 1:
            return MOST_DIGITS
        written_out = Decimal(self.parts[0])
        return len(written_out.as_tuple().digits) if written_out else 0

    @property
    def half(self) -> Decimal:
        """Half a unit of the last digit that was written; a fraction is exact."""
        if len(self.parts) > 1:
            return abs(Decimal(self.value)) * EXACT
        exponent = Decimal(self.parts[0]).as_tuple().exponent
        return Decimal((0, (5,), int(exponent) - 1))

    def agrees(self, number: float) -> bool:
        """Whether it is the number to the digits written; a half may be rounded either way."""
        return self.is_within(number, self.half)

    def cuts(self, number: float) -> bool:
        """Whether it is that number with what comes after the last digit left out, not rounded."""
        if len(self.parts) > 1 or not isfinite(number) or number * self.value <= 0:
            return False
        left_out = abs(Decimal(repr(number))) - abs(Decimal(self.parts[0]))
        return 0 <= left_out < 2 * self.half

    def is_within(self, number: float, reach: Decimal) -> bool:
        """Whether it is no further from the number than that."""
        said = Decimal(self.parts[0] if len(self.parts) == 1 else repr(self.value))
        return isfinite(number) and abs(Decimal(repr(number)) - said) <= reach


def read(text: str) -> float | None:
    """A number as people write it: -0.013, −1/4, 1e-3, 7.2·10⁻⁵, ≈ 0.5; None if it is none.

    The inverse of written, in any notation. A comma is no decimal point.
    """
    found = reading(text)
    return None if found is None else found.value


def reading(text: str) -> TypedNumber | None:
    """A number that read takes, with what was written."""
    text = re.sub(f"10([{_RAISED}]+)", lambda m: f"10^{m[1].translate(_LOWERED)}", text)
    text = text.translate(_MINUS).strip().lstrip("=≈~")
    parts = tuple(part for part in map(_as_python, text.split("/")) if part)
    if len(parts) != text.count("/") + 1 or len(parts) > 2:
        return None
    over, under = float(parts[0]), float(parts[-1]) if len(parts) > 1 else 1.0
    if not under or not isfinite(over / under):
        return None
    return TypedNumber(over / under, parts)


def _as_python(text: str) -> str:
    """A decimal as Python would write it with the same digits; nothing if it is none."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return ""
    mantissa, e, power = found.groups()
    return f"{mantissa}e{e or power}" if e or power else mantissa
