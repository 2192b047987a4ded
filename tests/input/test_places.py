"""In a large network, a name means what it means where every number is spelled."""

from random import Random

import pytest

from stepper.backprop.symbols import Symbol
from stepper.input import places
from stepper.input.names import Glossary
from stepper.runs.scenario import Scenario
from stepper.typeset.notation import NOTATIONS, Notation
from tests.support.networks import drawn

WIDE = drawn((13, 12, 11), epochs=1)
ONE_OUTPUT = drawn((21, 21, 1), epochs=1)
NAMED = WIDE._replace(names={"w[2][3][4]": "w₅₀₀", "a[1][7]": "hidden", "x[9]": "age"})
SCENARIOS = {"wide": WIDE, "one output": ONE_OUTPUT, "named": NAMED}


def spelled(scenario: Scenario) -> list[str]:
    """Names of some numbers, in every notation and as they are typed."""
    few = Random(1).sample(scenario.model.columns, 10)
    few += [s for s in scenario.model.columns if s.column in scenario.names]
    notations = [Notation(style, scenario.model, scenario.names) for style in NOTATIONS]
    names = [s.column for s in few] + [each.name(s) for s in few for each in notations]
    typed = [name.replace("[", "").replace("]", "").replace(",", "") for name in names]
    of_named = ["∂C/∂w₅₀₀", "w500", "δhidden", "dC/dw500", "age", "∂hidden/∂z₁,₇"]
    people = ["out1", "out h3", "dE/dw2", "net_h2", "W2,11 new", "E", "dy1", "nonsense", "z", "w"]
    return [*names, *typed, *of_named, *people]


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_same_numbers_are_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = SCENARIOS[name]
    few, every = Glossary(scenario), Glossary(scenario)
    names = spelled(scenario)
    monkeypatch.setattr(places, "MAX_NEAR", 100)
    found = [few.symbols(each) for each in names]
    monkeypatch.setattr(places, "MAX_NEAR", 10**9)
    assert found == [every.symbols(each) for each in names]
    assert sum(map(bool, found)) > 60


def test_only_numbers_with_these_digits_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_NEAR", 100)
    wanted = places.indices(WIDE, "W₂,₁₁,₂")
    assert wanted == frozenset({0, 1, 2, 11})
    looked_at = places.at(WIDE, wanted)
    assert Symbol(WIDE.model.columns[0].role, 0, 2) in looked_at
    assert len(looked_at) < len(WIDE.model.columns) / 4


def test_a_text_full_of_digits_is_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "MAX_NEAR", 100)
    large = drawn((60, 30, 2), epochs=1)
    assert places.indices(large, "".join(f"{k} " for k in range(60))) == frozenset()
    assert Glossary(large).symbols("3.14159265358979323846264338327950288419716939937510582") == []
