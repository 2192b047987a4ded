"""The window that lists the keys."""

from pathlib import Path

import pytest
from textual.events import Key

from stepper.tui.dialogs.help import Help
from stepper.tui.keys import KEYS
from tests.support.covered import covers
from tests.support.screens import (
    do,
    lines_of,
    opened,
    press,
    settle,
    step_of,
    stepper,
    still,
    text_of,
    typed,
)
from tests.support.seen import assert_alike, seen

SCROLL_BAR = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"), " ")


@covers("help")
async def test_help_lists_every_key() -> None:
    async with opened("three_hidden", (60, 16), language="ko") as pilot:
        look = stepper(pilot).look
        await do(pilot, "help")
        assert isinstance(pilot.app.screen, Help)
        pages = []
        while text_of(pilot) not in pages:
            pages.append(text_of(pilot))
            await press(pilot, *[Key("down", None)] * 8)
            await settle(pilot)
        words = " ".join(" ".join(pages).translate(SCROLL_BAR).split())
        for name, row in KEYS.items():
            assert f"{look.keys(row.shown)} {look.say(f'key.{name}')}" in words
        assert isinstance(pilot.app.screen, Help)


async def test_help_says_how_to_close_it_on_its_last_line_however_far_it_is_scrolled() -> None:
    async with opened("three_hidden", (40, 12), step=16) as pilot:
        await do(pilot, "help")
        pages = []
        for name in ("pagedown", "end", "home", "down", "pageup"):
            await press(pilot, Key(name, None))
            await still(pilot)
            assert isinstance(pilot.app.screen, Help)
            assert "any other key closes this." in lines_of(pilot)[-1]
            pages.append(text_of(pilot))
        assert pages[1] != pages[2] == pages[4]
        await press(pilot, Key("x", "x"))
        assert step_of(pilot) == 16


async def test_any_key_closes_the_help_and_does_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keys = [Key(name, None) for name in ("right", "escape")]
    async with opened("three_hidden", step=16) as pilot:
        before = seen(pilot)
        for key in [*keys, *typed("xㅕq")]:
            await do(pilot, "help")
            assert isinstance(pilot.app.screen, Help)
            await press(pilot, key)
            assert_alike(seen(pilot), before)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("language", ["en", "ko"])
async def test_help_begins_with_what_can_be_done_with_numbers_in_a_small_window(
    language: str,
) -> None:
    async with opened("three_hidden", (80, 24), language=language) as pilot:
        look = stepper(pilot).look
        await do(pilot, "help")
        await settle(pilot)
        lines = [" ".join(line.split()) for line in lines_of(pilot)]
        for name in ("why", "compare", "edit", "restore", "go_to", "predict"):
            assert any(f"{KEYS[name].shown} {look.say(f'key.{name}')}" in line for line in lines)
        assert look.say("help.numbers") in lines[0]


async def test_a_window_leaves_no_words_cut_at_its_sides_where_the_terminal_is_narrow() -> None:
    async with opened("three_hidden", (80, 24)) as pilot:
        for name in ("go_to", "edit", "compare", "export", "help"):
            await do(pilot, name)
            await settle(pilot)
            (box,) = pilot.app.screen.query(".box")
            assert (box.region.x, box.region.width) == (0, 80), name
            await press(pilot, Key("escape", None))
            await settle(pilot)


async def test_the_list_of_scenarios_shows_more_than_a_few_in_a_small_window() -> None:
    async with opened(None, (80, 24)) as pilot:
        lines = lines_of(pilot)
        rule = next(y for y, line in enumerate(lines) if line.startswith("──"))
        assert rule - 2 >= 9  # below the title and a blank line


async def test_in_a_narrow_window_the_keys_of_every_dialog_are_in_the_last_line() -> None:
    async with opened("one_hidden", step=10) as pilot:
        for key in ("go_to", "export", "edit", "compare", "why", "predict", "help"):
            await do(pilot, key)
            await settle(pilot)
            assert pilot.app.screen.query_one(".box").region.bottom == 24, key
            if key == "predict":
                await press(pilot, "escape", "p")
            await press(pilot, "escape")
