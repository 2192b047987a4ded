"""The Textual application: its look, its themes, and what it remembers of the learner's choices."""

import sys
from collections.abc import Callable, Iterable, Sequence
from threading import Thread
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver as TextualDriver
from textual.notifications import SeverityLevel
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from stepper.errors import StepperError, harmless
from stepper.explain.explainer import Explainer
from stepper.files.preferences import Preferences, place
from stepper.runs.trace import Trace
from stepper.tui.look import Look, following
from stepper.tui.navigation import Navigating
from stepper.tui.terminal import ascii as in_ascii
from stepper.tui.terminal.ending import EndedBySignals
from stepper.tui.terminal.input import HarmlessInput
from stepper.tui.theme import piece_styles, themes
from stepper.typeset.colours import COLOURS, DARK, SIXTEEN
from stepper.typeset.notation import ASCII

if TYPE_CHECKING:
    from textual.command import Provider

    from stepper.practice.course import Course


def _finder() -> "type[Provider]":
    from stepper.tui.dialogs.palette import Finder  # when it opens

    return Finder


class StepperApp(HarmlessInput, EndedBySignals, Navigating):
    """Steps through trace from the step at index cursor on, or offers the bundled scenarios.

    file: the trace on the command line. ascii: whether to draw and name in ASCII, which
    letters_are_wide implies: the terminal draws δ two cells wide. predict: the kinds of steps that
    the learner is asked about. course: the lesson of the file, or the guided one, to begin with.
    theme: the one asked for. remembered: what the learner chose earlier. remember: keeps what
    the learner chooses, by the name of a preference. in_browser: whether a server shows the screen.
    Raises StepperError for remembered keys that are invalid, or in conflict with others.
    """

    COMMANDS: ClassVar = {_finder}  # in an order of our own
    ALLOW_SELECT = False  # the mouse drags the scrubber, and ctrl+c leaves
    CSS = f"""
    SearchIcon {{ display: none; }}  /* an emoji, of no certain width */
    Toast {{ width: auto; max-width: 90%; margin: 0; padding: 0 1; }}
    {in_ascii.CSS}
    """
    # set before the app starts: Textual reads all styles again when it changes
    theme: Reactive[str] = Reactive(DARK)
    BINDINGS: ClassVar[list[BindingType]] = [  # on every screen and window
        Binding("ctrl+c", "interrupt", "interrupt", id="interrupt", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", "suspend", id="suspend", show=False, priority=True),
    ]

    def __init__(
        self,
        trace: Trace | None,
        file: str,
        cursor: int,
        language: str,
        notation: str,
        ascii: bool,
        *,
        letters_are_wide: bool = False,
        predict: Sequence[str] = (),
        course: "Course | None" = None,
        theme: str = "",
        remembered: Preferences | None = None,
        remember: Callable[[str, str | bool], None] | None = None,
        in_browser: bool = False,
    ) -> None:
        super().__init__(_driver(in_browser), trace, file, cursor, predict, course)
        self.title = "stepper"
        self.writing: set[Thread] = set()  # those that write a file now
        self.language = language
        self.ascii = ascii or letters_are_wide
        self.notation = ASCII if self.ascii else notation
        self.set_class(self.ascii, "-ascii")
        if self.ascii:
            in_ascii.use_bars()
        self._letters_are_wide = letters_are_wide
        remembered = remembered or Preferences()
        self.all_digits = remembered.all_digits
        self._remember = remember
        few = self.no_color or self.console.color_system == "standard"
        self.theme = theme or (SIXTEEN if few else remembered.theme) or DARK
        if remembered.keys:
            from stepper.tui import keymap  # where there is one

            keys = keymap.checked(dict(remembered.keys), str(place()))
            keymap.show(keys)
            self.set_keymap(keys)

    @property
    def available_themes(self) -> dict[str, Theme]:
        return super().available_themes | themes()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes()[DARK].variables

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, lambda app: app.refresh(layout=True))

    def on_ready(self) -> None:
        if self._letters_are_wide:
            self.notify(self.look_at(None).say("ascii.wide"), markup=False)

    @property
    def piece_styles(self) -> dict[str, Style]:
        return piece_styles(self.theme, colour=not self.no_color)

    def look_at(self, trace: Trace | None) -> Look:
        explainer = Explainer.of(trace, self.language, self.notation)
        return Look(explainer, self.ascii, self.all_digits)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Yield what the palette finds."""
        from stepper.tui.finding import commands  # when it opens

        return commands(self, screen, self.language)

    def action_command_palette(self) -> None:
        from stepper.tui.dialogs.palette import Palette  # when it opens

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.look_at(None)))

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Replace earlier notifications; drop control characters, as in a file's name."""
        self.clear_notifications()
        message = "\n".join(map(harmless, message.split("\n")))
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def remember(self, name: str, value: str | bool) -> None:
        if self._remember is None:
            return
        try:
            self._remember(name, value)
        except StepperError as error:
            self._remember = None  # one report is enough
            self.notify(str(error), severity="warning", markup=False)

    def choose_theme(self, theme: str) -> None:
        self.theme = theme
        self.remember("theme", theme)

    def action_next_theme(self) -> None:
        if not self.no_color:
            self.choose_theme(following(list(COLOURS), self.theme))
        words = "theme.off" if self.no_color else f"theme.{self.theme}"
        self.notify(self.look_at(None).say(words), timeout=2, markup=False)


def _driver(in_browser: bool) -> type[TextualDriver] | None:
    """The driver of the terminal or of a browser; None for Textual's own choice."""
    if in_browser:
        from stepper.tui.terminal.browser import BrowserDriver

        return BrowserDriver
    if sys.platform == "win32":
        return None
    from stepper.tui.terminal.driver import Driver

    return Driver
