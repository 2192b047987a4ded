"""Problems as a Python program has them: the options of commands are arguments there."""

from collections.abc import Callable
from typing import TypeVar

from stepper.errors import StepperError

_ARGUMENTS = {"--max-numbers ": "max_numbers=", "--seed": "seed"}

T = TypeVar("T")


def reported(read: Callable[[], T]) -> T:
    """What is read. Raises StepperError with its problems in these words."""
    try:
        return read()
    except StepperError as error:
        problems = error.problems
    for option, argument in _ARGUMENTS.items():
        problems = tuple(problem.replace(option, argument) for problem in problems)
    raise StepperError(*problems)
