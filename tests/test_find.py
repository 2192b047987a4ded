from dataclasses import replace

import pytest

from stepper.find import find_step
from stepper.notation import ASCII, SEED, STANDARD, Notation
from stepper.symbols import Phase
from stepper.trace import Trace, run
from tests.networks import BUNDLED, EVERY


@pytest.fixture(scope="module")
def three_hidden() -> Trace:
    return run(BUNDLED["three_hidden"])


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
    trace = run(replace(BUNDLED["xor"], names={"w[1][2][1]": "w21"}))
    assert found(trace, "w21") == trace.steps.at(1, trace.network.by_column["w+[1][2][1]"]).number


@pytest.mark.parametrize("style", [SEED, STANDARD, ASCII])
@pytest.mark.parametrize("name", ["1-1-1 with biases", "three_hidden", "2-3-3-2", "xor"])
def test_every_name_of_every_notation_finds_its_number(name: str, style: str) -> None:
    trace = run(EVERY[name])
    notation = Notation(style, trace.network)
    for symbol in trace.network.columns:
        if symbol.role.phase is not Phase.GIVEN:
            made = trace.steps.made(2, symbol)
            assert find_step(trace, notation.name(symbol), 2) == made
            assert find_step(trace, symbol.column, 2) == made


@pytest.mark.parametrize("name", EVERY)
def test_every_given_number_leads_to_a_step(name: str) -> None:
    trace = run(EVERY[name])
    for symbol in trace.network.columns:
        if symbol.role.phase is Phase.GIVEN:
            step = find_step(trace, symbol.column)
            assert step is not None
            assert step.iteration == 1
