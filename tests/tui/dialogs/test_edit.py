"""The window that asks what if: what it offers, what is typed there, what is wrong."""

import pytest
from textual.events import Key
from textual.widgets import Input

from stepper.input.givens import changes
from stepper.tui.dialogs.edit import Edit
from stepper.typeset.cells import cells
from tests.support.dialogs import ENTER, ESCAPE, edit, squeezed
from tests.support.networks import BUNDLED
from tests.support.screens import (
    do,
    go,
    lines_of,
    opened,
    press,
    resize,
    settle,
    stepper,
    text_of,
    typed,
)
from tests.support.seen import assert_alike, seen

THREE = BUNDLED["three_hidden"]


async def test_the_number_at_hand_is_offered() -> None:
    offered = {
        (16, ""): "W₄ = 0.5",
        (74, ""): "W₄ = 0.5",  # the given one, also in iteration 3
        (17, ""): "W₃ = 0.45",  # of a gradient, its weight
        (1, "x[1]"): "x = 0.5",
        (2, ""): "α = 2",
        (9, "t[1]"): "y′ = 1",
    }
    found = {}
    async with opened("three_hidden") as pilot:
        screen = stepper(pilot)
        for step, selected in offered:
            go(pilot, step)
            screen.selected = screen.trace.model.by_column.get(selected)
            await do(pilot, "edit")
            found[step, selected] = pilot.app.screen.query_one(Input).value
            await press(pilot, ESCAPE)
    assert found == offered


async def test_down_and_up_walk_through_the_numbers_and_what_is_typed_replaces_the_value() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "edit")
        window, written_so_far = pilot.app.screen, []
        field = window.query_one(Input)
        for key in ("down", "tab", "down", "down", "up", "shift+tab"):
            written_so_far.append(field.value)
            await press(pilot, Key(key, None))
        assert written_so_far == [
            "W₄ = 0.5",
            "α = 2",
            "epochs = 10",
            "x = 0.5",
            "y′ = 1",
            "x = 0.5",
        ]
        await press(pilot, *typed("30;"), Key("up", None), *typed("1"))
        assert field.value == "epochs = 30; α = 1"
        assert "▸ α" in text_of(pilot)
        await press(pilot, ENTER)
        scenario = stepper(pilot).trace.scenario
        assert changes(THREE._replace(epochs=30, learning_rate=1.0), scenario) == []


async def test_what_is_wrong_is_told_in_place_and_nothing_changes() -> None:
    async with opened("three_hidden", step=16) as pilot:
        before = seen(pilot)
        await edit(pilot, "W9 = 1; [/][@click=app.quit] = 2; rate = 0")
        assert isinstance(pilot.app.screen, Edit)
        lines = squeezed(pilot)
        assert any("W9: no such number here; did you mean W₄?" in line for line in lines)
        assert any("[/][@click=app.quit]: no such number here" in line for line in lines)
        assert any("α: write a number above 0" in line for line in lines)
        await press(pilot, *typed("1"))
        assert "no such number" not in text_of(pilot)
        await press(pilot, ESCAPE)
        assert_alike(seen(pilot), before)
        for nothing in ("", "W4 = 0.5"):
            await edit(pilot, nothing)
            assert_alike(seen(pilot), before)


@pytest.mark.parametrize("name", ["edit", "export"])
async def test_the_windows_fit_any_size_in_ascii_too(name: str) -> None:
    async with opened("xor", ascii=True) as pilot:
        await do(pilot, name)
        for size in [(60, 16), (1, 1)]:
            await resize(pilot, *size)
            assert {cells(line) for line in lines_of(pilot)} == {size[0]}
            assert text_of(pilot).isascii()


async def test_a_name_that_is_typed_takes_the_place_of_the_one_that_is_offered() -> None:
    async with opened("three_hidden", step=2) as pilot:
        await do(pilot, "edit")
        field = pilot.app.screen.query_one(Input)
        assert field.value == "α = 2"
        await press(pilot, *typed("3; "), Key("down", None), *typed("W2 = 100"))
        assert field.value == "α = 3; W2 = 100"
        await press(pilot, *typed(", W3 = 1"))
        assert field.value == "α = 3; W2 = 100, W3 = 1"


async def test_what_is_typed_fast_in_place_of_the_offered_name_is_kept() -> None:
    async with opened("one_hidden") as pilot:
        await press(pilot, "e")
        for key in typed("W2 = 0.75"):  # faster than the window can look at each
            pilot.app.post_message(key)
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == "W2 = 0.75"
