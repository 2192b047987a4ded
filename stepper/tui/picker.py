"""The first screen: the bundled scenarios in teaching order, one of them chosen."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import var
from textual.screen import Screen

from stepper.files import bundled
from stepper.load import load
from stepper.tui.footer import key_line
from stepper.tui.look import Line, Look, Piece
from stepper.tui.panel import Panel
from stepper.typeset import wrapped

if TYPE_CHECKING:
    from stepper.tui.app import StepperApp

KEYS = [("up down", "choose"), ("Enter", "open"), ("q", "quit")]


class Picker(Screen[None]):
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Picker #scenarios { height: 1fr; }
    Picker #keys { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "up", id="choose_up", show=False),
        Binding("down", "choose(1)", "down", id="choose_down", show=False),
        Binding("enter,right,space", "open", "open", id="open", show=False),
        Binding("q,ㅂ", "app.quit", "quit", id="pick_quit", show=False),
    ]

    app: "StepperApp"
    chosen: var[int] = var(0, init=False)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._traces = {name: load(name, as_needed=True) for name in bundled()}
        self._list = Panel("scenarios", self._lines)
        self._keys: Panel[Look] = Panel(
            "keys", lambda look, width, _: [key_line(look, KEYS, width)]
        )

    def compose(self) -> ComposeResult:
        yield self._list
        yield self._keys
        self._list.show(self.chosen)
        self._keys.show(self._look)

    def watch_chosen(self) -> None:
        self._list.show(self.chosen)

    def _lines(self, chosen: int, width: int, height: int) -> list[Line]:
        """Each scenario with its goal and its size, the chosen one in view."""
        look = self._look
        lines: list[Line] = [[], [Piece("  " + look.say("picker.title"), "title")], []]
        begin = end = 0
        for k, (name, trace) in enumerate(self._traces.items()):
            here, text = k == chosen, look.explainer.text
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
            lines += [[Piece(f"    {sizes}   {size}", "quiet")], []]
            if here:
                end = len(lines)
        top = max(0, min(end - height, begin))
        return lines[top:]

    def action_choose(self, by: int) -> None:
        self.chosen = max(0, min(self.chosen + by, len(self._traces) - 1))

    def action_open(self) -> None:
        name, trace = list(self._traces.items())[self.chosen]
        self.app.open(trace, name)
