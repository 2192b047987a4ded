"""`y`: a plain sentence, a nudge that lives, and the page."""

import pytest
from textual.pilot import Pilot

from stepper.tui.dialogs.learner.why import Why
from stepper.tui.screens.pages.pages import Pages
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.typeset.cells import cells
from tests.support.covered import covers
from tests.support.dialogs import ESCAPE
from tests.support.screens import do, lines_of, opened, press, resize, settle, step_of, typed

SIZES = [(80, 24), (100, 30), (120, 36), (160, 45), (200, 60), (40, 12), (60, 16)]


def words(pilot: Pilot[None]) -> str:
    return " ".join(" ".join(line.partition("│")[0] for line in lines_of(pilot)).split())


@covers("why")
async def test_y_says_why_then_nudges_then_opens_the_page() -> None:
    async with opened("one_hidden", step=12) as pilot:
        await press(pilot, *typed("y"))
        assert "A hidden neuron has no target of its own" in words(pilot)
        await press(pilot, *typed("y"))
        assert "C at z₁ = 0.075 + 0.5" in words(pilot)
        await press(pilot, *typed("y"))
        await settle(pilot)
        assert isinstance(pilot.app.screen, Pages)
        assert "δ, and why it gets a name" in words(pilot)
        await press(pilot, ESCAPE)
        assert step_of(pilot) == 12


async def test_the_arrows_change_the_size_of_the_nudge_and_stay_within_the_sizes() -> None:
    async with opened("one_hidden", step=9) as pilot:
        await press(pilot, *typed("yy"))
        seen = []
        for key, count in (("left", 2), ("right", 1), ("left", 30), ("right", 30)):
            for _ in range(count):
                pilot.app.simulate_key(key)
                await settle(pilot)
            line = next(line for line in lines_of(pilot) if "difference /" in line)
            seen.append(line.split("/")[1].split()[0])
        assert seen == ["0.2", "0.3", "−1", "1"]


@pytest.mark.parametrize(
    ("file", "step", "said"),
    [
        ("one_hidden", 1, "A sample is one example"),
        ("one_hidden", 8, "so there is no h in it"),
        ("one_hidden", 9, "They answer the same question, so they have to agree"),
        ("one_hidden", 10, "it only hears from the next layer"),
        ("two_paths", 23, "once along every path"),
        ("in_place", 15, "that weight has already been replaced"),
    ],
)
async def test_what_the_evening_asked_is_answered_at_its_step(
    file: str, step: int, said: str
) -> None:
    async with opened(file, step=step) as pilot:
        await press(pilot, *typed("y"))
        assert said in words(pilot), words(pilot)


async def test_a_selected_number_is_the_one_that_is_nudged() -> None:
    async with opened("one_hidden", step=12) as pilot:
        await do(pilot, "select", "select")
        await press(pilot, *typed("yy"))
        assert "What if W₂ were a little different?" in words(pilot)


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_the_window_is_whole_at_every_size_and_esc_leads_back(language: str) -> None:
    async with opened("one_hidden", step=9, language=language) as pilot:
        for layer in range(2):
            await press(pilot, *typed("y"))
            for size in SIZES:
                await resize(pilot, *size)
                box = pilot.app.screen.query_one(".box")
                assert isinstance(pilot.app.screen, Why)
                assert size[1] < 16 or box.max_scroll_y == 0, (layer, size)
                assert all(cells(line) <= size[0] for line in lines_of(pilot))
        await press(pilot, ESCAPE)
        assert isinstance(pilot.app.screen, StepperScreen)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24)])
async def test_the_scrollbar_takes_no_cell_of_the_nudge(size: tuple[int, int]) -> None:
    async with opened("one_hidden", size, step=9) as pilot:
        await press(pilot, *typed("yy"))
        box, board = (pilot.app.screen.query_one(part) for part in (".box", "#nudge"))
        assert board.size.width == box.outer_size.width - 2  # a border at each side
        box.scroll_end(animate=False)
        await settle(pilot)
        assert any("0.1004" in line for line in lines_of(pilot))  # C before the nudge
