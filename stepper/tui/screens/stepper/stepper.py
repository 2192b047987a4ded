"""The screen that steps through a trace: what its keys do."""

from collections.abc import Callable
from dataclasses import replace
from sys import maxsize
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import BATCH_SIZE, RATE, Role, Symbol
from stepper.input.givens import Given
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step
from stepper.tui.graph import views as graph
from stepper.tui.keys import KEYS, bindings, help_rows, shown
from stepper.tui.look import Piece, following
from stepper.tui.screens.stepper.arrangement import SIDE_WIDTH
from stepper.tui.screens.stepper.showing import Showing
from stepper.tui.screens.stepper.what_if_run import same_place
from stepper.typeset.notation import NOTATIONS

if TYPE_CHECKING:
    from stepper.practice.course import Course

LINES = {"next_delta": 1, "previous_delta": -1, "first": -maxsize, "last": maxsize}  # in the drawer
ASKED = ("next", "next_delta", "next_update")  # moves to a step that may be asked about


class StepperScreen(Showing):
    """Steps through a trace by the keys of the table KEYS."""

    DEFAULT_CSS = f"""
    StepperScreen {{ layout: horizontal; }}
    StepperScreen Board {{ width: 1fr; height: 100%; }}
    StepperScreen #top {{ dock: top; width: 100%; height: 1; }}
    /* Textual cuts letters of two cells in half where the list begins, those of a message, too */
    StepperScreen.-listed ToastRack {{ padding-right: {SIDE_WIDTH}; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    # --- moving about

    def action_move(self, name: str) -> None:
        """Go where the move of this name leads; in the drawer, to another line."""
        self.rest()
        if self.enlarging.tab and name in LINES:
            self.enlarging.scroll(LINES[name])
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
        if self.play.speed:
            self.rest()
        elif self.predicting.is_on:
            self.tell(self.look.say("predict.no_play", press=shown(self.look, "predict")))
        else:
            self.play.start()

    def action_speed(self, by: int) -> None:
        self.play.change_speed(by)

    # --- the numbers of the equation

    def action_select(self, by: int) -> None:
        """Select the next number of the equation, or the one before, if it has any."""
        self.rest()
        formula = self.frame.equation.equation.formula
        numbers = [s for s in dict.fromkeys(symbols_in(formula)) if s not in (RATE, BATCH_SIZE)]
        at = numbers.index(self.selected) + by if self.selected in numbers else min(by, 0)
        self.selected = numbers[at % len(numbers)] if numbers else None

    def action_follow(self) -> None:
        """Go where the selected number is computed; without a selected number, go on."""
        if self.selected:
            self.go_to_origin(self.selected)
        else:
            self.action_move("next")

    def action_use(self) -> None:
        """Go where the selected number, or else that of the current step, is used next."""
        self.moving.to_use(self.selected or self.step.whole)

    def find(self, role: Role) -> None:
        self.moving.to_role(role)

    def go_to_origin(self, symbol: Symbol) -> None:
        self.moving.to_origin(symbol)

    async def pointed(self, piece: Piece) -> None:
        if isinstance(piece.target, int):
            self.rest()
            self.moving.to(self.trace.steps[piece.target])
        else:
            await super().pointed(piece)

    def action_why(self) -> None:
        """Explain the step in plain words, then by a nudge, then on a page."""
        self.explaining.ask(self.selected)

    def nudge(self, symbol: Symbol | None, after: Callable[[], None]) -> None:
        self.explaining.ask(symbol, after)

    def shows(self, scenario: Scenario, file: str) -> bool:
        """Whether it was opened for this scenario of a file, and not for a lesson."""
        opened = (self.what_if.original or self.trace).scenario
        return self.file == file and self.teaching is None and opened == scenario

    def teaches(self, course: "Course") -> bool:
        """Whether it was opened for the current stop of a course; its card then comes back."""
        if self.teaching is None or not self.teaching.is_at(course):
            return False
        self.call_later(self.teaching.come_back)
        return True

    def action_lesson(self) -> None:
        """Go back to the lesson, or begin one."""
        if self.teaching:
            self.teaching.come_back()
        else:
            from stepper.files.opening import bundled  # when a lesson begins
            from stepper.practice.course import course_of

            scenario = (self.what_if.original or self.trace).scenario
            if scenario.lesson and self.file not in bundled():
                self.app.learn(course_of({self.file: scenario}), self.file)
            else:
                self.app.learn()

    def action_compare(self) -> None:
        self.comparing.ask()

    # --- what if

    def action_edit(self) -> None:
        self.editing.ask(self.teaching.given if self.teaching and not self.selected else None)

    def edit(self, first: Given | None, unchanged: Callable[[], None] | None = None) -> None:
        self.editing.ask(first, unchanged)

    def action_restore(self) -> None:
        self.editing.restore()

    # --- the look

    def action_view(self) -> None:
        if place := self.boards.place_of("graph"):
            model = self.trace.model
            now = self.look.view or graph.best(model, place.width, place.height)
            view = following(graph.suitable(model), now)
            self.change_look(replace(self.look, view=view))

    def action_enlarge(self, part: str) -> None:
        self.enlarging.toggle(part)

    def action_drawer(self) -> None:
        self.enlarging.next_tab()

    def action_tab(self, name: str) -> None:
        self.enlarging.open_tab(name)

    def action_switch(self, name: str) -> None:
        """Switch a setting of the look on or off."""
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
            self.tell(self.look.say("notation.only_ascii"))
            return
        self.app.notation = following(NOTATIONS, self.look.notation.style)
        self.app.remember("notation", self.app.notation)
        self.follow_app()
        example = self.look.name(self.step.symbol)
        self.tell(f"{self.look.say(f'notation.{self.app.notation}')}: {example}")

    # --- the program

    def action_export(self) -> None:
        from stepper.tui.screens.stepper.keeping import Keeping  # when something is exported

        Keeping(self, self.file, self.what_if).ask(self.step)

    def action_help(self) -> None:
        from stepper.tui.dialogs.help import Help  # when it opens

        self.app.push_screen(Help(self.look, help_rows(self.look, KEYS, self.trace.model)))

    def action_pages(self) -> None:
        """Open the page that fits the step."""
        self.read("")

    def read(self, page: str, after: Callable[[], None] | None = None) -> None:
        from stepper.tui.screens.pages.pages import Pages  # when it opens

        role, n = self.step.symbol.role, self.step.iteration
        pages = Pages(self.look, self.trace, n, role, self.go_to_origin, page)
        self.app.push_screen(pages, lambda _: after() if after else None)

    def action_close(self) -> None:
        """End what is computed, played, selected or enlarged; else go back to the list."""
        if self.computing.cancel():
            self.show()
        elif self.play.speed:
            self.rest()
        elif self.selected:
            self.selected = None
        elif self.enlarging.part:
            self.enlarging.toggle(self.enlarging.part)
        else:
            self.app.choose()
