"""The screen that steps through a trace: one step, and parts that show it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from sys import maxsize
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.events import Resize

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import BATCH_SIZE, RATE, Role, Symbol
from stepper.runs import moves
from stepper.runs.moves import moved
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step, Trace
from stepper.tui.graph import views as graph
from stepper.tui.keys import KEYS, bindings, help_rows, shown
from stepper.tui.look import Frame, Look, Piece, following
from stepper.tui.panels import charts, drawer, equation
from stepper.tui.screens.arrangement import Boards
from stepper.tui.screens.computing import Computing
from stepper.tui.screens.editing import Editing
from stepper.tui.screens.moving import Moving
from stepper.tui.screens.play import Play
from stepper.tui.screens.predicting import Predicting
from stepper.tui.screens.stepping import Stepping
from stepper.tui.screens.what_if_run import WhatIfRun, same_place
from stepper.typeset.notation import NOTATIONS

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from stepper.input.answers import Answer
    from stepper.practice.course import Course
    from stepper.tui.screens.teaching import Teaching

LINES = {"next_delta": 1, "previous_delta": -1, "first": -maxsize, "last": maxsize}  # in the drawer
ASKED = ("next", "next_delta", "next_update")  # moves to a step that may be asked about


class StepperScreen(Stepping):
    """Steps through trace from step on.

    predict: the kinds of steps that are asked about. course: the lesson that it is opened for.
    """

    DEFAULT_CSS = """
    StepperScreen { layout: horizontal; }
    StepperScreen Board { width: 1fr; height: 100%; }
    StepperScreen #top { dock: top; width: 100%; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(
        self,
        trace: Trace,
        file: str,
        look: Look,
        step: Step,
        predict: Sequence[str] = (),
        course: "Course | None" = None,
    ) -> None:
        super().__init__(look, trace)
        self.file = file
        self.set_reactive(StepperScreen.step, step)
        self.what_if = WhatIfRun()
        self.computing = Computing(self)
        self.moving = Moving(self, self.computing)
        self._editing = Editing(self, self.computing, self.moving)
        self.predicting = Predicting(self, predict, self.moving.move, self.moving.target)
        self.teaching = self._teaching(course) if course else None
        # the learner's own numbers for each run that was shown
        self._answers: WeakKeyDictionary[Trace, list[Answer]] = WeakKeyDictionary()
        self._has_reported = False
        self._shows_late = False
        self._is_covered = False
        self._enlarged = ""
        self._tab = ""
        self._line = 0
        self._pointed_at: frozenset[Symbol] = frozenset()
        self._play = Play(self, self._step_on, self._lingers, self.show)
        self.boards = Boards(self.pointed)

    def _teaching(self, course: "Course") -> "Teaching":
        from stepper.tui.screens.teaching import Teaching  # when there is a lesson

        return Teaching(self, course)

    def compose(self) -> ComposeResult:
        yield from self.boards.all.values()
        self._arrange()

    def on_mount(self) -> None:
        self.computing.check_stored()
        if self.teaching:
            self.call_after_refresh(self.teaching.show_card)

    def on_screen_suspend(self) -> None:
        self.rest()
        self._is_covered = True
        self.show()

    def on_screen_resume(self) -> None:
        if self._is_covered:
            self._is_covered = False
            self.show()

    # --- what is shown

    def resized(self, event: Resize) -> None:
        if event.size != self.boards.arranged_for:
            self._arrange()

    def watch_step(self) -> None:
        self.set_reactive(StepperScreen.selected, None)
        self._line = 0
        if self._has_reported:  # about another step
            self._has_reported = False
            self.app.clear_notifications()
        if self.app.message_queue_size:  # more keys wait: draw once, what all of them lead to
            self._shows_late = True
            self.app.call_later(self.while_open, self._show_late)
        else:
            self.show()
        self._note_change()

    def _note_change(self) -> None:
        """Let the lesson see another step or run, once it is shown."""
        if self.teaching:
            self.call_later(self.teaching.note_change)

    def _show_late(self) -> None:
        if self._shows_late:
            self.show()

    def watch_selected(self) -> None:
        self.show()

    def change_look(self, look: Look) -> None:
        self.look = look
        self._arrange()

    def _arrange(self) -> None:
        self._place_parts()
        self.show()

    def _place_parts(self) -> None:
        model, view = self.trace.model, self.look.view
        self.boards.arrange(self.app.size, model, view, self._enlarged)

    def show(self) -> None:
        self._shows_late = False
        self.boards.show(self.frame)
        self.computing.start_if_needed()

    @property
    def frame(self) -> Frame:
        panel = self.boards.arrangement.equation
        room = equation.room(panel[0] or self.app.size.width)
        return Frame(
            self.step,
            self.look,
            room,
            self.selected,
            self._play.speed,
            can_return=self.moving.can_return,
            tab=self._tab if self._enlarged == "drawer" else "",
            line=self._line,
            predicted=self.predicting.predicted,
            original=self.what_if.original,
            progress=self.computing.progress,
            enlarged=self._enlarged,
            has_graph=self.boards.place_of("graph") is not None,
            panel=panel,
            covered=self._is_covered,
            lesson=self.teaching.course.place if self.teaching else None,
            goal=self.teaching.goal if self.teaching else "",
            pointed_at=self._pointed_at,
        )

    @property
    def main_width(self) -> int:
        return self.app.size.width - self.boards.arrangement.side_width

    def tell(self, text: str, severity: "SeverityLevel" = "information") -> None:
        """Report text until another step is shown."""
        self._has_reported = True
        super().tell(text, severity)

    # --- moving about

    def action_move(self, name: str) -> None:
        """Go where the move of this name leads; in the drawer, to another line."""
        self.rest()
        if self._enlarged == "drawer" and name in LINES:
            lines = drawer.tab(self._tab).span(self.frame)
            self._line = max(lines[0], min(self._line + LINES[name], lines[-1]))
            self.show()
        elif name in ASKED:
            self.predicting.move(name, self.moving.target(name))
        else:
            self.moving.move(name)

    def action_predict(self) -> None:
        self.rest()
        self.predicting.toggle(self.moving.target("next"))
        self.show()

    def action_return_to(self) -> None:
        self.rest()
        self.moving.jump_back()

    def action_go_to(self) -> None:
        from stepper.tui.dialogs.go_to import GoTo  # when it opens

        def went(found: tuple[Step, Symbol | None] | None) -> None:
            if found:
                step, given = found
                self.moving.jump(same_place(self.trace, step))  # an edit may be shown since
                if given:
                    self.tell(self.look.say("goto.given", name=self.look.name(given)))

        self.app.push_screen(GoTo(self.step, self.look), went)

    def on_mouse_scroll_down(self) -> None:
        self.action_move("next")

    def on_mouse_scroll_up(self) -> None:
        self.action_move("back")

    def action_play(self) -> None:
        if self._play.speed:
            self.rest()
        elif self.predicting.is_on:
            self.tell(self.look.say("predict.no_play", press=shown(self.look, "predict")))
        else:
            self._play.start()

    def action_speed(self, by: int) -> None:
        self._play.change_speed(by)

    def _step_on(self, steps: int) -> bool:
        """Go on by a number of steps; return whether there was one left."""
        before = there = self.step
        for _ in range(steps):
            there = moved(there, "next", self.look.fine_steps)
        self.moving.go_on("next", there)
        return self.step != before

    def _lingers(self) -> bool:
        return self.step.symbol.role is Role.DELTA

    def rest(self) -> None:
        self._play.rest()

    # --- the numbers of the equation

    def action_select(self, by: int) -> None:
        """Select the next number of the equation, or the one before."""
        self.rest()
        formula = self.frame.equation.equation.formula
        numbers = [s for s in dict.fromkeys(symbols_in(formula)) if s not in (RATE, BATCH_SIZE)]
        at = numbers.index(self.selected) + by if self.selected in numbers else min(by, 0)
        self.selected = numbers[at % len(numbers)]

    def action_follow(self) -> None:
        """Go where the selected number is computed; without a selected number, go on."""
        if self.selected:
            self.go_to_origin(self.selected)
        else:
            self.action_move("next")

    def action_use(self) -> None:
        """Go where the selected number, or else that of the current step, is used next."""
        symbol = self.selected or self.step.whole
        for step in self.trace.steps.used(self.step.iteration, symbol):
            if step.number > self.step.number:
                self.moving.jump(step)
                return
        self.tell(self.look.say("used.never", name=self.look.name(symbol)))

    def find(self, role: Role) -> None:
        """Jump to the next step of a role; where none follows, to the last one before."""
        k, marks = self.step.number - 1, moves.has_role(role)
        ways = moves.to_next(marks)(self.trace, k), moves.to_previous(marks)(self.trace, k)
        self.moving.jump(self.trace.steps[next((place for place in ways if place != k), k)])

    def go_to_origin(self, symbol: Symbol) -> None:
        """Jump to the step that computes symbol."""
        origin = self.trace.steps.made(self.step.iteration, symbol)
        if origin:
            self.moving.jump(origin)
        else:
            self.tell(self.look.say("made.never", name=self.look.name(symbol)))

    async def pointed(self, piece: Piece) -> None:
        if isinstance(piece.target, int):
            self.rest()
            self.moving.to(self.trace.steps[piece.target])
        else:
            await super().pointed(piece)

    def action_why(self) -> None:
        """Explain the step in plain words, then by a nudge, then on a page."""
        self._ask_why(self.selected)

    def nudge(self, symbol: Symbol | None, after: Callable[[], None]) -> None:
        self._ask_why(symbol, after)

    def _ask_why(self, symbol: Symbol | None, after: Callable[[], None] | None = None) -> None:
        from stepper.tui.dialogs.why import Why  # when it opens

        def closed(result: str | None) -> None:
            if result == Why.PAGE:
                self.read("", came_back if after else None)
            elif after:
                after()

        def came_back() -> None:
            if self.step == step:  # not led elsewhere by a number of the page
                self._ask_why(symbol, after)

        self.rest()
        step = self.step
        room, at_once = lambda: self.main_width, after is not None
        why = Why(self.step, symbol, self.look, room, self._note_nudge, at_once=at_once)
        self.app.push_screen(why, closed)

    def shows(self, scenario: Scenario, file: str) -> bool:
        """Whether it was opened for this scenario of a file, and not for a lesson."""
        opened = (self.what_if.original or self.trace).scenario
        return self.file == file and self.teaching is None and opened == scenario

    def teaches(self, course: "Course") -> bool:
        """Whether it was opened for the current stop of a course; its card then comes back."""
        if self.teaching is None or not self.teaching.is_at(course):
            return False
        self.call_later(self.teaching.show_card)
        return True

    def _note_nudge(self, symbol: Symbol) -> None:
        if self.teaching:
            self.teaching.note_nudge(symbol)

    def action_lesson(self) -> None:
        """Go back to the lesson, or begin one."""
        if self.teaching:
            self.teaching.show_card()
        else:
            from stepper.files.opening import bundled  # when a lesson begins
            from stepper.practice.course import course_of

            scenario = (self.what_if.original or self.trace).scenario
            if scenario.lesson and self.file not in bundled():
                self.app.learn(course_of({self.file: scenario}), self.file)
            else:
                self.app.learn()

    def action_compare(self) -> None:
        from stepper.tui.dialogs.compare import Compare  # when it opens

        answers = self._answers.setdefault(self.trace, [])
        window = Compare(self.step, self.look, answers, self._point_at)
        self.app.push_screen(window, lambda _: self._point_at(()))

    def _point_at(self, symbols: Iterable[Symbol]) -> None:
        """Show where the learner's formula is wrong."""
        self._pointed_at = frozenset(symbols)
        self.show()

    # --- what if

    def action_edit(self) -> None:
        self._editing.ask()

    def edit(self, symbol: Symbol) -> None:
        """Ask what a given number shall be."""
        self._editing.ask(symbol)

    def action_restore(self) -> None:
        self._editing.restore()

    def show_run(self, step: Step) -> None:
        self._editing.show_run(step)
        self._note_change()

    def change_run(self, trace: Trace) -> None:
        before, self.trace = self.trace, trace
        if trace.model != before.model:  # other names, and another height of the graph
            view = self.look.view if self.look.view in graph.suitable(trace.model) else ""
            explainer = self.app.look_at(trace).explainer
            self.look = replace(self.look, explainer=explainer, view=view)
            self._place_parts()

    # --- the look

    def action_view(self) -> None:
        if place := self.boards.place_of("graph"):
            model = self.trace.model
            now = self.look.view or graph.best(model, place.width, place.height)
            view = following(graph.suitable(model), now)
            self.change_look(replace(self.look, view=view))

    def action_enlarge(self, part: str) -> None:
        """Give a part the window for itself; the second time, take it back."""
        if part == "curves" and part not in charts.names(self.trace.model):
            self.tell(self.look.say("curves.none"))
            return
        self._enlarged = "" if self._enlarged == part else part
        self._arrange()

    def action_drawer(self) -> None:
        """Open the drawer, then its next tab; after the last one, close it."""
        tabs = ["", *drawer.tabs(self.trace.model)]
        self.action_tab(following(tabs, self._tab if self._enlarged == "drawer" else ""))

    def action_tab(self, name: str) -> None:
        self._tab, self._line = name, 0
        self._enlarged = "drawer" if name else ""
        self._arrange()

    def action_switch(self, name: str) -> None:
        """Switch a yes or no of the look."""
        changed: dict[str, Any] = {name: not getattr(self.look, name)}
        self.change_look(replace(self.look, **changed))
        if name == "all_digits":
            self.app.all_digits = self.look.all_digits
            self.app.remember(name, self.look.all_digits)
        if not self.look.fine_steps:
            self.step = self.trace.steps[self.step.number - 1]  # a term gives way to its sum
        if name == "fine_steps":  # at most steps, nothing else shows it
            self.tell(self.look.say(f"fine_steps.{'on' if self.look.fine_steps else 'off'}"))

    def action_notation(self) -> None:
        if self.look.ascii:
            self.tell(self.look.say("notation.ascii"))
            return
        self.app.notation = following(NOTATIONS, self.look.notation.style)
        self.app.remember("notation", self.app.notation)
        self.follow_app()

    # --- the program

    def action_export(self) -> None:
        from stepper.tui.screens.keeping import Keeping  # when something is exported

        Keeping(self, self.file, self.what_if).ask(self.step)

    def action_help(self) -> None:
        from stepper.tui.dialogs.help import Help  # when it opens

        self.app.push_screen(Help(self.look, help_rows(self.look, KEYS, self.trace.model)))

    def action_pages(self) -> None:
        """Open the page that fits the step."""
        self.read("")

    def read(self, page: str, after: Callable[[], None] | None = None) -> None:
        """Open a page by its name; without one, the page that fits the step; then call after."""
        from stepper.tui.screens.pages import Pages  # when it opens

        role, n = self.step.symbol.role, self.step.iteration
        pages = Pages(self.look, self.trace, n, role, self.go_to_origin, page)
        self.app.push_screen(pages, lambda _: after() if after else None)

    def action_close(self) -> None:
        """End what is computed, played, selected or enlarged; else go back to the list."""
        if self.computing.cancel():
            self.show()
        elif self._play.speed:
            self.rest()
        elif self.selected:
            self.selected = None
        elif self._enlarged:
            self.action_enlarge(self._enlarged)
        else:
            self.app.choose()
