"""The worked examples as their authors printed them."""

import json
import re
from collections.abc import Iterator
from typing import Any

from stepper.backprop.symbols import Symbol
from stepper.runs.trace import Trace
from tests.support.networks import bundled
from tests.support.places import DATA

EXAMPLES: dict[str, dict[str, Any]] = {
    example["id"]: example
    for example in json.loads((DATA / "published.json").read_text(encoding="utf-8"))["examples"]
}


MISPRINTS = [
    (id, misprint) for id, example in EXAMPLES.items() for misprint in example["misprints"]
]


def traced(id: str, update: str | None = None) -> Trace:
    return bundled(id.replace("-", "_"), update)


def place(trace: Trace, what: str) -> tuple[int, Symbol]:
    """Return the iteration and the symbol of a key: `a[1][2]`, `iteration 2: C`, `minus C`."""
    iteration, column = 1, what.removeprefix("minus ")
    if named := re.fullmatch(r"iteration (\d+): (.+)", what):
        iteration, column = int(named[1]), named[2]
    return iteration, trace.network.by_column[column]


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
