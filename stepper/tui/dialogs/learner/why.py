"""`y`: why is that so? A plain sentence; pressed again, a nudge; once more, the page about it."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepper.backprop.symbols import Symbol
from stepper.runs.nudge import Nudge, nudged_at
from stepper.runs.trace import Step
from stepper.tui.canvas.board import Board, Place
from stepper.tui.dialogs.bottom_window import BottomWindow
from stepper.tui.dialogs.prose import coloured, hints
from stepper.tui.look import Look, Piece
from stepper.tui.panels import nudge
from stepper.tui.panels.nudge import FIRST, SIZES, NudgeFrame

OTHER_LINES = 3  # of the window with a nudge: the title, the keys, and a rule
LEAST_LINES, LINES, MOST_LINES = 3, 11, 16  # of a nudge, the more the higher the window is
LEAST_GRAPH = 7  # lines of the screen below that stay in sight


class Why(BottomWindow[str]):
    """Explains a step; its result is PAGE where the learner wants to read on.

    symbol: the number to nudge, if it is not that of the step. nudged: called with what the
    learner has nudged. at_once: whether it begins with the nudge.
    """

    PAGE = "page"

    DEFAULT_CSS = """
    Why .box { padding: 0 0 0 1; scrollbar-gutter: stable; background: $background; }
    Why #sentence { margin: 0 0 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "deeper", "deeper", id="why_deeper", show=False),
        Binding("right,up", "nudge(1)", "larger nudge", id="nudge_up", show=False),
        Binding("left,down", "nudge(-1)", "smaller nudge", id="nudge_down", show=False),
        Binding("f3", "read", "page", id="why_page", show=False),
    ]

    def __init__(
        self,
        step: Step,
        symbol: Symbol | None,
        look: Look,
        room: Callable[[], int],
        nudged: Callable[[Symbol], None],
        *,
        at_once: bool = False,
    ) -> None:
        super().__init__(look, room)
        self._step = step
        self._nudged = nudged
        self._nudge = Nudge(step, nudged_at(step, symbol))
        self._at = FIRST
        self._is_nudging = at_once
        self._board = Board("nudge", {"nudge": nudge.lines}, self._ignore)

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False, classes="box"):
            yield Static("", id="rule", markup=False)
            yield Static("", id="title", markup=False)
            yield Static("", id="sentence", markup=False)
            yield self._board
            yield Static("", id="keys", classes="quiet", markup=False)

    async def _ignore(self, piece: Piece) -> None:
        """Do nothing: a number in the window leads nowhere."""

    def lay_out(self) -> None:
        super().lay_out()
        look = self._look
        name = look.name(self._step.symbol)
        nudged = look.name(self._nudge.symbol)
        words = look.say("nudge.title" if self._is_nudging else "ask.title", name=nudged)
        self.put("#title", Content.assemble((words, "$primary"), f"   {self._step.label}  ", name))
        sentence = self.query_one("#sentence", Static)
        sentence.display = not self._is_nudging
        sentence.update(coloured(look.explainer.plainly(self._step)))
        self._board.display = self._is_nudging
        tall = self.app.size.height
        wanted = min(MOST_LINES, max(LINES, tall // 3))
        height = min(wanted, max(LEAST_LINES, tall - OTHER_LINES - LEAST_GRAPH))
        self._board.styles.height = height
        frame = NudgeFrame(look, self._nudge, self._at)
        self._board.show(frame, [Place("nudge", 0, 0, self._within, height)])
        self.put("#keys", self._keys(nudged))

    def _keys(self, nudged: str) -> Content:
        say = self._look.say
        keys = [("y", say("ask.nudge", name=nudged)), ("F3", say("ask.page"))]
        if self._is_nudging:
            keys = [(self._look.keys("left right"), say("nudge.size")), ("y", say("ask.page"))]
        return hints([*keys, ("Esc", say("ask.close"))])

    def action_deeper(self) -> None:
        """Go on to the nudge, and from there to the page."""
        if self._is_nudging:
            self.action_read()
        else:
            self._is_nudging = True
            self.lay_out()

    def action_nudge(self, by: int) -> None:
        if self._is_nudging:
            self._at = max(0, min(self._at + by, len(SIZES) - 1))
            self._nudged(self._nudge.symbol)
            self.lay_out()

    def action_read(self) -> None:
        self.dismiss(self.PAGE)
