"""What screens and boards know of the app."""

from threading import Thread

from rich.style import Style
from textual.app import App

from stepper.practice.course import Course
from stepper.runs.trace import Trace
from stepper.tui.look import Look


class Host(App[None]):
    """The app as screens and boards see it; StepperApp implements the methods.

    all_digits: whether new screens show all digits. writing: the threads that write a file now.
    """

    language: str
    notation: str  # its style
    ascii: bool
    all_digits: bool
    writing: set[Thread]

    @property
    def piece_styles(self) -> dict[str, Style]:
        """The style of each piece in the current theme."""
        raise NotImplementedError

    def look_at(self, trace: Trace | None) -> Look:
        """Return a look in the current language and notation, with the names of trace."""
        raise NotImplementedError

    def open(self, trace: Trace, file: str) -> None:
        """Step through trace from its beginning, or go on where the learner left it just now."""
        raise NotImplementedError

    def teach(self, course: Course) -> None:
        """Open the current stop of a course, above the first screen only."""
        raise NotImplementedError

    def learn(self, course: Course | None = None, file: str = "") -> None:
        """Go on with the lesson of a file, or begin it; without a file, with the guided one.

        course: that lesson, unless it is the guided one and still has to be read.
        """
        raise NotImplementedError

    def choose(self) -> None:
        """Offer the bundled scenarios above the current screen, which stays to come back to."""
        raise NotImplementedError

    def remember(self, name: str, value: str | bool) -> None:
        """Keep a preference for the next start."""
        raise NotImplementedError

    def choose_theme(self, theme: str) -> None:
        """Take a theme, and remember it."""
        raise NotImplementedError
