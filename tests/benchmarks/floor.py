"""The least that Textual can do: `floor.py line` has one line to update, `floor.py blank` none."""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static


class Line(App[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("right", "count")]
    pressed = 0

    def compose(self) -> ComposeResult:
        self.line = Static("pressed 0")
        yield self.line

    def action_count(self) -> None:
        self.pressed += 1
        self.line.update(f"pressed {self.pressed}", layout=False)


if __name__ == "__main__":
    (Line if sys.argv[1] == "line" else App)().run()
