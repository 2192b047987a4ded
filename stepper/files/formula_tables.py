"""The tables of a formula in a scenario file: [formula], [values] and its [[samples]]."""

import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from stepper.errors import found
from stepper.files.document import Document, at_key
from stepper.files.legible import illegible
from stepper.formula.formula import Formula
from stepper.formula.problems import FormulaError
from stepper.limits import MAX_NEAR
from stepper.runs.scenario import Vector

ABOUT_FORMULA = ("lines", "cost", "constants", "gates", "update")
OF_NETWORKS = {  # keys that a formula has no use for, and what to do instead
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

_BLANK = re.compile(r"[^\S\n]")  # a tab may stand in a formula, but not in other texts


class FormulaParts(NamedTuple):
    """A formula and its first numbers, as fields of a scenario."""

    formula: Formula
    values: Vector
    varied: tuple[str, ...]
    samples: tuple[tuple[Vector, Vector], ...]


class FormulaReader(Document):
    """Reads and checks the tables of a formula."""

    def formula(self, top: dict[str, Any], epochs: int | None) -> FormulaParts | None:
        about = self.table(top["formula"], "formula", ABOUT_FORMULA)
        values = self.named_numbers(top.get("values", {}), "values")
        samples = self.of_samples(top["samples"]) if "samples" in top else [{}]
        varied = tuple(samples[0])
        first = {name: samples[0].get(name, 0.0) for name in (*values, *varied)} | values
        if len(first) > MAX_NEAR:
            what = f"at most {MAX_NEAR:,} names, found {len(first):,}"
            self.problem("values", f"expected {what}; keep those that a line uses")
            return None
        if about is None:
            return None
        update = self.texts(about.get("update", []), "formula.update")
        if update is not None:
            self.of_updates(update, varied, "learning_rate" in top, epochs)
        formula = self.lines_about(about, first, update or [])
        if formula is None:
            return None
        return FormulaParts(
            formula,
            tuple(first.values()),
            varied,
            tuple((tuple(sample.values()), ()) for sample in samples),
        )

    def named_numbers(self, value: object, place: str) -> dict[str, float]:
        """A table of numbers by name."""
        if not isinstance(value, dict):
            self.expected(place, "a table: name = number", value)
            return {}
        numbers = {}
        for name, number in value.items():
            if isinstance(number, list):
                self.problem(at_key(place, name), "expected a number; write one for each name")
                continue
            numbers[name] = self.number(number, at_key(place, name)) or 0.0
        return numbers

    def of_samples(self, value: object) -> list[dict[str, float]]:
        """The numbers of each sample, all of the same names, in the order of the first one."""
        tables = self.array(value, "samples", "[[samples]] with name = number")
        read = self.each(tables or [{}], "samples", self.named_numbers)
        names = read[0]
        for k, sample in enumerate(read[1:], 2):
            for name in names.keys() - sample.keys():
                self.problem(
                    at_key(f"samples[{k}]", name), f"missing; write {at_key('', name)} = 1"
                )
            for name in sample.keys() - names.keys():
                what = "the first sample has no such name; every sample gives the same names"
                self.problem(at_key(f"samples[{k}]", name), what)
        return [{name: sample.get(name, 0.0) for name in names} for sample in read]

    def texts(self, value: object, place: str) -> list[str] | None:
        """A list of names."""
        if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
            self.expected(place, "names in brackets", value)
            return None
        return value

    def of_updates(
        self, update: Collection[str], varied: Collection[str], with_rate: bool, epochs: int | None
    ) -> None:
        """Check that what is updated, the samples, the learning rate and epochs go together."""
        for k, name in enumerate(update, 1):
            if name in varied:
                self.problem(
                    f"formula.update[{k}]",
                    f"every sample gives {found(name)}, so it cannot be updated; write its first "
                    "value in [values] alone",
                )
        example = 'update = ["w"] in [formula]'
        if update and not with_rate:
            self.problem("learning_rate", "missing, for formula.update; write learning_rate = 0.5")
        elif with_rate and not update:
            self.problem("learning_rate", f"is for updates; write {example}, or leave it out")
        if not update and epochs not in (None, 1):
            what = "without update every epoch would be the same"
            self.problem("epochs", f"{what}; leave epochs out, or write {example}")

    def lines_about(
        self, about: dict[str, Any], given: Iterable[str], update: list[str]
    ) -> Formula | None:
        """Read the lines of a formula, with the names that are given."""
        lines, cost, gates = about.get("lines"), about.get("cost", ""), about.get("gates", False)
        constants = self.texts(about.get("constants", []), "formula.constants") or []
        self.flag(gates, "formula.gates")
        if not isinstance(cost, str):
            self.expected("formula.cost", "the name of a line", cost)
            cost = ""
        if "lines" not in about:
            self.problem("formula.lines", 'missing; write lines = """…""", a line for each name')
            return None
        if isinstance(lines, str) and not lines.strip():
            self.problem("formula.lines", "expected name = expression, found nothing")
            return None
        if isinstance(lines, str):
            lines = _BLANK.sub(" ", lines)
        text = self.lines(lines, "formula.lines")
        if text is None:
            return None
        from stepper.formula.reading import read_formula  # where there is a formula

        try:
            formula = read_formula(text, [*given], constants, update, cost, gates is True)
        except FormulaError as error:
            for problem in error.places:
                in_lines = f"formula.lines: {problem.place}"
                self.problem(problem.key or in_lines, self.advice(problem.key, problem.message))
            return None
        for wrong in filter(None, map(illegible, formula.symbols)):
            self.problem("formula.lines", wrong)
        return formula

    def advice(self, place: str, message: str) -> str:
        """What is wrong at a place; a key of the file that stands among the values says so."""
        table, _, name = place.partition(".")
        return self.fix(name, []) if table == "values" and self.is_key(name) else message

    def is_key(self, name: str) -> bool:
        """Whether a name is that of a key of the whole file."""
        raise NotImplementedError
