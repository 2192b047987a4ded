"""The screen that steps through a trace: one cursor, and panels that show the step it is at."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.reactive import var
from textual.screen import Screen
from textual.worker import get_current_worker

from stepper import moves
from stepper.errors import StepperError
from stepper.steps import Step
from stepper.trace import Trace
from stepper.tui import chain_graph, equation, footer, header, ribbon, step_list
from stepper.tui.arrangement import arrange
from stepper.tui.keys import KEYS
from stepper.tui.look import Frame, Line, Look
from stepper.tui.panel import Panel

if TYPE_CHECKING:
    from stepper.tui.app import StepperApp

DRAW: dict[str, Callable[[Frame, int, int], list[Line]]] = {
    "header": header.lines,
    "graph": chain_graph.lines,
    "above": step_list.lines,
    "equation": equation.lines,
    "beside": step_list.lines,
    "ribbon": ribbon.lines,
    "footer": footer.lines,
}

MOVES: dict[str, moves.Move] = {
    "next": moves.by(1),
    "back": moves.by(-1),
    "next_delta": moves.to_next(moves.is_delta),
    "previous_delta": moves.to_previous(moves.is_delta),
    "next_phase": moves.to_next(moves.begins_phase),
    "previous_phase": moves.to_previous(moves.begins_phase),
    "next_update": moves.to_next(moves.is_update),
    "next_iteration": moves.by_iterations(1),
    "previous_iteration": moves.by_iterations(-1),
    "first": moves.to_first,
    "last": moves.to_last,
}
ACTIONS = {name: f"move('{name}')" for name in MOVES} | {"quit": "app.quit"}


class StepperScreen(Screen[None]):
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    #main, #left, #equation { height: 1fr; }
    .ruled { border-top: solid $quiet; }
    .ruled-ascii { border-top: ascii $quiet; }
    #beside { border-left: solid $quiet; }
    #beside.plain-ascii { border-left: ascii $quiet; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.bound, ACTIONS.get(name, name), name, id=name, show=False)
        for name, key in KEYS.items()
    ]

    app: "StepperApp"
    cursor: var[int] = var(0, init=False)

    def __init__(self, trace: Trace, look: Look, cursor: int, *, from_picker: bool = False) -> None:
        super().__init__()
        self.trace = trace
        self.look = look
        self.set_reactive(StepperScreen.cursor, cursor)
        self._from_picker = from_picker
        self._panels = {name: Panel(name, draw) for name, draw in DRAW.items()}
        self._arranged_for = Size()
        self._room = 0

    @property
    def step(self) -> Step:
        return self.trace.steps[self.cursor]

    def compose(self) -> ComposeResult:
        panels = self._panels
        with Horizontal(id="main"):
            with Vertical(id="left"):
                yield from (panels[name] for name in ("header", "graph", "above", "equation"))
            yield panels["beside"]
        yield panels["ribbon"]
        yield panels["footer"]
        panels["beside"].set_class(self.look.ascii, "plain-ascii")
        self._arrange(self.app.size)

    def on_mount(self) -> None:
        if self.trace.rows.are_stored:
            self._check_the_rest()

    @work(thread=True, exclusive=True)
    def _check_the_rest(self) -> None:
        """Check all rows of a stored trace, and tell the first that is wrong."""
        worker = get_current_worker()
        wrong = self.trace.rows.problem(lambda: worker.is_cancelled)
        if wrong and not worker.is_cancelled:
            self.app.call_from_thread(self.notify, wrong, severity="error", markup=False)

    def on_resize(self, event: Resize) -> None:
        if event.size != self._arranged_for:
            self._arrange(event.size)

    def watch_cursor(self) -> None:
        self._show()

    def _arrange(self, size: Size) -> None:
        self._arranged_for = size
        places = arrange(*size, self.trace.network)
        self._room = equation.room(size.width - places.list_beside)
        heights = {
            "header": places.header,
            "graph": places.graph,
            "above": places.list_above,
            "ribbon": places.ribbon + places.rules if places.ribbon else 0,
            "footer": places.footer,
        }
        for name, height in heights.items():
            panel = self._panels[name]
            panel.display = height > 0
            panel.styles.height = height
        beside = self._panels["beside"]
        beside.display = places.list_beside > 0
        beside.styles.width = places.list_beside
        ruled = "ruled-ascii" if self.look.ascii else "ruled"
        above = places.graph or places.list_above
        self._panels["equation"].set_class(bool(places.rules and above), ruled)
        self._panels["ribbon"].set_class(places.rules, ruled)
        self._show()

    def _show(self) -> None:
        frame = Frame(self.step, self.look, self._room)
        for panel in self._panels.values():
            panel.show(frame)

    def action_move(self, name: str) -> None:
        self._go(MOVES[name](self.trace, self.cursor))

    def _go(self, k: int) -> None:
        """Go to a step; where the run stopped before it, to the last one there is."""
        try:
            k, stop = moves.within_run(self.trace, k)
        except StepperError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        if stop:
            self.notify(str(stop), severity="warning", markup=False)
        self.cursor = k

    def action_go_to(self) -> None:
        from stepper.tui.dialogs import GoTo  # when it opens: the first frame does not wait for it

        def went(step: Step | None) -> None:
            if step:
                self._go(step.number - 1)

        self.app.push_screen(GoTo(self.trace, self.look, self.step.iteration), went)

    def action_help(self) -> None:
        from stepper.tui.dialogs import Help

        self.app.push_screen(Help(self.look))

    def action_close(self) -> None:
        if self._from_picker:
            self.dismiss()
        else:
            self.app.choose()
