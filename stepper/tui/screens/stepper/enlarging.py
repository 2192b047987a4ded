"""Enlarging: one part of the screen gets the window for itself, the drawer with its tabs is one."""

from stepper.tui.look import following
from stepper.tui.panels.charts import charts
from stepper.tui.panels.drawer import drawer
from stepper.tui.screens.stepper.stepping import Stepping


class Enlarging:
    """Enlarges a part of a screen.

    part: its name; empty while no part is enlarged. line: the current one of the drawer.
    """

    def __init__(self, screen: Stepping) -> None:
        self._screen = screen
        self.part = ""
        self.line = 0
        self._tab = ""

    @property
    def tab(self) -> str:
        """The open tab of the drawer; empty while that is closed."""
        return self._tab if self.part == "drawer" else ""

    def toggle(self, part: str) -> None:
        """Enlarge a part; the second time, take it back."""
        screen = self._screen
        if part == "curves" and part not in charts.names(screen.trace.model):
            screen.tell(screen.look.say("curves.none"))
            return
        self.part = "" if self.part == part else part
        screen.lay_out()

    def next_tab(self) -> None:
        """Open the drawer, then its next tab; after the last one, close it."""
        self.open_tab(following(["", *drawer.tabs(self._screen.trace.model)], self.tab))

    def open_tab(self, name: str) -> None:
        """Open a tab of the drawer at its first line; without a name, close the drawer."""
        self._tab, self.line = name, 0
        self.part = "drawer" if name else ""
        self._screen.lay_out()

    def scroll(self, by: int) -> None:
        """Go to another line of the open tab, as far as it has lines."""
        lines = drawer.tab(self.tab).span(self._screen.frame)
        self.line = max(lines[0], min(self.line + by, lines[-1]))
        self._screen.show()
