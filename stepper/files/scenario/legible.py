"""Checks that names can be told apart: visible at both ends, and written from left to right."""

from stepper.errors import short
from stepper.typeset.cells import cells
from stepper.typeset.direction import is_right_to_left

_BLANK = "\u115f\u2800"  # signs that have a width, but are invisible


def illegible(name: str) -> str:
    """The problem of a name, and its fix; empty for a legible name."""
    first, last = name[0], name[-1]
    if not cells(first) or first in _BLANK or first.isspace():
        return f"expected a name that begins with a visible sign, found {_code(first)}; remove it"
    if last.isspace():
        return f"expected a name that ends with a visible sign, found {_code(last)}; remove it"
    if is_right_to_left(name):
        what = "letters from right to left would turn round the numbers beside them"
        return f'"{short(name)}": {what}; use others'
    return ""


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"
