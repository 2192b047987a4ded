"""The last line: at most seven keys, those that help now."""

from collections.abc import Callable, Iterable

from stepper.tui.keys import KEYS
from stepper.tui.look import Frame, Line, Look, Piece
from stepper.typeset import cells

# The first row whose circumstance holds.
_HINTS: tuple[tuple[Callable[[Frame], bool], tuple[str, ...]], ...] = (
    (lambda frame: frame.speed > 0, ("play", "faster", "slower", "next", "help", "quit")),
    (
        lambda frame: frame.selected is not None,
        ("follow", "use", "select", "close", "next", "help", "quit"),
    ),
    (
        lambda frame: _is_last(frame) and frame.step.iteration < frame.step.trace.iterations,
        ("next_iteration", "next", "back", "curves", "go_to", "help", "quit"),
    ),
    (
        lambda frame: frame.can_return,
        ("next", "back", "return", "next_delta", "select", "help", "quit"),
    ),
    (lambda frame: True, ("next", "back", "next_delta", "select", "go_to", "help", "quit")),
)


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    names = next(names for holds, names in _HINTS if holds(frame))
    look = frame.look
    words = {
        "play": look.say("key.stop", speed=f"{frame.speed:g}"),
        "close": look.say("key.let_go"),
    }
    return [
        key_line(
            look,
            (
                (KEYS[name].shown.split()[0], words.get(name) or look.say(f"key.{name}"), name)
                for name in names
            ),
            width,
        )
    ]


def _is_last(frame: Frame) -> bool:
    return frame.step.symbol == frame.step.trace.network.steps[-1]


def key_line(look: Look, hints: Iterable[tuple[str, str, str]], width: int) -> Line:
    """Keys and what they do, as many as fit; hints are (key, words, name of the action)."""
    line: Line = []
    room = width
    for key, words, name in hints:
        action = KEYS[name].action or name
        pieces = [
            Piece(f" {look.keys(key)}", "key", None, action),
            Piece(f" {words}  ", "quiet", None, action),
        ]
        room -= sum(cells(piece.text) for piece in pieces)
        if room < -2:
            break
        line += pieces
    return line
