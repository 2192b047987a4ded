"""A small window above a screen."""

from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Resize
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widgets import Static

from stepper.tui.closable import Closable
from stepper.tui.uncovered import Uncovered

Result = TypeVar("Result")

# beside a window in a narrow terminal, words of the screen below would be cut
WIDTHS = [(0, "-narrow"), (100, "-roomy")]  # (cells from which on, class)


@runtime_checkable
class GivesWay(Protocol):
    """A screen that leaves out what a window above it would cut in half."""

    def give_way(self, window: Region) -> None:
        """Show what there is room for outside of a window, which has just been laid out."""


class Window(Closable, ModalScreen[Result | None], Uncovered[Result | None], Generic[Result]):
    """Shows one container of class box in the middle; Esc closes it with the result None."""

    DEFAULT_CSS = """
    Window { align: center middle; }
    Window, Window:ansi { background: $background 60%; }
    Window .box {
        width: 72; max-width: 100%; height: auto; max-height: 100%;
        padding: 0 1; background: $panel;
    }
    Window.-narrow { align: center bottom; }
    Window.-narrow .box { width: 100%; }
    Window Input { background: $background; }
    Window .quiet { color: $quiet; }
    Window .problem { color: $backward; }
    """
    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "close", id="cancel", show=False)
    ]

    def on_mount(self) -> None:
        self.screen_layout_refresh_signal.subscribe(self, lambda _: self._clear_below())

    def _clear_below(self) -> None:
        """Let the screen below show its lines whole, or not at all."""
        stack = self.app.screen_stack
        below = stack[stack.index(self) - 1] if self.is_there else None
        if isinstance(below, GivesWay):
            for box in self.query(".box"):
                below.give_way(box.region)

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
