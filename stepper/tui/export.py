"""The small window that asks what to keep."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from stepper.steps import Step
from stepper.tui.exports import EXPORTS, scopes
from stepper.tui.look import Look
from stepper.tui.window import Window
from stepper.typeset import cells

SCOPES_AT = 30  # the cell where they begin


class Export(Window[tuple[str, str] | None]):
    """Offers the exports at a step; the name of the one that is chosen, and its scope."""

    CSS = """
    Export { align: center middle; background: $background 60%; }
    Export Vertical { width: 56; max-width: 100%; height: auto; padding: 0 1; background: $panel; }
    Export .quiet { color: $quiet; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1)", "up", id="export_up", show=False),
        Binding("down,tab", "walk(1)", "down", id="export_down", show=False),
        Binding("left", "scope(-1)", "of less", id="export_less", show=False),
        Binding("right", "scope(1)", "of more", id="export_more", show=False),
        Binding("enter,space", "take", "choose", id="export_take", show=False),
        *(
            Binding(str(k), f"take({k - 1})", name, id=f"export_{name}", show=False)
            for k, name in enumerate(EXPORTS, 1)
        ),
        Binding("escape", "cancel", "close", id="export_cancel", show=False),
    ]

    def __init__(self, step: Step, look: Look) -> None:
        super().__init__()
        self._look = look
        self._scopes = {name: scopes(name, step) for name in EXPORTS}
        self._at = 0
        self._scope = ""  # that was chosen last; not every export has it

    def compose(self) -> ComposeResult:
        look = self._look
        with Vertical():
            yield Static(Content(look.say("export.prompt")))
            yield Static("", id="exports", markup=False)
            keys = look.say(
                "export.keys", keys=look.keys("down up"), sideways=look.keys("left right")
            )
            yield Static(Content(keys), classes="quiet")

    def on_mount(self) -> None:
        self._list()

    def action_walk(self, by: int) -> None:
        self._at = (self._at + by) % len(EXPORTS)
        self._list()

    def action_scope(self, by: int) -> None:
        name = list(EXPORTS)[self._at]
        offered = self._scopes[name]
        self._scope = offered[(offered.index(self._scope_of(name)) + by) % len(offered)]
        self._list()

    def action_take(self, at: int | None = None) -> None:
        name = list(EXPORTS)[self._at if at is None else at]
        self.dismiss((name, self._scope_of(name)))

    def _scope_of(self, name: str) -> str:
        offered = self._scopes[name]
        return self._scope if self._scope in offered else offered[0]

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _list(self) -> None:
        lines = []
        for k, name in enumerate(EXPORTS):
            here = k == self._at
            mark = self._look.sign("forward") if here else " "
            text = f"{mark} {k + 1}  {self._look.say(f'export.{name}')}"
            if len(self._scopes[name]) > 1:
                scope = self._look.say(f"export.of.{self._scope_of(name)}")
                ends = [self._look.sign(key) if here else " " for key in ("left", "right")]
                text += " " * (SCOPES_AT - cells(text)) + f"{ends[0]} {scope} {ends[1]}"
            lines.append(Content.assemble((text, "bold" if here else "")))
        self.query_one("#exports", Static).update(Content("\n").join(lines))
