"""A student's calculator: the value of numbers and signs as the program shows them."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from math import tanh, ulp

from stepper.typeset.digits import RESULT

FUNCTIONS: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": lambda z: 1 / (1 + (-z).exp()),
    "tanh": lambda z: Decimal(tanh(z)),
    "relu": lambda z: max(z, Decimal(0)),
    "exp": Decimal.exp,
    "ln": Decimal.ln,
    "step": lambda is_above: Decimal(bool(is_above)),
}


def calculated(shown: str, g: str = "sigmoid") -> Decimal:
    """The number that a decimal calculator makes of signs and numbers as they are shown.

    g: the function that is written so.
    """
    power = r"[*·]10(?:\^(-?\d+)|([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))"
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    one_number = re.sub(power, lambda p: "e" + (p[1] or p[2].translate(digits)), shown)
    signs = str.maketrans({"−": "-", "·": "*", "²": "**2"})
    raised = re.sub(r"e\^(?:\(([^()]*)\)|([\d.]+))", r"exp(\1\2)", one_number)
    raised = re.sub(r"\bg\(", f"{g}(", raised)
    is_above = re.sub(r"\[([^\]]*)\]", r"step(\1)", raised)
    program = re.sub(r"[\d.]+(e[-+]?\d+)?", r"Decimal('\g<0>')", is_above).translate(signs)
    names = re.sub(rf"Decimal|'[\d.e+-]+'|{'|'.join(FUNCTIONS)}", "", program)
    assert not set(names) - set("()+-*/>2 ")
    with localcontext(prec=40):
        return +Decimal(eval(program, {"Decimal": Decimal, **FUNCTIONS}))


def rounded(number: Decimal) -> Decimal:
    """Round to the significant digits of results; return 0 where no float is so small."""
    if abs(number) < Decimal(ulp(0.0)) / 2:
        return Decimal(0)
    return Context(prec=RESULT, rounding=ROUND_HALF_UP).plus(number)
