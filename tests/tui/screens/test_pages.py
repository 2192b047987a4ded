"""The screen of the pages: opened at the one that fits, turned, scrolled, and left again."""

import re

import pytest
from textual.pilot import Pilot

from stepper.explain.pages.page import ORDER
from stepper.files.load import load
from stepper.files.opening import TEACHING_ORDER
from stepper.tui.screens.pages.pages import Pages
from stepper.tui.screens.pages.parts import MOST_TEXT
from stepper.tui.screens.picker.picker import Picker
from stepper.typeset.cells import cells
from tests.support.screens import do, go, lines_of, mouse, opened, resize, settle, step_of, text_of
from tests.support.seen import painted

# steps of three_hidden, and the page that fits what is made there
STEPS = {1: "graph", 2: "functions", 10: "chain_rule", 12: "delta", 26: "descent"}


def pages(pilot: Pilot[None]) -> Pages:
    screen = pilot.app.screen
    assert isinstance(screen, Pages)
    return screen


def shown(pilot: Pilot[None]) -> str:
    return ORDER[pages(pilot).page]


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        pilot.app.simulate_key(key)
        await settle(pilot)


async def test_the_key_opens_the_page_that_fits_the_step_and_escape_comes_back() -> None:
    found = {}
    async with opened("three_hidden") as pilot:
        for step in STEPS:
            go(pilot, step)
            await do(pilot, "pages")
            found[step] = shown(pilot)
            await press(pilot, "escape")
            assert step_of(pilot) == step
    assert found == STEPS


@pytest.mark.parametrize("key", ["escape", "q", "f3"])
async def test_keys_leave_the_pages_and_do_nothing_else(key: str) -> None:
    async with opened("three_hidden", step=16) as pilot:
        await press(pilot, "f3", key)
        assert pilot.app.is_running
        assert step_of(pilot) == 16


async def test_keys_turn_the_pages_within_their_number_and_a_digit_jumps() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await press(pilot, "f3")
        went = []
        for key in ("right", "space", "left", "1", "left", "9", "right", "3", "end", "home"):
            await press(pilot, key)
            went.append(pages(pilot).page + 1)
            assert f"page {went[-1]} of 9" in lines_of(pilot)[0]
            assert (
                lines_of(pilot)[0]
                .strip()
                .startswith(stepper_title(pilot, ORDER[pages(pilot).page]))
            )
        assert went == [6, 7, 6, 1, 1, 9, 9, 3, 9, 1]


def stepper_title(pilot: Pilot[None], name: str) -> str:
    return pages(pilot).app.look_at(None).say(f"page.{name}")


async def test_a_page_that_is_longer_than_the_window_scrolls_to_its_end_and_no_further() -> None:
    async with opened("three_hidden", (40, 12), step=16) as pilot:
        await press(pilot, "f3")
        assert "scroll" in lines_of(pilot)[-1]
        assert lines_of(pilot)[0].rstrip().endswith("↓")
        first = lines_of(pilot)[1:-1]
        await press(pilot, "up")
        assert lines_of(pilot)[1:-1] == first
        await press(pilot, "down")
        assert lines_of(pilot)[1:-2] == first[1:]
        assert lines_of(pilot)[0].rstrip().endswith("↑  ↓")
        await press(pilot, "pagedown", "pagedown", "pagedown", "pagedown", "pagedown", "down")
        assert lines_of(pilot)[-2].strip() == "pass, however deep the network is."
        assert lines_of(pilot)[0].rstrip().endswith("↑")
        await press(pilot, "right")
        assert pages(pilot).top == 0
        await press(pilot, "pagedown", "pagedown")
        await resize(pilot, 80, 24)
        await settle(pilot)
        assert pages(pilot).top == 0
        assert "scroll" not in lines_of(pilot)[-1]


async def test_the_language_is_changed_there_and_on_the_screen_below() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await press(pilot, "f3", "l")
        assert "δ, 이름을 붙이는 까닭" in lines_of(pilot)[0]
        assert "뉴런의 δ는" in text_of(pilot)
        await press(pilot, "escape")
        assert "식 16 / 29" in lines_of(pilot)[0]


async def test_the_pages_tell_the_iteration_and_its_numbers() -> None:
    async with opened("three_hidden", step=45) as pilot:
        await press(pilot, "f3")
        assert "iteration 2 of 10" in lines_of(pilot)[0]
        delta = stepper_value(pilot)
        assert f"δ₃ = δy · W₄ · h₃(1−h₃) ≈ {delta}" in text_of(pilot)


def stepper_value(pilot: Pilot[None]) -> str:
    screen = pages(pilot)
    trace = screen.trace
    value = trace.value(trace.model.by_column["delta[3][1]"], 2)
    return f"{value:#.6g}".replace("-", "−")


async def test_a_click_on_a_number_goes_where_it_was_made() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await press(pilot, "f3")
        y, line = next((y, line) for y, line in enumerate(lines_of(pilot)) if "∂C/∂W₄ =" in line)
        await mouse(pilot, cells(line.partition("∂C/∂W₄")[0]), y)
        assert step_of(pilot) == 13
        await do(pilot, "return")
        assert step_of(pilot) == 16


async def test_the_picker_opens_them_with_the_network_that_is_chosen() -> None:
    async with opened(None) as pilot:
        await press(pilot, *["down"] * (1 + TEACHING_ORDER.index("three_hidden")), "f3")
        assert shown(pilot) == "chain_rule"
        assert "δy = ∂C/∂y · ∂y/∂z₄" in text_of(pilot)
        y, line = next((y, line) for y, line in enumerate(lines_of(pilot)) if "δy =" in line)
        await mouse(pilot, cells(line.partition("δy")[0]), y)
        assert shown(pilot) == "chain_rule"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Picker)
        await press(pilot, "home", "f3")
        assert shown(pilot) == ORDER[0]  # the guided lesson
        assert "page 1 of 9" in lines_of(pilot)[0] and "The numbers below" not in text_of(pilot)
        assert pages(pilot).trace.scenario.title == load("one_hidden").scenario.title
        await press(pilot, "escape", "down", "f3")
        assert shown(pilot) == "formulas"


@pytest.mark.parametrize(("language", "ascii"), [("en", True), ("ko", False)])
async def test_every_page_keeps_within_any_window(language: str, ascii: bool) -> None:
    async with opened("in_place", step=16, language=language, ascii=ascii) as pilot:
        await press(pilot, "f3")
        for size in ((200, 60), (80, 24), (20, 5), (3, 2)):
            await resize(pilot, *size)
            for number in (3, 5, 7):
                pages(pilot).action_show_page(number)
                await settle(pilot)
                lines = lines_of(pilot)
                assert len(lines) == size[1]
                assert [line for line in lines if cells(line) != size[0]] == []
                columns = (part for line in lines for part in re.split(" {6,}", line.strip()))
                assert all(cells(part) <= MOST_TEXT for part in columns)
                assert not ascii or text_of(pilot).isascii()


async def test_the_words_of_the_last_line_are_what_the_keys_do_and_can_be_clicked() -> None:
    async with opened("three_hidden", (80, 20), step=16) as pilot:
        await press(pilot, "f3", "8")
        hints = [hint.strip() for hint in re.split(" {3,}", lines_of(pilot)[-1]) if hint.strip()]
        assert hints == ["← → page", "↑ ↓ scroll", "l Korean", "Esc back"]
        await mouse(pilot, lines_of(pilot)[-1].index("page") + 1, 19)
        assert shown(pilot) == "glossary"
        await mouse(pilot, lines_of(pilot)[-1].index("back") + 1, 19)
        assert step_of(pilot) == 16


async def test_symbols_have_the_colours_that_they_have_elsewhere() -> None:
    async with opened("three_hidden", step=12) as pilot:
        await press(pilot, "f3")
        lines = painted(pilot)
        y = next(y for y, line in enumerate(lines_of(pilot)) if "δy = (y" in line)
        row = {cell.letter: cell.colour for cell in reversed(lines[y])}
        styles = pages(pilot).app.piece_styles
        for letter, style in (("δ", "backward"), ("y", "backward"), ("′", "target")):
            colour = styles[style].color
            assert colour
            assert row[letter] == colour.get_truecolor()


async def test_a_large_window_is_filled_with_the_pages_that_follow() -> None:
    async with opened("three_hidden", (200, 60), step=16) as pilot:
        await press(pilot, "f3", "1")
        text = text_of(pilot)
        assert [f"page {k} of {len(ORDER)}" in text for k in (1, 2, 3)] == [True] * 3
        filled = sum(bool(line.strip()) for line in lines_of(pilot))
        assert filled > 40
        await press(pilot, str(len(ORDER)))
        assert shown(pilot) == "glossary"
