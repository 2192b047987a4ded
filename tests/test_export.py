"""The scenario as a file of its own, and what leads back to it."""

from pathlib import Path

import pytest
from textual.events import Key

from stepper.load import load
from stepper.trace import run
from tests.networks import BUNDLED
from tests.screens import do, go, opened, press, settle, stepper, typed, until
from tests.test_edit import ENTER, edit


async def test_x_keeps_the_edited_scenario_as_a_file_that_opens_to_the_same_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("xor", step=16) as pilot:
        await press(pilot, *typed("x2"))
        await edit(pilot, "rate = 0.7; x2 = 0.30000000000000004; epochs = 3")
        await press(pilot, *typed("x"), Key("down", None), ENTER)
        await until(pilot, (tmp_path / "stepper-xor-what-if.toml").exists)
        edited = run(stepper(pilot).trace.scenario)
    names = ["stepper-xor-what-if.toml", "stepper-xor.toml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    saved, unedited = (load(name) for name in names)
    assert [repr(list(row)) for row in saved.rows] == [repr(list(row)) for row in edited.rows]
    assert unedited.scenario == BUNDLED["xor"]
    assert saved.scenario != unedited.scenario


async def test_the_way_back_leads_to_the_original_and_to_an_edit_that_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", step=16) as pilot:
        screen = stepper(pilot)

        def way_back() -> tuple[str, int]:
            file, step = screen.what_if.way_back(screen.file, screen.step)
            return file, step.number

        await edit(pilot, "epochs = 30")
        go(pilot, 29 * 20 + 16)
        await settle(pilot)
        assert way_back() == ("three_hidden", 29 * 9 + 16)
        await press(pilot, *typed("x2"))
        await until(pilot, lambda: way_back()[0] != "three_hidden")
        assert way_back() == (str(tmp_path / "stepper-three_hidden-what-if.toml"), 29 * 20 + 16)
        await edit(pilot, "epochs = 40")
        assert way_back() == ("three_hidden", 29 * 9 + 16)


async def test_the_way_back_of_an_unedited_run_is_the_file_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("three_hidden", step=16) as pilot:
        screen = stepper(pilot)
        await press(pilot, *typed("x2"))
        await until(pilot, (tmp_path / "stepper-three_hidden.toml").exists)
        await settle(pilot)
        assert screen.what_if.way_back(screen.file, screen.step) == ("three_hidden", screen.step)
        await edit(pilot, "W1 = 3")
        await do(pilot, "restore")
        assert screen.what_if.way_back(screen.file, screen.step) == ("three_hidden", screen.step)


async def test_an_edited_scenario_is_kept_without_what_its_author_says_of_the_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("descent") as pilot:
        await edit(pilot, "epochs = 10; W1 = 3")
        await press(pilot, *typed("x2"))
        file = tmp_path / "stepper-descent-what-if.toml"
        await until(pilot, file.exists)
        await settle(pilot)
        kept = load(str(file)).scenario
    assert (kept.notes, kept.goal, kept.summary) == ((), None, None)
    assert kept.title == {"en": "Gradient descent, edited", "ko": "경사 하강법, 수를 고침"}
