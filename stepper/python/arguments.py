"""Checks the other arguments: paths and whole numbers."""

from operator import index
from os import PathLike, fsdecode

from stepper.errors import WrongTypeError, found
from stepper.python.problems import in_python

MOST = "max_numbers, a whole number"


def path_in(path: str | PathLike[str], expected: str = "a path", fix: str = "") -> str:
    """A path as text; WrongTypeError for anything else."""
    try:
        return fsdecode(path)
    except TypeError:
        raise wrong_type(path, expected, fix) from None


def whole_in(number: int, expected: str) -> int:
    """An integer, NumPy's included; WrongTypeError for anything else."""
    try:
        return index(number)
    except TypeError:
        raise wrong_type(number, expected) from None


def wrong_type(value: object, expected: str, fix: str = "") -> WrongTypeError:
    """The error of a value of another type than expected."""
    return WrongTypeError(in_python(f"expected {expected}, found {found(value)}") + fix)
