"""Stored traces of formulas: what a run writes is right, and no changed number is."""

import json
from io import BytesIO
from math import inf, nextafter
from random import Random

import pytest

from stepper.errors import StepperError
from stepper.files.trace.file import TraceFile, jsonl
from stepper.files.trace.verify import Verifier
from stepper.runs.scenario import Scenario
from stepper.runs.trace import run
from tests.support.formulas import drawn
from tests.support.networks import FORMULAS


def table(scenario: Scenario) -> list[list[str]]:
    """The lines of a trace as cells; the header is line 0 and one cell."""
    header, *rows = jsonl(run(scenario))
    return [[header], *(row.strip()[1:-1].split(", ") for row in rows)]


def opened(lines: list[list[str]]) -> TraceFile:
    text = lines[0][0] + "".join(f"[{', '.join(cells)}]\n" for cells in lines[1:])
    return TraceFile(BytesIO(text.encode()), "stored.jsonl")


@pytest.mark.parametrize("name", FORMULAS)
def test_what_a_run_writes_is_read_and_right(name: str) -> None:
    file = opened(table(FORMULAS[name]))
    assert file.scenario == FORMULAS[name]
    assert Verifier(file).whole() is None


def test_the_trace_of_any_formula_is_read_and_right() -> None:
    random = Random(2)
    for _ in range(60):
        scenario = drawn(random).scenario._replace(title="drawn")
        file = opened(table(scenario))
        assert file.scenario == scenario
        assert Verifier(file).whole() is None


@pytest.mark.parametrize("name", ["used_twice", "rnn_two_steps", "logistic_formula"])
@pytest.mark.parametrize("iteration", [1, 2])
def test_every_changed_number_is_found(name: str, iteration: int) -> None:
    scenario = FORMULAS[name]
    iteration = min(iteration, scenario.iterations)
    right = table(scenario)
    for k, symbol in enumerate(scenario.model.columns):
        wrong = [list(line) for line in right]
        wrong[iteration][k] = repr(nextafter(float(right[iteration][k]), inf))
        found = Verifier(opened(wrong)).whole()
        assert found
        assert (found.iteration, found.stored) == (iteration, wrong[iteration][k])
        assert found.column == symbol.column
        assert found.expected == right[iteration][k]


def test_a_changed_number_late_in_a_long_run_is_found() -> None:
    scenario = FORMULAS["logistic_formula"]._replace(epochs=50)
    lines = table(scenario)
    k = scenario.model.position[scenario.model.by_column["dC/dz"]]
    lines[180][k] = repr(nextafter(float(lines[180][k]), inf))
    found = Verifier(opened(lines)).whole()
    assert found
    assert (found.iteration, found.column) == (180, "dC/dz")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"x": 2.0', '"x": 3.0', None),
        ("½·(z", "(z", "columns"),
        ("z = x * y", "z = x * q", "scenario: formula.lines: line 1, column 9: q is not given"),
        ('"cost": "L"', '"cost": "K"', "scenario: formula.cost: expected the name of a line"),
        ('"x": 2.0', '"x": 2', "not what a run of its scenario writes"),
        ('"constants": ["t"], ', "", "columns: does not match the scenario"),
        ('"cost": "L", ', "", "scenario: does not match the scenario"),
    ],
)
def test_a_header_that_is_not_that_of_its_run_is_refused(
    old: str, new: str, message: str | None
) -> None:
    lines = table(FORMULAS["chain_rule"])
    assert old in lines[0][0]
    lines[0][0] = lines[0][0].replace(old, new)
    if message in (None, "columns"):  # another run, whose numbers are others
        found = Verifier(opened(lines)).whole()
        assert found
        assert found.column == ("x" if message is None else "L")
        return
    with pytest.raises(StepperError, match="line 1") as caught:
        opened(lines)
    assert message in str(caught.value)
    assert "write the trace again" in str(caught.value)


def test_the_header_has_the_whole_formula() -> None:
    header = json.loads(table(FORMULAS["chain_rule"])[0][0])
    assert header["columns"][5:9] == ["local dL/dz", "dL/dz", "local dz/dx", "dL/dx"]
    assert header["scenario"]["formula"] == {
        "lines": "z = x * y\nL = ½·(z − t)²",
        "cost": "L",
        "constants": ["t"],
        "update": ["x", "y"],
    }
    assert header["scenario"]["values"] == {"x": 2.0, "y": 3.0, "t": 4.0}
