"""A key leads to one frame; a step lays nothing out and writes no more than what has changed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any
from unittest.mock import patch

import pytest
from rich.console import Console
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen

from stepper.tui.canvas.board import Board
from stepper.tui.canvas.lean_strip import LeanStrip
from stepper.tui.canvas.lean_update import LeanUpdate
from stepper.tui.screens import play
from tests.support.painted import painted
from tests.support.screens import do, go, opened, settle, step_of, stepper

WINDOW = (160, 45)
CONSOLE = Console(file=StringIO(), color_system="256", force_terminal=True)
MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
BEHIND = re.compile("48;.*|7")  # what is seen of a blank

Cells = list[list[tuple[str, frozenset[str]]]]


class Counted:
    def __init__(self) -> None:
        self.layouts = 0
        self.frames: list[CompositorUpdate] = []


@contextmanager
def counted() -> Iterator[Counted]:
    """What the screen does meanwhile."""
    count = Counted()
    layout, display = Screen._refresh_layout, App._display

    def note_layout(self: Screen[None], *size: Any, **options: Any) -> None:
        count.layouts += 1
        layout(self, *size, **options)

    def note_frame(self: App[None], screen: Screen[None], update: Any) -> None:
        if update:
            count.frames.append(update)
        display(self, screen, update)

    with (
        patch.object(Screen, "_refresh_layout", note_layout),
        patch.object(App, "_display", note_frame),
    ):
        yield count


MOVED = ["next", "back", "next_delta", "previous_delta", "next_update", "next_iteration"]
MOVED += ["previous_iteration", "next_phase", "previous_phase", "last", "first", "use", "return"]
KEPT_IN_PLACE = [*MOVED, "select", "select_before", "follow", "view", "all_digits", "notation"]


@pytest.mark.parametrize("file", ["three_hidden", "mazur"])
async def test_a_key_that_keeps_the_arrangement_is_one_frame_without_layout(file: str) -> None:
    async with opened(file, WINDOW, step=10, ahead=True) as pilot:
        _ = stepper(pilot).trace.rows[-1]
        await settle(pilot)
        for name in KEPT_IN_PLACE:
            for number in (39, 40):  # nothing is selected any more
                go(pilot, number)
                await settle(pilot)
            if name == "return":
                await do(pilot, "use")
            with counted() as count:
                await do(pilot, name)
            assert (name, count.layouts, len(count.frames)) == (name, 0, 1)


ENLARGED = ["graph", "equation", "list", "charts", "curves", "drawer"]


async def test_a_key_that_arranges_anew_is_one_frame_too() -> None:
    async with opened("three_hidden", WINDOW, step=16, ahead=True) as pilot:
        _ = stepper(pilot).trace.rows[-1]
        await settle(pilot)
        for name in [name for name in ENLARGED for _ in "12"]:
            with counted() as count:
                await do(pilot, name)
            assert (name, len(count.frames)) == (name, 1)


@pytest.mark.parametrize("name", ENLARGED)
async def test_a_step_is_one_frame_whatever_part_has_the_window(name: str) -> None:
    async with opened("three_hidden", WINDOW, step=16, ahead=True) as pilot:
        _ = stepper(pilot).trace.rows[-1]
        await do(pilot, name)
        await settle(pilot)
        with counted() as count:
            await do(pilot, "next")
        assert (count.layouts, len(count.frames)) == (0, 1)


def shown(cells: list[tuple[str, frozenset[str]]]) -> list[tuple[str, frozenset[str]]]:
    return [
        (letter, frozenset(filter(BEHIND.fullmatch, on)) if letter == " " and "4" not in on else on)
        for letter, on in cells
    ]


def screen_of(pilot: Pilot[None]) -> Cells:
    strips = pilot.app.screen._compositor.render_strips()
    return [shown(painted(LeanStrip([*strip]).render(CONSOLE))) for strip in strips]


def write(cells: Cells, written: str) -> list[tuple[int, int, int]]:
    """Do with cells what a terminal does; return the row, the start and the end of each part."""
    _, *parts = MOVE.split(written)
    spans = []
    for y, x, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        part, start = shown(painted(text)), int(x) - 1
        cells[int(y) - 1][start : start + len(part)] = part
        spans.append((int(y) - 1, start, start + len(part)))
    return spans


@pytest.mark.parametrize("file", ["three_hidden", "xor"])
async def test_what_a_step_writes_makes_the_screen_and_is_no_more_than_what_changed(
    file: str,
) -> None:
    async with opened(file, (120, 36), step=5, ahead=True) as pilot:
        terminal = screen_of(pilot)
        for _ in range(30):
            before = [row.copy() for row in terminal]
            with counted() as count:
                await do(pilot, "next")
            for update in count.frames:
                assert isinstance(update, LeanUpdate)
                written = write(terminal, update.render_segments(CONSOLE))
                for y, start, end in written:
                    assert before[y][start:end] != terminal[y][start:end]
                    assert any(y == at and s <= start and end <= e for at, s, e in update.spans)
            assert terminal == screen_of(pilot)


# --- keys that come faster than frames


async def test_of_keys_that_wait_only_what_all_of_them_lead_to_is_drawn() -> None:
    async with opened("three_hidden", WINDOW, ahead=True) as pilot:
        _ = stepper(pilot).trace.rows[-1]
        await settle(pilot)
        drawn = Board._drawn
        with patch.object(Board, "_drawn", autospec=True, side_effect=drawn) as draws:
            for _ in range(40):
                pilot.app.post_message(Key("right", None))
            await settle(pilot)
            await settle(pilot)
        assert step_of(pilot) == 41
        assert draws.call_count <= 2 * 3  # the boards, perhaps once before all keys were there
        expected = screen_of(pilot)
        await do(pilot, "back", "next")
        assert screen_of(pilot) == expected


async def test_a_play_that_is_late_makes_up_for_it_but_not_for_a_machine_that_slept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(play, "monotonic", lambda: now)
    async with opened("three_hidden") as pilot:
        await do(pilot, *["faster"] * len(play.SPEEDS), "play")
        ticks = stepper(pilot)._play
        assert ticks._timer
        ticks._timer.pause()
        steps = []
        for seconds in (1 / 30, 1 / 30, 4 / 30, 0.0, 1 / 30, 60.0, 1 / 30):
            now += seconds
            ticks._tick()
            steps.append(step_of(pilot))
    assert steps == [2, 3, 7, 7, 8, 9, 10]
