"""An author's names in a scenario file, which must be legible, distinct, and usable in answers."""

from stepper.backprop.model import Model
from stepper.errors import found, short
from stepper.files.scenario.legible import illegible
from stepper.files.scenario.reader import ScenarioReader
from stepper.typeset.notation import COURSE, Notation

IN_ANSWERS = frozenset("#;")  # in a file of answers, a remark or another answer begins there


def read_names(reader: ScenarioReader, value: object, model: Model | None) -> dict[str, str]:
    if not isinstance(value, dict):
        reader.expected("names", "a table: column = name", value)
        return {}
    names = {}
    for column, letters in value.items():
        place = f'names."{short(column)}"'
        known = reader.column(column, place, model)
        if reader.line(letters, place) and known:
            names[column] = letters
            other = model and model.by_column.get(letters)
            if other and other != known:
                reader.problem(
                    place,
                    f"{found(letters)} is the column of another number; choose another name",
                )
            if wrong := illegible(letters):
                reader.problem(place, wrong)
            if IN_ANSWERS & set(letters):
                reader.problem(
                    place,
                    f"{found(letters)} cannot be read in answers; leave out # and ;",
                )
    clashes = list(Notation(COURSE, model, names).clashes()) if model and names else []
    own = [clash for clash in clashes if clash[2] in names.values()]
    for first, second, letters in own or clashes:
        reader.problem(
            "names", f"{found(letters)} is the name of both {first} and {second}; change one"
        )
    return names
