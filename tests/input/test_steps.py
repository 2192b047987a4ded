import pytest

from stepper.backprop.symbols import Phase
from stepper.input.steps import find_iteration, find_next, find_step, given
from stepper.runs.trace import Step, Trace, run
from stepper.typeset.notation import NOTATIONS, Notation
from tests.support.networks import BUNDLED, EVERY, drawn, traced


@pytest.fixture(scope="module")
def three_hidden() -> Trace:
    return traced("three_hidden")


def found(trace: Trace, text: str, iteration: int | None = None) -> int | None:
    step = find_step(trace, text, iteration)
    return None if step is None else step.number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("16", 16),
        (" 16 ", 16),
        ("290", 290),
        ("delta[3][1]", 16),
        ("delta[3]", 16),
        ("δ₃", 16),
        ("δ3", 16),
        ("δy", 12),
        ("y", 8),
        ("Y", 8),
        ("h₃", 6),
        ("h3", 6),
        ("C", 9),
        ("∂C/∂W₃", 17),
        ("∂C/∂W3", 17),
        ("dC/dw[3][1][1]", 17),
        ("W3⁺", 27),
        ("w+[3][1][1]", 27),
        ("delta2", 20),
        ("Delta2", 20),
        ("dC/dw3", 17),
        ("dC/da3", 14),
        ("w+3", 27),
        ("델타3", 16),
        ("g′ at h₃", 15),
        ("g' at y", 11),
    ],
)
def test_a_step_is_found_by_its_number_or_by_what_it_makes(
    three_hidden: Trace, text: str, number: int
) -> None:
    assert found(three_hidden, text) == number


@pytest.mark.parametrize("text", ["W₃", "W3", "w3", "w[3][1][1]", "w[3]"])
def test_a_weight_leads_to_its_update(three_hidden: Trace, text: str) -> None:
    assert found(three_hidden, text) == 27


@pytest.mark.parametrize(
    ("text", "number"), [("x", 1), ("x[1]", 1), ("y′", 9), ("y'", 9), ("t", 9)]
)
def test_a_given_number_leads_to_the_step_that_takes_it_first(
    three_hidden: Trace, text: str, number: int
) -> None:
    assert found(three_hidden, text) == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "0", "291", "-1", "1.5", "δ9", "delta[5][1]", "nonsense", "δ", "W", "²", "9" * 5000],
)
def test_what_names_no_step_finds_none(three_hidden: Trace, text: str) -> None:
    assert found(three_hidden, text) is None


@pytest.mark.parametrize(
    ("text", "iteration", "number"),
    [
        ("1", 3, 59),
        ("29", 3, 87),
        ("16", 1, 16),
        ("16", 2, 45),
        ("59", 3, 59),
        ("87", 3, 87),
        ("30", 3, None),
        ("88", 3, None),
        ("30", 1, None),
        ("0", 3, None),
        ("δ₃", 2, 45),
        ("W3", 10, 288),
        ("x", 2, 30),
    ],
)
def test_in_an_iteration_numbers_may_count_from_its_first_step(
    three_hidden: Trace, text: str, iteration: int, number: int | None
) -> None:
    assert found(three_hidden, text, iteration) == number


def test_the_names_of_the_scenario_are_found() -> None:
    trace = run(BUNDLED["xor"]._replace(names={"w[1][2][1]": "w21"}))
    assert found(trace, "w21") == trace.steps.at(1, trace.model.by_column["w+[1][2][1]"]).number


def made_first(trace: Trace, column: str) -> int:
    return trace.steps.at(1, trace.model.by_column[column]).number


def test_a_name_as_it_is_written_comes_before_one_that_differs_in_case() -> None:
    names = {"z[1][1]": "A", "z[1][2]": "a", "z[2][1]": "O"}
    trace = run(BUNDLED["xor"]._replace(names=names))
    for typed, column in (("A", "z[1][1]"), ("a", "z[1][2]"), ("O", "z[2][1]"), ("o", "z[2][1]")):
        assert found(trace, typed) == made_first(trace, column)


def test_a_letter_of_the_scenario_hides_no_other_name() -> None:
    trace = run(BUNDLED["one_hidden"]._replace(names={"x[1]": "z2", "dC/da[2][1]": "a[1][1]"}))
    assert found(trace, "z2") == made_first(trace, "z[1][1]")  # the step that takes x first
    assert found(trace, "z₂") == made_first(trace, "z[2][1]")
    assert found(trace, "a[1][1]") == made_first(trace, "a[1][1]")


def test_brackets_may_be_left_out() -> None:
    deep = run(drawn((1,) * 22))
    assert found(deep, "delta21") == made_first(deep, "delta[21][1]")
    assert found(deep, "delta2") == made_first(deep, "delta[2][1]")
    wide = traced("2-3-3-2")
    assert found(wide, "delta21") == found(wide, "delta[2][1]")


@pytest.mark.parametrize("text", ["1", "16", "delta[3]", "x"])
@pytest.mark.parametrize("iteration", [-1, 0, 11])
def test_an_iteration_outside_the_run_has_no_step(
    three_hidden: Trace, text: str, iteration: int
) -> None:
    assert found(three_hidden, text, iteration) is None


@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize("name", ["1-1-1 with biases", "three_hidden", "2-3-3-2", "xor"])
def test_every_name_of_every_notation_finds_its_number(name: str, style: str) -> None:
    trace = traced(name)
    notation = Notation(style, trace.model)
    for symbol in trace.model.columns:
        if symbol.role.phase is not Phase.GIVEN:
            made = trace.steps.origin(2, symbol)
            assert find_step(trace, notation.name(symbol), 2) == made
            assert find_step(trace, symbol.column, 2) == made


@pytest.mark.parametrize("name", EVERY)
def test_every_given_number_leads_to_a_step(name: str) -> None:
    trace = traced(name)
    for symbol in trace.model.columns:
        if symbol.role.phase is Phase.GIVEN:
            step = find_step(trace, symbol.column)
            assert step is not None
            updates = step.phase is Phase.UPDATE
            assert step.iteration == (trace.scenario.in_batch(1).size if updates else 1)


@pytest.mark.parametrize(
    ("word", "start", "number"),
    [
        ("slope", 1, 11),
        ("기울기", 1, 11),
        ("Slope", 11, 15),
        (" slope ", 24, 40),
        ("slope", 290, 284),
        ("backward", 1, 10),
        ("역전파", 10, 39),
        ("update", 12, 26),
        ("forward", 12, 30),
    ],
)
def test_a_word_of_the_list_leads_to_the_next_such_step(
    three_hidden: Trace, word: str, start: int, number: int
) -> None:
    step = find_next(three_hidden.steps[start - 1], word)
    assert step
    assert step.number == number


@pytest.mark.parametrize("word", ["", "16", "deltas", "slopes", "δ₃"])
def test_what_is_no_word_of_the_list_leads_nowhere(three_hidden: Trace, word: str) -> None:
    assert find_next(three_hidden.steps[0], word) is None


@pytest.mark.parametrize(
    ("text", "column"),
    [("x", "x[1]"), ("y'", "t[1]"), ("y′", "t[1]"), ("W3", None), ("z1", None), ("1", None)],
)
def test_only_a_number_that_no_step_makes_was_given(
    three_hidden: Trace, text: str, column: str | None
) -> None:
    symbol = given(three_hidden, text)
    assert (symbol and symbol.column) == column


@pytest.mark.parametrize(
    ("text", "start", "number"),
    [
        ("iteration 5", 16, 132),
        (" Iteration  10 ", 1, 262),
        ("iteration1", 290, 29),
        ("반복 5", 16, 132),
        ("5번째 반복", 16, 132),
        ("5th iteration", 16, 132),
        ("반복10", 29, 290),
        ("iteration 0", 16, None),
        ("iteration 11", 16, None),
        ("iteration", 16, None),
        ("iteration -1", 16, None),
        ("iteration 2.0", 16, None),
        ("iterations 2", 16, None),
        ("5", 16, None),
    ],
)
def test_an_iteration_by_its_number_leads_to_the_same_equation_there(
    three_hidden: Trace, text: str, start: int, number: int | None
) -> None:
    step = find_iteration(three_hidden.steps[start - 1], text)
    assert (step and step.number) == number


def test_a_single_term_is_found_in_another_iteration_as_well() -> None:
    trace = run(BUNDLED["xor"])
    term = trace.model.by_column["w*a[1][1][2]"]
    assert find_iteration(Step(trace, 1, term), "iteration 3") == Step(trace, 3, term)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("gradient", 13),
        ("그래디언트", 13),
        ("가중치", 26),
        ("오차", 10),
        ("활성값", 2),
        ("비용", 9),
        ("Loss", 9),
        ("learning", None),
        ("weighted input", 3),
        ("델타", 12),
    ],
)
def test_a_word_for_a_kind_of_number_leads_to_the_next_one(
    three_hidden: Trace, word: str, number: int | None
) -> None:
    step = find_next(three_hidden.steps[0], word)
    assert (step and step.number) == number
