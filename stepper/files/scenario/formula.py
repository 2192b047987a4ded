"""The tables of a formula in a scenario file: [formula], [values] and its [[samples]]."""

from collections.abc import Collection
from functools import partial
from typing import Any, NamedTuple

from stepper.errors import found
from stepper.files.document import at_key
from stepper.files.scenario.formula_lines import read_lines, read_texts
from stepper.files.scenario.keys import PLAIN_FIELDS, REQUIRED
from stepper.files.scenario.names import read_names
from stepper.files.scenario.notes import read_notes
from stepper.files.scenario.reader import ScenarioReader
from stepper.files.scenario.size import check_size
from stepper.formula.formula import Formula
from stepper.limits import MAX_NEAR
from stepper.runs.scenario import Scenario, Vector

ABOUT_FORMULA = ("lines", "cost", "constants", "gates", "update")
OF_NETWORKS = {  # keys that a formula has no use for, and their fixes
    "cost": 'is for networks; the cost of a formula is a line: write cost = "f" in [formula]',
    "update": 'is for networks; write update = ["w"] in [formula], the names that are updated',
    "train_biases": "is for networks; leave it out",
    "batch": "is for networks; leave it out: a formula is updated after every sample",
    "batch_gradient": "is for networks; leave it out",
    "lesson": "is for networks; leave it out",
    "orientation": "is for [[layers]]; leave it out",
    "layers": "cannot be combined with [formula]; keep one of the two",
    "random": "cannot be combined with [formula]; keep one of the two",
}
OF_ALL = ("title", "summary", "goal", "source", "learning_rate", "epochs")
FORMULA_KEYS = [*OF_ALL, "formula", "values", "samples", "names", "notes", *OF_NETWORKS]


class FormulaParts(NamedTuple):
    """A formula and its first numbers, as fields of a scenario."""

    formula: Formula
    values: Vector
    varied: tuple[str, ...]
    samples: tuple[tuple[Vector, Vector], ...]


def formula_scenario(
    reader: ScenarioReader, document: object, max_numbers: int, seed: int | None
) -> Scenario | None:
    """Read a scenario with a formula; None where there is a problem."""
    top = reader.table(document, "", FORMULA_KEYS)
    if top is None:
        return None
    if "title" not in top:
        reader.problem("title", f"missing; write {REQUIRED['title']}")
    if seed is not None:
        reader.problem("--seed", "draws weights at random, which a formula has not; leave it out")
    for key in OF_NETWORKS.keys() & top.keys():
        reader.problem(key, OF_NETWORKS[key])
    fields = {key: PLAIN_FIELDS[key](reader, top[key], key) for key in OF_ALL if key in top}
    fields.setdefault("learning_rate", None)
    epochs = fields.get("epochs", 1)
    parts = _parts(reader, top, epochs)
    model = parts and parts.formula
    if parts:
        numbers = parts.formula.width * len(parts.samples)
        check_size(reader, epochs or 1, numbers, max_numbers, "formula")
    iterations = epochs * len(parts.samples) if epochs and parts else None
    fields["names"] = read_names(reader, top.get("names", {}), model)
    fields["notes"] = tuple(read_notes(reader, top.get("notes", []), model, iterations))
    if reader.problems or parts is None:
        return None
    return Scenario(layers=(), **parts._asdict(), **fields)


def _parts(reader: ScenarioReader, top: dict[str, Any], epochs: int | None) -> FormulaParts | None:
    about = reader.table(top["formula"], "formula", ABOUT_FORMULA)
    values = _named_numbers(reader, top.get("values", {}), "values")
    samples = _samples(reader, top["samples"]) if "samples" in top else [{}]
    varied = tuple(samples[0])
    first = {name: samples[0].get(name, 0.0) for name in (*values, *varied)} | values
    if len(first) > MAX_NEAR:
        what = f"at most {MAX_NEAR:,} names, found {len(first):,}"
        reader.problem("values", f"expected {what}; keep those that a line uses")
        return None
    if about is None:
        return None
    update = read_texts(reader, about.get("update", []), "formula.update")
    if update is not None:
        _check_updates(reader, update, varied, "learning_rate" in top, epochs)
    formula = read_lines(reader, about, first, update or [])
    if formula is None:
        return None
    return FormulaParts(
        formula,
        tuple(first.values()),
        varied,
        tuple((tuple(sample.values()), ()) for sample in samples),
    )


def _named_numbers(reader: ScenarioReader, value: object, place: str) -> dict[str, float]:
    """A table of numbers by name."""
    if not isinstance(value, dict):
        reader.expected(place, "a table: name = number", value)
        return {}
    numbers = {}
    for name, number in value.items():
        if isinstance(number, list):
            reader.problem(at_key(place, name), "expected a number; write one for each name")
            continue
        numbers[name] = reader.number(number, at_key(place, name)) or 0.0
    return numbers


def _samples(reader: ScenarioReader, value: object) -> list[dict[str, float]]:
    """The numbers of each sample, all of the same names, in the order of the first one."""
    tables = reader.array(value, "samples", "[[samples]] with name = number")
    read = reader.each(tables or [{}], "samples", partial(_named_numbers, reader))
    names = read[0]
    for k, sample in enumerate(read[1:], 2):
        for name in names.keys() - sample.keys():
            reader.problem(at_key(f"samples[{k}]", name), f"missing; write {at_key('', name)} = 1")
        for name in sample.keys() - names.keys():
            what = "the first sample has no such name; every sample gives the same names"
            reader.problem(at_key(f"samples[{k}]", name), what)
    return [{name: sample.get(name, 0.0) for name in names} for sample in read]


def _check_updates(
    reader: ScenarioReader,
    update: Collection[str],
    varied: Collection[str],
    with_rate: bool,
    epochs: int | None,
) -> None:
    """Check that updates, samples, learning rate and epochs go together."""
    for k, name in enumerate(update, 1):
        if name in varied:
            reader.problem(
                f"formula.update[{k}]",
                f"every sample gives {found(name)}, so it cannot be updated; write its first "
                "value in [values] alone",
            )
    example = 'update = ["w"] in [formula]'
    if update and not with_rate:
        reader.problem("learning_rate", "missing, for formula.update; write learning_rate = 0.5")
    elif with_rate and not update:
        reader.problem("learning_rate", f"is for updates; write {example}, or leave it out")
    if not update and epochs not in (None, 1):
        what = "without update every epoch would be the same"
        reader.problem("epochs", f"{what}; leave epochs out, or write {example}")
