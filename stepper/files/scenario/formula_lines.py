"""The lines of a formula in a scenario file, and the keys of its table about them."""

import re
from collections.abc import Iterable
from typing import Any

from stepper.files.scenario.keys import KEYS
from stepper.files.scenario.legible import illegible
from stepper.files.scenario.reader import ScenarioReader
from stepper.formula.formula import Formula
from stepper.formula.problems import FormulaError

_BLANK = re.compile(r"[^\S\n]")  # tabs are allowed in a formula, but not in other texts


def read_lines(
    reader: ScenarioReader, about: dict[str, Any], given: Iterable[str], update: list[str]
) -> Formula | None:
    """Read the lines of a formula, with the names that are given."""
    lines, cost, gates = about.get("lines"), about.get("cost", ""), about.get("gates", False)
    constants = read_texts(reader, about.get("constants", []), "formula.constants") or []
    reader.flag(gates, "formula.gates")
    if not isinstance(cost, str):
        reader.expected("formula.cost", "the name of a line", cost)
        cost = ""
    if "lines" not in about:
        reader.problem("formula.lines", 'missing; write lines = """…""", a line for each name')
        return None
    if isinstance(lines, str) and not lines.strip():
        reader.problem("formula.lines", "expected name = expression, found nothing")
        return None
    if isinstance(lines, str):
        lines = _BLANK.sub(" ", lines)
    text = reader.lines(lines, "formula.lines")
    if text is None:
        return None
    from stepper.formula.reading import read_formula  # where there is a formula

    try:
        formula = read_formula(text, [*given], constants, update, cost, gates is True)
    except FormulaError as error:
        for problem in error.places:
            in_lines = f"formula.lines: {problem.place}"
            reader.problem(problem.key or in_lines, _advice(reader, problem.key, problem.message))
        return None
    for wrong in filter(None, map(illegible, formula.symbols)):
        reader.problem("formula.lines", wrong)
    return formula


def _advice(reader: ScenarioReader, place: str, message: str) -> str:
    """The problem at a place, e.g. a key misplaced among values."""
    table, _, name = place.partition(".")
    return reader.fix(name, []) if table == "values" and name in KEYS else message


def read_texts(reader: ScenarioReader, value: object, place: str) -> list[str] | None:
    """A list of names."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        reader.expected(place, "names in brackets", value)
        return None
    return value
