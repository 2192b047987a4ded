"""Teaching: the card of the current stop of a lesson, its task, and whether that is done."""

from collections.abc import Callable

from stepper.backprop.symbols import Symbol
from stepper.practice.course import Course, Station
from stepper.practice.score import Outcome
from stepper.tui.dialogs.learner.lesson_card import BACK, DO, NEXT, SKIP, LessonCard
from stepper.tui.screens.stepper.stepping import Stepping


class Teaching:
    """Leads a screen through the stop of a course that it was opened for.

    Its state is the course: the current stop, and how each one ended.
    """

    def __init__(self, screen: Stepping, course: Course) -> None:
        self._screen = screen
        self.course = course
        self._tasks: dict[str, Callable[[Station], None]] = {
            "predict": self._predict,
            "nudge": self._nudge,
            "edit": self._edit,
            "reach": self._reach,
        }
        self._conditions: dict[str, Callable[[Station], bool]] = {
            "edit": self._is_edited,
            "reach": self._is_reached,
        }
        self._has_nudged = False
        self._station = course.station

    def is_at(self, course: Course) -> bool:
        """Whether the current stop of a course is the one that the screen was opened for."""
        return self.course is course and self._station is course.station

    def show_card(self, *, skipped: bool = False) -> None:
        """Show the card of the current stop, or how it all went.

        skipped: whether the task is passed over.
        """
        screen, station = self._screen, self.course.station
        if not screen.is_current:  # left meanwhile, or below a window
            return
        if station is None:
            self._show_end()
            return
        card = LessonCard(
            self.course,
            station,
            screen.trace,
            screen.look,
            lambda: screen.main_width,
            skipped=skipped,
        )
        screen.app.push_screen(card, self._leave_card)

    def _leave_card(self, wanted: str | None) -> None:
        station = self.course.station
        if wanted == DO and station:
            self._tasks[station.stop.do](station)
        elif wanted == SKIP:
            self.show_card(skipped=True)
        elif wanted in (NEXT, BACK):
            self._go(wanted)
        elif wanted:  # a key of the screen, done once the card is closed
            self._screen.call_later(self._screen.run_action, wanted)

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

    @property
    def goal(self) -> str:
        """The goal that is still to be reached, as it is written; empty without one."""
        station = self.course.station
        return station.stop.goal if station and not self.course.outcome else ""

    # --- the tasks

    def _predict(self, station: Station) -> None:
        from stepper.tui.dialogs.learner.predict import Answered, PredictDialog  # when it opens

        screen, step = self._screen, station.step(self._screen.trace)
        screen.step = station.begins_at(screen.trace)

        def answered(answer: Answered | None) -> None:
            if answer:
                screen.step = step
                self._end(answer.outcome)

        dialog = PredictDialog(step, screen.look, lambda: screen.main_width)
        screen.app.push_screen(dialog, answered)

    def _nudge(self, station: Station) -> None:
        screen = self._screen
        screen.step = station.step(screen.trace)
        screen.nudge(station.number(screen.trace), self._after_nudge)

    def note_nudge(self, symbol: Symbol) -> None:
        """Note that the learner has nudged a number."""
        station = self.course.station
        self._has_nudged |= bool(
            station
            and station.stop.do == "nudge"
            and station.number(self._screen.trace) in (None, symbol)
        )

    def _after_nudge(self) -> None:
        if self._has_nudged:
            self._has_nudged = False
            self._end(Outcome.RIGHT)
        else:
            self.show_card()

    def _edit(self, station: Station) -> None:
        self._screen.selected = station.number(self._screen.trace)
        self._screen.action_edit()

    def _reach(self, station: Station) -> None:
        """Leave the way to the learner: the screen is free."""

    def note_change(self) -> None:
        """Note that another step or run is shown; end the stop if that was its task."""
        station = self.course.station if self._screen.is_current else None
        condition = self._conditions.get(station.stop.do) if station else None
        if station and condition and not self.course.outcome and condition(station):
            self._end(Outcome.RIGHT)

    def _is_edited(self, station: Station) -> bool:
        original, trace = self._screen.what_if.original, self._screen.trace
        if original is None:
            return False
        number = station.number(original)
        if number is None or number not in trace.model.position:
            return True
        return original.known(number, 1) != trace.known(number, 1)

    def _is_reached(self, station: Station) -> bool:
        step, goal = self._screen.step, station.goal(self._screen.trace)
        return bool(goal and step.is_known(goal.symbol) and goal.holds(step.trace, step.iteration))

    def _end(self, outcome: Outcome) -> None:
        self.course.note(outcome)
        self._screen.show()
        self.show_card()
