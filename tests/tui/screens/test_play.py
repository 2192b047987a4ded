"""Play: steps by itself until a key stops it."""

from textual.pilot import Pilot

from stepper.runs.moves import MOVES
from stepper.tui.screens.stepper.play import SPEEDS, USUAL
from tests.support.covered import covers
from tests.support.dialogs import go_to
from tests.support.screens import (
    do,
    go,
    lines_of,
    opened,
    step_of,
    stepper,
    text_of,
    until,
)


def is_playing(pilot: Pilot[None]) -> bool:
    return stepper(pilot).frame.speed > 0


@covers("play")
async def test_play_steps_on_by_itself_until_it_is_pressed_again() -> None:
    async with opened("three_hidden") as pilot:
        await do(pilot, *["faster"] * len(SPEEDS), "play")
        await until(pilot, lambda: step_of(pilot) >= 3)
        assert "a stop (30 steps a second)" in lines_of(pilot)[-1]
        await do(pilot, "play")
        there = step_of(pilot)
        await pilot.pause(0.1)
        assert step_of(pilot) == there
        assert "stop" not in lines_of(pilot)[-1]


@covers("faster", "slower")
async def test_plus_and_minus_change_the_speed_of_this_play_and_the_next() -> None:
    async with opened("three_hidden") as pilot:
        await do(pilot, "play")
        speeds = [stepper(pilot).frame.speed]
        for name in ("faster", "slower"):
            for _ in SPEEDS:
                await do(pilot, name)
                assert f"({stepper(pilot).frame.speed:g} steps a second)" in text_of(pilot)
                speeds.append(stepper(pilot).frame.speed)
        await do(pilot, "play", "faster", "play")
        assert stepper(pilot).frame.speed == SPEEDS[1]
    top = SPEEDS.index(speeds[0])
    faster = [*SPEEDS[top + 1 :], *[SPEEDS[-1]] * (top + 1)]
    assert speeds[1 : len(SPEEDS) + 1] == faster
    assert speeds[len(SPEEDS) + 1 :] == [*SPEEDS[-2::-1], SPEEDS[0]]


async def test_play_stops_at_the_end_of_the_run() -> None:
    async with opened("three_hidden", step=288) as pilot:
        await do(pilot, "play")
        steps = []
        for _ in range(3):
            assert is_playing(pilot)
            stepper(pilot).play._begun -= 1 / USUAL
            stepper(pilot).play._tick()
            steps.append(step_of(pilot))
        assert steps == [289, 290, 290]
        assert not is_playing(pilot)


async def test_play_stops_at_every_move() -> None:
    async with opened("three_hidden") as pilot:
        for name in [*MOVES, "follow", "use"]:
            go(pilot, 45)
            await do(pilot, "play")
            assert is_playing(pilot)
            await do(pilot, name)
            assert (name, is_playing(pilot)) == (name, False)
        await do(pilot, "play")
        await go_to(pilot, "16")
        assert not is_playing(pilot)


async def test_play_stops_at_the_way_back() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "use", "play", "return")
        assert step_of(pilot) == 16
        assert not is_playing(pilot)


async def test_tab_stops_the_play_and_escape_does_nothing_but_that() -> None:
    async with opened("three_hidden", step=16) as pilot:
        await do(pilot, "play", "select")
        assert not is_playing(pilot)
        screen = stepper(pilot)
        assert screen.selected
        await do(pilot, "close", "graph", "play", "close")
        assert not is_playing(pilot)
        assert pilot.app.screen is screen
        assert screen.frame.enlarged == "graph"


async def test_nothing_plays_behind_a_dialog() -> None:
    async with opened("three_hidden", step=16) as pilot:
        screen = stepper(pilot)
        await do(pilot, "play", "go_to")
        assert screen.frame.speed == 0


async def test_slow_play_stays_twice_as_long_at_a_delta() -> None:
    async with opened("three_hidden", step=11) as pilot:
        await do(pilot, "play")
        steps = []
        for _ in range(4):
            stepper(pilot).play._begun -= 1 / USUAL
            stepper(pilot).play._tick()
            steps.append(step_of(pilot))
        await do(pilot, "play")
    assert steps == [12, 12, 13, 14]
