"""The Textual application, which opens screens and remembers where the learner was."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver as TextualDriver
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.geometry import Size, clamp
from textual.notifications import SeverityLevel
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme

from stepper.errors import StepperError, harmless
from stepper.explain.explainer import Explainer
from stepper.files.preferences import Preferences, place
from stepper.limits import MOST_COLUMNS, MOST_ROWS
from stepper.runs.trace import Step, Trace
from stepper.signals import ENDING
from stepper.tui.host import Host
from stepper.tui.look import Look, following
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.tui.terminal import ascii as in_ascii
from stepper.tui.terminal import hangul
from stepper.tui.theme import piece_styles, themes
from stepper.typeset.colours import COLOURS, DARK, SIXTEEN
from stepper.typeset.notation import ASCII

if TYPE_CHECKING:
    from textual.command import Provider

    from stepper.practice.course import Course

PATIENCE = 2.0  # seconds to wait until half-written files are removed


def _finder() -> "type[Provider]":
    from stepper.tui.dialogs.palette import Finder  # when it opens

    return Finder


class StepperApp(Host):
    """Steps through trace from the step at index cursor on, or offers the bundled scenarios.

    file: the trace on the command line. ascii: whether to draw and name in ASCII, which
    letters_are_wide implies: the terminal draws δ two cells wide. predict: the kinds of steps that
    the learner is asked about. course: the lesson of the file, or the guided one, to begin with.
    theme: one that was asked for. remembered: what the learner chose earlier. remember: keeps what
    the learner chooses, by the name of a preference. in_browser: whether a server shows the screen.
    Raises StepperError where keys that are remembered are none, or are taken.
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
        super().__init__(_driver(in_browser))
        self.title = "stepper"
        self.stepper: StepperScreen | None = None  # the last one that was opened
        # the lessons that are begun, by their file; of the guided one, it is empty
        self.courses: dict[str, Course] = {file if trace else "": course} if course else {}
        self.writing: set[Thread] = set()  # those that write a file now
        self.language = language
        self.ascii = ascii or letters_are_wide
        self.notation = ASCII if self.ascii else notation
        self.set_class(self.ascii, "-ascii")
        if self.ascii:
            in_ascii.use_bars()
        self._opened = (trace, file, cursor)
        self._predict = predict
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

    def on_load(self) -> None:
        """Handle the signals that end the program before the terminal is changed."""
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":  # whose loops handle no signals
            for number in ENDING:
                loop.add_signal_handler(number, self._end, 128 + number)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)  # which were blocked since the start

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, lambda app: app.refresh(layout=True))

    def _end(self, code: int) -> None:
        """Exit with code and restore the terminal, unless it is gone: writing might never end.

        Threads that write files get PATIENCE seconds to remove what is half written.
        """
        if os.isatty(0):
            self.exit(return_code=code)
        else:
            self.workers.cancel_all()
            until = monotonic() + PATIENCE
            while self.writing and monotonic() < until:
                sleep(0.01)
            os._exit(code)

    def on_ready(self) -> None:
        if self._letters_are_wide:
            self.notify(self.look_at(None).say("ascii.wide"), markup=False)
        for course in self.courses.values():
            self.teach(course)

    def get_default_screen(self) -> Screen[None]:
        trace, file, cursor = self._opened
        if trace:
            return self._stepper(trace, file, cursor)
        return self._picker()

    @property
    def size(self) -> Size:
        """The size of the window, within the limits from the first layout on."""
        return _bounded(super().size)

    async def on_event(self, event: Event) -> None:
        """Make an event harmless before it is handled; drop input once the app has exited.

        The size of a window is brought within 1 cell and the limits, and control characters in
        pasted text become spaces. Signals are handled between two keys, even while many keys wait.
        """
        if isinstance(event, InputEvent) and self.return_code is not None:
            return
        if isinstance(event, Resize):
            size = _bounded(event.size)
            event.size = event.virtual_size = event.container_size = size
        if isinstance(event, Paste):
            lines = event.text.splitlines()
            event.text = "\n".join(
                "".join(c if c.isprintable() else " " for c in line) for line in lines
            )
        await super().on_event(event)
        if isinstance(event, InputEvent):
            await asyncio.sleep(0)

    def on_key(self, event: Key) -> None:
        """Translate Hangul to the keys that it was typed with, which screens bind."""
        for key in hangul.keys(event.character) if event.character else ():
            self.simulate_key(key)

    def action_interrupt(self) -> None:
        self.exit(return_code=128 + signal.SIGINT)

    def choose(self) -> None:
        self.push_screen(self._picker())

    def open(self, trace: Trace, file: str) -> None:
        if not self._go_back(lambda last: last.shows(trace.scenario, file)):
            self._open_alone(self._stepper(trace, file, 0))

    def _go_back(self, is_wanted: Callable[[StepperScreen], bool]) -> bool:
        """Go back to the last stepper screen with all that it shows, if that is what is wanted."""
        last = self.stepper
        if last is None or last not in self.screen_stack or not is_wanted(last):
            return False
        while self.screen is not last:
            self.pop_screen()
        return True

    def teach(self, course: "Course") -> None:
        station = course.station
        if station is None:
            return
        from stepper.files.load import load  # when a stop is opened

        try:
            trace = load(station.file)
        except StepperError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        cursor = station.begins_at(trace).number - 1
        self._open_alone(self._stepper(trace, station.file, cursor, course))

    def learn(self, course: "Course | None" = None, file: str = "") -> None:
        from stepper.practice.course import guided  # when a lesson begins

        course = self.courses.setdefault(file, self.courses.get(file) or course or guided())
        if course.station is None:  # it was gone through
            course.begin()
        if not self._go_back(lambda last: last.teaches(course)):
            self.teach(course)

    def _open_alone(self, screen: Screen[None]) -> None:
        """Open a screen above the first one only."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    def _stepper(
        self, trace: Trace, file: str, cursor: int, course: "Course | None" = None
    ) -> StepperScreen:
        step, look = trace.steps[cursor], self.look_at(trace)
        self.stepper = StepperScreen(trace, file, look, step, self._predict, course)
        return self.stepper

    @property
    def piece_styles(self) -> dict[str, Style]:
        return piece_styles(self.theme, colour=not self.no_color)

    @property
    def place(self) -> tuple[str, Step, Explainer] | None:
        """The file, the step and the explainer that were used last; None if no file was opened."""
        screen = self.stepper
        if screen is None:
            return None
        file, step = screen.what_if.way_back(screen.file, screen.step)
        return file, step, screen.look.explainer

    @property
    def stop(self) -> tuple[str, int] | None:
        """The file and the stop of the lesson that was used last; None if it was not one."""
        teaching = self.stepper.teaching if self.stepper else None
        if teaching is None or teaching.course.index is None:
            return None
        file = next(file for file, course in self.courses.items() if course is teaching.course)
        return file, teaching.course.index + 1

    @property
    def predicted_kinds(self) -> tuple[str, ...]:
        """The kinds of steps that the learner was asked about last."""
        return self.stepper.predicting.kinds if self.stepper else ()

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
        """Replace earlier notifications; control characters in message, as of a file's name, go."""
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

    def _picker(self) -> Screen[None]:
        from stepper.tui.screens.picker.picker import Picker  # when it opens

        last = self.stepper
        file = last.file if last and not last.teaching else ""
        return Picker(self.look_at(None), file, self.courses.get(""))

    def look_at(self, trace: Trace | None) -> Look:
        """Return a look in the current language and notation, with the names of trace."""
        explainer = Explainer.of(trace, self.language, self.notation)
        return Look(explainer, self.ascii, self.all_digits)


def _driver(in_browser: bool) -> type[TextualDriver] | None:
    """Return the driver of the terminal or of a browser; None for Textual's own choice."""
    if in_browser:
        from stepper.tui.terminal.browser import BrowserDriver

        return BrowserDriver
    if sys.platform == "win32":
        return None
    from stepper.tui.terminal.driver import Driver

    return Driver


def _bounded(size: Size) -> Size:
    return Size(clamp(size.width, 1, MOST_COLUMNS), clamp(size.height, 1, MOST_ROWS))
