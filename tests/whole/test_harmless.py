"""Whatever text comes from outside, a message has no sign of it that could control a terminal."""

import copy
import json
import tomllib
from collections.abc import Callable, Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest

import stepper
from stepper import Formula, Layer, StepperError, load_scenario, load_trace, run
from stepper.errors import is_control
from stepper.explain.explainer import Explainer
from stepper.files.opening import bundled
from stepper.files.scenario_file import scenario_from
from stepper.input.edits import edited
from stepper.practice.kinds import read_kinds
from stepper.typeset.notation import Notation

LONG = 3_000
HOSTILE = ["\x1b]0;title\x07\r\n\x9b2J\u202e\u200b\ud800" + "k" * LONG, 'k"].\x1b[2J' + "k" * LONG]
Place = tuple[str | int, ...]


def documents() -> dict[str, dict[str, Any]]:
    """Documents that have every table there is."""
    names = ("three_hidden", "xor_learns", "logistic_formula")
    found = {
        name: tomllib.loads(Path(bundled()[name]).read_text(encoding="utf-8")) for name in names
    }
    found["drawn"] = found["xor_learns"] | {
        "random": {"sizes": [2, 2, 1], "seed": 1, "range": [0, 1], "activations": ["tanh", "relu"]}
    }
    del found["drawn"]["layers"]
    return found


DOCUMENTS = documents()
UNTYPED: Any = stepper


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Every place in a document; of a long array, its first items."""
    yield at
    inner: dict[str | int, Any] = {}
    if isinstance(value, dict | list):
        inner.update(value.items() if isinstance(value, dict) else enumerate(value[:2]))
    for key in inner:
        yield from places(inner[key], (*at, key))


def put(document: Any, at: Place, hostile: str) -> Iterator[Any]:
    """The document with a text at a place, as a value, in an array, or as a key."""
    for value in (hostile, [hostile], {hostile: hostile}, {hostile: 1}):
        if at:
            changed = copy.deepcopy(document)
            reduce(lambda inner, key: inner[key], at[:-1], changed)[at[-1]] = value
            yield changed
    changed = copy.deepcopy(document)
    table = reduce(lambda inner, key: inner[key], at, changed)
    if isinstance(table, dict):
        table[hostile] = 1
        yield changed


def check(error: StepperError) -> None:
    for problem in error.problems:
        assert not any(map(is_control, problem)), problem
        assert len(problem) < 1_500, problem


@pytest.mark.parametrize("hostile", HOSTILE, ids=["first", "later"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_key_and_no_value_of_a_scenario_reaches_a_message_as_it_is(
    name: str, hostile: str
) -> None:
    refused = 0
    for at in places(DOCUMENTS[name]):
        for document in put(DOCUMENTS[name], at, hostile):
            try:
                scenario_from(document, "file")
            except StepperError as error:
                check(error)
                refused += 1
    assert refused > 50


ONE_HIDDEN = load_scenario("one_hidden")
ENGLISH = Explainer("en", Notation("course", ONE_HIDDEN.model))
CALLS: list[Callable[[str], object]] = [
    load_scenario,
    load_trace,
    run,
    lambda text: run(f"f = {text}"),
    lambda text: run(f"f = x {text}=1"),
    lambda text: run("three_hidden").value(text, 1),
    lambda text: run("three_hidden").step(text),
    lambda text: run("three_hidden").shown(text),
    lambda text: run("three_hidden").shown(notation=text),
    lambda text: run("three_hidden").save(f"{text}/run.jsonl"),
    lambda text: Layer([[1]], activation=text),
    lambda text: Formula(f"f = {text}; {text} = 2"),
    lambda text: Formula("f = x", cost=text, constants=[text], update=[text]),
    lambda text: UNTYPED.Scenario(**{text: 1}),
    lambda text: read_kinds(text, "--only"),
    lambda text: edited(ONE_HIDDEN, text, 1, ENGLISH),
    lambda text: edited(ONE_HIDDEN, f"W2 = {text}", 1, ENGLISH),
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=["first", "later"])
@pytest.mark.parametrize("call", CALLS)
def test_no_argument_reaches_a_message_as_it_is(
    call: Callable[[str], object], hostile: str
) -> None:
    with pytest.raises(StepperError) as error:
        call(hostile)
    assert not any(map(is_control, str(error.value).replace("\n", "")))
    assert str(error.value).count("\n") == len(error.value.problems) - 1
    assert all(len(problem) < 5_001 for problem in error.value.problems)


def test_no_key_of_a_trace_reaches_a_message_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    run("one_hidden").save(file)
    first, *rows = file.read_text(encoding="utf-8").splitlines()
    header, refused = json.loads(first), 0
    for at in places(header):
        for changed in put(header, at, HOSTILE[1]):
            file.write_text("\n".join([json.dumps(changed), *rows]), encoding="utf-8")
            try:
                load_trace(file)
            except StepperError as error:
                check(error)
                refused += 1
    assert refused > 50
