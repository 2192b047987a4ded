"""Reads typed values from a parsed document, and collects every problem with its place."""

import math
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from stepper.errors import StepperError, found, is_control, nearest, short
from stepper.limits import MAX_LINE, MOST_PROBLEMS

T = TypeVar("T")


class Document:
    """Collects problems in the form `file: place: expected …, found …`; file may be empty.

    Each reader returns the value, or None after it has recorded a problem. Places count from 1.
    The first MOST_PROBLEMS are kept, the others only counted.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._problems: list[str] = []
        self._more = 0

    @property
    def problems(self) -> list[str]:
        """The problems to report, one line each."""
        if not self._more:
            return self._problems
        more = f"{self._more:,} more problem{'s' * (self._more > 1)}"
        place = f"{self.file}: " if self.file else ""
        return [*self._problems, f"{place}{more}; fix these first"]

    def problem(self, place: str, message: str) -> None:
        if self.is_full:
            self._more += 1
            return
        self._problems.append(": ".join(filter(None, (self.file, place, message))))

    def settle(self) -> None:
        """Raise StepperError with all problems, if there are any."""
        if self._problems:
            raise StepperError(*self.problems)

    @property
    def is_full(self) -> bool:
        """Whether further problems are only counted, so that no suggestions are needed."""
        return len(self._problems) == MOST_PROBLEMS

    def expected(self, place: str, what: str, value: object) -> None:
        self.problem(place, f"expected {what}, found {found(value)}")

    def table(self, value: object, place: str, keys: Iterable[str]) -> dict[str, Any] | None:
        """A table, in which unknown keys are problems."""
        if not isinstance(value, dict):
            self.expected(place, "a table", value)
            return None
        keys = list(keys)
        for key in (key for key in value if key not in keys):
            self.problem(at_key(place, key), f"unknown key; {self.fix(key, keys)}")
        return value

    def fix(self, key: str, keys: list[str]) -> str:
        """What to write instead of an unknown key."""
        near = "" if self.is_full else nearest(key, keys)
        return near or "known keys: " + ", ".join(keys)

    def array(self, value: object, place: str, what: str) -> list[Any] | None:
        if not isinstance(value, list) or not value:
            self.expected(place, what, value)
            return None
        return value

    def each(self, values: list[Any], place: str, read: Callable[[Any, str], T]) -> list[T]:
        return [read(value, f"{place}[{k}]") for k, value in enumerate(values, 1)]

    def numbers(
        self, value: object, place: str, count: int | None, what: str
    ) -> list[float] | None:
        """An array of finite numbers. count: how many, None for any. what: their meaning."""
        expected = f"{count} number{'' if count == 1 else 's'}" if count else "an array of numbers"
        if not isinstance(value, list) or not value:
            self.expected(place, f"{expected} ({what}), in brackets", value)
            return None
        if count and len(value) != count:
            self.problem(place, f"expected {expected} ({what}), found {len(value)}")
            return None
        numbers = self.each(value, place, self.number)
        return (
            None if None in numbers else [float(number) for number in numbers if number is not None]
        )

    def number(self, value: object, place: str) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.expected(place, "a number", value)
            return None
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            self.expected(place, "a finite number", value)
            return None
        return number

    def whole(self, value: object, place: str, least: int) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            self.expected(place, f"a whole number, at least {least}", value)
            return None
        return value

    def flag(self, value: object, place: str) -> bool | None:
        if not isinstance(value, bool):
            self.expected(place, "true or false", value)
            return None
        return value

    def choice(self, value: object, place: str, choices: Iterable[str]) -> str | None:
        choices = list(choices)
        if value not in choices:
            self.expected(place, " or ".join(f'"{choice}"' for choice in choices), value)
            return None
        return str(value)

    def line(self, value: object, place: str) -> str | None:
        """Printable text on one line."""
        text = self.lines(value, place)
        if text and len(text) > MAX_LINE:
            self.problem(place, f"expected at most {MAX_LINE:,} characters, found {len(text):,}")
            return None
        if text and "\n" in text:
            self.problem(place, "expected text on one line; remove the line breaks")
            return None
        return text

    def lines(self, value: object, place: str) -> str | None:
        """Printable text, without control characters other than line ends."""
        if not isinstance(value, str) or not value.strip():
            self.expected(place, "text", value)
            return None
        unfit = next(filter(is_control, value.replace("\n", "")), None)
        if unfit:
            self.problem(
                place,
                f"expected text without control characters, found U+{ord(unfit):04X}; remove it",
            )
            return None
        return value


def word(value: object) -> str:
    """A text itself; empty for what is none, which is a problem of its own."""
    return value if isinstance(value, str) else ""


def at_key(place: str, key: str) -> str:
    """The place of a key in the table at a place."""
    key = short(key) if key.replace("_", "").isalnum() and key.isascii() else found(key)
    return f"{place}.{key}" if place else key
