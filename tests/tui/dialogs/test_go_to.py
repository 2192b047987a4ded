"""The window that goes to a step by its number or its name."""

import pytest

from stepper.tui.dialogs.go_to import GoTo
from tests.support.covered import covers
from tests.support.dialogs import ENTER, ESCAPE, go_to
from tests.support.screens import (
    do,
    opened,
    press,
    settle,
    step_of,
    stepper,
    text_of,
    typed,
)


@covers("go_to")
async def test_go_to_takes_a_number_or_a_name_in_any_notation_and_keeps_a_way_back() -> None:
    async with opened("three_hidden", step=3) as pilot:
        for text in ("16", "delta[3]", "delta[3][1]", "δ₃", "δ3"):
            await go_to(pilot, text)
            assert (text, step_of(pilot)) == (text, 16)
            await do(pilot, "return")
            assert step_of(pilot) == 3


async def test_go_to_is_typed_and_means_the_iteration_that_is_shown() -> None:
    async with opened("three_hidden", step=30) as pilot:
        await press(pilot, *typed("gW3"), ENTER)
        assert step_of(pilot) == 56


@pytest.mark.parametrize(
    ("language", "word", "hint"),
    [("en", "iteration", "iteration 10001:"), ("ko", "반복", "‘반복 10001’")],
)
@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_go_to_leads_to_the_same_equation_of_an_iteration_as_its_hint_says(
    size: tuple[int, int], language: str, word: str, hint: str
) -> None:
    async with opened("mazur", size, step=12, language=language) as pilot:
        await do(pilot, "go_to")
        assert hint in text_of(pilot)
        await press(pilot, *typed(f"{word} 500"), ENTER)
        assert step_of(pilot) == 499 * 37 + 12
        await go_to(pilot, f"{word} 10002")
        assert isinstance(pilot.app.screen, GoTo)


async def test_a_run_of_one_iteration_has_no_other_to_go_to() -> None:
    async with opened("han_kamber_pei") as pilot:
        await do(pilot, "go_to")
        assert "iteration 1:" not in text_of(pilot)


async def test_go_to_says_of_a_given_number_that_it_was_given() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await go_to(pilot, "y'")
        await settle(pilot)
        assert step_of(pilot) == 9
        assert "y′ is given: no equation computes it." in " ".join(text_of(pilot).split())
        await go_to(pilot, "slope")
        assert step_of(pilot) == 11


async def test_go_to_tells_in_place_what_is_no_step_and_escape_leaves_it() -> None:
    async with opened("three_hidden", step=3) as pilot:
        await go_to(pilot, "[/]")
        assert isinstance(pilot.app.screen, GoTo)
        assert "[/]: no such step; write a number from 1 to 290" in text_of(pilot)
        await press(pilot, ESCAPE)
        assert step_of(pilot) == 3
        assert not stepper(pilot).frame.can_return


@pytest.mark.parametrize(("language", "epochs"), [("en", "epochs = 48"), ("ko", "에포크 = 48")])
async def test_a_goal_out_of_reach_says_how_many_epochs_it_takes(
    language: str, epochs: str
) -> None:
    async with opened("one_hidden", language=language) as pilot:
        await press(pilot, *typed("gC<0.01"), ENTER)
        await settle(pilot)
        text = " ".join(text_of(pilot).split())
        assert epochs in text and "0.0554397" in text
        assert isinstance(pilot.app.screen, GoTo)


async def test_a_goal_leads_to_the_first_iteration_where_it_holds() -> None:
    async with opened("one_hidden") as pilot:
        await go_to(pilot, "C < 0.08")
        step = stepper(pilot).step
        assert step.symbol.column == "C" and step.value < 0.08
        assert step.trace.value(step.symbol, step.iteration - 1) >= 0.08
