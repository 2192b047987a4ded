"""A window at the bottom of a screen, the rest of which stays in sight."""

from collections.abc import Callable
from typing import Generic

from textual.containers import VerticalScroll
from textual.content import Content

from stepper.tui.dialogs.window import Result, Window
from stepper.tui.look import Look


class BottomWindow(Window[Result], Generic[Result]):
    """Shows a scrolling box below a rule, at the left.

    room() is the number of cells from the left that the window may cover.
    """

    DEFAULT_CSS = """
    BottomWindow { align: left bottom; }
    BottomWindow, BottomWindow:ansi { background: transparent; }
    BottomWindow .box { scrollbar-size: 1 1; }
    BottomWindow #rule { height: 1; color: $quiet; }
    """

    def __init__(self, look: Look, room: Callable[[], int]) -> None:
        super().__init__()
        self._look = look
        self._room = room

    def on_mount(self) -> None:
        self.lay_out()

    def lay_out(self) -> None:
        self.query_one(VerticalScroll).styles.width = self._room()
        self.put("#rule", Content(self._look.sign("rule") * self._within))

    @property
    def _within(self) -> int:
        """The cells between the edges of the window."""
        return self._room() - 2
