"""The last line: which keys it offers where, and that each of them does something there."""

import pytest
from textual.pilot import Pilot

from stepper.tui.keys import KEYS
from stepper.typeset.cells import cells
from stepper.typeset.spans import text_of as text_of_spans
from tests.support.dialogs import edit
from tests.support.screens import (
    do,
    go,
    lines_of,
    opened,
    pieces_of,
    press,
    settle,
    step_of,
    stepper,
    text_of,
)


def footer(pilot: Pilot[None]) -> str:
    return lines_of(pilot)[-1].partition("│")[0]


def offered(pilot: Pilot[None]) -> list[str]:
    """The keys that the last line shows."""
    return [hint.split()[0] for hint in footer(pilot).split("  ") if hint.strip()]


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (40, 12)])
async def test_an_enlarged_part_says_how_to_take_it_back(size: tuple[int, int]) -> None:
    async with opened("xor", size, step=16) as pilot:
        before = lines_of(pilot)
        for name in ("graph", "equation", "list", "charts", "curves"):
            await do(pilot, name)
            assert f"{KEYS[name].shown} shrink" in footer(pilot)
            await do(pilot, name)
            assert lines_of(pilot) == before


async def test_another_view_is_offered_only_where_a_graph_is_shown() -> None:
    async with opened("xor", (99, 30), step=16) as pilot:
        assert "v switch the view" in footer(pilot)
        for name in ("equation", "list", "charts", "curves"):
            await do(pilot, name)
            assert "v" not in offered(pilot)


async def test_a_text_that_is_cut_comes_with_the_key_that_shows_the_rest() -> None:
    offers = []
    async with opened("mazur") as pilot:
        for step in (1, 2, 9, 10, 20, 37):
            go(pilot, step)
            await pilot.pause()
            *_, last = pieces_of(pilot, "equation")
            offers.append("2 read more" in footer(pilot))
            assert offers[-1] == last.piece.text.endswith("…")
            await do(pilot, "equation")
            said = " ".join(text_of(pilot).split())
            for why in stepper(pilot).look.explainer.why(stepper(pilot).step):
                assert text_of_spans(why) in said
            await do(pilot, "equation")
    assert {*offers} == {True, False}


async def test_where_no_other_part_takes_room_that_key_shows_no_more() -> None:
    async with opened("mazur", (40, 10), step=20) as pilot:
        *_, last = pieces_of(pilot, "equation")
        assert last.piece.text.endswith("…")
        assert "2" not in offered(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_no_move_is_offered_that_leads_nowhere(size: tuple[int, int]) -> None:
    by_key = {"→": "next", "←": "back", "↓": "next_delta", "↑": "previous_delta", "Home": "first"}
    async with opened("three_hidden", size) as pilot:
        for step in (1, 29, 284, 289, 290):
            go(pilot, step)
            await settle(pilot)
            moves = [by_key[key] for key in offered(pilot) if key in by_key]
            assert moves
            for name in moves:
                await do(pilot, name)
                assert step_of(pilot) != step
                go(pilot, step)


async def test_the_end_of_the_run_offers_its_start_the_curves_and_the_delta_before() -> None:
    async with opened("three_hidden", (80, 24), step=290) as pilot:
        assert offered(pilot) == ["Home", "←", "↑", "c", "x", "?", "q"]


async def test_the_way_back_is_offered_until_the_learner_moves_on() -> None:
    async with opened("three_hidden", (80, 24), step=16) as pilot:
        await do(pilot, "select", "follow")
        assert "Backspace jump back" in footer(pilot)
        assert "Tab" in offered(pilot)
        await do(pilot, "next")
        assert "Backspace" not in footer(pilot)
        assert {"w", "y"} <= set(offered(pilot))
        await do(pilot, "return")
        assert step_of(pilot) == 16


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_with_a_number_selected_every_key_of_it_is_offered(
    size: tuple[int, int], language: str
) -> None:
    async with opened("three_hidden", size, step=16, language=language) as pilot:
        await do(pilot, "select")
        assert offered(pilot) == ["Enter", "o", "Tab", "Esc", "→", "?", "q"]


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_a_small_window_keeps_next_back_help_and_quit(language: str) -> None:
    async with opened("three_hidden", (40, 12), step=16, language=language) as pilot:
        assert offered(pilot) == ["→", "←", "?", "q"]


@pytest.mark.parametrize("ascii", [False, True])
async def test_help_and_quit_stay_whatever_is_offered(ascii: bool) -> None:
    async with opened("xor", (80, 24), step=16, ascii=ascii) as pilot:
        for names in ([], ["select"], ["close", "drawer"], ["close", "list"], ["play"]):
            await do(pilot, *names)
            assert offered(pilot)[-2:] == ["?", "q"]
            assert len(offered(pilot)) <= 7
            assert cells(footer(pilot).rstrip()) <= 80
        stepper(pilot).rest()


async def test_the_best_keys_are_offered_in_turn_where_they_help_most() -> None:
    expected = {1: "e", 2: "p", 5: "p", 6: "Tab", 7: "p", 8: "m", 9: "w", 14: "e"}
    async with opened("one_hidden", (100, 30)) as pilot:
        for step, key in expected.items():
            go(pilot, step)
            await settle(pilot)
            assert (step, key in offered(pilot)) == (step, True)
            assert "y" in offered(pilot)


async def test_an_edited_run_offers_the_way_back_to_the_original_after_a_jump_too() -> None:
    async with opened("one_hidden", step=9) as pilot:
        await edit(pilot, "W2 = 0.5")
        assert "r" in offered(pilot)
        await do(pilot, "select", "follow")
        assert {"r", "Backspace"} <= set(offered(pilot))


async def test_while_a_window_is_open_the_keys_of_the_screen_are_not_offered() -> None:
    async with opened("three_hidden", (120, 36), step=16) as pilot:
        before = lines_of(pilot)[-1]
        for name in ("go_to", "export", "edit"):
            await do(pilot, name)
            assert not lines_of(pilot)[-1].strip(" │")
            await press(pilot, "escape")
            assert lines_of(pilot)[-1] == before
