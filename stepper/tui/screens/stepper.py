"""The screen that steps through a trace: one step, and parts that show it."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from sys import maxsize
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.geometry import Size
from textual.reactive import var
from textual.screen import Screen
from textual.timer import Timer
from textual.worker import get_current_worker

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import RATE, Symbol
from stepper.errors import StepperError
from stepper.runs import moves
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Step, Trace
from stepper.tui.canvas import rules
from stepper.tui.canvas.board import Board, Draw, Place
from stepper.tui.graph import views as graph
from stepper.tui.keys import KEYS
from stepper.tui.look import Frame, Look, Piece, following
from stepper.tui.panels import (
    curves,
    delta_bars,
    drawer,
    equation,
    footer,
    header,
    ribbon,
    sigmoid,
    step_list,
)
from stepper.tui.screens.arrangement import Arrangement, arrange
from stepper.tui.screens.far_step import FarStep
from stepper.tui.screens.play import Play
from stepper.tui.screens.predicting import Predicting
from stepper.tui.screens.what_if_run import WhatIfRun, same_place
from stepper.typeset.notation import ASCII, SEED, STANDARD

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from stepper.input.answers import Answer
    from stepper.tui.app import StepperApp

PARTS: dict[str, Draw[Frame]] = {
    "header": header.lines,
    "graph": graph.lines,
    "equation": equation.lines,
    "sigmoid": sigmoid.lines,
    "deltas": delta_bars.lines,
    "curves": curves.lines,
    "drawer": drawer.lines,
    "list": step_list.lines,
    "ribbon": ribbon.lines,
    "footer": footer.lines,
    "rule": rules.across,
    "divider": rules.down,
    "air": rules.nothing,
}

LINES = {"next_delta": 1, "previous_delta": -1, "first": -maxsize, "last": maxsize}  # in the drawer
ASKED = ("next", "next_delta", "next_update")  # moves to a step that may be asked about
STYLES = (SEED, STANDARD, ASCII)
GOING_OUT = 0.005  # seconds for a frame to be written
COMPUTING = 0.01  # seconds at a time, between two frames
WAITED_FOR = 0.015  # the same for what the learner waits for


class StepperScreen(Screen[None]):
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    StepperScreen { layout: horizontal; }
    StepperScreen Board { width: 1fr; height: 100%; }
    StepperScreen #top { dock: top; width: 100%; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.bound, key.action or name, name, id=name, show=False)
        for name, key in KEYS.items()
    ]

    app: "StepperApp"
    step: var[Step] = var[Step](None, init=False)  # type: ignore[arg-type]
    selected: var[Symbol | None] = var[Symbol | None](None, init=False)

    def __init__(
        self, trace: Trace, file: str, look: Look, step: Step, predict: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.trace = trace
        self.file = file
        self.look = look
        self.what_if: WhatIfRun = WhatIfRun()
        self._far = FarStep()
        self.set_reactive(StepperScreen.step, step)
        self.predicting = Predicting(self, predict, self._move)
        self._trail: deque[tuple[Step, Step]] = deque(maxlen=100)  # each jump: from, to
        # the learner's own numbers, of each run that was shown
        self._answers: WeakKeyDictionary[Trace, list[Answer]] = WeakKeyDictionary()
        self._told = False
        self._shows_late = False
        self._enlarged = ""
        self._tab = ""
        self._line = 0
        self._play = Play(self, self._step_on, self._show)
        self._computing: Timer | None = None
        self._top = Board("top", PARTS, self._pointed)
        self._main = Board("main", PARTS, self._pointed)
        self._side = Board("side", PARTS, self._pointed)
        self._arrangement = Arrangement([], [], [], 0)
        self._arranged_for = Size()

    def compose(self) -> ComposeResult:
        yield self._top
        yield self._main
        yield self._side
        self._arrange()

    def on_screen_resume(self) -> None:
        self.app.stepper = self
        now, wanted = self.look.explainer, self.app.look_at(self.trace).explainer
        if (now.language, now.notation.style) != (wanted.language, wanted.notation.style):
            self._look_anew(explainer=wanted)  # it was changed on another screen

    def on_screen_suspend(self) -> None:
        self._rest()

    def on_mount(self) -> None:
        if self.trace.rows.are_stored:
            self._check_the_rest()

    @work(thread=True, exclusive=True)
    def _check_the_rest(self) -> None:
        """Check all rows of a stored trace, and tell the first that is wrong."""
        worker = get_current_worker()
        wrong = self.trace.rows.problem(lambda: worker.is_cancelled)
        if wrong and not worker.is_cancelled:
            self.app.call_from_thread(self.tell, wrong, "error")

    # --- what is shown

    def on_resize(self, event: Resize) -> None:
        if event.size != self._arranged_for:
            self._arrange()

    def watch_step(self) -> None:
        self.set_reactive(StepperScreen.selected, None)
        self._line = 0
        if self._told:  # it was about another step
            self._told = False
            self.app.clear_notifications()
        if self.app.message_queue_size:  # more keys wait: what all of them lead to is drawn once
            self._shows_late = True
            self.app.call_later(self._show_late)  # which waits behind them
        else:
            self._show()

    def _show_late(self) -> None:
        if self._shows_late:
            self._show()

    def watch_selected(self) -> None:
        self._show()

    def _arrange(self) -> None:
        def graph_height(width: int, most: int) -> int:
            return graph.height(self.trace.network, self.look.view, width, most)

        wanted = equation.wanted_height(self.trace.network)
        self._arranged_for = self.app.size
        self._arrangement = arrange(*self.app.size, graph_height, wanted, self._enlarged)
        side_width = self._arrangement.side_width
        self._top.display = bool(self._arrangement.top)
        self._side.display = side_width > 0
        self._side.styles.width = side_width
        self._show()

    def _show(self) -> None:
        self._shows_late = False
        frame = self.frame
        for board, places in self._boards:
            board.show(frame, places)
        if self._waits:
            self.call_after_refresh(self._compute_the_rest)

    @property
    def _boards(self) -> list[tuple[Board[Frame], list[Place]]]:
        """The boards that are shown, and the places on them."""
        boards = zip((self._top, self._main, self._side), self._arrangement[:3], strict=True)
        return [(board, places) for board, places in boards if places]

    @property
    def frame(self) -> Frame:
        panel = self._arrangement.equation
        room = equation.room(panel[0] or self.app.size.width)
        return Frame(
            self.step,
            self.look,
            room,
            self.selected,
            self._play.speed,
            can_return=bool(self._trail) and self._trail[-1][1] == self.step,
            tab=self._tab if self._enlarged == "drawer" else "",
            line=self._line,
            predicted=self.predicting.predicted,
            original=self.what_if.original,
            progress=self._far.progress or self.what_if.progress,
            enlarged=self._enlarged,
            has_graph=any(place.part == "graph" for place in self._arrangement.main),
            panel=panel,
        )

    @property
    def main_width(self) -> int:
        """The cells beside the list of steps."""
        return self.app.size.width - self._arrangement.side_width

    def _look_anew(self, **changes: Any) -> None:
        self.look = self.look._replace(**changes)
        self._arrange()

    def _compute_the_rest(self) -> None:
        """Compute what is waited for, a little at a time."""
        if self._computing is None:
            self._computing = self.set_interval(1 / 30, self._compute_some)

    def _compute_some(self) -> None:
        if self._far.compute(WAITED_FOR) and self.is_active:
            self._far.go()
        step = self.what_if.compute(self.step, WAITED_FOR)
        if step and self.is_active:  # a window above is about the run that is shown
            self._show_run(step)
            self.what_if.compute(step, COMPUTING)  # a short run is there as a whole
        until = monotonic() + COMPUTING
        while self._waits and monotonic() < until:
            if self._curves_wait:
                self.trace.rows.go_on()
            else:
                drawer.tab(self._tab).compute(self.frame)
        going_on = self._waits or self.what_if.computes or self._far.progress
        if self._computing and not going_on:
            self._computing.stop()
            self._computing = None
        self._show()

    @property
    def _waits(self) -> bool:
        """Whether something is shown that is not computed yet."""
        shown = self._enlarged == "drawer" and drawer.tab(self._tab).waits(self.frame)
        return shown or self._curves_wait

    @property
    def _curves_wait(self) -> bool:
        """Whether curves are shown that wait for rows."""
        rows = self.trace.rows
        shown = any(place.part == "curves" for place in self._arrangement.main)
        return shown and rows.ready < len(rows) and not rows.stop

    # --- moving about

    def action_move(self, name: str) -> None:
        self._rest()
        if self._enlarged == "drawer" and name in LINES:
            lines = drawer.tab(self._tab).span(self.frame)
            self._line = max(lines[0], min(self._line + LINES[name], lines[-1]))
            self._show()
        elif name in ASKED:
            self.predicting.move(name, self._target(name))
        else:
            self._move(name)

    def action_predict(self) -> None:
        self._rest()
        self.predicting.toggle(self._target("next"))
        self._show()

    def _move(self, name: str) -> None:
        self._go_on(name, self._target(name))

    def _go_on(self, name: str, step: Step) -> None:
        """Go to a step, and then draw the one to which the same move leads from there."""
        self._to(step)
        self.call_after_refresh(self._draw_ahead_soon, name)

    def _target(self, name: str) -> Step:
        return moves.moved(self.step, name, self.look.fine_steps)

    def _draw_ahead_soon(self, name: str) -> None:
        """First the frame goes out: the thread that writes it waits while this one computes."""
        self.set_timer(GOING_OUT, partial(self._draw_ahead, name))

    def _draw_ahead(self, name: str) -> None:
        """Draw the step to which the same move leads, while the learner looks at this one."""
        if self.app.message_queue_size:  # no time for that
            return
        step = self._target(name)
        runs = [self.trace, self.what_if.original or self.trace]
        near = all(step.iteration <= run.rows.ready + 1 for run in runs)  # no long way for a guess
        if near and self.trace.value_if_any(step.iteration, step.symbol) is not None:
            frame = self.frame._replace(step=step)
            for board, _ in self._boards:
                board.draw_ahead(frame)

    def _to(self, step: Step) -> None:
        """Go to a step; where the run stopped before it, to the last one there is."""
        if self._has_to_wait(step, self._to):
            return
        try:
            self.step, stop = moves.within_run(step)
        except StepperError as error:
            self.tell(str(error), "error")
            return
        if stop:
            self.tell(str(stop), "warning")

    def _has_to_wait(self, step: Step, go: Callable[[Step], None]) -> bool:
        """Whether a step is too far to be there at once; go leads there then."""
        waits = self._far.has_to_wait(step, go)
        if waits:
            self._compute_the_rest()
            self._show()
        return waits

    def _jump(self, step: Step) -> None:
        """Go to a step, and remember the way back."""
        self._rest()
        if self._has_to_wait(step, self._jump):
            return
        before = self.step
        self._to(step)
        if self.step != before:
            self._trail.append((before, self.step))
            self._show()

    def action_return_to(self) -> None:
        self._rest()
        if self._trail and not self._has_to_wait(self._trail[-1][0], self._return_to):
            self._return_to(self._trail[-1][0])

    def _return_to(self, step: Step) -> None:
        self._trail.pop()
        self._to(step)

    def action_go_to(self) -> None:
        from stepper.tui.dialogs.go_to import GoTo  # when it opens

        def went(found: tuple[Step, Symbol | None] | None) -> None:
            if found:
                step, given = found
                self._jump(same_place(self.trace, step))  # if an edit was shown just now
                if given:
                    self.tell(self.look.say("goto.given", name=self.look.name(given)))

        self.app.push_screen(GoTo(self.step, self.look), went)

    # --- the numbers of the equation

    def action_select(self, by: int) -> None:
        """Select the next number of the equation, or the one before."""
        self._rest()
        formula = self.frame.equation.equation.formula
        numbers = [s for s in dict.fromkeys(symbols_in(formula)) if s != RATE]
        at = numbers.index(self.selected) + by if self.selected in numbers else min(by, 0)
        self.selected = numbers[at % len(numbers)]

    def action_follow(self) -> None:
        """Go where the selected number was made; where none is selected, go on."""
        if self.selected:
            self._go_to_making(self.selected)
        else:
            self.action_move("next")

    def action_use(self) -> None:
        """Go where the selected number, or the one that is made here, is used next."""
        symbol = self.selected or self.step.whole
        for step in self.trace.steps.used(self.step.iteration, symbol):
            if step.number > self.step.number:
                self._jump(step)
                return
        self.tell(self.look.say("used.never", name=self.look.name(symbol)))

    def _go_to_making(self, symbol: Symbol) -> None:
        made = self.trace.steps.made(self.step.iteration, symbol)
        if made:
            self._jump(made)
        else:
            self.tell(self.look.say("made.never", name=self.look.name(symbol)))

    async def _pointed(self, piece: Piece) -> None:
        """What a click leads to: a step, an action, or the making of a number."""
        match piece:
            case Piece(target=int(k)):
                self._rest()
                self._to(self.trace.steps[k])
            case Piece(target=str(action)):
                await self.run_action(action)
            case Piece(symbol=Symbol() as symbol) if symbol != RATE:
                self._go_to_making(symbol)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        self.action_move("next")

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        self.action_move("back")

    def action_compare(self) -> None:
        from stepper.tui.dialogs.compare import Compare  # when it opens

        answers = self._answers.setdefault(self.trace, [])
        self.app.push_screen(Compare(self.step, self.look, answers))

    # --- what if

    def action_edit(self) -> None:
        from stepper.tui.dialogs.edit import Edit  # when it opens

        scenario = (self.what_if.pending or self.trace).scenario
        self.app.push_screen(Edit(scenario, self.step, self.selected, self.look), self._run_edited)

    def _run_edited(self, scenario: Scenario | None) -> None:
        if scenario:
            self.what_if.begin(self.trace, scenario)
            self._compute_the_rest()
            self._compute_some()

    def action_restore(self) -> None:
        """Go back to the original run at the same place; or keep it where an edit is pending."""
        cancelled = self.what_if.cancel()
        if self.what_if.original:
            self._show_run(same_place(self.what_if.original, self.step))
        elif not cancelled:
            self.tell(self.look.say("what_if.none"))
        self._show()

    def _show_run(self, step: Step) -> None:
        """Show another run of the network at a step; one that has none to show is not taken."""
        try:
            moves.within_run(step)
        except StepperError as error:
            self.what_if.cancel()
            self.tell(str(error), "error")
            return
        self.what_if.show(self.trace, step.trace)
        self.trace = step.trace
        awaited = self._far.step
        self._trail = deque(
            ((same_place(self.trace, a), same_place(self.trace, b)) for a, b in self._trail),
            maxlen=100,
        )
        self._to(step)
        if awaited:
            self._jump(same_place(self.trace, awaited))

    # --- the play

    def action_play(self) -> None:
        if self._play.speed:
            self._rest()
        elif self.predicting.is_on:
            self.tell(self.look.say("predict.no_play"))
        else:
            self._play.start()

    def action_speed(self, by: int) -> None:
        self._play.change_speed(by)

    def _step_on(self, steps: int) -> bool:
        before = there = self.step
        for _ in range(steps):
            there = moves.moved(there, "next", self.look.fine_steps)
        self._go_on("next", there)
        return self.step != before

    def _rest(self) -> None:
        self._play.rest()

    # --- the look

    def action_view(self) -> None:
        for place in self._arrangement.main:
            if place.part == "graph":
                net = self.trace.network
                now = self.look.view or graph.best(net, place.width, place.height)
                self._look_anew(view=following(graph.suitable(net), now))

    def action_enlarge(self, part: str) -> None:
        """Give a part the window for itself; again to take it back."""
        self._enlarged = "" if self._enlarged == part else part
        self._arrange()

    def action_drawer(self) -> None:
        """Open the drawer; the next tab; behind the last one, close it."""
        tabs = ["", *drawer.TABS]
        self.action_tab(following(tabs, self._tab if self._enlarged == "drawer" else ""))

    def action_tab(self, name: str) -> None:
        self._tab, self._line = name, 0
        self._enlarged = "drawer" if name else ""
        self._arrange()

    def action_switch(self, name: str) -> None:
        self._look_anew(**{name: not getattr(self.look, name)})
        if not self.look.fine_steps:
            self.step = self.trace.steps[self.step.number - 1]  # a term gives way to its sum

    def action_notation(self) -> None:
        if self.look.ascii:
            self.tell(self.look.say("notation.ascii"))
            return
        self.app.notation = following(STYLES, self.look.notation.style)
        self._look_anew(explainer=self.app.look_at(self.trace).explainer)

    def action_language(self) -> None:
        self.app.language = following(LANGUAGES, self.look.explainer.language)
        self._look_anew(explainer=self.app.look_at(self.trace).explainer)

    # --- the program

    def action_export(self) -> None:
        from stepper.tui.screens.keeping import Keeping  # when something is to be kept

        Keeping(self).ask()

    def action_help(self) -> None:
        from stepper.tui.dialogs.help import Help

        look = self.look
        keys = (
            (look.say(f"help.{key.group}"), look.keys(key.shown), look.say(f"key.{name}"))
            for name, key in KEYS.items()
        )
        self.app.push_screen(Help(look, keys))

    def action_pages(self) -> None:
        """Open the page that fits the step."""
        from stepper.tui.screens.pages import Pages  # when it opens

        step = self.step
        self.app.push_screen(
            Pages(self.trace, step.iteration, step.symbol.role, self._go_to_making)
        )

    def action_close(self) -> None:
        """Let go of what is computed, played, selected or enlarged; else go back to the list."""
        if self._far.cancel() or self.what_if.cancel():
            self._show()
        elif self._play.speed:
            self._rest()
        elif self.selected:
            self.selected = None
        elif self._enlarged:
            self.action_enlarge(self._enlarged)
        else:
            self.app.choose()

    def tell(self, text: str, severity: "SeverityLevel" = "information") -> None:
        self._told = True
        self.notify(text, severity=severity, markup=False)
