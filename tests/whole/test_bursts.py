"""Keys, clicks and pastes that come at once, before what the first of them led to is there."""

import pytest
from textual.events import Click, Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from stepper.tui.app import StepperApp
from stepper.tui.dialogs.palette import Commands, Palette
from stepper.tui.keys import KEYS
from tests.support.screens import do, opened, press, settle, step_of, typed, until

ESC = Key("escape", None)


@pytest.mark.parametrize(("name", "text"), [("go_to", "16"), ("edit", "rate = 3")])
async def test_enter_that_is_pressed_twice_closes_one_window(name: str, text: str) -> None:
    async with opened("xor", step=16) as pilot:
        await do(pilot, name)
        line = pilot.app.screen.query_one(Input)
        line.value = text
        for _ in range(2):  # before the first one is heard
            await line.action_submit()
        await settle(pilot)
        assert step_of(pilot) == 16


async def palette(pilot: Pilot[None]) -> Palette:
    await pilot.app.run_action(KEYS["palette"].action)
    await settle(pilot)
    assert isinstance(pilot.app.screen, Palette)
    return pilot.app.screen


async def test_the_palette_closes_once_and_searches_no_more() -> None:
    async with opened("xor", step=3) as pilot:
        window = await palette(pilot)
        window.query_one(Input).value = "next"
        for _ in range(3):
            window.dismiss()
        await settle(pilot)
        await pilot.pause()
        assert step_of(pilot) == 3


@pytest.mark.parametrize("size", [(1, 1), (3, 19), (12, 12)])
async def test_the_palette_opens_in_a_window_of_a_few_cells(size: tuple[int, int]) -> None:
    async with opened("xor", size, step=3) as pilot:
        await palette(pilot)
        await press(pilot, *typed("next"))
        await pilot.pause()
        for key in ("pageup", "pagedown"):
            await press(pilot, Key(key, None))
        assert isinstance(pilot.app.screen, Palette)
        await press(pilot, ESC, ESC)


async def test_a_click_on_a_command_that_is_not_found_any_more_does_nothing() -> None:
    async with opened("xor", step=3) as pilot:
        commands = (await palette(pilot)).query_one(Commands)
        await until(pilot, lambda: commands.option_count > 9)
        click = Click(commands, 0, 0, 0, 0, 1, False, False, False)
        click._style = click.style.from_meta({"option": 9})
        commands.clear_options()
        commands.post_message(click)
        await settle(pilot)
        assert isinstance(pilot.app.screen, Palette)


async def test_what_is_pasted_holds_no_control_characters() -> None:
    async with opened("xor", step=3) as pilot:
        await do(pilot, "go_to")
        pilot.app.post_message(Paste("\x1b[31mz\t1\x9b\u202e\nx"))
        await settle(pilot)
        assert pilot.app.screen.query_one(Input).value == " [31mz 1  "


async def test_keys_behind_the_one_that_leaves_do_nothing() -> None:
    async with opened("xor", step=3) as pilot:
        app = pilot.app
        assert isinstance(app, StepperApp)
        for key in typed("쀍"):  # q, and then p
            app.post_message(key)
        await pilot.pause()
        assert app.place
        assert app.place[1].number == 3
        assert app.return_code == 0
