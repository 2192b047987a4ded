"""An author's notes in a scenario file."""

from stepper.backprop.model import Model
from stepper.files.document import word
from stepper.files.scenario.reader import ScenarioReader
from stepper.files.scenario.texts import read_text
from stepper.runs.scenario import Note

NOTE_REQUIRED = {"at": 'at = "C"', "text": 'text = "…"'}
NOTE_KEYS = ("at", "iteration", "text", "general")


def read_notes(
    reader: ScenarioReader, value: object, model: Model | None, iterations: int | None
) -> list[Note]:
    if not isinstance(value, list):
        reader.expected("notes", "[[notes]]", value)
        return []
    return reader.each(
        value, "notes", lambda table, at: _note(reader, table, at, model, iterations)
    )


def _note(
    reader: ScenarioReader, value: object, place: str, model: Model | None, iterations: int | None
) -> Note:
    table = reader.table(value, place, NOTE_KEYS) or {}
    for key in NOTE_REQUIRED:
        if isinstance(value, dict) and key not in table:
            reader.problem(f"{place}.{key}", f"missing; write {NOTE_REQUIRED[key]}")
    at = table.get("at", model.C.column if model else "C")
    reader.computed(at, f"{place}.at", model)
    iteration = table.get("iteration")
    if iteration is not None:
        iteration = reader.within_run(iteration, f"{place}.iteration", iterations)
    text = read_text(reader, table["text"], f"{place}.text") if "text" in table else None
    general = table.get("general", False)
    if not isinstance(general, bool):
        reader.expected(f"{place}.general", "true or false", general)
    return Note(word(at), text or "", iteration, general is True)
