"""Stepping through the terms of a sum."""

from pathlib import Path

from tests.support.covered import covers
from tests.support.screens import (
    do,
    highlighted,
    lines_of,
    opened,
    stepper,
)

BIASED = """
title = "one, with biases"
learning_rate = 1
epochs = 2
[[samples]]
inputs = [0.5]
targets = [1.0]
[[layers]]
weights = [[0.15]]
biases = [0.3]
[[layers]]
weights = [[0.4]]
biases = [0.2]
"""


@covers("fine_steps")
async def test_t_goes_through_the_terms_of_a_sum_and_no_number_shifts() -> None:
    labels = []
    async with opened("xor", step=4) as pilot:
        await do(pilot, "fine_steps")
        for _ in range(5):
            await do(pilot, "next")
            labels.append(stepper(pilot).step.label)
            assert f"equation {labels[-1]} of 34" in lines_of(pilot)[0]
            assert highlighted(pilot) == {stepper(pilot).step.symbol}
        assert labels == ["5.1", "5.2", "5", "6", "7"]
        for label in labels[-2::-1]:
            await do(pilot, "back")
            assert stepper(pilot).step.label == label


async def test_the_terms_of_a_chain_with_biases_can_be_gone_through(tmp_path: Path) -> None:
    file = tmp_path / "biased.toml"
    file.write_text(BIASED, encoding="utf-8")
    labels = []
    async with opened(str(file), (120, 36)) as pilot:
        await do(pilot, "fine_steps")
        for _ in range(4):
            await do(pilot, "next")
            labels.append(stepper(pilot).step.label)
            assert f"equation {labels[-1]} of " in lines_of(pilot)[0]
    assert labels == ["2", "3.1", "3", "4"]


async def test_where_no_sum_has_terms_fine_steps_are_the_steps() -> None:
    async with opened("three_hidden", step=28) as pilot:
        await do(pilot, "fine_steps")
        for step in (29, 30, 31):
            await do(pilot, "next")
            assert stepper(pilot).step.label == str(step)


async def test_no_sum_is_passed_by_when_fine_steps_end_at_one_of_its_terms() -> None:
    labels = []
    async with opened("xor", step=4) as pilot:
        for names in (["fine_steps", "next"], ["fine_steps"], ["next"]):
            await do(pilot, *names)
            labels.append(stepper(pilot).step.label)
    assert labels[0] == "5.1"
    assert "5" in labels[1:]
