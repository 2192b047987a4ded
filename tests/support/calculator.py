"""A student's calculator: the value of numbers and signs as the program shows them."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from math import ulp

from stepper.typeset.digits import RESULT


def calculated(shown: str) -> Decimal:
    """Return the number that a decimal calculator gives for shown signs and numbers."""
    power = r"[*·]10(?:\^(-?\d+)|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    one_number = re.sub(power, lambda p: "e" + (p[1] or p[2].translate(digits)), shown)
    signs = str.maketrans({"−": "-", "·": "*", "²": "**2"})
    program = re.sub(r"[\d.]+(e-?\d+)?", r"Decimal('\g<0>')", one_number).translate(signs)
    assert not set(re.sub(r"Decimal|'[\d.e-]+'", "", program)) - set("()+-*2g ")
    return Decimal(eval(program, {"Decimal": Decimal, "g": lambda z: 1 / (1 + (-z).exp())}))


def rounded(number: Decimal) -> Decimal:
    """Round to the significant digits of results; return 0 where no float is so small."""
    if abs(number) < Decimal(ulp(0.0)) / 2:
        return Decimal(0)
    return Context(prec=RESULT, rounding=ROUND_HALF_UP).plus(number)
