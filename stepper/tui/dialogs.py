"""Small windows over the stepper screen: go to a step, and help."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from stepper.find import find_step
from stepper.notation import ASCII, Notation
from stepper.steps import Step
from stepper.symbols import Role
from stepper.trace import Trace
from stepper.tui.keys import KEYS
from stepper.tui.look import Look


class GoTo(ModalScreen[Step | None]):
    """Asks for a step by its number or its name; what is not one is told in place."""

    CSS = """
    GoTo { align: center middle; background: $background 60%; }
    GoTo Vertical { width: 64; max-width: 100%; height: auto; padding: 0 1; background: $panel; }
    GoTo Input { border: none; height: 1; padding: 0; margin: 1 0; background: $background; }
    GoTo #problem { color: $backward; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "close", id="cancel")]

    def __init__(self, trace: Trace, look: Look, iteration: int) -> None:
        super().__init__()
        self._trace = trace
        self._look = look
        self._iteration = iteration
        deltas = [symbol for symbol in trace.network.steps if symbol.role is Role.DELTA]
        self._example = Notation(ASCII, trace.network).name(deltas[-1])

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._look.say("goto.prompt", example=self._example)))
            yield Input()
            yield Static("", id="problem", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = event.value
        if not text.strip():
            self.dismiss(None)
            return
        step = find_step(self._trace, text) if text.strip().isdecimal() else None
        step = step or find_step(self._trace, text, self._iteration)
        if step:
            self.dismiss(step)
            return
        problem = self._look.say(
            "goto.unknown", text=text, count=len(self._trace.steps), example=self._example
        )
        self.query_one("#problem", Static).update(Content(problem))

    def action_cancel(self) -> None:
        self.dismiss(None)


class Help(ModalScreen[None]):
    """The keys of the stepper screen. Any key closes it."""

    CSS = """
    Help { align: center middle; background: $background 60%; }
    Help Vertical {
        width: 70; max-width: 100%; height: auto; max-height: 100%;
        padding: 0 2; background: $panel; overflow-y: auto;
    }
    Help .keys { text-style: bold; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def compose(self) -> ComposeResult:
        look = self._look
        rows = [
            Content.assemble((f"{look.keys(key.shown):<16}", "bold"), look.say(f"key.{name}"))
            for name, key in KEYS.items()
        ]
        forward, backward = look.sign("forward"), look.sign("backward")
        with Vertical():
            yield Static(Content.assemble((look.say("help.title"), "bold")))
            yield Static(Content("\n").join(rows))
            yield Static(Content(""))
            yield Static(
                Content.assemble(
                    (f"{forward} {look.say('phase.forward')}   ", "$forward"),
                    (f"{backward} {look.say('phase.backward')}   ", "$backward"),
                    (look.say("parameters"), "$parameter"),
                )
            )
            yield Static(Content(look.say("help.highlight", unknown=look.notation.sign("unknown"))))

    def on_key(self) -> None:
        self.dismiss(None)
