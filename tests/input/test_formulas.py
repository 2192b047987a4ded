"""What a learner types about a formula: names, steps, answers and edits."""

from io import BytesIO

import pytest

from stepper.backprop.symbols import Role
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.input.answer_sheet import read_answers
from stepper.input.edits import edited
from stepper.input.givens import changes, givens
from stepper.input.names import Glossary
from stepper.input.steps import find_step
from stepper.runs.scenario import Scenario
from stepper.typeset.notation import COURSE, NOTATIONS, Notation
from tests.support.networks import FORMULAS, begun

SUM = begun(FORMULAS["product_of_sum"])
TWICE = begun(FORMULAS["used_twice"])
LEARNS = FORMULAS["logistic_formula"]


@pytest.mark.parametrize("name", FORMULAS)
@pytest.mark.parametrize("style", NOTATIONS)
def test_every_name_that_is_shown_is_understood(name: str, style: str) -> None:
    scenario = FORMULAS[name]
    assert scenario.formula
    glossary, notation = Glossary(scenario, style), Notation(style, scenario.model)
    for symbol in scenario.model.columns:
        assert glossary.symbols(symbol.column) == [symbol]
        (found,) = glossary.symbols(notation.name(symbol))
        is_direct_path = symbol.role is Role.PATH and symbol.names[0] == symbol.names[1]
        assert found == symbol or (is_direct_path and found.names == symbol.names[1:])


@pytest.mark.parametrize("name", ["∂f/∂q local", "∂f/∂q 국소", "local df/dq"])
def test_the_words_in_names_are_understood_in_every_language(name: str) -> None:
    assert [s.column for s in Glossary(SUM.scenario).symbols(name)] == ["local df/dq"]


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ("q", "q"),
        ("∂f/∂x", "df/dx"),
        ("df/dx", "df/dx"),
        ("dx", "df/dx"),
        ("∂f/∂q", "df/dq"),
        ("local df/dq", "local df/dq"),
        ("dq/dx", "local dq/dx"),
        ("∂q/∂x", "local dq/dx"),
        ("local dq/dx", "local dq/dx"),
    ],
)
def test_a_number_has_the_authors_name_and_those_of_derivatives(typed: str, column: str) -> None:
    assert [s.column for s in Glossary(SUM.scenario).symbols(typed)] == [column]
    step = find_step(SUM, typed)
    assert step
    assert step.symbol.column == column


def test_a_term_leads_to_the_step_of_its_sum_and_a_given_number_to_its_first_use() -> None:
    found = {typed: find_step(TWICE, typed) for typed in ("df/dx*dx/dt", "t", "36", "10")}
    columns = {typed: step and step.symbol.column for typed, step in found.items()}
    assert columns == {"df/dx*dx/dt": "df/dt", "t": "x", "36": None, "10": "df/dt"}


def test_names_in_small_and_capital_letters_are_two() -> None:
    trace = load("X = x^2; f = X*x", values=["x=3"])
    glossary = Glossary(trace.scenario)
    assert [[s.column for s in glossary.symbols(name)] for name in ("x", "X")] == [["x"], ["X"]]


def test_a_misspelt_name_is_suggested() -> None:
    assert Glossary(SUM.scenario).similar("df/dw") in ("∂f/∂x", "∂f/∂y", "∂f/∂z", "∂f/∂q")


def test_answers_have_the_names_of_the_formula() -> None:
    text = "q = 3\ndf/dx = -4\n∂q/∂x = 1; dz = 3\n-df/dy = 4"
    answers = read_answers(BytesIO(text.encode()), "mine.txt", SUM).answers
    columns = [(a.quantity.symbol.column, a.quantity.negated) for a in answers]
    assert columns == [
        ("q", False), ("df/dx", False), ("local dq/dx", False), ("df/dz", False), ("df/dy", True),
    ]  # fmt: skip


def test_an_answer_to_no_number_suggests_one() -> None:
    with pytest.raises(StepperError) as caught:
        read_answers(BytesIO(b"df/dv = 3"), "mine.txt", SUM)
    assert 'no number has the name "df/dv"; did you mean ∂f/∂' in str(caught.value)


def edit(scenario: Scenario, text: str, sample: int = 1) -> Scenario:
    return edited(scenario, text, sample, Explainer("en", Notation(COURSE, scenario.model)))


def test_given_numbers_are_edited_by_their_names() -> None:
    after = edit(SUM.scenario, "x = 3; z = 1/2")
    assert after.values == (3.0, 5.0, 0.5)
    assert [(c.before, c.now) for c in changes(SUM.scenario, after)] == [(-2.0, 3.0), (-4.0, 0.5)]
    assert after.title == {"en": "A product of a sum, edited", "ko": "합의 곱, 값을 바꿈"}
    trace = begun(after)
    assert trace.value(trace.model.by_column["df/dz"], 1) == 8.0


def test_what_can_be_edited_is_what_the_run_depends_on() -> None:
    words = [
        [given.symbol.column if given.symbol else "epochs" for given in givens(scenario, 1)]
        for scenario in (SUM.scenario, LEARNS)
    ]
    assert words == [
        ["x", "y", "z"],
        ["rate", "epochs", "w1", "w2", "b", "x1", "x2", "t"],
    ]
    assert [given.sample for given in givens(LEARNS, 3)] == [0, 0, 0, 0, 0, 3, 3, 3]


def test_a_number_of_a_sample_is_edited_in_that_sample() -> None:
    after = edit(LEARNS, "x1 = 5; w1 = 2; rate = 0.25; epochs = 3", sample=2)
    assert [after.given(k)[0] for k in range(4)] == [-1.0, 5.0, 1.0, -2.0]
    assert (after.parameters, after.learning_rate, after.iterations) == ((2.0, -1.0, 0.0), 0.25, 12)
    assert [(c.given.sample, c.now) for c in changes(LEARNS, after)] == [
        *((0, 0.25), (0, 3), (0, 2.0)),
        (2, 5.0),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("q = 3", "q is computed, not given: edit one of the numbers it is computed from"),
        ("x = 1,500", "x: 1,500: use a decimal point, not a comma"),
        ("v = 1", "v: no such number here; choose a name from the list"),
        ("rate = 1", "learning_rate: is for updates"),
        ("epochs = 2", "epochs: without update every epoch would be the same"),
        ("batch = 2", "batch: no such number here"),
    ],
)
def test_what_cannot_be_edited_is_refused(text: str, message: str) -> None:
    with pytest.raises(StepperError) as caught:
        edit(SUM.scenario, text)
    assert str(caught.value).startswith(message)
