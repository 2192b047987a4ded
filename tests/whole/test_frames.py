"""A key leads to one frame; a step lays nothing out and writes no more than what has changed."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from itertools import starmap
from unittest.mock import patch

import pytest
from rich.color import Color
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key
from textual.geometry import Region
from textual.messages import TerminalSupportsSynchronizedOutput
from textual.pilot import Pilot

from stepper.tui.canvas.board import Board
from stepper.tui.screens.stepper import computing, play
from tests.support.painted import painted
from tests.support.screens import do, go, opened, settle, step_of, stepper, until

WINDOW = (160, 45)
HOUR = 3_600
MOST_BYTES = 8_192  # that a step writes at 160×45
FRAME = re.compile(r"\x1b\[\?2026h(.*?)\x1b\[\?2026l", re.DOTALL)
MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
BEHIND = re.compile("48;.*|7")  # the codes seen on a blank

Cells = list[list[tuple[str, frozenset[str]]]]


class Terminal:
    """Collects what the program writes, as a terminal that supports synchronized frames."""

    def __init__(self) -> None:
        self.output = ""

    def write(self, driver: HeadlessDriver, data: str) -> None:
        self.output += data


@asynccontextmanager
async def watched(
    file: str, size: tuple[int, int] = WINDOW, step: int = 1
) -> AsyncIterator[tuple[Pilot[None], Terminal]]:
    """A window whose output goes to a terminal, with the whole run computed.

    What a part computes in the background is shown in frames of its own: not meanwhile.
    """
    terminal = Terminal()
    with (
        patch.object(computing, "INTERVAL", HOUR),
        patch.object(HeadlessDriver, "is_headless", False),
        patch.object(HeadlessDriver, "write", lambda *given: terminal.write(*given)),
    ):
        async with opened(file, size, step=step, ahead=True) as pilot:
            pilot.app.post_message(TerminalSupportsSynchronizedOutput())
            _ = stepper(pilot).trace.rows[-1]
            await settle(pilot)
            yield pilot, terminal


class Counted:
    def __init__(self) -> None:
        self.layouts = 0
        self.frames: list[str] = []
        self.changed: list[Region] = []  # that boards wanted repainted, on the screen


@contextmanager
def counted(pilot: Pilot[None], terminal: Terminal) -> Iterator[Counted]:
    """What the screen does meanwhile."""
    count = Counted()
    terminal.output = ""
    refresh = Board.refresh
    layouts = pilot.app.screen.screen_layout_refresh_signal
    listener = pilot.app.screen.query_one("#main")

    def note_layout(screen: object) -> None:
        count.layouts += 1

    def note_regions(board: Board[object], *regions: Region, **how: bool) -> Board[object]:
        count.changed += [region.translate(board.region.offset) for region in regions]
        return refresh(board, *regions, **how)

    layouts.subscribe(listener, note_layout, immediate=True)
    with patch.object(Board, "refresh", note_regions):
        yield count
    layouts.unsubscribe(listener)
    count.frames = FRAME.findall(terminal.output)


MOVED = ["next", "back", "next_delta", "previous_delta", "next_update", "next_iteration"]
MOVED += ["previous_iteration", "next_phase", "previous_phase", "last", "first", "use", "return"]
KEPT_IN_PLACE = [*MOVED, "select", "select_before", "follow", "view", "all_digits"]


@pytest.mark.parametrize("file", ["three_hidden", "mazur"])
async def test_a_key_that_keeps_the_arrangement_is_one_frame_without_layout(file: str) -> None:
    async with watched(file, step=10) as (pilot, terminal):
        for name in KEPT_IN_PLACE:
            for number in (39, 40):  # nothing is selected any more
                go(pilot, number)
                await settle(pilot)
            if name == "return":
                await do(pilot, "use")
            with counted(pilot, terminal) as count:
                await do(pilot, name)
            assert (name, count.layouts, len(count.frames)) == (name, 0, 1)


ENLARGED = ["graph", "equation", "list", "charts", "curves", "drawer"]


async def test_a_key_that_changes_the_arrangement_is_one_frame_too() -> None:
    async with watched("three_hidden", step=16) as (pilot, terminal):
        for name in [name for name in ENLARGED for _ in "12"]:
            with counted(pilot, terminal) as count:
                await do(pilot, name)
            assert (name, len(count.frames)) == (name, 1)


@pytest.mark.parametrize("name", ENLARGED)
async def test_a_step_is_one_frame_whatever_part_has_the_window(name: str) -> None:
    async with watched("three_hidden", step=16) as (pilot, terminal):
        await do(pilot, name)
        await settle(pilot)
        with counted(pilot, terminal) as count:
            await do(pilot, "next")
        assert (count.layouts, len(count.frames)) == (0, 1)


@cache
def as_seen(letter: str, codes: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Return a letter as it is seen: of a blank, only its background."""
    on = frozenset(map(true_colour, codes))
    is_blank = letter == " " and "4" not in on
    return letter, frozenset(filter(BEHIND.fullmatch, on)) if is_blank else on


def true_colour(code: str) -> str:
    """A colour of the 256 by its red, green and blue: Textual writes some of them so."""
    ground, *numbered = code.split(";5;")
    if not numbered:
        return code
    return ";".join(map(str, (ground, 2, *Color.from_ansi(int(*numbered)).get_truecolor())))


def write(cells: Cells, written: str) -> list[tuple[int, int, int]]:
    """Do with cells what a terminal does; return the row, the start and the end of each part."""
    _, *parts = MOVE.split(written)
    spans = []
    for y, x, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        part, start = list(starmap(as_seen, painted(text))), int(x) - 1
        if part:  # else the cursor is put where it belongs
            cells[int(y) - 1][start : start + len(part)] = part
            spans.append((int(y) - 1, start, start + len(part)))
    return spans


async def in_full(pilot: Pilot[None], terminal: Terminal) -> Cells:
    """The screen when all of it is written again."""
    terminal.output = ""
    pilot.app.screen.refresh()
    await settle(pilot)
    width, height = pilot.app.size
    cells: Cells = [[("", frozenset())] * width for _ in range(height)]
    for frame in FRAME.findall(terminal.output):
        write(cells, frame)
    assert all(letter for row in cells for letter, _ in row)
    return cells


@pytest.mark.parametrize("file", ["three_hidden", "xor"])
async def test_what_a_step_writes_makes_the_screen_and_is_no_more_than_what_changed(
    file: str,
) -> None:
    async with watched(file, (120, 36), step=5) as (pilot, terminal):
        cells = await in_full(pilot, terminal)
        lefts = {board.region.x for board in stepper(pilot).query(Board)}
        for _ in range(16):
            before = [row.copy() for row in cells]
            with counted(pilot, terminal) as count:
                await do(pilot, "next")
            for frame in count.frames:
                for y, start, end in write(cells, frame):
                    assert before[y][start:end] != cells[y][start:end]
                    assert start in lefts  # Textual writes a row from the left edge of its board
                    assert any(y == region.y and end == region.right for region in count.changed)
            assert cells == await in_full(pilot, terminal)


@pytest.mark.parametrize("file", ["three_hidden", "softmax", "xor_learns"])
async def test_a_step_in_a_large_window_writes_one_frame_of_few_bytes(file: str) -> None:
    async with watched(file) as (pilot, terminal):
        for _ in stepper(pilot).trace.model.steps:
            with counted(pilot, terminal) as count:
                await do(pilot, "next")
            assert len(count.frames) == 1
            if stepper(pilot).step.in_iteration > 1:  # the first changes nearly every number
                assert len(count.frames[0].encode()) <= MOST_BYTES


# --- keys that come faster than frames


async def test_of_keys_that_wait_only_what_all_of_them_lead_to_is_drawn() -> None:
    async with watched("three_hidden") as (pilot, terminal):
        drawn = Board._drawn
        with patch.object(Board, "_drawn", autospec=True, side_effect=drawn) as draws:
            for _ in range(40):
                pilot.app.post_message(Key("right", None))
            await settle(pilot)
            await settle(pilot)
        assert step_of(pilot) == 41
        assert draws.call_count <= 2 * 3  # the boards, perhaps once before all keys were there
        expected = await in_full(pilot, terminal)
        await do(pilot, "back", "next")
        assert await in_full(pilot, terminal) == expected


async def test_a_play_that_is_late_makes_up_for_it_but_not_for_a_machine_that_slept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(play, "monotonic", lambda: now)
    async with opened("three_hidden") as pilot:
        await do(pilot, *["faster"] * len(play.SPEEDS), "play")
        ticks = stepper(pilot).play
        assert ticks._timer
        ticks._timer.pause()
        steps = []
        for seconds in (1 / 30, 1 / 30, 4 / 30, 0.0, 1 / 30, 60.0, 1 / 30):
            now += seconds
            ticks._tick()
            steps.append(step_of(pilot))
    assert steps == [2, 3, 7, 7, 8, 9, 10]


async def test_the_step_at_which_a_message_goes_writes_few_bytes() -> None:
    async with watched("three_hidden", step=4) as (pilot, terminal):
        stepper(pilot).tell("A message")
        await until(pilot, lambda: bool(stepper(pilot).query("Toast")))
        await settle(pilot)
        with counted(pilot, terminal) as count:
            await do(pilot, "next")
            await until(pilot, lambda: not stepper(pilot).query("Toast"))
            await settle(pilot)
        assert sum(len(frame.encode()) for frame in count.frames) <= MOST_BYTES
