"""What the stepper screen shows: its state, and the frame that is drawn of it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.events import Resize

from stepper.backprop.symbols import Role, Symbol
from stepper.runs.moves import moved
from stepper.runs.trace import Step, Trace
from stepper.tui.graph import views as graph
from stepper.tui.look import Frame, Look
from stepper.tui.panels.equation import equation
from stepper.tui.screens.stepper.boards import Boards
from stepper.tui.screens.stepper.computing import Computing
from stepper.tui.screens.stepper.editing import Editing
from stepper.tui.screens.stepper.enlarging import Enlarging
from stepper.tui.screens.stepper.learner.comparing import Comparing
from stepper.tui.screens.stepper.learner.explaining import Explaining
from stepper.tui.screens.stepper.learner.predicting import Predicting
from stepper.tui.screens.stepper.moving import Moving
from stepper.tui.screens.stepper.play import Play
from stepper.tui.screens.stepper.stepping import Stepping
from stepper.tui.screens.stepper.what_if_run import WhatIfRun

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from stepper.practice.course import Course
    from stepper.tui.screens.stepper.learner.teaching import Teaching


class Showing(Stepping):
    """Shows a step of trace, and moves on by itself or by its parts.

    predict: the kinds of steps that are asked about. course: the lesson that it is opened for.
    """

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
        self.set_reactive(Showing.step, step)
        self.what_if = WhatIfRun()
        self.computing = Computing(self)
        self.moving = Moving(self, self.computing)
        self.editing = Editing(self, self.computing, self.moving)
        self.enlarging = Enlarging(self)
        self.comparing = Comparing(self)
        self.explaining = Explaining(self, self._note_nudge)
        self.predicting = Predicting(self, predict, self.moving.move, self.moving.target)
        self.teaching = self._teaching(course) if course else None
        self._has_reported = False
        self._shows_late = False
        self._is_covered = False
        self.play = Play(self, self._step_on, self._lingers, self.show)
        self.boards = Boards(self.pointed)

    def _teaching(self, course: "Course") -> "Teaching":
        from stepper.tui.screens.stepper.learner.teaching import Teaching  # when there is a lesson

        return Teaching(self, course)

    def compose(self) -> ComposeResult:
        yield from self.boards.all.values()
        self.lay_out()

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

    def resized(self, event: Resize) -> None:
        if event.size != self.boards.arranged_for:
            self.lay_out()

    def watch_step(self) -> None:
        self.set_reactive(Showing.selected, None)
        self.enlarging.line = 0
        if self._has_reported:  # about another step
            self._has_reported = False
            self.app.clear_notifications()
        if (
            self.app.message_queue_size
        ):  # more keys wait: draw only the step that all of them lead to
            self._shows_late = True
            self.app.call_later(self.while_open, self._show_late)
        else:
            self.show()
        self._note_change()

    def _note_change(self) -> None:
        """Let the lesson see another step or run, once it is shown."""
        if self.teaching:
            self.call_later(self.teaching.note_change)

    def _note_nudge(self, symbol: Symbol) -> None:
        if self.teaching:
            self.teaching.note_nudge(symbol)

    def _show_late(self) -> None:
        if self._shows_late:
            self.show()

    def watch_selected(self) -> None:
        self.show()

    def change_look(self, look: Look) -> None:
        self.look = look
        self.lay_out()

    def lay_out(self) -> None:
        self._place_parts()
        self.show()

    def _place_parts(self) -> None:
        model, view = self.trace.model, self.look.view
        self.boards.arrange(self.app.size, model, view, self.enlarging.part)
        self.set_class(self.boards.arrangement.side_width > 0, "-listed")

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
            self.play.speed,
            can_return=self.moving.can_return,
            tab=self.enlarging.tab,
            line=self.enlarging.line,
            predicted=self.predicting.predicted,
            original=self.what_if.original,
            progress=self.computing.progress,
            enlarged=self.enlarging.part,
            has_graph=self.boards.place_of("graph") is not None,
            panel=panel,
            covered=self._is_covered,
            lesson=self.teaching.course.place if self.teaching else None,
            goal=self.teaching.goal if self.teaching else "",
            pointed_at=self.comparing.pointed_at,
        )

    @property
    def main_width(self) -> int:
        return self.app.size.width - self.boards.arrangement.side_width

    def tell(self, text: str, severity: "SeverityLevel" = "information") -> None:
        """Report text until another step is shown."""
        self._has_reported = True
        super().tell(text, severity)

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
        self.play.rest()

    def show_run(self, step: Step) -> None:
        self.editing.show_run(step)
        self._note_change()

    def change_run(self, trace: Trace) -> None:
        before, self.trace = self.trace, trace
        if trace.model != before.model:  # other names, and another height of the graph
            view = self.look.view if self.look.view in graph.suitable(trace.model) else ""
            explainer = self.app.look_at(trace).explainer
            self.look = replace(self.look, explainer=explainer, view=view)
            self._place_parts()
