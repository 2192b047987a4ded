"""The worked examples as their authors printed them."""

import json
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from stepper.backprop.symbols import Symbol
from stepper.files.scenario_file import scenario_from
from stepper.runs.trace import Trace
from tests.support.networks import begun, bundled
from tests.support.places import DATA

Example = dict[str, Any]


def _read(name: str) -> dict[str, Example]:
    examples = json.loads((DATA / name).read_text(encoding="utf-8"))["examples"]
    return {example["id"]: example for example in examples}


EXAMPLES = _read("published.json")  # each is a bundled scenario, too
OF_EVERY_KIND = _read("published_kinds.json")
OF_FORMULAS = _read("published_formulas.json")
for _example in OF_FORMULAS.values():
    _lines = _example["scenario"]["formula"]["lines"]
    _example["scenario"]["formula"]["lines"] = "\n".join(_lines)
MISPRINTS = [
    (id, misprint) for id, example in EXAMPLES.items() for misprint in example["misprints"]
]


def traced(id: str, update: str | None = None) -> Trace:
    return bundled(id.replace("-", "_"), update)


def traced_as_printed(example: Example, **changed: Any) -> Trace:
    """The run of an example's own scenario, with some of its keys changed."""
    return _traced(json.dumps(example["scenario"] | changed), example["id"])


@cache
def _traced(document: str, id: str) -> Trace:
    return begun(scenario_from({"title": "as it is printed", **json.loads(document)}, id))


def is_met(number: float, printed: str) -> bool:
    """Whether a number, rounded to as many places, is the printed one."""
    expected = Decimal(printed)
    return Decimal(repr(number)).quantize(expected, ROUND_HALF_UP) == expected


def place(trace: Trace, what: str) -> tuple[int, Symbol]:
    """Return the iteration and the symbol of a key: `a[1][2]`, `iteration 2: C`, `minus C`."""
    iteration, column = 1, what
    if named := re.fullmatch(r"iteration (\d+): (.+)", what):
        iteration, column = int(named[1]), named[2]
    return iteration, trace.model.by_column[column.removeprefix("minus ")]


def value(trace: Trace, what: str) -> float:
    """The number of such a key, or of `delta[3][1] / delta[4][1]`."""
    if ratio := re.fullmatch(r"(.+) / (.+)", what):
        return value(trace, ratio[1]) / value(trace, ratio[2])
    iteration, symbol = place(trace, what)
    return (-1.0 if "minus " in what else 1.0) * trace.value(symbol, iteration)


def derived(trace: Trace, of: dict[str, Any]) -> float:
    """A printed number that is no column: the sum of some columns, divided by something."""
    first, *others = (value(trace, what) for what in of["sum_of"])
    for other in others:
        first = first + other
    return first / float(of["divided_by"])


def places(misprint: dict[str, Any], number: str) -> Iterator[tuple[str, str]]:
    """Yield the key and the number of each quantity that a misprint is about."""
    what = str(misprint["what"])
    if named := re.fullmatch(r"(.+) of iteration (\d+)", what):
        what = f"iteration {named[2]}: {named[1]}"
    if named := re.fullmatch(r"(.+) and (.+) after (\d+) updates", what):
        at = f"iteration {int(named[3]) + 1}: "
        yield from zip((at + named[1], at + named[2]), number.split(" and "), strict=True)
    else:
        yield what, number
