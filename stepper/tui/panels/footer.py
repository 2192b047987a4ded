"""The last line: at most seven keys, those that are useful now."""

from collections.abc import Callable

from stepper.backprop.symbols import Role
from stepper.derive.so_far import suits
from stepper.runs.moves import MOVES, moved
from stepper.tui.canvas.bars import bar
from stepper.tui.canvas.pieces import length
from stepper.tui.graph import views as graph
from stepper.tui.keys import KEYS, shown, words_of
from stepper.tui.look import Frame, Look, Piece, RunProgress, ScreenLine
from stepper.tui.panels.charts import charts
from stepper.tui.panels.equation import equation

GAPS = (3, 2)  # blanks between two hints, with room or without
MOST = 7  # hints
BAR = 16  # cells of the progress bar
LAST = 2  # the last hints, help and quit, which always stay
SHRINK = 1  # the place of the key that takes an enlarged part back

OFFER = "offer"  # in a row: the key that helps most at a step of this role
_OFFERS = {
    Role.Z: "edit",
    Role.A: "predict",
    Role.C: "predict",
    Role.DC_DA: "select",
    Role.DA_DZ: "predict",
    Role.DELTA: "compare",
    Role.DC_DW: "drawer",
    Role.DC_DB: "drawer",
    Role.W_NEW: "edit",
    Role.B_NEW: "edit",
    Role.LINE: "edit",
    Role.LOCAL: "predict",
    Role.GRADIENT: "compare",
    Role.NEW: "edit",
}

# (whether it holds, the keys): the first row that holds is taken, without keys that do nothing
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
        lambda frame: frame.step.number == len(frame.step.trace.steps),
        ("first", "back", "previous_delta", "equation", "curves", "export", "help", "quit"),
    ),
    (
        lambda frame: frame.step.is_last,
        ("next_iteration", "next", "back", "equation", "curves", "go_to", "help", "quit"),
    ),
    (
        lambda frame: frame.can_return,
        ("next", "back", "return", "restore", "select", "equation", "why", "help", "quit"),
    ),
    (
        lambda frame: frame.original is not None,
        ("next", "back", "restore", "equation", "export", "edit", "help", "quit"),
    ),
    (
        lambda frame: not suits(frame.step.trace.model),
        ("next", "back", "equation", OFFER, "why", "view", "next_delta", "help", "quit"),
    ),
    (
        lambda frame: True,
        ("next", "back", "equation", OFFER, "why", "next_delta", "drawer", "help", "quit"),
    ),
)


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the hints that fit, after the progress of a run that is being computed."""
    if frame.covered and frame.progress is None:
        return [[]]
    look, names = frame.look, _names(frame)
    words = words_of(look, frame.step.trace.model) | {
        "why": look.say("key.why.short"),
        "play": look.say("key.stop" if frame.speed else "key.play", speed=f"{frame.speed:g}"),
        "close": look.say("key.let_go"),
        "drawer": look.say("drawer.work_out"),
        "return": look.say("key.return.short"),
        "first": look.say("key.first.short"),
        "equation": look.say("key.equation.short"),
        frame.enlarged: look.say("key.shrink"),
    }
    if frame.predicted:
        right, asked = frame.predicted
        words["predict"] = look.say("predict.on", right=right, asked=asked)
    if frame.lesson:
        number, count = frame.lesson
        key = "key.lesson.goal" if frame.goal else "key.lesson.on"
        words["lesson"] = look.say(key, number=number, count=count, goal=frame.goal)
    if frame.selected:
        words |= {name: look.say(f"key.{name}.short") for name in ("follow", "use", "select")}
    if frame.tab:
        words |= {name: look.say(f"drawer.{name}") for name in ("drawer", "next_delta", "close")}
    hints = [_hint(look, words.get(name) or look.say(f"key.{name}"), name) for name in names]
    line = _computing(look, frame.progress) if frame.progress else [Piece(" ")]
    room = width - length(line)
    while len(hints) > LAST and _length(hints, GAPS[-1]) > room:
        del hints[max(0, len(hints) - LAST - 1)]
    gap = next((gap for gap in GAPS if _length(hints, gap) <= room), GAPS[-1])
    for k, hint in enumerate(hints):
        line += [Piece(" " * gap)] * (k > 0) + hint
    return [line]


def _computing(look: Look, progress: RunProgress) -> ScreenLine:
    """The progress: computing 3,400 of 10,000 ██████░░░░ Esc cancel."""
    done, total = progress
    full = BAR * done // total
    text = look.say("what_if.computing", done=f"{done:,}", total=f"{total:,}")
    return [
        Piece(f" {text} "),
        Piece(bar(8 * full, look.ascii), "key"),
        Piece(look.sign("bar to do") * (BAR - full) + " ", "quiet"),
        *_hint(look, look.say("what_if.cancel"), "close"),
        Piece(" " * GAPS[0]),
    ]


def _names(frame: Frame) -> list[str]:
    """The names of the useful keys, at most MOST."""
    row = next(names for holds, names in _HINTS if holds(frame))
    offer = _OFFERS.get(frame.step.symbol.role, "drawer")
    if OFFER in row:
        row = tuple(offer if name == OFFER else name for name in row if name != offer)
    names = [name for name in row[:-LAST] if _does_something(frame, name)]
    if frame.enlarged and not (frame.tab or frame.selected or frame.speed):
        names = [name for name in names if name != frame.enlarged]
        names.insert(SHRINK, frame.enlarged)
    if frame.predicted:
        names = [name for name in names if name != "predict"]
        names.insert(SHRINK, "predict")
    elif frame.lesson and not frame.selected and not frame.tab:
        names.insert(SHRINK, "lesson")
    return [*names[: MOST - LAST], *row[-LAST:]]


def _does_something(frame: Frame, name: str) -> bool:
    if name in MOVES and not frame.tab:  # where some of them do something else
        return moved(frame.step, name, frame.look.fine_steps) != frame.step
    if name == "equation":  # without a graph, it has all the room already
        return frame.has_graph and equation.is_cut(frame)
    if name == "curves":
        return name in charts.names(frame.step.trace.model)
    if name == "edit":
        return bool(frame.step.trace.model.givens)
    if name == "restore":
        return frame.original is not None
    if name == "view":
        return frame.has_graph and len(graph.suitable(frame.step.trace.model)) > 1
    return True


def _hint(look: Look, words: str, name: str) -> ScreenLine:
    action = KEYS[name].action or name
    return [
        Piece(shown(look, name), "key", None, action),
        Piece(f" {words}", "quiet", None, action),
    ]


def _length(hints: list[ScreenLine], gap: int) -> int:
    return 1 + sum(map(length, hints)) + gap * (len(hints) - 1)
