"""The screen of the pages, with the names and numbers of the network that is open."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize
from textual.reactive import var

from stepper.backprop.symbols import Role, Symbol
from stepper.explain.pages.context import PageContext
from stepper.explain.pages.page import ORDER, page_about, rows
from stepper.runs.trace import Trace
from stepper.tui.canvas.board import Board, Place
from stepper.tui.keys import bindings
from stepper.tui.look import Look
from stepper.tui.screens.board_screen import BoardScreen
from stepper.tui.screens.pages.parts import HEAD, PAGE_KEYS, PARTS, TALL, PageFrame, arrange
from stepper.typeset.notation import ASCII, NOTATIONS


class Pages(BoardScreen):
    """Shows the pages with the numbers of one iteration of trace.

    about: the role whose page comes first; None for the first page. go_to_origin: called with a
    symbol that is clicked on, after the pages are closed; None where no screen has its step. page:
    the one that comes first instead, by its name.
    """

    trace: Trace

    DEFAULT_CSS = "Pages Board { width: 100%; height: 100%; }"
    BINDINGS: ClassVar[list[BindingType]] = bindings(PAGE_KEYS)

    page: var[int] = var(0, init=False)
    top: var[int] = var(0, init=False)

    def __init__(
        self,
        look: Look,
        trace: Trace,
        iteration: int,
        about: Role | None = None,
        go_to_origin: Callable[[Symbol], None] | None = None,
        page: str = "",
    ) -> None:
        super().__init__(look, trace)
        self._iteration = iteration
        self._go_to_origin = go_to_origin
        first = page or page_about(trace.model, about)
        self.set_reactive(Pages.page, ORDER.index(first))
        self._board = Board("pages", PARTS, self.pointed)

    def compose(self) -> ComposeResult:
        yield self._board
        self._show()

    # --- what is shown

    def resized(self, event: Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        self.top = self._within(self.top)
        self._show()

    def watch_page(self) -> None:
        self.set_reactive(Pages.top, 0)
        self._show()

    def watch_top(self) -> None:
        self._show()

    def _show(self) -> None:
        self._board.show(self._frame, arrange(*self.app.size))

    @property
    def _frame(self) -> PageFrame:
        places = {place.part: place for place in arrange(*self.app.size)}
        text = places["text"]
        frame = self._column(self._page(self.page, self.top, text), text)
        if "text beside" in places:
            after = (self.page + 1 + len(frame.below)) % len(ORDER)
            frame = frame._replace(beside=self._column(self._page(after, 0, text), text))
        return frame

    def _column(self, frame: PageFrame, place: Place) -> PageFrame:
        """A page with those after it that fit below it in a tall window."""
        room = frame.height - len(frame.rows)
        below: list[PageFrame] = []
        while self.app.size.height >= TALL and room > HEAD:
            page = self._page((frame.number + 1 + len(below)) % len(ORDER), 0, place)
            room -= HEAD + len(page.rows)
            if room < 0:
                break
            below.append(page)
        return frame._replace(below=tuple(below))

    def _page(self, number: int, top: int, place: Place) -> PageFrame:
        look, trace = self.look, self.trace
        styles = (ASCII,) if look.ascii else NOTATIONS
        reading = PageContext(look.explainer, trace, self._iteration, styles)
        iteration = look.say("iteration", number=self._iteration, count=trace.iterations)
        lines = rows(ORDER[number], reading, place.width)
        return PageFrame(look, number, iteration, tuple(lines), top, place.height)

    # --- keys and the mouse

    def action_turn(self, by: int) -> None:
        self.page = max(0, min(self.page + by, len(ORDER) - 1))

    def action_show_page(self, number: int) -> None:
        """Show a page from its top, also the one that is shown."""
        self.page, self.top = number, 0

    def action_scroll(self, by: int) -> None:
        self.top = self._within(self.top + by)

    def action_scroll_far(self, by: int) -> None:
        self.action_scroll(by * max(1, self._frame.height - 1))

    def _within(self, top: int) -> int:
        frame = self._frame
        return max(0, min(top, len(frame.rows) - frame.height))

    def change_look(self, look: Look) -> None:
        self.look = look
        self._fit()

    def action_close(self) -> None:
        if self.is_current:  # not yet closed by a key just before
            self.dismiss()

    def on_mouse_scroll_down(self) -> None:
        self.action_scroll(1)

    def on_mouse_scroll_up(self) -> None:
        self.action_scroll(-1)

    def go_to_origin(self, symbol: Symbol) -> None:
        """Close, and go to the step that computes symbol on the screen below."""
        if self._go_to_origin:
            self.action_close()
            self._go_to_origin(symbol)
