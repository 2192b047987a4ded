"""The stops of a lesson in a scenario file: every field and its check."""

from typing import Any

from stepper.backprop.model import Model
from stepper.backprop.symbols import Phase, Symbol
from stepper.errors import found, short
from stepper.files.document import Document
from stepper.runs.goals import parts
from stepper.runs.scenario import TASKS, Stop, Text, columns_in

REQUIRED = {
    "at": 'at = "C"',
    "title": 'title = "…"',
    "look": 'look = "…", what to look at',
    "do": f"do = one of {', '.join(TASKS)}",
    "ask": 'ask = "…", a question or what to do',
    "remember": 'remember = "…", one sentence',
}
STOP_KEYS = ("at", "iteration", "title", "look", "do", "number", "goal", "ask", "remember")
TEXTS = ("title", "look", "ask", "remember")
WITH_NUMBER = ("nudge", "edit")  # the tasks that begin with a number
A_GOAL = 'a column, one of < <= > >=, and a number, as in "C < 0.01"'


class LessonReader(Document):
    """Reads and checks the stops of a lesson; a reader of scenarios provides what they share."""

    def text(self, value: object, place: str) -> Text | None:
        """A text, or one for each language."""
        raise NotImplementedError

    def column(self, name: str, place: str, model: Model | None) -> Symbol | None:
        """The symbol of a column's name; while there is no model, no name is a problem."""
        raise NotImplementedError

    def computed(self, at: object, place: str, model: Model | None) -> None:
        """Check that at is the name of a column that has a step."""
        if not isinstance(at, str):
            self.expected(place, "the name of a column", at)
        elif (s := self.column(at, place, model)) and s.role.phase is Phase.GIVEN:
            self.problem(place, f"{at} is given, so it has no step; name a computed column")

    def within_run(self, value: object, place: str, iterations: int | None) -> int | None:
        """An iteration of a run of that many."""
        iteration = self.whole(value, place, 1)
        if iteration and iterations and iteration > iterations:
            what = f"an iteration of the run, from 1 to {found(iterations)}"
            self.expected(place, what, iteration)
        return iteration

    def lesson(self, value: object, model: Model | None, iterations: int | None) -> list[Stop]:
        if not isinstance(value, list):
            self.expected("lesson", "[[lesson]]", value)
            return []
        return self.each(
            value, "lesson", lambda table, at: self._stop(table, at, model, iterations)
        )

    def _stop(self, value: object, place: str, model: Model | None, iterations: int | None) -> Stop:
        table = self.table(value, place, STOP_KEYS) or {}
        if isinstance(value, dict):
            for key, fix in REQUIRED.items():
                if key not in table:
                    self.problem(f"{place}.{key}", f"missing; write {fix}")
        if "at" in table:
            self.computed(table["at"], f"{place}.at", model)
        iteration = 1
        if "iteration" in table:
            iteration = self.within_run(table["iteration"], f"{place}.iteration", iterations) or 1
        task = self.choice(table["do"], f"{place}.do", TASKS) if "do" in table else None
        texts = {
            key: self._words(table[key], f"{place}.{key}", model) for key in TEXTS if key in table
        }
        self._number(table, place, task, model)
        self._goal(table, place, task, model)
        return Stop(
            at=str(table.get("at")),
            do=task or TASKS[0],
            iteration=iteration,
            number=str(table.get("number", "")),
            goal=str(table.get("goal", "")),
            **{key: texts.get(key, "") for key in TEXTS},
        )

    def _words(self, value: object, place: str, model: Model | None) -> Text:
        """A text in which {C} stands for what a column is called in the notation of the screen."""
        text = self.text(value, place) or ""
        for words in (text,) if isinstance(text, str) else text.values():
            for column in columns_in(words):
                self.column(column, f"{place}: {{{short(column)}}}", model)
        return text

    def _number(
        self, table: dict[str, Any], place: str, task: str | None, model: Model | None
    ) -> None:
        """Check which number a task begins with: an edit changes a given one."""
        if "number" not in table:
            return
        number, place = table["number"], f"{place}.number"
        if task and task not in WITH_NUMBER:
            self.problem(
                place, f'is for do = "nudge" or "edit"; remove it, or change do = "{task}"'
            )
        if not isinstance(number, str):
            self.expected(place, "the name of a column", number)
            return
        symbol = self.column(number, place, model)
        if symbol and task == "edit" and symbol.role.phase is not Phase.GIVEN:
            self.problem(place, f"{number} is computed; name a given column, such as a weight")

    def _goal(
        self, table: dict[str, Any], place: str, task: str | None, model: Model | None
    ) -> None:
        place, goal = f"{place}.goal", table.get("goal")
        if goal is None:
            if task == "reach":
                self.problem(place, 'missing; write goal = "C < 0.01"')
            return
        if task and task != "reach":
            self.problem(place, f'is for do = "reach"; remove it, or change do = "{task}"')
        written = parts(goal) if isinstance(goal, str) else None
        if written is None:
            self.expected(place, A_GOAL, goal)
            return
        self.column(written.name, place, model)
        if not _is_number(written.value):
            self.expected(place, A_GOAL, goal)


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf") and text.isascii()
    except ValueError:
        return False
