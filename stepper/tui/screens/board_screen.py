"""What all screens of boards do: speak the current language, answer the mouse, report."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from stepper.tui.host import Host
from stepper.tui.look import Look

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel


class BoardScreen(Screen[None]):
    """A screen that draws on boards. look: its language, notation and signs."""

    AUTO_FOCUS = ""

    app: Host
    look: Look

    def tell(self, text: str, severity: "SeverityLevel" = "information") -> None:
        """Report text in a notification; nothing in it is markup."""
        self.notify(text, severity=severity, markup=False)
