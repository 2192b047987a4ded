"""Lines of pieces: sentences with numbers in them, the first that fits, and two side by side."""

from collections.abc import Sequence
from itertools import zip_longest

from stepper.backprop.symbols import Symbol
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH
from stepper.typeset.spans import Spans


def sentence(look: Look, key: str, style: str = "plain", **parts: ScreenLine) -> ScreenLine:
    """The sentence of a key, with pieces in place of its names."""
    line: ScreenLine = []
    text = look.say(key, **{name: f"\0{name}\0" for name in parts})
    for k, piece in enumerate(text.split("\0")):
        line += parts[piece] if k % 2 else [Piece(piece, style)] if piece else []
    return line


def first_that_fits(lines: Sequence[ScreenLine], width: int) -> ScreenLine:
    """The first line that fits, or an empty one; no line is cut: half a number is wrong."""
    return next((line for line in lines if length(line) <= width), [])


def length(line: ScreenLine) -> int:
    """The cells that a line takes."""
    return sum(cells(piece.text) for piece in line)


def beside(left: Sequence[ScreenLine], right: Sequence[ScreenLine], width: int) -> list[ScreenLine]:
    """Put lines side by side; those at the right begin after width cells."""
    nothing: ScreenLine = []
    return [
        [*here, Piece(" " * (width - length(here))), *there]
        for here, there in zip_longest(left, right, fillvalue=nothing)
    ]


def named(frame: Frame, symbol: Symbol, digits: int = GRAPH) -> Piece:
    """z₃ ≈ 0.2483 as one piece; before z₃ is computed, quiet and with the unknown sign."""
    look, value = frame.look, frame.step.known(symbol)
    relation, number = look.related(value, digits)
    text = f"{look.name(symbol)} {relation} {number}"
    return Piece(text, style_of(frame, symbol), symbol)


def style_of(frame: Frame, symbol: Symbol) -> str:
    """The style of a number, quiet before it is computed."""
    return frame.style(symbol) if frame.step.is_known(symbol) else "quiet"


def of_spans(frame: Frame, spans: Spans) -> ScreenLine:
    """Spans as pieces, each number in the colour of its kind."""
    return [Piece(text, kind_of(frame, symbol), symbol) for text, symbol in spans]


def kind_of(frame: Frame, symbol: Symbol | None) -> str:
    if symbol is None:
        return "plain"
    is_selected = symbol == frame.selected or symbol in frame.pointed_at
    return "selected" if is_selected else str(symbol.role.kind)
