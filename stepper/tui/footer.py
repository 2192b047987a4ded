"""The last line: at most seven keys, those that help now."""

from collections.abc import Callable

from stepper.tui.keys import KEYS
from stepper.tui.look import Frame, Line, Look, Piece, Progress
from stepper.typeset import cells

GAP = 2  # behind a hint
MOST = 7
BAR = 16  # cells, of what is being computed
LAST = 2  # the last so many stay where there is room for few: help and quit

# The first row whose circumstance holds.
_HINTS: tuple[tuple[Callable[[Frame], bool], tuple[str, ...]], ...] = (
    (lambda frame: frame.progress is not None, ("next", "back", "help", "quit")),
    (lambda frame: frame.speed > 0, ("play", "faster", "slower", "next", "help", "quit")),
    (
        lambda frame: frame.selected is not None,
        ("follow", "use", "select", "close", "next", "help", "quit"),
    ),
    (
        lambda frame: frame.tab != "",
        ("drawer", "next_delta", "next", "back", "close", "help", "quit"),
    ),
    (
        lambda frame: _is_last(frame) and frame.step.iteration < frame.step.trace.iterations,
        ("next_iteration", "next", "back", "curves", "go_to", "help", "quit"),
    ),
    (
        lambda frame: frame.can_return,
        ("next", "back", "return", "next_delta", "select", "help", "quit"),
    ),
    (
        lambda frame: frame.original is not None,
        ("next", "back", "restore", "export", "edit", "help", "quit"),
    ),
    (
        lambda frame: not frame.step.trace.network.is_chain,
        ("next", "back", "next_delta", "select", "view", "help", "quit"),
    ),
    (lambda frame: True, ("next", "back", "next_delta", "select", "go_to", "help", "quit")),
)


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    names = next(names for holds, names in _HINTS if holds(frame))
    look = frame.look
    if frame.predicted:
        names = (names[0], "predict", *names[1:-LAST][: MOST - LAST - 2], *names[-LAST:])
    right, asked = frame.predicted or (0, 0)
    words = {
        "play": look.say("key.stop", speed=f"{frame.speed:g}"),
        "close": look.say("key.let_go"),
        "predict": look.say("predict.on", right=right, asked=asked),
    }
    if frame.tab:
        words |= {name: look.say(f"drawer.{name}") for name in ("drawer", "next_delta", "close")}
    hints = [
        _hint(look, KEYS[name].shown.split()[0], words.get(name) or look.say(f"key.{name}"), name)
        for name in names
    ]
    computing = _computing(look, frame.progress) if frame.progress else []
    room = width + GAP - _width(computing)
    while len(hints) > LAST and sum(map(_width, hints)) > room:
        del hints[max(0, len(hints) - LAST - 1)]
    return [[*computing, *(piece for hint in hints for piece in hint)]]


def _computing(look: Look, progress: Progress) -> Line:
    """computing 3,400 of 10,000 ██████░░░░ Esc cancel"""
    done, total = progress
    full = BAR * done // total
    text = look.say("what_if.computing", done=f"{done:,}", total=f"{total:,}")
    return [
        Piece(f" {text} "),
        Piece(look.sign("bar") * full, "key"),
        Piece(look.sign("bar to do") * (BAR - full) + " " * GAP, "quiet"),
        *_hint(look, KEYS["close"].shown, look.say("what_if.cancel"), "close"),
    ]


def _is_last(frame: Frame) -> bool:
    return frame.step.symbol == frame.step.trace.network.steps[-1]


def _hint(look: Look, key: str, words: str, name: str) -> Line:
    action = KEYS[name].action or name
    return [
        Piece(f" {look.keys(key)}", "key", None, action),
        Piece(f" {words}{' ' * GAP}", "quiet", None, action),
    ]


def _width(line: Line) -> int:
    return sum(cells(piece.text) for piece in line)
