"""The scenario as a file of its own, and what leads back to it."""

import asyncio
import os
from pathlib import Path

import pytest
from textual.containers import Vertical
from textual.events import Key
from textual.pilot import Pilot

from stepper.files.load import load
from stepper.files.scenario_toml import toml
from stepper.files.trace.file import jsonl
from stepper.files.trace.table import csv
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import run
from stepper.tui.dialogs.exports import EXPORTS
from stepper.tui.screens.stepper.stepper import StepperScreen
from tests.support.dialogs import ENTER, edit, message, unspaced
from tests.support.networks import BUNDLED
from tests.support.processes import is_writing
from tests.support.screens import (
    do,
    go,
    opened,
    paint,
    press,
    settle,
    stepper,
    text_of,
    typed,
    until,
)


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
        await until(pilot, lambda: way_back() == ("three_hidden", 29 * 9 + 16))


async def test_a_file_whose_name_a_terminal_would_obey_is_kept_and_told_under_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = "\x1b[31m\u202ea\n.toml"
    Path(file).write_text(toml(BUNDLED["one_hidden"]), encoding="utf-8")
    async with opened(file, (120, 36)) as pilot:
        await press(pilot, *typed("x1"))
        await until(pilot, lambda: "Saved as stepper-_[31m_a_-1.svg" in text_of(pilot))
        stepper(pilot).tell(f"{file}: gone")
        await settle(pilot)
        assert r"\x1b[31m\u202ea" in text_of(pilot)
        assert not {"\x1b", "\u202e"} & set(text_of(pilot))
    assert (tmp_path / "stepper-_[31m_a_-1.svg").exists()


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
    assert kept.title == {"en": "Gradient descent, edited", "ko": "경사 하강법, 값을 바꿈"}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (40, 12)])
async def test_all_that_can_be_exported_is_in_sight(size: tuple[int, int]) -> None:
    async with opened("xor", size) as pilot:
        for _ in range(2):
            await do(pilot, "export")
            await pilot.pause()
            await settle(pilot)
            look = stepper_below(pilot).look
            for k, name in enumerate(EXPORTS, 1):
                assert f"{k}  {look.say(f'export.{name}')}" in text_of(pilot)
            await press(pilot, Key("escape", None))


def stepper_below(pilot: Pilot[None]) -> StepperScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, StepperScreen)
    return screen


RIGHT = Key("right", None)


ITERATION_2 = {  # by the key of each kind: what its file is called, and what begins it
    "3": ("stepper-xor-iteration-2.txt", "XOR"),
    "4": ("stepper-xor-iteration-2.md", "# XOR"),
    "5": ("stepper-xor-iteration-2.tex", r"\documentclass"),
    "6": ("stepper-xor-iteration-2.py", "# coding: utf-8"),
}


async def test_x_keeps_the_step_its_iteration_or_how_it_is_derived_and_copies_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("xor", step=34 + 16) as pilot:
        for key, (name, begin) in ITERATION_2.items():
            await press(pilot, *typed("x"), Key("down", None), Key("down", None), RIGHT)
            await press(pilot, *typed(key))
            await until(pilot, (tmp_path / name).exists)
            text = (tmp_path / name).read_text(encoding="utf-8")
            assert text.startswith(begin)
            assert "W₂,₁₂" in text or "W_{2,12}" in text
            await settle(pilot)
            assert pilot.app.clipboard == text
        await press(pilot, *typed("x"), Key("down", None), Key("down", None), Key("left", None))
        await press(pilot, ENTER)
        await until(pilot, (tmp_path / "stepper-xor-50-by-hand.txt").exists)
        await press(pilot, *typed("x3"))
        await until(pilot, (tmp_path / "stepper-xor-50.txt").exists)
    step = (tmp_path / "stepper-xor-50.txt").read_text(encoding="utf-8")
    assert "50  δ₁,₁" in step
    assert "51  " not in step


async def test_x_keeps_the_whole_run_in_the_background(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    kept = {
        key: f"stepper-three_hidden.{end}"
        for key, end in zip("378", ("txt", "jsonl", "csv"), strict=True)
    }
    async with opened("three_hidden", step=16) as pilot:
        for key, name in kept.items():
            await press(pilot, *typed("x"), Key("down", None), Key("down", None), RIGHT, RIGHT)
            await press(pilot, *typed(key))
            await until(pilot, (tmp_path / name).exists)
            await settle(pilot)
        assert stepper(pilot).trace.rows.ready < 10
    text, trace, table = ((tmp_path / name).read_text(encoding="utf-8") for name in kept.values())
    assert "iteration 10 of 10" in text
    whole = run(BUNDLED["three_hidden"])
    assert trace == "".join(jsonl(whole))
    assert table == "".join(csv(whole))


async def test_a_run_that_is_being_written_when_the_program_ends_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    scenario = tmp_path / "long.toml"
    scenario.write_text(toml(BUNDLED["xor"]._replace(epochs=50_000)), encoding="utf-8")
    async with opened(str(scenario), step=16) as pilot:
        await press(pilot, *typed("x"), Key("down", None), Key("down", None), RIGHT, RIGHT, ENTER)
        await until(pilot, lambda: is_writing(os.getpid(), tmp_path))
    await asyncio.get_running_loop().shutdown_default_executor()  # as the end of the program does
    assert [path.name for path in tmp_path.iterdir()] == ["long.toml"]


async def test_a_stored_trace_that_has_gone_or_is_another_now_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "stored.jsonl"
    file.write_text("".join(jsonl(run(BUNDLED["xor"]))), encoding="utf-8")
    async with opened(str(file), (100, 30), step=16) as pilot:
        await pilot.app.workers.wait_for_complete()  # what they report would take its place
        paint(pilot)  # nothing is read of it later
        file.write_text("".join(jsonl(run(BUNDLED["three_hidden"]))), encoding="utf-8")
        await press(pilot, *typed("x7"))
        await until(pilot, lambda: unspaced("another trace") in message(pilot))
        file.unlink()
        await press(pilot, *typed("x7"))
        await until(pilot, lambda: unspaced("no such file") in message(pilot))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_window_says_all_in_lines_that_are_not_broken(language: str, ascii: bool) -> None:
    for size, height in (((80, 24), 10), ((62, 24), 10), ((40, 12), 12)):
        async with opened("xor", size, step=16, language=language, ascii=ascii) as pilot:
            look = stepper(pilot).look
            keys, sideways = look.keys("down up"), look.keys("left right")
            await do(pilot, "export")
            await press(pilot, Key("down", None), Key("down", None))
            for scope in ("step", "iteration", "run"):
                assert pilot.app.screen.query_one(Vertical).size.height == height
                ends = look.sign("left"), look.sign("right")
                shown = text_of(pilot)
                assert f"{ends[0]} {look.say(f'export.of.{scope}')} {ends[1]}" in shown
                said = look.say("export.keys", keys=keys, sideways=sideways, count=len(EXPORTS))
                assert all(hint in shown for hint in said.split("   "))
                assert size[0] == 40 or said in shown
                assert all(look.say(f"export.{name}") in shown for name in EXPORTS)
                await press(pilot, Key("right", None))


async def test_a_network_can_be_saved_as_a_formula_with_the_same_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened("one_hidden", (100, 30)) as pilot:
        await press(pilot, "x", "down")
        assert "as a network" in text_of(pilot)
        await press(pilot, "right")
        assert "as a formula" in text_of(pilot)
        await press(pilot, "enter")
        await until(pilot, (tmp_path / "stepper-one_hidden-formula.toml").exists)
        network = stepper(pilot).trace
    formula = load("stepper-one_hidden-formula.toml")
    assert formula.scenario.formula
    assert formula.value(formula.model.C, 10) == network.value(network.model.C, 10)


async def test_a_formula_is_saved_as_it_is() -> None:
    async with opened("product_of_sum", (100, 30)) as pilot:
        await press(pilot, "x", "down")
        shown = text_of(pilot)
        assert "the scenario, .toml" in shown and "as a network" not in shown
