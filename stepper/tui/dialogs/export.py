"""The window that asks what to export."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from stepper.runs.trace import Step
from stepper.tui.dialogs.exports import EXPORTS, scopes
from stepper.tui.dialogs.window import Window
from stepper.tui.look import Look
from stepper.typeset.cells import cells, padded
from stepper.typeset.folding import wrapped

WIDTH, MARGIN = 62, 1  # cells of the window; blank cells at each side
SCOPES_AT = 30  # the cell where the column of scopes begins


class Export(Window[tuple[str, str]]):
    """Offers the exports at step; its result is the name of the chosen one, and its scope."""

    DEFAULT_CSS = f"Export .box {{ width: {WIDTH}; }}"
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
    ]

    def __init__(self, step: Step, look: Look) -> None:
        super().__init__()
        self._look = look
        self._scopes = {name: scopes(name, step) for name in EXPORTS}
        self._at = 0
        self._scope = ""  # the last one chosen, which not every export has

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(Content(self._look.say("export.prompt")))
            yield Static("", id="exports", markup=False)
            yield Static("", id="keys", classes="quiet", markup=False)

    def action_walk(self, by: int) -> None:
        self._at = (self._at + by) % len(EXPORTS)
        self.lay_out()

    def action_scope(self, by: int) -> None:
        name = list(EXPORTS)[self._at]
        offered = self._scopes[name]
        self._scope = offered[(offered.index(self._scope_of(name)) + by) % len(offered)]
        self.lay_out()

    def action_take(self, at: int | None = None) -> None:
        name = list(EXPORTS)[self._at if at is None else at]
        self.dismiss((name, self._scope_of(name)))

    def _scope_of(self, name: str) -> str:
        offered = self._scopes[name]
        return self._scope if self._scope in offered else offered[0]

    def lay_out(self) -> None:
        """List the exports with their scope, or in a narrow window the chosen scope below all."""
        look, room = self._look, min(WIDTH, self.app.size.width) - 2 * MARGIN
        of = {name: self._scope_words(name) for name in EXPORTS}
        is_wide = room == WIDTH - 2 * MARGIN
        lines = []
        for k, name in enumerate(EXPORTS):
            here = k == self._at
            mark = look.sign("forward") if here else " "
            text = f"{mark} {k + 1}  {look.say(f'export.{name}')}"
            if is_wide:
                text = padded(text, SCOPES_AT) + of[name]
            lines.append(Content.assemble((text, "bold" if here else "")))
        if not is_wide:
            lines.append(Content.assemble((f"     {of[list(EXPORTS)[self._at]]}", "bold")))
        self.put("#exports", *lines)
        keys, sideways = look.keys("down up"), look.keys("left right")
        keys_line = look.say("export.keys", keys=keys, sideways=sideways, count=len(EXPORTS))
        whole = "\u00a0\u00a0 ".join(hint.replace(" ", "\u00a0") for hint in keys_line.split("   "))
        self.put("#keys", *map(Content, wrapped(whole, room)))

    def _scope_words(self, name: str) -> str:
        """The scope of an export, with the keys that change it if it is the current one."""
        if len(self._scopes[name]) == 1:
            return ""
        ends = [self._look.sign(key) for key in ("left", "right")]
        scope = self._look.say(f"export.of.{self._scope_of(name)}")
        if name != list(EXPORTS)[self._at]:
            ends = [" " * cells(end) for end in ends]
        return f"{ends[0]} {scope} {ends[1]}"
