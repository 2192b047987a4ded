"""The last line: at most seven keys, those that help now."""

from stepper.tui.keys import KEYS
from stepper.tui.look import Frame, Line, Look, Piece
from stepper.typeset import cells

WITHIN = ("next", "back", "next_delta", "next_update", "go_to", "help", "quit")
AT_END = ("next", "next_iteration", "back", "go_to", "help", "quit")


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    step, trace = frame.step, frame.step.trace
    at_end = step.symbol == trace.network.steps[-1] and step.iteration < trace.iterations
    names = AT_END if at_end else WITHIN
    hints = [(KEYS[name].shown.split()[0], name) for name in names]
    return [key_line(frame.look, hints, width)]


def key_line(look: Look, hints: list[tuple[str, str]], width: int) -> Line:
    """Keys and what they do, as many as fit; hints are (keys, name of the action)."""
    line: Line = []
    room = width
    for keys, action in hints:
        pieces = [
            Piece(f" {look.keys(keys)}", "key"),
            Piece(f" {look.say(f'key.{action}')}  ", "quiet"),
        ]
        room -= sum(cells(piece.text) for piece in pieces)
        if room < -2:
            break
        line += pieces
    return line
