"""The app as screens and boards know it."""

from abc import abstractmethod
from threading import Thread
from typing import TYPE_CHECKING

from rich.style import Style
from textual.app import App

from stepper.runs.trace import Trace
from stepper.tui.look import Look

if TYPE_CHECKING:
    from stepper.practice.course import Course


class Host(App[None]):
    """What StepperApp implements for screens and boards.

    all_digits: whether new screens show all digits. writing: the threads that write a file now.
    """

    language: str
    notation: str  # its style
    ascii: bool
    all_digits: bool
    writing: set[Thread]

    @property
    @abstractmethod
    def piece_styles(self) -> dict[str, Style]:
        """The style of each piece in the current theme."""

    @abstractmethod
    def look_at(self, trace: Trace | None) -> Look:
        """A look in the current language and notation, with the names of trace."""

    @abstractmethod
    def open(self, trace: Trace, file: str) -> None:
        """Step through trace from its beginning, or go on where the learner left it just now."""

    @abstractmethod
    def teach(self, course: "Course") -> None:
        """Open the current stop of a course, above the first screen only."""

    @abstractmethod
    def learn(self, course: "Course | None" = None, file: str = "") -> None:
        """Go on with the lesson of a file, or begin it; without a file, with the guided one.

        course: that lesson, unless it is the guided one and still has to be read.
        """

    @abstractmethod
    def choose(self) -> None:
        """Offer the bundled scenarios above the current screen, which stays to come back to."""

    @abstractmethod
    def remember(self, name: str, value: str | bool) -> None:
        """Keep a preference for the next start."""

    @abstractmethod
    def choose_theme(self, theme: str) -> None:
        """Take a theme, and remember it."""
