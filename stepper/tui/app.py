"""The Textual application: it opens screens and remembers the way back."""

import asyncio
import shlex
import signal
from typing import ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from stepper.explain import Explainer
from stepper.notation import Notation
from stepper.symbols import Network
from stepper.trace import Trace
from stepper.tui.look import Look
from stepper.tui.picker import Picker
from stepper.tui.stepper_screen import StepperScreen
from stepper.tui.theme import DARK, THEMES


class StepperApp(App[None]):
    """Steps through a trace, or offers the bundled ones; file names it on the command line."""

    BINDINGS: ClassVar[list[BindingType]] = [
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
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK.variables

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, None, 128 + number)
        if self._trace:
            self._open(self._trace, self._file, self._cursor)
        else:
            self.push_screen(Picker(self._look(None)))

    def on_picker_chosen(self, event: Picker.Chosen) -> None:
        self._open(event.trace, event.name, 0, from_picker=True)

    @property
    def way_back(self) -> str:
        """The command that opens the place where the learner was; nothing if nowhere."""
        if self._stepper is None:
            return ""
        step = self._stepper.step
        file = shlex.quote(self._file)
        return f"stepper open {file} --iteration {step.iteration} --at {step.in_iteration}"

    def _open(self, trace: Trace, file: str, cursor: int, *, from_picker: bool = False) -> None:
        self._file = file
        self._stepper = StepperScreen(trace, self._look(trace), cursor, from_picker=from_picker)
        self.push_screen(self._stepper)

    def _look(self, trace: Trace | None) -> Look:
        network = trace.network if trace else Network((1, 1, 1))
        names = trace.scenario.names if trace else {}
        return Look(
            Explainer(self._language, Notation(self._notation, network, names)), self._ascii
        )
