"""The last line: at most seven keys, those that help now."""

from stepper.tui.look import Frame, Line, Look, Piece
from stepper.typeset import cells

Hint = tuple[str, str]  # key, action

ARROWS = ("right", "left", "up", "down")
WITHIN: list[Hint] = [
    ("right", "next"),
    ("left", "back"),
    ("down", "next_delta"),
    ("u", "next_update"),
    ("g", "go_to"),
    ("?", "help"),
    ("q", "quit"),
]
AT_END: list[Hint] = [
    ("right", "next"),
    ("i", "next_iteration"),
    ("left", "back"),
    ("g", "go_to"),
    ("?", "help"),
    ("q", "quit"),
]


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    step, trace = frame.step, frame.step.trace
    at_end = step.symbol == trace.network.steps[-1] and step.iteration < trace.iterations
    return [key_line(frame.look, AT_END if at_end else WITHIN, width)]


def key_line(look: Look, hints: list[Hint], width: int) -> Line:
    """Keys and what they do, as many as fit."""
    line: Line = []
    room = width
    for key, action in hints:
        sign = " ".join(look.sign(k) if k in ARROWS else k for k in key.split())
        pieces = [Piece(f" {sign}", "key"), Piece(f" {look.say(f'key.{action}')}  ", "quiet")]
        room -= sum(cells(piece.text) for piece in pieces)
        if room < -2:
            break
        line += pieces
    return line
