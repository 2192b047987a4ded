"""Spans in the colours of a terminal: each name and number in that of its kind."""

from collections.abc import Callable

from stepper.typeset.cells import padded
from stepper.typeset.colours import COLOURS, DEFAULT
from stepper.typeset.spans import Spans, text_of, width

Paint = Callable[[Spans], str]
_PLAIN = "\x1b[39m"  # the terminal's own colour


def painter(theme: str) -> Paint:
    """A function that writes spans in the colours of a theme, on the terminal's own background."""
    colours = {name: _code(number) for name, number in COLOURS[theme].items() if number != DEFAULT}

    def paint(spans: Spans) -> str:
        return "".join(
            f"{colours[symbol.role.kind]}{text}{_PLAIN}"
            if symbol and symbol.role.kind in colours and not text.isspace()
            else text
            for text, symbol in spans
        )

    return paint


def painted(spans: Spans, room: int, paint: Paint) -> str:
    """Spans followed by blanks, in room cells."""
    return (
        padded(text_of(spans), room)
        if paint is text_of
        else paint(spans) + " " * (room - width(spans))
    )


def _code(number: int) -> str:
    """The control sequence for a colour of the palette; the first 8 are those of any terminal."""
    return f"\x1b[3{number}m" if number < 8 else f"\x1b[38;5;{number}m"
