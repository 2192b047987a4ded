"""The last card of a lesson: how each stop went, and those that were missed once more."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepper.practice.course import Course
from stepper.practice.score import Outcome
from stepper.tui.dialogs.learner.lesson_card import BACK
from stepper.tui.dialogs.prose import hints
from stepper.tui.dialogs.window import Window
from stepper.tui.look import Look

WIDTH, MARGIN = 76, 2  # cells of the window; blank cells at each side
AGAIN, LIST = "again", "list"  # what the learner wants


class LessonEnd(Window[str]):
    """Shows how a course went; its result is what the learner wants, None to look round."""

    DEFAULT_CSS = f"""
    LessonEnd .box {{ width: {WIDTH}; padding: 1 {MARGIN}; }}
    LessonEnd #stops {{ margin: 1 0; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "go on", id="lesson_end_go_on", show=False),
        Binding("left", f"leave('{BACK}')", "previous stop", id="lesson_end_back", show=False),
    ]

    def __init__(self, course: Course, look: Look) -> None:
        super().__init__()
        self._course = course
        self._look = look

    def compose(self) -> ComposeResult:
        look, say, missed = self._look, self._look.say, self._course.missed
        with VerticalScroll(classes="box"):
            yield Static(Content.assemble((say("lesson.end"), "$primary")))
            yield Static(Content("\n").join(self._line(k) for k in self._every), id="stops")
            yield Static(Content(self._sum_up()))
            go_on = say("lesson.again") if missed else say("lesson.list")
            keys = [("Enter", go_on), (look.keys("left"), say("lesson.back"))]
            keys.append(("Esc", say("ask.close")))
            yield Static(hints(keys, min(WIDTH, self.app.size.width) - 2 * MARGIN), classes="quiet")

    def _sum_up(self) -> str:
        course, say = self._course, self._look.say
        if course.missed:
            return say("lesson.missed", count=len(course.missed))
        if course.is_all_right:
            return say("lesson.all_right")
        return say("lesson.right", count=course.done_at_once, total=len(course.stations))

    @property
    def _every(self) -> range:
        return range(len(self._course.stations))

    def _line(self, k: int) -> Content:
        """A mark, the title of a stop, and how it ended where that was not at once."""
        station, outcome = self._course.stations[k], self._course.outcomes.get(k)
        title = self._look.explainer.text(station.stop.title)
        is_right, is_missed = outcome is Outcome.RIGHT, k in self._course.missed
        sign = (
            self._look.sign("agrees" if is_right else "differs") if is_right or is_missed else " "
        )
        line = Content.assemble((f"{sign} ", "bold"), title)
        if not is_missed:
            return line
        how = self._look.say(f"lesson.how.{outcome or 'skipped'}")
        return Content.assemble(line, (f"   {how}", "$quiet"))

    def action_go_on(self) -> None:
        self.dismiss(AGAIN if self._course.missed else LIST)

    def action_leave(self, where: str) -> None:
        self.dismiss(where)
