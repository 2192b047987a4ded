"""What a user can be told: every problem at once, each with its place and its mend."""

from collections.abc import Iterable
from unicodedata import category


class StepperError(Exception):
    """Bad input or usage. problems: one line each, ready for stderr."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class NotFiniteError(StepperError):
    """A run left the range of floats. column and iteration (from 1) say where it did first."""

    def __init__(self, column: str, iteration: int, file: str = "") -> None:
        place = f"{file}: " if file else ""
        super().__init__(
            f"{place}iteration {iteration}: {column} is not finite: the numbers have grown too "
            "large; use a smaller learning_rate or smaller weights, inputs and targets"
        )
        self.column = column
        self.iteration = iteration


def found(value: object) -> str:
    """What a value is, in the words of an error message."""
    match value:
        case True:
            return "true"
        case False:
            return "false"
        case int() | float():
            try:
                return short(str(value))
            except ValueError:  # more digits than Python turns into text
                return "a whole number with thousands of digits"
        case str():
            return f'"{short(value)}"' if value.isprintable() else "text with control characters"
        case []:
            return "an empty array"
        case list():
            return "an array"
        case dict():
            return "a table" if value else "an empty table"
        case None:
            return "nothing"
        case _:
            return "a date or time"


def nearest(word: str, known: Iterable[str]) -> str:
    """A suggestion for a misspelt word, or nothing."""
    from difflib import get_close_matches

    close = get_close_matches(word, list(known), 1)
    return f"did you mean {close[0]}?" if close else ""


def harmless(text: str) -> str:
    """A text for the terminal, on one line; what could command it is written out: \\x1b."""
    return "".join(ascii(c)[1:-1] if _is_control(c) else c for c in text)


def _is_control(character: str) -> bool:
    """Controls, formats and what has no meaning; spaces of every width are none of them."""
    return category(character) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")


def short(text: str) -> str:
    """A text of a file as it fits into a message."""
    return text if len(text) <= 40 else text[:39] + "…"
