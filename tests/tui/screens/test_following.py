"""Selecting numbers of the equation and following them to where they are computed or used."""

import pytest
from rich.color import Color
from textual.pilot import Pilot

from stepper.typeset.colours import COLOURS, DARK
from tests.support.covered import covers
from tests.support.screens import do, go, opened, pieces_of, settle, step_of, stepper, text_of
from tests.support.seen import painted

EQUATIONS = {
    "three_hidden": {
        1: ["W₁", "x"],
        9: ["y", "y′"],
        16: ["δy", "W₄", "∂h₃/∂z₃"],
        27: ["W₃", "∂C/∂W₃"],
    },
    "xor": {5: ["W₂,₁₁", "h₁,₁", "W₂,₁₂", "h₁,₂", "b₂,₁"]},
}


@covers("select", "select_before")
@pytest.mark.parametrize("file", EQUATIONS)
async def test_tab_selects_the_numbers_of_the_equation_in_order_and_shift_tab_back(
    file: str,
) -> None:
    async with opened(file, (120, 36)) as pilot:
        screen = stepper(pilot)

        def name() -> str:
            return screen.look.name(screen.selected) if screen.selected else ""

        for step, names in EQUATIONS[file].items():
            go(pilot, step)
            there, back = [name()], []
            for _ in range(len(names) + 1):
                await do(pilot, "select")
                there.append(name())
                assert_only_the_selected_is_drawn_so(pilot)
            assert there == ["", *names, names[0]]
            await do(pilot, "close")
            assert name() == ""
            assert not [drawn for drawn in pieces_of(pilot) if drawn.piece.style == "selected"]
            for _ in range(len(names) + 1):
                await do(pilot, "select_before")
                back.append(name())
            assert back == [*names[::-1], names[-1]]
            await do(pilot, "next")
            assert name() == ""


SELECTED = Color.from_ansi(COLOURS[DARK]["foreground"]).get_truecolor()


def assert_only_the_selected_is_drawn_so(pilot: Pilot[None]) -> None:
    parts = {part: list(pieces_of(pilot, part)) for part in ("equation", "graph", "")}
    for drawn in parts.values():
        selected = [d for d in drawn if d.piece.style == "selected"]
        assert {d.piece.symbol for d in selected} == {stepper(pilot).selected}
    screen = painted(pilot)
    for piece, x, y in parts[""]:
        assert (screen[y][x].background == SELECTED) is (piece.style == "selected"), piece


@covers("follow", "return")
async def test_enter_goes_where_the_selected_was_made_and_backspace_the_way_back() -> None:
    async with opened("three_hidden", step=45) as pilot:
        steps = []
        await do(pilot, "select", "select", "follow")  # W4
        steps.append(step_of(pilot))
        await do(pilot, "select_before", "follow")  # dC/dW4
        steps.append(step_of(pilot))
        await do(pilot, "select", "follow")  # delta_y
        steps.append(step_of(pilot))
        assert steps == [26, 13, 12]
        for there in (13, 26, 45, 45):
            await do(pilot, "return")
            assert step_of(pilot) == there
        assert not stepper(pilot).frame.can_return


async def test_enter_says_of_a_given_number_that_no_step_made_it() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "select", "select", "follow")
        await settle(pilot)
        assert "W₄ is given: no equation computes it." in text_of(pilot)
        assert step_of(pilot) == 16
        assert not stepper(pilot).frame.can_return


@covers("use")
async def test_o_goes_where_a_number_is_used_next_as_often_as_it_is() -> None:
    async with opened("three_hidden", step=12) as pilot:
        await do(pilot, "use")  # delta_y in dC/dW4
        assert step_of(pilot) == 13
        await do(pilot, "select", "use")  # again, in dC/dh3
        assert step_of(pilot) == 14
        await do(pilot, "return", "return")
        assert step_of(pilot) == 12
        go(pilot, 16)
        await do(pilot, "select", "select", "use")  # W4 in its update
        assert step_of(pilot) == 26
        go(pilot, 29)
        await do(pilot, "use")  # the new W1 in z1 of the next iteration
        assert step_of(pilot) == 30
        go(pilot, 290)
        await do(pilot, "use")
        await settle(pilot)
        assert "W₁⁺ is not used again" in text_of(pilot)
        assert step_of(pilot) == 290
