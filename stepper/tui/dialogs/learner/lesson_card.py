"""The card of a stop of a lesson: what to look at and to do, and afterwards what to remember."""

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from stepper.practice.course import Course, Station
from stepper.practice.score import Outcome
from stepper.runs.scenario import Text
from stepper.runs.trace import Trace
from stepper.tui.dialogs.bottom_window import BottomWindow
from stepper.tui.dialogs.prose import coloured, hints
from stepper.tui.keys import KEYS
from stepper.tui.look import Look

ROOMY = 30  # lines of the window with a line of keys to try
INDENT = 2  # cells of the words
STEADY, WORDS = 24, 6  # lines of the window in which the card keeps its height; those of its words

DO, NEXT, BACK, SKIP = "do", "next", "back", "skip"  # what the learner wants

SKIPPED, NOT_YET = "skipped", "not_yet"  # what became of the task, beside its outcomes

_OWN = ("next", "back", "follow", "lesson", "close")  # keys that mean something else on the card
TASK_KEYS = {"predict": "predict", "nudge": "why", "edit": "edit"}  # begin it
THROUGH = {name: key for name, key in KEYS.items() if name not in _OWN}


class LessonCard(BottomWindow[str]):
    """Shows the current stop of a course; its result is what the learner wants, None to look round.

    The keys of the screen below close it, too: its result is then their action.

    trace: of the stop's scenario. note: SKIPPED where the task was passed over just now, so that
    what to remember is shown; NOT_YET where nothing was done.
    """

    DEFAULT_CSS = """
    LessonCard #words { height: auto; }
    LessonCard #look, LessonCard #ask, LessonCard #try { padding-left: 2; }  /* INDENT */
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "go_on", "go on", id="lesson_go_on", show=False),
        Binding("right", f"leave('{NEXT}')", "next stop", id="lesson_next", show=False),
        Binding("left", f"leave('{BACK}')", "previous stop", id="lesson_back", show=False),
        Binding("b", "cancel", "close", id="lesson_close", show=False),
        *(
            Binding(key.bound, f"through('{name}')", name, id=name, show=False)
            for name, key in THROUGH.items()
            if key.bound
        ),
    ]

    def __init__(
        self,
        course: Course,
        station: Station,
        trace: Trace,
        look: Look,
        room: Callable[[], int],
        note: str = "",
    ) -> None:
        super().__init__(look, room)
        self._course = course
        self._stop = station.stop
        self._trace = trace
        self._note = note
        self._is_over = note == SKIPPED or course.outcome is not None

    def compose(self) -> ComposeResult:
        look, stop = self._look, self._stop
        number, count = self._course.place
        with VerticalScroll(can_focus=False, classes="box"):
            yield Static("", id="rule", markup=False)
            place = look.say("lesson.place", number=number, count=count)
            title = Content.assemble((f"{place}   ", "$primary"), self._text(stop.title))
            with Vertical(id="words"):
                yield Static(title, markup=False)
                if self._is_over:
                    yield Static(
                        Content.assemble(self._verdict(), self._text(stop.remember)), id="ask"
                    )
                    yield Static("", id="try", classes="quiet")
                else:
                    yield Static(self._look_at(), id="look")
                    sign = look.sign("forward")
                    yield Static(
                        Content.assemble((f"{sign} ", "bold"), self._text(stop.ask)), id="ask"
                    )
            yield Static("", id="keys", classes="quiet")

    def lay_out(self) -> None:
        super().lay_out()
        tall = self.app.size.height
        self.query_one("#words").styles.min_height = WORDS if tall >= STEADY else 0
        self.put("#keys", self._keys(self._within))
        for keys_to_try in self.query("#try").results(Static):
            keys_to_try.display = tall >= ROOMY
            keys_to_try.update(self._keys_to_try(self._within - INDENT))

    def _text(self, text: Text) -> Content:
        return coloured(self._look.explainer.of_lesson(text, self._trace.model))

    def _look_at(self) -> Content:
        """What to look at; where the task was left undone, that it was."""
        if self._note == NOT_YET:
            arrow = self._look.keys("left")
            return Content(self._look.say(f"lesson.not_yet.{self._stop.do}", arrow=arrow))
        return self._text(self._stop.look)

    def _verdict(self) -> Content:
        outcome = self._course.outcome
        task = self._stop.do if outcome is Outcome.RIGHT else outcome or SKIPPED
        return Content.assemble((f"{self._look.say(f'lesson.done.{task}')} ", "bold"))

    def _keys(self, room: int) -> Content:
        say, look = self._look.say, self._look
        first = "lesson.next" if self._is_over else f"lesson.do.{self._stop.do}"
        keys = [("Enter", say(first))]
        if not self._is_over:
            keys.append((look.keys("right"), say("lesson.skip")))
        if self._course.cursor:
            keys.append((look.keys("left"), say("lesson.back")))
        keys.append(("Esc", say("lesson.look_around", again=KEYS["lesson"].shown)))
        return hints(keys, room)

    def _keys_to_try(self, room: int) -> Content:
        return hints(keys_to_try(self._look, self._course), room, self._look.say("lesson.try"))

    def action_go_on(self) -> None:
        self.dismiss(NEXT if self._is_over else DO)

    def action_leave(self, where: str) -> None:
        if where == NEXT and not self._is_over:
            self.dismiss(SKIP)
        elif where != BACK or self._course.cursor:
            self.dismiss(where)

    def action_through(self, name: str) -> None:
        """Let the screen below do what this key does there, unless that is the task."""
        is_task = name == TASK_KEYS.get(self._stop.do) and not self._is_over
        self.dismiss(DO if is_task else THROUGH[name].action or name)


def keys_to_try(look: Look, course: Course) -> Iterator[tuple[str, str]]:
    """Yield the keys that a stop offers to try, with what they do: each at one of the stops."""
    names = [name for name, key in THROUGH.items() if key.shown]
    index, count = course.index or 0, len(course.stations)
    for name in names[index * len(names) // count : (index + 1) * len(names) // count]:
        yield look.keys(KEYS[name].shown), look.say(KEYS[name].words or f"key.{name}")
