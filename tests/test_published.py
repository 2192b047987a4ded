"""Worked examples met to every digit that their authors printed."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from stepper.scenario import Scenario
from stepper.scenario_file import scenario_from
from stepper.trace import Trace
from tests.networks import begun

EXAMPLES: dict[str, dict[str, Any]] = {
    example["id"]: example
    for example in json.loads(
        Path(__file__).with_name("published.json").read_text(encoding="utf-8")
    )["examples"]
}
PRINTED = [(id, key) for id, example in EXAMPLES.items() for key in example["printed"]]
MISPRINTS = [
    (id, misprint) for id, example in EXAMPLES.items() for misprint in example["misprints"]
]
UPDATES = ("after_backward", "in_place")


def scenario(example: dict[str, Any]) -> Scenario:
    return scenario_from({"title": example["title"], **example["scenario"]}, example["id"])


@pytest.fixture(scope="module")
def traces() -> dict[tuple[str, str], Trace]:
    """By example and update; with the iterations that the misprints speak of."""
    epochs = {"mazur": 10_001}
    scenarios = {id: scenario(example) for id, example in EXAMPLES.items()}
    return {
        (id, update): begun(replace(s, update=update, epochs=epochs.get(id, s.epochs)))
        for id, s in scenarios.items()
        for update in UPDATES
    }


def value(trace: Trace, what: str) -> float:
    """The number of a key such as `a[1][2]`, `iteration 2: C` or `delta[3][1] / delta[4][1]`."""
    if ratio := re.fullmatch(r"(.+) / (.+)", what):
        return value(trace, ratio[1]) / value(trace, ratio[2])
    iteration, column = 1, what
    if named := re.fullmatch(r"iteration (\d+): (.+)", what):
        iteration, column = int(named[1]), named[2]
    sign = -1.0 if column.startswith("minus ") else 1.0
    symbol = trace.network.by_column[column.removeprefix("minus ")]
    return sign * trace.value(iteration, symbol)


def is_met(number: float, printed: str) -> bool:
    expected = Decimal(printed)
    return Decimal(repr(number)).quantize(expected, ROUND_HALF_UP) == expected


def places(misprint: dict[str, Any], number: str) -> Iterator[tuple[str, str]]:
    """(key, its number) for each quantity that a misprint is about."""
    what = str(misprint["what"])
    if named := re.fullmatch(r"(.+) of iteration (\d+)", what):
        what = f"iteration {named[2]}: {named[1]}"
    if named := re.fullmatch(r"(.+) and (.+) after (\d+) updates", what):
        at = f"iteration {int(named[3]) + 1}: "
        yield from zip((at + named[1], at + named[2]), number.split(" and "), strict=True)
    else:
        yield what, number


@pytest.mark.parametrize(("id", "what"), PRINTED)
def test_a_printed_number_is_met_to_every_digit(
    traces: dict[tuple[str, str], Trace], id: str, what: str
) -> None:
    number = value(traces[id, "after_backward"], what)
    assert is_met(number, EXAMPLES[id]["printed"][what]), number


@pytest.mark.parametrize(("id", "misprint"), MISPRINTS)
def test_a_misprint_is_not_met_and_the_right_number_is(
    traces: dict[tuple[str, str], Trace], id: str, misprint: dict[str, Any]
) -> None:
    trace = traces[id, "after_backward"]
    for what, right in places(misprint, misprint["right"]):
        assert is_met(value(trace, what), right), value(trace, what)
    for what, printed in places(misprint, misprint["printed"]):
        assert not is_met(value(trace, what), printed)


@pytest.mark.parametrize(
    ("id", "misprint"), [(id, misprint) for id, misprint in MISPRINTS if "in_place" in misprint]
)
def test_the_classic_mistake_gives_the_misprint(
    traces: dict[tuple[str, str], Trace], id: str, misprint: dict[str, Any]
) -> None:
    for what, printed in places(misprint, misprint["printed"]):
        number = value(traces[id, "in_place"], what)
        assert is_met(number, printed), number


def test_each_kind_of_example_is_among_them() -> None:
    assert {"mazur", "wikidocs", "han-kamber-pei", "byu", "nielsen-exploding"} <= EXAMPLES.keys()
    assert len([misprint for _, misprint in MISPRINTS if "in_place" in misprint]) == 2
    assert not is_met(0.12344, "0.1235")
    assert is_met(0.12345, "0.1235")
