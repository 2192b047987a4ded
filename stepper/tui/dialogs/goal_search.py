"""The search for a goal that was typed after `g`: in the run, and then in a longer one."""

from collections.abc import Callable
from time import monotonic

from textual.timer import Timer
from textual.widget import Widget

from stepper.input.goals import longer, step_of
from stepper.runs.goals import Goal, Search
from stepper.runs.trace import Step, Trace
from stepper.tui.keys import shown
from stepper.tui.look import Look
from stepper.typeset.digits import RESULT

INTERVAL = 1 / 30  # seconds between two parts of a search
AT_ONCE, PART = 0.1, 0.02  # seconds for the first part, and for each of the others


class GoalSearch:
    """Searches while a window is open.

    found: called with the step that reaches the goal. report: called with messages.
    """

    def __init__(
        self,
        window: Widget,
        look: Look,
        found: Callable[[Step], None],
        report: Callable[[str], None],
    ) -> None:
        self._window = window
        self._look = look
        self._found = found
        self._report = report
        self._timer: Timer | None = None

    def begin(self, trace: Trace, goal: Goal, text: str) -> None:
        """Look for the first iteration of trace where goal, typed as text, holds."""
        self.end()
        self._text = text
        self._search = Search(trace, goal)
        self._in_run: Search | None = None  # the search of the run, while a longer one is searched
        self._timer = self._window.set_interval(INTERVAL, self._go_on)
        self._go_on(AT_ONCE)

    def end(self) -> None:
        if self._timer:
            self._timer.stop()
            self._timer = None

    def _go_on(self, seconds: float = PART) -> None:
        search = self._search
        if not search.go_on(monotonic() + seconds):
            count = f"{search.seen:,}"
            self._report(self._look.say("goto.goal.looking", text=self._text, count=count))
        elif search.iteration and not self._in_run:
            self.end()
            self._found(step_of(search.trace, search.goal, search.iteration))
        elif not self._in_run and not search.trace.rows.stop and (more := longer(search.trace)):
            self._in_run, self._search = search, Search(more, search.goal)
            self._go_on(seconds)
        else:
            self.end()
            self._report(self._problem())

    def _problem(self) -> str:
        """Say how close the run came, and how many epochs it would take."""
        say, search = self._look.say, self._in_run or self._search
        lines = [say("goto.goal.never", text=self._text, count=f"{search.trace.iterations:,}")]
        if search.best:
            number, iteration = search.best
            value = self._look.number(number, RESULT)
            name = self._look.name(search.goal.symbol)
            lines.append(say("goto.goal.closest", name=name, value=value, iteration=iteration))
        if self._in_run and self._search.iteration:
            reached = {"iteration": f"{self._search.iteration:,}"}
            reached["epochs"] = str(self._search.trace.scenario.place(self._search.iteration)[0])
            lines.append(say("goto.goal.longer", press=shown(self._look, "edit"), **reached))
        elif self._in_run:
            lines.append(say("goto.goal.nor", count=f"{self._search.seen:,}"))
        return " ".join(lines)
