"""The words above and below a plot, as pieces that fit."""

from collections.abc import Sequence

from stepper.backprop.symbols import Symbol
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH, written


def said(look: Look, key: str, style: str = "plain", **parts: ScreenLine) -> ScreenLine:
    """A sentence with pieces in its places."""
    line: ScreenLine = []
    text = look.say(key, **{name: f"\0{name}\0" for name in parts})
    for k, piece in enumerate(text.split("\0")):
        line += parts[piece] if k % 2 else [Piece(piece, style)] if piece else []
    return line


def first_that_fits(lines: Sequence[ScreenLine], width: int) -> ScreenLine:
    """The first of them that is not too wide; none is cut off, for half a number is a wrong one."""
    return next((line for line in lines if length(line) <= width), [])


def length(line: ScreenLine) -> int:
    return sum(cells(piece.text) for piece in line)


def named(frame: Frame, symbol: Symbol, digits: int = GRAPH) -> Piece:
    """z₃ ≈ 0.2483 in one piece, quiet and with the sign for unknown before it is made."""
    look, known = frame.look, frame.step.is_known(symbol)
    exact = not known or written(frame.step.value_of(symbol), digits)[1]
    relation = look.notation.sign("equal" if exact else "about")
    text = f"{look.name(symbol)} {relation} {frame.value(symbol, digits)}"
    return Piece(text, style_of(frame, symbol), symbol)


def style_of(frame: Frame, symbol: Symbol) -> str:
    """The style of a number; quiet before it is made."""
    return frame.style(symbol) if frame.step.is_known(symbol) else "quiet"
