"""Which test says what a key of the stepper screen does."""

from collections.abc import Callable
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])

COVERED: dict[str, str] = {}  # the name of a key -> the test that says what it does


def covers(*names: str) -> Callable[[Test], Test]:
    """Note that the decorated test says what the keys of these names do."""

    def register(test: Test) -> Test:
        COVERED.update(dict.fromkeys(names, test.__name__))
        return test

    return register
