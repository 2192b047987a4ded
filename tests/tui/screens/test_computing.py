"""A step that is far off is waited for in sight, or no longer."""

from pathlib import Path

import pytest

from stepper.files.scenario_toml import toml
from tests.support.networks import BUNDLED
from tests.support.screens import lines_of, opened, paint, press, settle, step_of, stepper, until

ITERATIONS = 2_000
LAST = ITERATIONS * 29


@pytest.fixture(autouse=True)
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stepper.tui.screens.stepper.computing.AT_ONCE", 0.0)
    monkeypatch.setattr("stepper.tui.screens.stepper.computing.WAITED_FOR", 0.0)


@pytest.fixture
def long(tmp_path: Path) -> str:
    file = tmp_path / "long.toml"
    scenario = BUNDLED["three_hidden"]._replace(epochs=ITERATIONS, notes=())
    file.write_text(toml(scenario), encoding="utf-8")
    return str(file)


async def test_a_far_step_is_shown_when_its_row_is_there(
    long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(long, step=16) as pilot:
        paint(pilot)  # which computes the first iteration
        await press(pilot, "end", "end")
        assert step_of(pilot) == 29
        assert "computing" in lines_of(pilot)[-1]
        assert f"of {ITERATIONS:,}" in lines_of(pilot)[-1]
        monkeypatch.setattr("stepper.tui.screens.stepper.computing.WAITED_FOR", 0.05)
        await until(pilot, lambda: step_of(pilot) == LAST)
        await settle(pilot)
        assert "computing" not in lines_of(pilot)[-1]
        assert stepper(pilot).computing.rests


@pytest.mark.parametrize(("key", "shown"), [("escape", 29), ("right", 30)])
async def test_escape_or_another_move_ends_the_wait(long: str, key: str, shown: int) -> None:
    async with opened(long, step=16) as pilot:
        paint(pilot)  # which computes the first iteration
        await press(pilot, "end", "end", key)
        await settle(pilot)
        assert step_of(pilot) == shown
        assert "computing" not in lines_of(pilot)[-1]


@pytest.mark.parametrize("window", ["x", "g", "question_mark"])
async def test_no_step_comes_under_an_open_window(
    long: str, window: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(long, step=29) as pilot:
        screen = stepper(pilot)
        await press(pilot, "end", window)
        monkeypatch.setattr("stepper.tui.screens.stepper.computing.WAITED_FOR", 0.05)
        await until(pilot, lambda: screen.trace.rows.ready == ITERATIONS)
        await settle(pilot)
        assert screen.step.number == 29
        await press(pilot, "escape")
        await until(pilot, lambda: screen.step.number == LAST)


async def test_after_an_edit_the_wait_is_for_the_same_place(
    long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(long, step=29) as pilot:
        await press(pilot, "end", "e", *"W4=0.6", "enter")
        assert step_of(pilot) == 29
        monkeypatch.setattr("stepper.tui.screens.stepper.computing.WAITED_FOR", 0.05)
        await until(pilot, lambda: step_of(pilot) == LAST)
        assert stepper(pilot).what_if.original


async def test_a_way_back_that_is_not_waited_for_stays(
    long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(long, step=29) as pilot:
        screen = stepper(pilot)
        screen.moving.trail.append((screen.trace.steps[LAST - 1], screen.step))
        await press(pilot, "backspace", "escape")
        assert step_of(pilot) == 29
        assert len(screen.moving.trail) == 1
        monkeypatch.setattr("stepper.tui.screens.stepper.computing.WAITED_FOR", 0.05)
        await press(pilot, "backspace")
        await until(pilot, lambda: step_of(pilot) == LAST)
        assert not screen.moving.trail


async def test_the_way_back_from_a_far_step_is_remembered(
    long: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(long, step=16) as pilot:
        paint(pilot)  # which computes the first iteration
        await press(pilot, "g", *str(LAST), "enter")
        assert step_of(pilot) == 16
        monkeypatch.setattr("stepper.tui.screens.stepper.computing.WAITED_FOR", 10.0)
        await until(pilot, lambda: step_of(pilot) == LAST)
        await press(pilot, "backspace")
        assert step_of(pilot) == 16
