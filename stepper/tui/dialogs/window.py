"""A small window above a screen."""

from typing import ClassVar, Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.screen import ModalScreen
from textual.widgets import Static

from stepper.tui.closable import Closable
from stepper.tui.uncovered import Uncovered

Result = TypeVar("Result")

# beside a window in a narrow terminal, words of the screen below would be cut
WIDTHS = [(0, "-narrow"), (100, "-roomy")]  # (cells from which on, class)


class Window(Closable, ModalScreen[Result | None], Uncovered[Result | None], Generic[Result]):
    """Shows one container of class box in the middle; Esc closes it with the result None."""

    DEFAULT_CSS = """
    Window { align: center middle; }
    Window, Window:ansi { background: $background 60%; }
    Window .box {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        padding: 0 1; background: $panel;
    }
    Window.-narrow .box { width: 100%; }
    Window Input { background: $background; }
    Window .quiet { color: $quiet; }
    Window .problem { color: $backward; }
    """
    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "close", id="cancel", show=False)
    ]

    def resized(self, event: Resize) -> None:
        self.call_after_refresh(self.lay_out)  # once the screen below knows its size

    def lay_out(self) -> None:
        """Fill the window, once it has its size and whenever that changes."""

    def put(self, part: str, *lines: Content) -> None:
        """Show lines in a part of the window; part: its CSS selector."""
        self.query_one(part, Static).update(Content("\n").join(lines))

    def action_cancel(self) -> None:
        self.dismiss(None)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Dismiss only once, so that a double Enter or Esc cannot close the screen below."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
