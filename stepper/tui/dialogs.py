"""Small windows over the stepper screen: go to a step, and help."""

from collections import defaultdict
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from stepper.find import find_step
from stepper.notation import ASCII, Notation
from stepper.steps import Step
from stepper.symbols import Role
from stepper.trace import Trace
from stepper.tui.keys import KEYS
from stepper.tui.look import Look
from stepper.typeset import cells

KEY_ROOM = 12


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
    """What can be done on the stepper screen, and what the colours mean. Any key closes it."""

    CSS = """
    Help { align: center middle; background: $background 60%; }
    Help VerticalScroll {
        width: 100; max-width: 100%; height: auto; max-height: 100%;
        padding: 0 1; background: $panel;
    }
    Help .columns { height: auto; }
    Help .close { color: $quiet; }
    Help .columns Static { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll('up')", "up", id="help_up", show=False),
        Binding("down", "scroll('down')", "down", id="help_down", show=False),
    ]

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def compose(self) -> ComposeResult:
        look = self._look
        groups: dict[str, list[Content]] = defaultdict(list)
        for name, key in KEYS.items():
            line = Content.assemble(
                (f" {_padded(look.keys(key.shown))}", "bold"), look.say(f"key.{name}")
            )
            groups[key.group].append(line)
        texts = [
            Content("\n").join([Content.assemble((look.say(f"help.{group}"), "$primary")), *lines])
            for group, lines in groups.items()
        ]
        wide = self.app.size.width >= 76
        columns = Horizontal if wide else Vertical
        forward, backward = look.sign("forward"), look.sign("backward")
        with VerticalScroll():
            with columns(classes="columns"):
                yield Static(Content("\n").join(texts[:2]))
                yield Static(Content("\n").join(texts[2:]))
            yield Static(
                Content.assemble(
                    (f"{forward} {look.say('phase.forward')}   ", "$forward"),
                    (f"{backward} {look.say('phase.backward')}   ", "$backward"),
                    (f"{look.say('parameters')}   ", "$parameter"),
                    (look.say("target"), "$target"),
                )
            )
            yield Static(Content(look.say("help.highlight", unknown=look.notation.sign("unknown"))))
            yield Static(Content(look.say("help.close")), classes="close")

    def action_scroll(self, direction: str) -> None:
        scroll = self.query_one(VerticalScroll)
        if not scroll.max_scroll_y:
            self._close()
        elif direction == "up":
            scroll.scroll_up(animate=False)
        else:
            scroll.scroll_down(animate=False)

    def _close(self) -> None:
        if self.is_current:  # not yet closed by a key just before
            self.dismiss(None)

    def on_key(self, event: Key) -> None:
        if event.key not in ("up", "down"):
            event.stop()  # else the screen below would answer it, too
            self._close()


def _padded(keys: str) -> str:
    return keys + " " * max(1, KEY_ROOM - cells(keys))
