"""The Textual application: it opens screens and remembers the way back."""

import asyncio
import signal
from typing import ClassVar

from rich.style import Style
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from stepper.explain import Explainer
from stepper.notation import Notation
from stepper.steps import Step
from stepper.symbols import Network
from stepper.trace import Trace
from stepper.tui.look import Look
from stepper.tui.stepper_screen import StepperScreen
from stepper.tui.theme import DARK, THEMES, piece_styles


class StepperApp(App[None]):
    """Steps through a trace, or offers the bundled ones; file names it on the command line."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "interrupt", id="interrupt", show=False),
        Binding("ctrl+z", "suspend_process", "suspend", id="suspend", show=False),
    ]

    def __init__(
        self,
        trace: Trace | None,
        file: str,
        cursor: int,
        language: str,
        notation: str,
        ascii: bool,
    ) -> None:
        super().__init__()
        self.title = "stepper"
        self._trace = trace
        self._file = file
        self._cursor = cursor
        self._language = language
        self._notation = notation
        self._ascii = ascii
        self._stepper: StepperScreen | None = None
        self._piece_styles: dict[str, dict[str, Style]] = {}
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, None, 128 + number)

    def get_default_screen(self) -> Screen[None]:
        if self._trace:
            return self._stepping(self._trace, self._file, self._cursor)
        return self._picker()

    def action_interrupt(self) -> None:
        self.exit(return_code=128 + signal.SIGINT)

    def choose(self) -> None:
        """Offer the bundled scenarios, above the trace that was opened by name."""
        self.push_screen(self._picker())

    def open(self, trace: Trace, file: str) -> None:
        """Step through a trace from its beginning, above the screen that chose it."""
        self.push_screen(self._stepping(trace, file, 0, from_picker=True))

    @property
    def piece_styles(self) -> dict[str, Style]:
        if self.theme not in self._piece_styles:
            self._piece_styles[self.theme] = piece_styles(self.theme_variables)
        return self._piece_styles[self.theme]

    @property
    def place(self) -> tuple[str, Step] | None:
        """The file and the step where the learner was; None if none was opened."""
        return (self._file, self._stepper.step) if self._stepper else None

    def _picker(self) -> Screen[None]:
        from stepper.tui.picker import Picker  # where it is needed: the first frame is sooner

        return Picker(self._look(None))

    def _stepping(
        self, trace: Trace, file: str, cursor: int, *, from_picker: bool = False
    ) -> StepperScreen:
        self._file = file
        self._stepper = StepperScreen(trace, self._look(trace), cursor, from_picker=from_picker)
        return self._stepper

    def _look(self, trace: Trace | None) -> Look:
        network = trace.network if trace else Network((1, 1, 1))
        names = trace.scenario.names if trace else {}
        return Look(
            Explainer(self._language, Notation(self._notation, network, names)), self._ascii
        )
