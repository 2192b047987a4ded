"""What can be kept as a file, and the small window that asks for which."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from sys import maxsize
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from stepper.files import write_new
from stepper.scenario_file import read_scenario
from stepper.scenario_toml import toml
from stepper.tui.look import Look
from stepper.tui.picture import svg

if TYPE_CHECKING:
    from stepper.tui.stepper_screen import StepperScreen


class Kind(NamedTuple):
    """A kind of file: how its name ends, what is in it, and what of the screen is in its name."""

    ending: str
    text: Callable[["StepperScreen"], str]
    name: Callable[["StepperScreen"], str]


def _scenario(screen: "StepperScreen") -> str:
    """Raises StepperError where it could not be opened again: it is too large."""
    text = toml(screen.trace.scenario)
    read_scenario(BytesIO(text.encode()), screen.file, maxsize)
    return text


EXPORTS: dict[str, Kind] = {
    "picture": Kind(".svg", lambda screen: svg(screen.app), lambda screen: f"-{screen.step.label}"),
    "scenario": Kind(
        ".toml", _scenario, lambda screen: "-what-if" if screen.what_if.original else ""
    ),
}


def save(screen: "StepperScreen", name: str) -> Path:
    """Save an export in the folder we are in, under a name that is free; the path of it.

    Raises StepperError where it cannot be written.
    """
    kind = EXPORTS[name]
    stem = f"stepper-{Path(screen.file).stem}{kind.name(screen)}"
    return write_new(stem, kind.ending, [kind.text(screen)])


class Export(ModalScreen[str | None]):
    """Offers the exports; the name of the one that is chosen."""

    CSS = """
    Export { align: center middle; background: $background 60%; }
    Export Vertical { width: 56; max-width: 100%; height: auto; padding: 0 1; background: $panel; }
    Export .quiet { color: $quiet; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "walk(-1)", "up", id="export_up", show=False),
        Binding("down,tab", "walk(1)", "down", id="export_down", show=False),
        Binding("enter,space", "take", "choose", id="export_take", show=False),
        *(
            Binding(str(k), f"take({k - 1})", name, id=f"export_{name}", show=False)
            for k, name in enumerate(EXPORTS, 1)
        ),
        Binding("escape", "cancel", "close", id="export_cancel", show=False),
    ]

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._at = 0

    def compose(self) -> ComposeResult:
        look = self._look
        with Vertical():
            yield Static(Content(look.say("export.prompt")))
            yield Static("", id="exports", markup=False)
            keys = look.say("export.keys", keys=look.keys("down up"))
            yield Static(Content(keys), classes="quiet")

    def on_mount(self) -> None:
        self._list()

    def action_walk(self, by: int) -> None:
        self._at = (self._at + by) % len(EXPORTS)
        self._list()

    def action_take(self, at: int | None = None) -> None:
        self.dismiss(list(EXPORTS)[self._at if at is None else at])

    def action_cancel(self) -> None:
        self.dismiss(None)

    def _list(self) -> None:
        lines = []
        for k, name in enumerate(EXPORTS):
            here = k == self._at
            mark = self._look.sign("forward") if here else " "
            text = f"{mark} {k + 1}  {self._look.say(f'export.{name}')}"
            lines.append(Content.assemble((text, "bold" if here else "")))
        self.query_one("#exports", Static).update(Content("\n").join(lines))
