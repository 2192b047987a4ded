"""Pages to read beside the equations, with the names and numbers of the network that is open."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.reactive import var
from textual.screen import Screen

from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.explain.pages.context import PageContext
from stepper.explain.pages.page import ORDER, PAGE_OF, rows
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace
from stepper.tui.canvas.board import Board
from stepper.tui.host import Host
from stepper.tui.keys import bindings
from stepper.tui.look import Piece, following
from stepper.tui.screens.page_parts import PAGE_KEYS, PARTS, ShownPage, arrange
from stepper.typeset.notation import ASCII, SEED, STANDARD


class Pages(Screen[None]):
    """Begins with the page that fits a role, or with the first.

    follow is told a symbol that is clicked on, when the pages are closed.
    """

    AUTO_FOCUS = ""
    DEFAULT_CSS = "Pages Board { width: 100%; height: 100%; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings(PAGE_KEYS)

    app: Host
    page: var[int] = var(0, init=False)
    top: var[int] = var(0, init=False)

    def __init__(
        self,
        trace: Trace,
        iteration: int,
        about: Role | None = None,
        follow: Callable[[Symbol], None] | None = None,
    ) -> None:
        super().__init__()
        self._trace = trace
        self._iteration = iteration
        self._follow = follow
        self.set_reactive(Pages.page, ORDER.index(PAGE_OF[about]) if about else 0)
        self._board = Board("pages", PARTS, self._pointed)

    def compose(self) -> ComposeResult:
        yield self._board
        self._show()

    # --- what is shown

    def on_resize(self) -> None:
        self.top = self._within(self.top)
        self._show()

    def watch_page(self) -> None:
        self.set_reactive(Pages.top, 0)
        self._show()

    def watch_top(self) -> None:
        self._show()

    def _show(self) -> None:
        self._board.show(self._shown, arrange(*self.app.size))

    @property
    def _shown(self) -> ShownPage:
        look, trace = self.app.look_at(self._trace), self._trace
        text = next(place for place in arrange(*self.app.size) if place.part == "text")
        styles = (ASCII,) if look.ascii else (SEED, STANDARD, ASCII)
        reading = PageContext(look.explainer, trace, self._iteration, styles)
        iteration = look.say("iteration", number=self._iteration, count=trace.iterations)
        lines = rows(ORDER[self.page], reading, text.width)
        return ShownPage(look, self.page, iteration, tuple(lines), self.top, text.height)

    # --- keys and the mouse

    def action_turn(self, by: int) -> None:
        self.page = max(0, min(self.page + by, len(ORDER) - 1))

    def action_show_page(self, number: int) -> None:
        self.page = number

    def action_scroll(self, by: int) -> None:
        self.top = self._within(self.top + by)

    def action_scroll_far(self, by: int) -> None:
        self.action_scroll(by * max(1, self._shown.height - 1))

    def _within(self, top: int) -> int:
        shown = self._shown
        return max(0, min(top, len(shown.rows) - shown.height))

    def action_language(self) -> None:
        self.app.language = following(LANGUAGES, self.app.language)
        self.on_resize()

    def action_close(self) -> None:
        if self.is_current:  # not yet closed by a key just before
            self.dismiss()

    def on_mouse_scroll_down(self) -> None:
        self.action_scroll(1)

    def on_mouse_scroll_up(self) -> None:
        self.action_scroll(-1)

    async def _pointed(self, piece: Piece) -> None:
        """A number leads to where it was made, on the screen below."""
        match piece:
            case Piece(target=str(action)):
                await self.run_action(action)
            case Piece(symbol=Symbol() as symbol) if self._follow and symbol != RATE:
                self.action_close()
                self._follow(symbol)
