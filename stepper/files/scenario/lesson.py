"""The stops of a lesson in a scenario file: every field and its check."""

from typing import Any

from stepper.backprop.model import Model
from stepper.backprop.symbols import Phase
from stepper.errors import short
from stepper.files.document import word
from stepper.files.scenario.reader import ScenarioReader
from stepper.files.scenario.texts import read_text
from stepper.runs.goals import parts
from stepper.runs.scenario import OF_TRAINING, TASKS, Stop, Text, columns_in

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
WITH_NUMBER = ("nudge", "edit", "reach")  # the tasks that begin with a number
A_GOAL = 'a column, one of < <= > >=, and a number, as in "C < 0.01"'


def read_lesson(
    reader: ScenarioReader, value: object, model: Model | None, iterations: int | None
) -> list[Stop]:
    if not isinstance(value, list):
        reader.expected("lesson", "[[lesson]]", value)
        return []
    return reader.each(
        value, "lesson", lambda table, at: _stop(reader, table, at, model, iterations)
    )


def _stop(
    reader: ScenarioReader, value: object, place: str, model: Model | None, iterations: int | None
) -> Stop:
    table = reader.table(value, place, STOP_KEYS) or {}
    if isinstance(value, dict):
        for key, fix in REQUIRED.items():
            if key not in table:
                reader.problem(f"{place}.{key}", f"missing; write {fix}")
    if "at" in table:
        reader.computed(table["at"], f"{place}.at", model)
    iteration = 1
    if "iteration" in table:
        iteration = reader.within_run(table["iteration"], f"{place}.iteration", iterations) or 1
    task = reader.choice(table["do"], f"{place}.do", TASKS) if "do" in table else None
    texts = {
        key: _words(reader, table[key], f"{place}.{key}", model) for key in TEXTS if key in table
    }
    _number(reader, table, place, task, model)
    _goal(reader, table, place, task, model)
    return Stop(
        at=word(table.get("at")),
        do=task or TASKS[0],
        iteration=iteration,
        number=word(table.get("number")),
        goal=word(table.get("goal")),
        **{key: texts.get(key, "") for key in TEXTS},
    )


def _words(reader: ScenarioReader, value: object, place: str, model: Model | None) -> Text:
    """A text with columns in braces, {C}, which the screen replaces by their names."""
    text = read_text(reader, value, place) or ""
    for words in (text,) if isinstance(text, str) else text.values():
        for column in columns_in(words):
            reader.column(column, f"{place}: {{{short(column)}}}", model)
    return text


def _number(
    reader: ScenarioReader, table: dict[str, Any], place: str, task: str | None, model: Model | None
) -> None:
    """Check which number a task begins with: where it is to be edited, it is a given one."""
    if "number" not in table:
        return
    number, place = table["number"], f"{place}.number"
    if task and task not in WITH_NUMBER:
        reader.problem(
            place, f'is for do = "nudge", "edit" or "reach"; remove it, or change do = "{task}"'
        )
    if not isinstance(number, str):
        reader.expected(place, "the name of a column", number)
        return
    if number in OF_TRAINING:
        if task == "nudge":
            what = f"{number} can be edited, but not nudged"
            reader.problem(place, f'{what}; name a column, or write do = "edit"')
        return
    symbol = reader.column(number, place, model)
    if symbol and task in ("edit", "reach") and symbol.role.phase is not Phase.GIVEN:
        reader.problem(place, f"{number} is computed; name a given column, such as a weight")


def _goal(
    reader: ScenarioReader, table: dict[str, Any], place: str, task: str | None, model: Model | None
) -> None:
    place, goal = f"{place}.goal", table.get("goal")
    if goal is None:
        if task == "reach":
            reader.problem(place, 'missing; write goal = "C < 0.01"')
        return
    if task and task != "reach":
        reader.problem(place, f'is for do = "reach"; remove it, or change do = "{task}"')
    written = parts(goal) if isinstance(goal, str) else None
    if written is None:
        reader.expected(place, A_GOAL, goal)
        return
    reader.column(written.name, place, model)
    if not _is_number(written.value):
        reader.expected(place, A_GOAL, goal)


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < float("inf") and text.isascii()
    except ValueError:
        return False
