"""The way among screens: what opens above what, and where the learner was last."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.driver import Driver
from textual.screen import Screen

from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.tui.host import Host
from stepper.tui.screens.stepper.stepper import StepperScreen

if TYPE_CHECKING:
    from stepper.practice.course import Course


class Navigating(Host):
    """Opens screens, and goes back to those that are still open.

    trace: the one to begin with, at the step of index cursor; without one, it begins with the
    bundled scenarios. predict: the kinds of steps that are asked about. course: the lesson of the
    file, or the guided one, to begin with.
    """

    def __init__(
        self,
        driver: type[Driver] | None,
        trace: Trace | None,
        file: str,
        cursor: int,
        predict: Sequence[str] = (),
        course: "Course | None" = None,
    ) -> None:
        super().__init__(driver)
        self.stepper: StepperScreen | None = None  # the last one that was opened
        # the lessons that are begun, by their file; of the guided one, it is empty
        self.courses: dict[str, Course] = {file if trace else "": course} if course else {}
        self._opened = (trace, file, cursor)
        self._predict = predict

    def get_default_screen(self) -> Screen[None]:
        trace, file, cursor = self._opened
        if trace:
            return self._stepper(trace, file, cursor)
        return self._picker()

    def on_ready(self) -> None:
        for course in self.courses.values():
            self.teach(course)

    def choose(self) -> None:
        self.push_screen(self._picker())

    def open(self, trace: Trace, file: str) -> None:
        if not self._go_back(lambda last: last.shows(trace.scenario, file)):
            self._open_alone(self._stepper(trace, file, 0))

    def teach(self, course: "Course") -> None:
        station = course.station
        if station is None:
            return
        from stepper.files.load import load  # when a stop is opened

        try:
            trace = load(station.file)
        except StepperError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        cursor = station.begins_at(trace).number - 1
        self._open_alone(self._stepper(trace, station.file, cursor, course))

    def learn(self, course: "Course | None" = None, file: str = "") -> None:
        from stepper.practice.course import guided  # when a lesson begins

        course = self.courses.setdefault(file, self.courses.get(file) or course or guided())
        if course.station is None:  # it was gone through
            course.begin()
        if not self._go_back(lambda last: last.teaches(course)):
            self.teach(course)

    def _go_back(self, is_wanted: Callable[[StepperScreen], bool]) -> bool:
        """Go back to the last stepper screen with all that it shows, if that is what is wanted."""
        last = self.stepper
        if last is None or last not in self.screen_stack or not is_wanted(last):
            return False
        while self.screen is not last:
            self.pop_screen()
        return True

    def _open_alone(self, screen: Screen[None]) -> None:
        """Open a screen above the first one only."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(screen)

    def _stepper(
        self, trace: Trace, file: str, cursor: int, course: "Course | None" = None
    ) -> StepperScreen:
        step, look = trace.steps[cursor], self.look_at(trace)
        self.stepper = StepperScreen(trace, file, look, step, self._predict, course)
        return self.stepper

    def _picker(self) -> Screen[None]:
        from stepper.tui.screens.picker.picker import Picker  # when it opens

        last = self.stepper
        file = last.file if last and not last.teaching else ""
        return Picker(self.look_at(None), file, self.courses.get(""))

    @property
    def place(self) -> tuple[str, Step, Explainer] | None:
        """The file, the step and the explainer that were used last; None if no file was opened."""
        screen = self.stepper
        if screen is None:
            return None
        file, step = screen.what_if.way_back(screen.file, screen.step)
        return file, step, screen.look.explainer

    @property
    def stop(self) -> tuple[str, int] | None:
        """The file and the stop of the lesson that was used last; None if it was not one."""
        teaching = self.stepper.teaching if self.stepper else None
        if teaching is None or teaching.course.index is None:
            return None
        file = next(file for file, course in self.courses.items() if course is teaching.course)
        return file, teaching.course.index + 1

    @property
    def predicted_kinds(self) -> tuple[str, ...]:
        """The kinds of steps that the learner was asked about last."""
        return self.stepper.predicting.kinds if self.stepper else ()
