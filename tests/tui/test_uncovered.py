"""A terminal shows what the screen has, also where a letter of two cells was half covered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widgets import Static

from stepper.tui.dialogs.window import Window
from stepper.typeset.colours import DARK
from tests.support.grid import Grid, as_shown
from tests.support.inside import written_to
from tests.support.screens import do, go, lines_of, opened, resize, settle, stepper, text_of, until

WIDE = (120, 36)
ODD, EVEN = "가" * 30, "가" * 30 + "."  # of one of them, a letter lies where the list begins


class Box(Window[None]):
    """A window as high as its text."""

    def compose(self) -> ComposeResult:
        yield Static(classes="box")


@asynccontextmanager
async def in_terminal(
    size: tuple[int, int], file: str = "three_hidden"
) -> AsyncIterator[tuple[Pilot[None], Grid]]:
    """Open Korean steps, of which each frame is written to a terminal."""
    terminal = Grid()
    with written_to(terminal.write):
        async with opened(file, size, step=4, language="ko", ahead=True) as pilot:
            pilot.app.theme = DARK  # in which a window shows the screen below it
            yield pilot, terminal


async def assert_shown(pilot: Pilot[None], terminal: Grid) -> None:
    """Check that nothing is left to paint, and that the terminal shows all of it."""
    await settle(pilot)
    await settle(pilot)
    size = pilot.app.size
    assert terminal.lines(*size) == as_shown(lines_of(pilot), size.width)


async def test_letters_across_the_edge_of_a_window_are_whole_once_it_is_wider() -> None:
    for width in (68, 70, 72) * 3:  # in which order Textual repaints parts differs
        async with in_terminal((width, 24)) as (pilot, terminal):
            await resize(pilot, *WIDE)
            await assert_shown(pilot, terminal)


async def test_letters_across_the_edge_of_a_board_are_whole_once_it_is_wider() -> None:
    async with in_terminal(WIDE, "mazur") as (pilot, terminal):
        await do(pilot, "graph")
        go(pilot, 30)
        await assert_shown(pilot, terminal)


async def test_letters_below_a_box_are_whole_once_it_is_smaller() -> None:
    async with in_terminal(WIDE) as (pilot, terminal):
        await pilot.app.push_screen(Box())
        box = pilot.app.screen.query_one(Static)
        for width in (72, 73):
            box.styles.width = width
            for text in ("\n" * 30, ""):
                box.update(text)
                await assert_shown(pilot, terminal)


async def test_letters_are_whole_where_a_part_of_the_screen_is_repainted() -> None:
    async with in_terminal(WIDE) as (pilot, terminal):
        for width in (68, 69, 70):  # Textual asks for what has changed on a screen below
            pilot.app.screen.refresh(Region(0, 0, width, WIDE[1]))
            await assert_shown(pilot, terminal)


@pytest.mark.parametrize("text", [ODD, EVEN], ids=["odd", "even"])
async def test_a_message_is_not_cut_where_the_list_begins(text: str) -> None:
    async with opened("three_hidden", WIDE) as pilot:
        stepper(pilot).tell(text)
        await until(pilot, lambda: "가" in text_of(pilot))
        assert text in text_of(pilot)


async def test_what_a_board_repaints_is_not_lost_where_a_part_of_the_screen_is_repainted() -> None:
    async with in_terminal(WIDE) as (pilot, terminal):
        for step in (16, 10, 29):
            go(pilot, step)
            pilot.app.screen.refresh(Region(0, WIDE[1] - 1, 1, 1))
            await assert_shown(pilot, terminal)
