"""Edits of given numbers: how they can be written, what they change, and messages on wrong ones."""

from io import BytesIO
from pathlib import Path

import pytest

from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import load_scenario, read_scenario
from stepper.files.scenario_toml import toml
from stepper.input import givens as module
from stepper.input.edits import edited, name_of
from stepper.input.givens import (
    EPOCHS,
    Change,
    Given,
    changes,
    given_of,
    givens,
    value_of,
    with_value,
)
from stepper.limits import MAX_NUMBERS
from stepper.runs.scenario import Scenario
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, Notation
from tests.support.networks import BUNDLED, EVERY, SHAPES, drawn

THREE, XOR = BUNDLED["three_hidden"], BUNDLED["xor"]
W2 = Given(Symbol(Role.W, 2, 1, 1))


def explainer(scenario: Scenario, style: str = COURSE, language: str = "en") -> Explainer:
    return Explainer(language, Notation(style, scenario.model, scenario.names))


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
        ("W₄ = W2 = 0.5", W2, 0.5),  # typed after the name that was offered
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
        ("target = 0", Given(Symbol(Role.T, 4, 1), 1), 0.0),
        ("input = 1", Given(Symbol(Role.X, 0, 1), 1), 1.0),
        ("Epochs 1", EPOCHS, 1),
        ("x = 7", Given(Symbol(Role.X, 0, 1), 1), 7.0),
        ("y′ = 0.5", Given(Symbol(Role.T, 4, 1), 1), 0.5),
        ("t 0.5", Given(Symbol(Role.T, 4, 1), 1), 0.5),
    ],
)
def test_a_given_number_can_be_named_in_any_notation(text: str, given: Given, value: float) -> None:
    scenario = edit(THREE, text)
    assert changes(THREE, scenario) == [Change(given, value_of(THREE, given), value)]


@pytest.mark.parametrize("text", ["학습률 = 3", "에포크 20", "목표값 0", "입력 = 1"])
def test_korean_words_name_what_has_no_column(text: str) -> None:
    scenario = edit(THREE, text, language="ko")
    (change,) = changes(THREE, scenario)
    assert change.now == float(text.split()[-1])


@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize("name", SHAPES)
def test_every_given_number_is_edited_by_its_name_and_nothing_else_is(
    name: str, style: str
) -> None:
    scenario = EVERY[name]
    sample = len(scenario.samples)
    explain = explainer(scenario, style)
    listed = list(givens(scenario, sample))
    symbols = [s for s in scenario.model.columns if s.role in (Role.X, Role.T, Role.W, Role.B)]
    assert [given.symbol for given in listed] == [RATE, None, *symbols]
    for given in listed:
        after = edited(scenario, f"{name_of(given, explain)} = 177", sample, explain)
        assert changes(scenario, after) == [Change(given, value_of(scenario, given), 177)]
        assert changes(scenario, with_value(after, given, float(value_of(scenario, given)))) == []


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


def test_a_number_is_edited_once_and_no_edit_changes_nothing() -> None:
    assert problems(THREE, "W2 = 1; w[2][1][1] = 2") == ["W₂ is edited twice: keep one of the two"]
    assert edit(THREE, " ; ") == THREE


def test_an_edited_scenario_is_the_one_that_a_file_with_that_number_holds(tmp_path: Path) -> None:
    text = Path("scenarios/three_hidden.toml").read_text(encoding="utf-8")
    file = tmp_path / "edited.toml"
    file.write_text(text.replace("[[0.40]]", "[[0.5]]"), encoding="utf-8")
    scenario = edit(THREE, "W2 = 0.5")
    there = load_scenario(file)
    assert scenario == there._replace(title=scenario.title, summary=None, goal=None, lesson=())


# --- what the author says of the original


DESCENT = BUNDLED["descent"]


def test_a_general_note_stays_while_only_numbers_are_edited() -> None:
    (note,) = THREE.notes
    assert note.general
    scenario = edit(THREE, "W2 = 0.5; epochs = 3")
    assert scenario.notes == (note,)
    assert read_scenario(BytesIO(toml(scenario).encode()), "x") == scenario
    assert edit(THREE, "cost = squares").notes == ()


@pytest.mark.parametrize("text", ["W1 = 3", "epochs = 10", "rate = 1"])
def test_the_authors_words_on_the_original_are_not_kept_for_other_numbers(text: str) -> None:
    scenario = edit(DESCENT, text)
    assert DESCENT.notes and DESCENT.goal and DESCENT.summary
    assert (scenario.notes, scenario.goal, scenario.summary) == ((), None, None)
    assert scenario.title == {"en": "Gradient descent, edited", "ko": "경사 하강법, 값을 바꿈"}
    assert read_scenario(BytesIO(toml(scenario).encode()), "x") == scenario


def test_a_title_tells_once_that_it_was_edited_in_both_languages_whatever_it_was_in() -> None:
    only = DESCENT._replace(title={"ko": "∂와 α"})
    twice = edited(edit(only, "W1 = 3"), "W2 = 3", 1, explainer(only, ASCII))
    assert twice.title == {"en": "∂와 α, edited", "ko": "∂와 α, 값을 바꿈"}
    assert edit(DESCENT._replace(title="Slope"), "W1 = 3").title == {
        "en": "Slope, edited",
        "ko": "Slope, 값을 바꿈",
    }


def test_the_numbers_of_the_original_are_no_change_however_they_are_written() -> None:
    there_and_back = edit(edit(DESCENT, "epochs = 10; W1 = 3"), "epochs = 100; W1 = 0.15")
    assert changes(DESCENT, there_and_back) == []
    assert edit(edit(DESCENT, "epochs = 10"), "epochs = 100").epochs == DESCENT.epochs


def test_the_changes_of_many_samples_are_found_in_one_go(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    class Watched(Given):
        def __getattribute__(self, name: str) -> object:
            if name == "sample":
                looked_at.append(name)
            return super().__getattribute__(name)

    real = module.givens
    monkeypatch.setattr(module, "givens", lambda *of: (Watched(*given) for given in real(*of)))
    many = drawn((2, 1, 1), samples=500)
    x2 = Given(Symbol(Role.X, 0, 2), 500)
    assert changes(many, with_value(many, x2, 7.0)) == [Change(x2, value_of(many, x2), 7.0)]
    assert len(looked_at) < 10 * 500  # three numbers of each sample, before and after


def test_the_letters_of_the_scenario_name_its_numbers() -> None:
    named = THREE._replace(names={"w[2][1][1]": "v", "x[1]": "input"})
    assert edit(named, "v = 3; input = 4").layers[1].weights == ((3.0,),)


def test_a_decimal_comma_is_read_as_in_answers() -> None:
    after = edit(THREE, "W1 = 0,5, W2 = −1,25; rate 3,5")
    assert (after.layers[0].weights, after.layers[1].weights) == (((0.5,),), ((-1.25,),))
    assert after.learning_rate == 3.5


def test_all_problems_are_reported_each_with_a_way_to_fix_it() -> None:
    text = (
        "W9 = 1; W2 = 0.5; foo; δ3 = 1; W1 = 1,000; rate = 0; x = 1e999; epochs 2.5; epochs 0; = 3"
    )
    assert problems(THREE, text) == [
        "W9: no such number here; did you mean W₄?",
        "foo: write a name and a number, such as α = 0.5",
        "δ3 is computed, not given: edit one of the numbers it is computed from",
        "W₁: 1,000: use a decimal point, not a comma",
        "α: write a number above 0",
        "x: 1e999 is too large; write a finite number",
        "epochs: write a whole number, 1 or more",
        "epochs: write a whole number, 1 or more",
        "= 3: write a name and a number, such as α = 0.5",
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("epoch5", "did you mean epochs?"),
        ("lerning rate", "did you mean α?"),
        ("w[2][1]", "did you mean W₂?"),
        ("zzzzz", "choose a name from the list"),
    ],
)
def test_the_nearest_name_is_suggested(name: str, message: str) -> None:
    (problem,) = problems(THREE, f"{name} = 1")
    assert problem == f"{name}: no such number here; {message}"


@pytest.mark.parametrize("name", ["W2", "rate", "x"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("1e400", "1e400 is too large; write a finite number"),
        ("nan", "nan is not a number; write one such as 0.5 or 1/4"),
        ("-inf", "-inf is not a number; write one such as 0.5 or 1/4"),
        ("1_000", "1_000 is not a number; write one such as 0.5 or 1/4"),
        ("1/0", "1/0 is not a number; write one such as 0.5 or 1/4"),
        ("1,000", "1,000: use a decimal point, not a comma"),
    ],
)
def test_what_is_no_number_or_too_large_for_one_is_refused(
    name: str, value: str, message: str
) -> None:
    (problem,) = problems(THREE, f"{name} = {value}")
    assert problem.partition(": ")[2] == message


@pytest.mark.parametrize(
    ("text", "number"), [("1/4", 0.25), ("−1/-8", 0.125), ("7.2·10⁻⁵", 7.2e-5), ("≈ 0.5", 0.5)]
)
def test_a_number_is_written_as_in_an_answer(text: str, number: float) -> None:
    assert edit(BUNDLED["one_hidden"], f"W1 = {text}").layers[0].weights == ((number,),)


def test_epochs_are_whole_however_they_are_written() -> None:
    assert repr(edit(THREE, "epochs = 1e2").epochs) == "100"
    assert edit(THREE, "epochs = 40/2").epochs == 20
    for text in ("2.5", "1/2", "nan", "1_0", "1e400", "-3"):
        assert problems(THREE, f"epochs = {text}") == ["epochs: write a whole number, 1 or more"]


def test_a_run_may_have_as_many_numbers_as_a_file_may_ask_for_and_no_more() -> None:
    most = MAX_NUMBERS // (len(XOR.model.columns) * 4)
    assert edit(XOR, f"epochs = {most}").epochs == most
    expected = f"epochs: write {most:,} or fewer; with more, the run has too many numbers"
    assert problems(XOR, f"epochs = {most + 1}") == [expected]
    raised = XOR._replace(epochs=most + 9)  # by --max-numbers
    assert edit(raised, f"epochs = {most + 9}; W1,11 = 2").epochs == most + 9


def test_the_words_are_those_of_the_language() -> None:
    assert problems(THREE, "rate = -1; epochs = x", "ko") == [
        "α: 0보다 큰 수를 적는다",
        "에포크: 1 이상의 정수를 적는다",
    ]


def test_biases_are_numbers_like_any_other() -> None:
    scenario = drawn((2, 2, 1), biases=True)
    b = Symbol(Role.B, 1, 2)
    assert value_of(edit(scenario, "b1,2 = 4"), given_of(scenario, b, 1)) == 4.0
    assert "no such number" in problems(THREE, "b2 = 1")[0]


# --- what a word says: activations, cost, batches


def test_activation_cost_batch_and_rate_are_edited_by_the_words_of_a_file() -> None:
    text = (
        "activation[1] = tanh; activation[2] = relu; cost = Mean squares; batch = all; rate = 0.1"
    )
    scenario = edit(XOR, text)
    assert [layer.activation for layer in scenario.layers] == ["tanh", "relu"]
    assert (scenario.cost, scenario.batch, scenario.learning_rate) == ("mean_squares", 4, 0.1)
    assert [layer.weights for layer in scenario.layers] == [layer.weights for layer in XOR.layers]
    assert [
        (name_of(c.given, explainer(XOR)), c.before, c.now) for c in changes(XOR, scenario)
    ] == [
        ("α", 2.0, 0.1),
        ("activation[1]", "sigmoid", "tanh"),
        ("activation[2]", "sigmoid", "relu"),
        ("cost", "half_squares", "mean_squares"),
        ("batch", "1", "4"),
    ]
    assert edit(scenario, "batch_gradient = sum").batch_gradient == "sum"
    assert edit(scenario, 'batch 2; cost "squares"').batch == 2
    back = edit(scenario, "activation[1] = sigmoid; activation[2] = sigmoid; batch = 1; rate = 2")
    assert changes(XOR, edit(back, "cost = half_squares")) == []


def test_words_of_one_edit_are_read_together_in_any_order() -> None:
    for text in (
        "cost = cross_entropy; activation = sigmoid",
        "activation=sigmoid,cost=cross entropy",
    ):
        scenario = drawn((2, 1))
        layer = scenario.layers[0]._replace(activation="tanh")
        assert edit(scenario._replace(layers=(layer,)), text).cost == "cross_entropy"


@pytest.mark.parametrize("language", ["en", "ko"])
def test_words_that_do_not_go_together_are_refused_as_in_a_file(language: str) -> None:
    choices = '"half_squares" or "squares" or "mean_squares" or "cross_entropy"'
    assert problems(XOR, "cost = mse", language) == [f'cost: expected {choices}, found "mse"']
    assert problems(XOR, "activation[1] = softmax", language) == [
        "layers[1].activation: softmax is for the last layer alone"
    ]
    assert problems(XOR, "batch = none", language) == [
        'batch: expected a whole number of samples, at least 1, or "all", found "none"'
    ]
    (problem,) = problems(XOR, "activation[2] = softmax", language)
    assert problem.startswith("cost: softmax needs cross-entropy")
    in_place = drawn((1, 1, 1), update="in_place")
    (problem,) = problems(in_place, "batch = 2", language)
    assert problem.startswith("batch:")


def test_a_learning_rate_can_be_given_where_there_is_none() -> None:
    still = drawn((1, 1, 1), epochs=1)._replace(learning_rate=None)
    assert not still.model.learns
    scenario = edit(still, "rate = 0.1; epochs = 3")
    assert (scenario.learning_rate, scenario.epochs) == (0.1, 3)
    assert changes(still, scenario)[0] == Change(Given(RATE), "", 0.1)
    (problem,) = problems(still, "epochs = 3")
    assert "without learning_rate nothing is updated" in problem


def test_targets_of_cross_entropy_stay_probabilities() -> None:
    scenario = drawn((1, 1, 1), samples=1)._replace(cost="cross_entropy")
    assert edit(scenario, "y′ = 0.25").samples[0][1] == (0.25,)
    (problem,) = problems(scenario, "y′ = 1.5")
    assert problem.startswith("samples[1].targets: expected numbers from 0 to 1")


def test_names_of_numbers_that_are_gone_go_with_them() -> None:
    names = {"dC/da[2][1]": "blame", "w[1][1][1]": "w1"}
    scenario = drawn((1, 1, 1))._replace(names=names)
    after = edit(scenario, "cost = cross_entropy")
    assert after.names == {"w[1][1][1]": "w1"}
