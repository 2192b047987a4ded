"""What the screen shows does not depend on the keys that led there."""

from random import Random
from typing import Any

import pytest
from textual.geometry import Region
from textual.pilot import Pilot

from stepper.runs.moves import MOVES
from stepper.tui.canvas.board import Board
from stepper.tui.keys import KEYS
from tests.support.screens import do, highlighted, opened, resize, settle, stepper
from tests.support.seen import Seen, assert_alike, drawn_anew, painted, seen, seen_afresh

LEADING_AWAY = {"drawer", "go_to", "play", "predict", "edit", "export", "compare"}


LEADING_AWAY |= {"palette", "pages", "why", "lesson", "help", "close", "quit"}


WALKED = [name for name in KEYS if name not in LEADING_AWAY | {"fine_steps"}]


async def walk(pilot: Pilot[None], names: list[str], random: Random) -> list[Seen]:
    """Thirty keys; what is seen after every fifteen."""
    _ = stepper(pilot).trace.rows[-1]
    stops = []
    for k in range(30):
        await do(pilot, random.choice(names))
        if k % 15 == 14:
            stops.append(seen(pilot))
            assert highlighted(pilot) <= {stepper(pilot).step.symbol}
    return stops


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(("file", "size"), [("three_hidden", (120, 36)), ("xor", (80, 24))])
async def test_after_any_keys_the_screen_is_that_of_one_opened_there(
    file: str, size: tuple[int, int]
) -> None:
    async with opened(file, size, ahead=True) as pilot:
        stops = await walk(pilot, WALKED, Random(f"{file} {size}"))
    for what in stops:
        assert_alike(what, await seen_afresh(file, what))


@pytest.mark.usefixtures("silent")
async def test_after_any_keys_among_fine_steps_the_screen_is_that_of_one_opened_there() -> None:
    async with opened("xor", (80, 24), ahead=True) as pilot:
        await do(pilot, "fine_steps")
        stops = await walk(pilot, [*WALKED, *["next", "back"] * 20], Random(1))
    for what in stops:
        assert_alike(what, await seen_afresh("xor", what))


async def test_a_list_that_comes_back_is_at_the_step_that_is_shown() -> None:
    async with opened("xor", (120, 36)) as pilot:
        await do(pilot, "equation")
        screen = stepper(pilot)
        screen.action_enlarge("equation")
        screen.action_move("last")  # before the list is laid out
        await settle(pilot)
        assert_alike(seen(pilot), await seen_afresh("xor", seen(pilot)))


SIZES = [(120, 36), (80, 24), (100, 30), (60, 16)]


RUNNING = ["next", "next", "next", "back", "next_delta"]


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("xor", ["resize", "select", "view", "all_digits"]),
        ("three_hidden", ["resize", "theme", "theme"]),
    ],
)
async def test_what_was_drawn_ahead_is_shown_only_where_it_is_right(
    file: str, changes: list[str]
) -> None:
    random = Random(file)
    async with opened(file, SIZES[0], ahead=True) as pilot:
        for _ in range(12):
            name = random.choice([*RUNNING * 2, *changes])
            if name == "resize":
                await resize(pilot, *random.choice(SIZES))
            else:
                await do(pilot, name)
            shown = seen(pilot)
            assert_alike(shown, drawn_anew(pilot))
    assert_alike(shown, await seen_afresh(file, shown))


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("file", ["three_hidden", "xor"])
async def test_what_is_repainted_is_all_that_differs(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dirty: list[Region] = []
    refresh = Board.refresh

    def note(self: Board[Any], *regions: Region, **options: bool) -> Board[Any]:
        at = self.region.offset
        dirty.extend(r.translate(at) for r in regions or [self.size.region])
        return refresh(self, *regions, **options)

    monkeypatch.setattr(Board, "refresh", note)
    random = Random(file)
    names = [*RUNNING * 5, *MOVES, "select", "follow", "return", "notation", "all_digits", "view"]
    async with opened(file, (120, 36), ahead=True) as pilot:
        terminal = painted(pilot)
        for _ in range(15):
            dirty.clear()
            name = random.choice(names)
            await do(pilot, name)
            now = painted(pilot)
            for region in dirty:
                for y in range(region.y, region.bottom):
                    terminal[y][region.x : region.right] = now[y][region.x : region.right]
            assert terminal == now, name
