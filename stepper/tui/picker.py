"""The first screen: the bundled scenarios in teaching order, or a file by its path."""

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen

from stepper.errors import StepperError
from stepper.load import load
from stepper.tui import preview
from stepper.tui.board import Board, Place
from stepper.tui.look import Line, Look, Piece
from stepper.typeset import cells, cut

if TYPE_CHECKING:
    from textual.widgets import Input

    from stepper.tui.app import StepperApp
    from stepper.tui.path_input import PathInput

WIDE, TALL = (110, 20), (60, 16)  # least sizes to show a scenario beside the list, or below it
FOOTER = 9  # the least height of the window with a last line of keys
LEAST_LIST = 3
ABOUT = 15  # lines of a goal, a size, and a graph in two rows
GAP = 2

# (keys, words, action)
Hint = tuple[str, str, str]
CHOOSING: tuple[Hint, ...] = (
    ("up down", "key.choose", "choose(1)"),
    ("Enter", "key.open", "open"),
    ("o", "picker.key.file", "type_path"),
    ("Esc", "picker.key.back", "close"),
    ("q", "key.quit", "app.quit"),
)
TYPING: tuple[Hint, ...] = (
    ("Enter", "key.open", "open"),
    ("Tab", "picker.key.complete", "take(0)"),
    ("Esc", "picker.key.back", "close"),
)


class Shown(NamedTuple):
    """The entry that is chosen; while a path is typed, its completions, or what is wrong."""

    chosen: int
    typing: bool
    paths: tuple[str, ...]
    problems: tuple[str, ...]


class Picker(Screen[None]):
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Picker #picker { width: 100%; height: 1fr; }
    Picker #hints { width: 100%; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "up", id="choose_up", show=False),
        Binding("down", "choose(1)", "down", id="choose_down", show=False),
        Binding("pageup", "page(-1)", "page up", id="choose_page_up", show=False),
        Binding("pagedown", "page(1)", "page down", id="choose_page_down", show=False),
        Binding("home", "choose_at(0)", "first", id="choose_first", show=False),
        Binding("end", "choose_at(-1)", "last", id="choose_last", show=False),
        Binding("enter,right,space", "open", "open", id="open", show=False),
        Binding("o,slash", "type_path", "open a file", id="type_path", show=False),
        Binding("tab", "take(0)", "complete", id="complete", show=False),
        Binding("escape", "close", "close", id="pick_close", show=False),
        Binding("q", "app.quit", "quit", id="pick_quit", show=False),
    ]

    app: "StepperApp"
    chosen: var[int] = var(0, init=False)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._entries = preview.entries(look)
        self._path: PathInput | None = None
        self._problems: tuple[str, ...] = ()
