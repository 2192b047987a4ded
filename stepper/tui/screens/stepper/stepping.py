"""The stepper screen as its parts know it, so that they need not import it."""

from abc import abstractmethod
from collections.abc import Callable

from textual.reactive import var

from stepper.backprop.symbols import Symbol
from stepper.input.givens import Given
from stepper.runs.trace import Step, Trace
from stepper.tui.look import Frame
from stepper.tui.screens.board_screen import BoardScreen
from stepper.tui.screens.stepper.boards import Boards
from stepper.tui.screens.stepper.what_if_run import WhatIfRun


class Stepping(BoardScreen):
    """Shows one step of trace. file: the trace on the command line."""

    file: str
    trace: Trace
    what_if: WhatIfRun
    boards: Boards
    step: var[Step] = var[Step](None, init=False)  # type: ignore[arg-type]
    selected: var[Symbol | None] = var[Symbol | None](None, init=False)

    @property
    @abstractmethod
    def frame(self) -> Frame:
        """All that is shown now."""

    @property
    @abstractmethod
    def main_width(self) -> int:
        """The number of cells beside the list of steps."""

    @abstractmethod
    def show(self) -> None:
        """Draw the frame."""

    @abstractmethod
    def lay_out(self) -> None:
        """Give the parts their places, and draw the frame."""

    @abstractmethod
    def show_run(self, step: Step) -> None:
        """Show the run of a step, at that step."""

    @abstractmethod
    def change_run(self, trace: Trace) -> None:
        """Take over another run, whose network may have other numbers."""

    @abstractmethod
    def rest(self) -> None:
        """Stop the play."""

    @abstractmethod
    def nudge(self, symbol: Symbol | None, after: Callable[[], None]) -> None:
        """Let the learner nudge a number, that of the step for None; after it, call after."""

    @abstractmethod
    def read(self, page: str, after: Callable[[], None] | None = None) -> None:
        """Open a page by its name; without one, the page that fits the step; then call after."""

    @abstractmethod
    def edit(self, first: Given | None, unchanged: Callable[[], None]) -> None:
        """Ask for edits, a number first; call unchanged if there are none."""

    @abstractmethod
    def action_predict(self) -> None:
        """Begin to ask about steps, or end it."""
