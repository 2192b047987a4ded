"""Small windows over the stepper screen: go to a step, and help."""

from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.events import Key, Resize
from textual.widgets import Input, Static

from stepper.find import find_iteration, find_next, find_step, given
from stepper.notation import ASCII, Notation
from stepper.steps import Step
from stepper.symbols import Role, Symbol
from stepper.tui.look import Look
from stepper.tui.window import Window
from stepper.typeset import cells

KEY_ROOM = 12
SCROLLS = {  # key -> the way the help scrolls
    "up": "up",
    "down": "down",
    "pageup": "page_up",
    "pagedown": "page_down",
    "home": "home",
    "end": "end",
}


class GoTo(Window[tuple[Step, Symbol | None] | None]):
    """Asks for a step by its number or its name; what is not one is told in place.

    Its result: the step, and where that only uses the named number first, the number.
    """

    CSS = """
    GoTo { align: center middle; background: $background 60%; }
    GoTo Vertical { width: 64; max-width: 100%; height: auto; padding: 0 1; background: $panel; }
    GoTo Input { border: none; height: 1; padding: 0; margin: 1 0; background: $background; }
    GoTo #problem { color: $backward; height: auto; }
    GoTo .quiet { color: $quiet; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "close", id="cancel")]

    def __init__(self, step: Step, look: Look) -> None:
        super().__init__()
        self._step = step
        self._trace = trace = step.trace
        self._look = look
        deltas = [symbol for symbol in trace.network.steps if symbol.role is Role.DELTA]
        self._example = Notation(ASCII, trace.network).name(deltas[-1])

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content(self._look.say("goto.prompt", example=self._example)))
            yield Input()
            if self._trace.iterations > 1:
                hint = self._look.say("goto.iteration", last=self._trace.iterations)
                yield Static(Content(hint), classes="quiet")
            yield Static("", id="problem", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = event.value
        if not text.strip():
            self.dismiss(None)
            return
        step = find_step(self._trace, text) if text.strip().isdecimal() else None
        if step := step or find_iteration(self._step, text):  # before names: there may be many
            self.dismiss((step, None))
            return
        step = find_step(self._trace, text, self._step.iteration) or find_next(self._step, text)
        if step:
            self.dismiss((step, given(self._trace, text)))
            return
        problem = self._look.say(
            "goto.unknown", text=text, count=len(self._trace.steps), example=self._example
        )
        self.query_one("#problem", Static).update(Content(problem))

    def action_cancel(self) -> None:
        self.dismiss(None)


Keys = Iterable[tuple[str, str, str]]  # (group, keys, words) of each line


class Help(Window[None]):
    """What can be done, and what the colours mean. Any key closes it that does not scroll it."""

    CSS = """
    Help { align: center middle; background: $background 60%; }
    Help #box { width: 100; max-width: 100%; height: auto; padding: 0 1; background: $panel; }
    Help VerticalScroll { height: auto; }
    Help .columns { height: auto; }
    Help #close { color: $quiet; height: 1; text-wrap: nowrap; text-overflow: clip; }
    Help .columns Static { width: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"scroll('{how}')", how, id=f"help_{key}", show=False)
        for key, how in SCROLLS.items()
    ]

    def __init__(self, look: Look, keys: Keys) -> None:
        super().__init__()
        self._look = look
        self._keys = keys

    def compose(self) -> ComposeResult:
        look = self._look
        groups: dict[str, list[Content]] = defaultdict(list)
        for group, keys, words in self._keys:
            groups[group].append(Content.assemble((f" {_padded(keys)}", "bold"), words))
        texts = [
            Content("\n").join([Content.assemble((group, "$primary")), *lines])
            for group, lines in groups.items()
        ]
        wide = self.app.size.width >= 76
        columns = Horizontal if wide else Vertical
        half = (len(texts) + 1) // 2
        forward, backward = look.sign("forward"), look.sign("backward")
        with Vertical(id="box"):
            with VerticalScroll():
                with columns(classes="columns"):
                    for part in filter(None, (texts[:half], texts[half:])):
                        yield Static(Content("\n").join(part))
                yield Static(
                    Content.assemble(
                        (f"{forward} {look.say('phase.forward')}   ", "$forward"),
                        (f"{backward} {look.say('phase.backward')}   ", "$backward"),
                        (f"{look.say('parameters')}   ", "$parameter"),
                        (look.say("target"), "$target"),
                    )
                )
                unknown = look.notation.sign("unknown")
                yield Static(Content(look.say("help.highlight", unknown=unknown)))
            yield Static(id="close", markup=False)

    def on_resize(self, event: Resize) -> None:
        """All but the last line scrolls where there is no room for it."""
        self.query_one(VerticalScroll).styles.max_height = max(1, event.size.height - 1)
        self.call_after_refresh(self._say_what_closes)

    def _say_what_closes(self) -> None:
        key = "help.scroll" if self._scrolls else "help.close"
        keys = self._look.keys("up down")
        self.query_one("#close", Static).update(self._look.say(key, keys=keys))

    @property
    def _scrolls(self) -> bool:
        return self.query_one(VerticalScroll).max_scroll_y > 0

    def action_scroll(self, how: str) -> None:
        """Scroll; where all is to be seen, this key closes it, too."""
        if self._scrolls:
            getattr(self.query_one(VerticalScroll), f"scroll_{how}")(animate=False)
        else:
            self.dismiss(None)

    def on_key(self, event: Key) -> None:
        if event.key not in SCROLLS:
            event.stop()  # else the screen below would answer it, too
            self.dismiss(None)


def _padded(keys: str) -> str:
    return keys + " " * max(1, KEY_ROOM - cells(keys))
