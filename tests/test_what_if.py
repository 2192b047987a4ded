"""Edits of given numbers: how they can be written, what they change, what is told of wrong ones."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from stepper.errors import StepperError
from stepper.explain import Explainer
from stepper.notation import ASCII, SEED, STANDARD, Notation
from stepper.scenario import Note, Scenario
from stepper.scenario_file import MAX_NUMBERS, load_scenario, read_scenario
from stepper.scenario_toml import toml
from stepper.symbols import RATE, Role, Symbol
from stepper.what_if import (
    EPOCHS,
    Change,
    Given,
    changes,
    edited,
    given_of,
    givens,
    name_of,
    value_of,
    with_value,
)
from tests.networks import BUNDLED, EVERY, drawn

THREE, XOR = BUNDLED["three_hidden"], BUNDLED["xor"]
W2 = Given(Symbol(Role.W, 2, 1, 1))


def explainer(scenario: Scenario, style: str = SEED, language: str = "en") -> Explainer:
    return Explainer(language, Notation(style, scenario.network, scenario.names))


def edit(scenario: Scenario, text: str, sample: int = 1, language: str = "en") -> Scenario:
    return edited(scenario, text, sample, explainer(scenario, language=language))


def problems(scenario: Scenario, text: str, language: str = "en") -> list[str]:
    with pytest.raises(StepperError) as refused:
        edit(scenario, text, language=language)
    return list(refused.value.problems)


@pytest.mark.parametrize(
    ("text", "given", "value"),
    [
        ("W2 = 0.5", W2, 0.5),
        ("W₂ = 0.5", W2, 0.5),
        ("w[2][1][1]=0.5", W2, 0.5),
        ("  w2   -1e-3 ", W2, -0.001),
        ("W₂ = −.25", W2, -0.25),
        ("α 3", Given(RATE), 3.0),
        ("η = 3", Given(RATE), 3.0),
        ("rate = 3", Given(RATE), 3.0),
        ("learning rate 3", Given(RATE), 3.0),
        ("learning_rate = 3", Given(RATE), 3.0),
        ("epochs = 20", EPOCHS, 20),
        ("Epochs 1", EPOCHS, 1),
        ("x = 7", Given(Symbol(Role.X, 0, 1), 1), 7.0),
        ("y′ = 0.5", Given(Symbol(Role.T, 4, 1), 1), 0.5),
        ("t 0.5", Given(Symbol(Role.T, 4, 1), 1), 0.5),
    ],
)
def test_a_given_number_can_be_named_in_any_notation(text: str, given: Given, value: float) -> None:
    scenario = edit(THREE, text)
    assert changes(THREE, scenario) == [Change(given, value_of(THREE, given), value)]


@pytest.mark.parametrize("text", ["학습률 = 3", "에포크 20"])
def test_korean_words_name_what_has_no_column(text: str) -> None:
    scenario = edit(THREE, text, language="ko")
    assert (scenario.learning_rate, scenario.epochs) in [(3.0, 10), (2.0, 20)]


@pytest.mark.parametrize("style", [SEED, STANDARD, ASCII])
@pytest.mark.parametrize("name", EVERY)
def test_every_given_number_is_edited_by_its_name_and_nothing_else_is(
    name: str, style: str
) -> None:
    scenario = EVERY[name]
    sample = len(scenario.samples)
    explain = explainer(scenario, style)
    listed = list(givens(scenario, sample))
    symbols = [s for s in scenario.network.columns if s.role in (Role.X, Role.T, Role.W, Role.B)]
    assert [given.symbol for given in listed] == [RATE, None, *symbols]
    for given in listed:
        after = edited(scenario, f"{name_of(given, explain)} = 177", sample, explain)
        assert changes(scenario, after) == [Change(given, value_of(scenario, given), 177)]
        assert with_value(after, given, value_of(scenario, given)) == scenario


def test_several_edits_stand_between_semicolons_or_commas() -> None:
    text = "W₁,₁₂ = 0.5, b₁,₂ = 3; x2 = 9,rate = 1; epochs 2 ;"
    scenario = edit(XOR, text, sample=3)
    (first, second), inputs = scenario.layers[0].weights, [x for x, _ in scenario.samples]
    assert (first, second) == ((0.5, 0.5), (0.4, 1.0))
    assert scenario.layers[0].biases == (-0.8, 3.0)
    assert inputs == [(0.0, 0.0), (0.0, 1.0), (1.0, 9.0), (1.0, 1.0)]
    assert (scenario.learning_rate, scenario.epochs) == (1.0, 2)
    assert [(change.given, change.before, change.now) for change in changes(XOR, scenario)] == [
        (Given(RATE), 2.0, 1.0),
        (EPOCHS, 25, 2),
        (Given(Symbol(Role.W, 1, 1, 2)), 0.9, 0.5),
        (Given(Symbol(Role.B, 1, 2)), 0.1, 3.0),
        (Given(Symbol(Role.X, 0, 2), 3), 0.0, 9.0),
    ]


def test_the_last_edit_of_a_number_counts_and_no_edit_changes_nothing() -> None:
    assert edit(THREE, "W2 = 1; W2 = 2").layers[1].weights == ((2.0,),)
    assert edit(THREE, " ; ") == THREE


def test_an_edited_scenario_is_the_one_that_a_file_with_that_number_holds(tmp_path: Path) -> None:
    text = Path("scenarios/three_hidden.toml").read_text(encoding="utf-8")
    file = tmp_path / "edited.toml"
    file.write_text(text.replace("[[0.40]]", "[[0.5]]"), encoding="utf-8")
    assert edit(THREE, "W2 = 0.5") == load_scenario(file)


def test_the_letters_of_the_scenario_name_its_numbers() -> None:
    named = replace(THREE, names={"w[2][1][1]": "v", "x[1]": "input"})
    assert edit(named, "v = 3; input = 4").layers[1].weights == ((3.0,),)


def test_all_problems_are_told_each_with_its_mend() -> None:
    text = "W9 = 1; W2 = 0.5; foo; δ3 = 1; W1 = 0,5; rate = 0; x = 1e999; epochs 2.5; epochs 0; = 3"
    assert problems(THREE, text) == [
        "W9: no such number here; did you mean W₄?",
        "foo: write a name and a number, such as α = 0.5",
        "δ3 is computed, not given: edit a number that it is made from",
        "W₁: 0,5 is not a number; write one such as 0.5",
        "α: write a number above 0",
        "x: 1e999 is too large; write a finite number",
        "epochs: write a whole number, 1 or more",
        "epochs: write a whole number, 1 or more",
        "= 3: write a name and a number, such as α = 0.5",
    ]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("epoch5", "did you mean epochs?"),
        ("lerning rate", "did you mean α?"),
        ("w[2][1]", "did you mean W₂?"),
        ("zzzzz", "take a name from the list"),
    ],
)
def test_the_nearest_name_is_suggested(name: str, told: str) -> None:
    (problem,) = problems(THREE, f"{name} = 1")
    assert problem == f"{name}: no such number here; {told}"


@pytest.mark.parametrize("value", ["nan", "-inf", "1e400"])
def test_a_number_that_is_not_finite_is_refused(value: str) -> None:
    for name in ("W2", "rate", "x"):
        assert "write a finite number" in problems(THREE, f"{name} = {value}")[0]


def test_a_run_may_have_as_many_numbers_as_a_file_may_ask_for_and_no_more() -> None:
    most = MAX_NUMBERS // (len(XOR.network.columns) * 4)
    assert edit(XOR, f"epochs = {most}").epochs == most
    expected = f"epochs: write {most:,} or fewer, or the run has too many numbers"
    assert problems(XOR, f"epochs = {most + 1}") == [expected]
    raised = replace(XOR, epochs=most + 9)  # by --max-numbers
    assert edit(raised, f"epochs = {most + 9}; W1,11 = 2").epochs == most + 9


def test_the_words_are_those_of_the_language() -> None:
    assert problems(THREE, "rate = -1; epochs = x", "ko") == [
        "α: 0보다 큰 수를 쓴다",
        "에포크: 1 이상의 정수를 쓴다",
    ]


def test_a_note_on_an_iteration_that_is_gone_goes_so_that_the_file_can_be_read() -> None:
    notes = (Note("C", "early", 2), Note("C", "late", 9), Note("C", "always"))
    scenario = edit(replace(THREE, notes=notes), "epochs = 5")
    assert [note.text for note in scenario.notes] == ["early", "always"]
    assert read_scenario(BytesIO(toml(scenario).encode()), "x") == scenario


def test_biases_are_numbers_like_any_other() -> None:
    scenario = drawn((2, 2, 1), biases=True)
    b = Symbol(Role.B, 1, 2)
    assert value_of(edit(scenario, "b1,2 = 4"), given_of(b, 1)) == 4.0
    assert "no such number" in problems(THREE, "b2 = 1")[0]
