"""The first screen: the bundled scenarios in teaching order, one of them chosen."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import var
from textual.screen import Screen

from stepper.files import bundled
from stepper.load import load
from stepper.trace import Trace
from stepper.tui.footer import Hint, key_line
from stepper.tui.look import Line, Look, Piece
from stepper.tui.panel import Panel
from stepper.typeset import wrapped

KEYS: list[Hint] = [("up down", "choose"), ("Enter", "open"), ("q", "quit")]


class Picker(Screen[None]):
    AUTO_FOCUS = ""
    CSS = """
    Picker #scenarios { height: 1fr; }
    Picker #keys { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "up", id="choose_up", show=False),
        Binding("down", "choose(1)", "down", id="choose_down", show=False),
        Binding("enter,right,space", "open", "open", id="open", show=False),
        Binding("q,ㅂ", "app.quit", "quit", id="pick_quit", show=False),
    ]

    class Chosen(Message):
        """A scenario to open."""

        def __init__(self, name: str, trace: Trace) -> None:
            super().__init__()
            self.name = name
            self.trace = trace

    chosen: var[int] = var(0, init=False)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._traces = {name: load(name, as_needed=True) for name in bundled()}

    def compose(self) -> ComposeResult:
        yield Panel("scenarios")
        yield Panel("keys")

    def on_resize(self) -> None:
        self.call_after_refresh(self._paint)

    def watch_chosen(self) -> None:
        self._paint()

    def _paint(self) -> None:
        scenarios, keys = self.query_one("#scenarios", Panel), self.query_one("#keys", Panel)
        scenarios.show(self._lines(*scenarios.size))
        keys.show([key_line(self._look, KEYS, keys.size.width)])

    def _lines(self, width: int, height: int) -> list[Line]:
        """Each scenario with its goal and its size, the chosen one in view."""
        look = self._look
        lines: list[Line] = [[], [Piece("  " + look.say("picker.title"), "title")], []]
        begin = end = 0
        for k, (name, trace) in enumerate(self._traces.items()):
            here, text = k == self.chosen, look.explainer.text
            if here:
                begin = len(lines)
            mark = look.sign("forward") if here else " "
            style = "made" if here else "title"
            title = Piece(f" {mark} {text(trace.scenario.title)} ", style)
            lines.append([Piece(" "), title, Piece(f"  {name}", "quiet")])
            words = wrapped(text(trace.scenario.goal or trace.scenario.summary), width - 8)
            lines += [[Piece("    " + line)] for line in words]
            size = look.say(
                "picker.size", steps=len(trace.network.steps), iterations=trace.iterations
            )
            sizes = "-".join(map(str, trace.network.sizes))
            lines += [[Piece(f"    {sizes} · {size}", "quiet")], []]
            if here:
                end = len(lines)
        top = max(0, min(end - height, begin))
        return lines[top:]

    def action_choose(self, by: int) -> None:
        self.chosen = max(0, min(self.chosen + by, len(self._traces) - 1))

    def action_open(self) -> None:
        name, trace = list(self._traces.items())[self.chosen]
        self.post_message(self.Chosen(name, trace))
