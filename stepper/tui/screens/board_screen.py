"""A screen of boards: it speaks the current language, answers clicks, and reports."""

from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from stepper.backprop.symbols import BATCH_SIZE, RATE, Symbol
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace
from stepper.tui.closable import Closable
from stepper.tui.host import Host
from stepper.tui.look import Look, Piece, following
from stepper.tui.uncovered import Uncovered

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel


class BoardScreen(Closable, Uncovered[None]):
    """Draws on boards in a look; trace: whose names the look has, None for standard names."""

    AUTO_FOCUS = ""

    app: Host

    def __init__(self, look: Look, trace: Trace | None) -> None:
        super().__init__()
        self.look = look
        self.trace = trace

    def on_screen_resume(self) -> None:
        """Follow a change of language or notation on another screen."""
        now, wanted = self.look.explainer, self.app.look_at(self.trace).explainer
        if (now.language, now.notation.style) != (wanted.language, wanted.notation.style):
            self.follow_app()

    def action_language(self) -> None:
        self.app.language = following(LANGUAGES, self.app.language)
        self.app.remember("language", self.app.language)
        self.follow_app()

    def follow_app(self) -> None:
        """Take over the language and the notation of the app."""
        self.change_look(replace(self.look, explainer=self.app.look_at(self.trace).explainer))

    @abstractmethod
    def change_look(self, look: Look) -> None:
        """Show everything in another look."""

    async def pointed(self, piece: Piece) -> None:
        """Do what a click on a piece asks for: an action, or to go where its number comes from."""
        match piece:
            case Piece(target=str(action)):
                await self.run_action(action)
            case Piece(symbol=Symbol() as symbol) if symbol not in (RATE, BATCH_SIZE):
                self.go_to_origin(symbol)

    def go_to_origin(self, symbol: Symbol) -> None:
        """Go to the step that computes symbol, on a screen that has steps."""

    def tell(self, text: str, severity: "SeverityLevel" = "information") -> None:
        """Report text in a notification; nothing in it is markup."""
        self.notify(text, severity=severity, markup=False)
