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
