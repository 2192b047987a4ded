"""Errors that a user sees: all problems at once, each with its place and how to fix it."""

from collections.abc import Iterable
from unicodedata import category

_LIKE = 0.6  # from 0 to 1: how similar a suggested word has to be
_MOST_SAID = (
    5_000  # characters of a problem: enough for the longest path of a file and what is wrong
)
_WIDENS = "\ufe0e\ufe0f"  # text or picture: terminals disagree on its width


class StepperError(Exception):
    """Bad input or usage. problems: one line for each, with its place and how to fix it."""

    def __init__(self, *problems: str) -> None:
        self.problems = tuple(map(_as_line, problems))
        super().__init__(*self.problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)

    def __reduce__(self) -> tuple[object, ...]:
        # as it is, without calling __init__ again: that of subclasses takes other arguments
        return type(self).__new__, (type(self), *self.args), self.__dict__


class NoSuchNameError(StepperError, KeyError):
    """A run has no number of that name."""


class NoSuchIterationError(StepperError, IndexError):
    """A run has no such iteration."""

    def __init__(self, iteration: object, iterations: int, first: int = 1) -> None:
        what = f"expected an iteration from {first} to {iterations}"
        super().__init__(f"{what}, found {found(iteration)}")


class WrongTypeError(StepperError, TypeError):
    """An argument is of another type than is asked for."""


class NotFiniteError(StepperError):
    """A run left the range of floats, first at a column of an iteration (from 1).

    reason: the problem and its fix, if they are not those of a network.
    """

    def __init__(self, column: str, iteration: int, file: str = "", reason: str = "") -> None:
        place = f"{file}: " if file else ""
        reason = reason or (
            "the numbers have grown too large; use a smaller learning_rate or smaller weights, "
            "inputs and targets"
        )
        super().__init__(f"{place}iteration {iteration}: {column} is not finite: {reason}")
        self.column = column
        self.iteration = iteration


def found(value: object) -> str:
    """Describe a value that was found where another was expected."""
    match value:
        case True:
            return "true"
        case False:
            return "false"
        case int() | float():
            try:
                return short(str(value))
            except ValueError:  # more digits than Python converts to text
                return "a whole number with thousands of digits"
        case str():
            is_harmless = not any(map(is_control, value))
            return f'"{short(value)}"' if is_harmless else "text with control characters"
        case []:
            return "an empty array"
        case list():
            return "an array"
        case dict():
            return "a table" if value else "an empty table"
        case None:
            return "nothing"
        case _ if type(value).__module__ == "datetime":
            return "a date or time"
        case _:
            return f"an object of the type {short(type(value).__name__)}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Suggest the most similar of the known words, or return an empty text.

    A known word that begins with the word comes first; of equally similar ones, the one with the
    longer common start, as w[1][1][1] for w[1].
    """
    from difflib import SequenceMatcher
    from itertools import takewhile
    from operator import eq

    matcher = SequenceMatcher(b=word)

    def likeness(name: str) -> tuple[float, int]:
        matcher.set_seq1(name)
        quick = min(matcher.real_quick_ratio(), matcher.quick_ratio())
        ratio = matcher.ratio() if quick >= _LIKE else 0.0
        agrees = takewhile(bool, map(eq, name, word))
        return ratio if ratio >= _LIKE else 0.0, sum(agrees)

    known = list(known)
    close = [name for name in known if name.casefold() == word.casefold()]
    close += [name for name in known if len(word) > 1 and name.startswith(word)]
    if known and not close:
        most = max(known, key=likeness)
        close = [most] if likeness(most)[0] else []
    return f"did you mean {close[0]}?" if close else ""


def harmless(text: str) -> str:
    """Escape the characters of a text that could control a terminal, line ends included: \\x1b."""
    if text.isprintable():
        return text
    return "".join(ascii(c)[1:-1] if is_control(c) else c for c in text)


def is_control(character: str) -> bool:
    """Whether a character controls a terminal or the width of the one before, or is not assigned.

    Spaces of any width are not among these.
    """
    return category(character) in ("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp") or character in _WIDENS


def short(text: str) -> str:
    """A text of a file, shortened for a message and harmless there."""
    return harmless(text if len(text) <= 40 else text[:39] + "…")


def _as_line(problem: str) -> str:
    """A problem on one harmless line, whatever texts from files and arguments are in it."""
    return harmless(problem if len(problem) <= _MOST_SAID else problem[: _MOST_SAID - 1] + "…")
