"""Teaching: the card of the current stop of a lesson, its task, and whether that is done."""

from collections.abc import Callable

from stepper.backprop.symbols import Symbol
from stepper.input.givens import Given, changes
from stepper.practice.course import Course, Station
from stepper.practice.score import Outcome
from stepper.runs.trace import Step
from stepper.tui.dialogs.learner.lesson_card import (
    BACK,
    DO,
    NEXT,
    NOT_YET,
    SKIP,
    SKIPPED,
    LessonCard,
)
from stepper.tui.look import Taught
from stepper.tui.screens.stepper.stepping import Stepping
from stepper.tui.screens.stepper.what_if_run import same_place


class Teaching:
    """Leads a screen through the stop of a course that it was opened for.

    Its state is the course: the current stop, and how each one ended. jump: goes to a step, with
    a way back.
    """

    def __init__(self, screen: Stepping, course: Course, jump: Callable[[Step], None]) -> None:
        self._screen = screen
        self.course = course
        self._jump = jump
        self._tasks: dict[str, Callable[[Station], None]] = {
            "predict": self._predict,
            "nudge": self._nudge,
            "edit": self._edit,
            "reach": self._reach,
        }
        self._conditions: dict[str, Callable[[Station], bool]] = {
            "nudge": lambda _: self._has_nudged,
            "edit": self._is_edited,
            "reach": self._is_reached,
        }
        self._has_nudged = False
        self._asks = False
        self._station = course.station
        self._place: Step | None = None  # where the card was shown last, or the task done

    def is_at(self, course: Course) -> bool:
        """Whether the current stop of a course is the one that the screen was opened for."""
        return self.course is course and self._station is course.station

    @property
    def shown(self) -> Taught:
        station, look = self.course.station, self._screen.look
        goal = station.stop.goal if station and not self.course.outcome else ""
        is_free = station and goal and not self._asks
        model = self._screen.trace.model
        task = look.explainer.of_lesson(station.stop.ask, model) if station and is_free else ()
        return Taught(*self.course.place, goal, task, self._asks)

    @property
    def given(self) -> Given | None:
        """The number that an edit at the current stop begins with, if it names one."""
        station = self.course.station
        return station.given(self._screen.trace.scenario) if station else None

    def come_back(self) -> None:
        """Show the card again, at the step where it was."""
        screen = self._screen
        if self._place and screen.step != (place := same_place(screen.trace, self._place)):
            self._jump(place)
        self.show_card()

    def show_card(self, note: str = "") -> None:
        """Show the card of the current stop, or how it all went.

        note: SKIPPED where the task is passed over, NOT_YET where nothing was done.
        """
        screen, station = self._screen, self.course.station
        if not screen.is_current:  # left meanwhile, or below a window
            return
        if station is None:
            self._show_end()
            return
        self._place = screen.step
        self._has_nudged = False
        self._asks = self.course.outcome is None and note != SKIPPED
        card = LessonCard(
            self.course,
            station,
            screen.trace,
            screen.look,
            lambda: screen.main_width,
            note,
        )
        screen.app.push_screen(card, self._leave_card)

    def _leave_card(self, wanted: str | None) -> None:
        station = self.course.station
        if wanted == DO and station:
            self._tasks[station.stop.do](station)
            return
        self._ask_no_more()
        if wanted == SKIP:
            self.show_card(SKIPPED)
        elif wanted in (NEXT, BACK):
            self._go(wanted)
        elif wanted:  # a key of the screen, done once the card is closed
            self._screen.call_later(self._screen.run_action, wanted)

    def _ask_no_more(self) -> None:
        """Leave the screen to the learner, with all its sentences."""
        self._asks = False
        self._screen.show()

    def _go(self, where: str) -> None:
        if where == NEXT:
            self.course.go_on()
        else:
            self.course.move(-1)
        if self.course.station:
            self._screen.app.teach(self.course)
        else:
            self._show_end()

    def _show_end(self) -> None:
        from stepper.tui.dialogs.learner.lesson_end import AGAIN, LIST, LessonEnd  # when it ends

        def left(wanted: str | None) -> None:
            if wanted == AGAIN:
                self.course.begin(self.course.missed)
                self._screen.app.teach(self.course)
            elif wanted == BACK:
                self._go(BACK)
            elif wanted == LIST:
                self._screen.app.choose()

        self._screen.app.push_screen(LessonEnd(self.course, self._screen.look), left)

    # --- the tasks

    def _predict(self, station: Station) -> None:
        from stepper.tui.dialogs.learner.predict import Answered, PredictDialog  # when it opens

        screen, step = self._screen, station.step(self._screen.trace)
        screen.step = station.begins_at(screen.trace)

        def answered(answer: Answered | None) -> None:
            if answer:
                screen.step = step
                self._end(answer.outcome, with_card=answer.goes_on)

        dialog = PredictDialog(step, screen.look, lambda: screen.main_width, in_lesson=True)
        screen.app.push_screen(dialog, answered)

    def _nudge(self, station: Station) -> None:
        screen = self._screen
        screen.step = station.step(screen.trace)
        screen.nudge(station.nudged(screen.trace), self._after_task)

    def note_nudge(self, symbol: Symbol) -> None:
        """Note that the learner has nudged a number."""
        station = self.course.station
        self._has_nudged |= bool(station and station.nudged(self._screen.trace) in (None, symbol))

    def _edit(self, station: Station) -> None:
        self._screen.edit(station.given(self._screen.trace.scenario), self._after_task)

    def _after_task(self) -> None:
        """Go on if the task is done; else say that it is not."""
        if not self.note_change():
            self.show_card(NOT_YET)

    def _reach(self, station: Station) -> None:
        self._ask_no_more()

    def note_change(self) -> bool:
        """End the stop if what it asks for is done: a step or a run is shown, a number nudged."""
        station = self.course.station if self._screen.is_current else None
        condition = self._conditions.get(station.stop.do) if station else None
        is_done = bool(station and condition and not self.course.outcome and condition(station))
        if is_done:
            self._end(Outcome.RIGHT)
        return is_done

    def _is_edited(self, station: Station) -> bool:
        original, trace = self._screen.what_if.original, self._screen.trace
        if original is None:
            return False
        wanted, edits = station.given(original.scenario), changes(original.scenario, trace.scenario)
        return wanted is None or wanted in (edit.given for edit in edits)

    def _is_reached(self, station: Station) -> bool:
        step, goal = self._screen.step, station.goal(self._screen.trace)
        return bool(goal and step.is_known(goal.symbol) and goal.holds(step.trace, step.iteration))

    def _end(self, outcome: Outcome, *, with_card: bool = True) -> None:
        self.course.note(outcome)
        self._place = self._screen.step
        self._ask_no_more()
        if with_card:
            self.show_card()
