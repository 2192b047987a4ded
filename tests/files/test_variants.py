"""Weights drawn with a seed: decimals, and variants of one scenario."""

from io import BytesIO
from random import Random

import pytest

from stepper.errors import StepperError
from stepper.files.scenario_file import read_scenario
from stepper.runs.scenario import Scenario

TEXT = """\
title = "Drawn"
learning_rate = 1
samples = [{ inputs = [0.5, 1], targets = [1, 0] }]
[random]
sizes = [2, 3, 2]
seed = 7
range = [-1, 1]
biases = true
"""


def scenario(text: str = TEXT, seed: int | None = None) -> Scenario:
    return read_scenario(BytesIO(text.encode()), "drawn.toml", seed=seed)


def drawn(scenario: Scenario) -> list[float]:
    layers = scenario.layers
    of_neurons = [
        (*row, bias)
        for each in layers
        for row, bias in zip(each.weights, each.biases or (), strict=True)
    ]
    return [number for neuron in of_neurons for number in neuron]


def test_without_decimals_every_number_is_drawn_once() -> None:
    r = Random(7)
    assert drawn(scenario()) == [-1 + 2 * r.random() for _ in range(17)]


@pytest.mark.parametrize("decimals", [1, 2])
@pytest.mark.parametrize("seed", range(20))
def test_with_decimals_numbers_are_short_within_the_range_and_not_0(
    decimals: int, seed: int
) -> None:
    numbers = drawn(scenario(f"{TEXT}decimals = {decimals}", seed))
    assert len(set(numbers)) > 5
    for number in numbers:
        assert len(repr(abs(number))) <= len("0.") + decimals
        assert number != 0
        assert -1 <= number <= 1


def test_where_nothing_but_0_is_in_range_it_is_drawn() -> None:
    text = TEXT.replace("[-1, 1]", "[-0.001, 0.001]") + "decimals = 1"
    assert list(map(str, drawn(scenario(text)))) == ["0.0"] * 17


def test_a_seed_of_the_command_line_takes_the_place_of_that_of_the_file() -> None:
    other = scenario(TEXT.replace("seed = 7", "seed = 8"))
    assert drawn(scenario(seed=8)) == drawn(other) != drawn(scenario())
    assert [scenario().seed, scenario(seed=8).seed, scenario(seed=0).seed] == [7, 8, 0]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("decimals = -1", "random.decimals: expected a whole number"),
        ("decimals = 16", "random.decimals: expected at most 15, found 16"),
        ("decimals = 1.5", "random.decimals: expected a whole number"),
    ],
)
def test_decimals_are_a_small_whole_number(line: str, problem: str) -> None:
    with pytest.raises(StepperError) as refused:
        scenario(f"{TEXT}{line}")
    assert problem in refused.value.problems[0]


def test_weights_that_are_written_out_have_no_variants() -> None:
    text = TEXT.partition("[random]")[0] + "layers = [{ weights = [[1, 2], [3, 4]] }]"
    scenario(text)
    with pytest.raises(StepperError) as refused:
        scenario(text, seed=0)
    assert "--seed: draws the weights of [random], which is missing" in refused.value.problems[0]
