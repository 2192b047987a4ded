"""Screens compared cell by cell: one driven by keys, one opened there, one drawn afresh."""

from functools import lru_cache
from typing import NamedTuple

from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.pilot import Pilot
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from stepper.backprop.symbols import Symbol
from stepper.files.load import load
from stepper.runs.trace import Step
from stepper.tui.app import StepperApp
from stepper.tui.canvas.board import NOTHING, Board
from stepper.tui.look import Look
from stepper.tui.screens.stepper.stepper import StepperScreen
from tests.support.inside import strips_of
from tests.support.screens import settle, stepper


class Cell(NamedTuple):
    """A letter as it is seen: of a blank, only its background."""

    letter: str
    colour: ColorTriplet | None
    background: ColorTriplet | None
    bold: bool = False
    underline: bool = False
    reverse: bool = False


def painted(pilot: Pilot[None]) -> list[list[Cell]]:
    return [
        [_cell(letter, segment.style) for segment in strip for letter in segment.text]
        for strip in strips_of(pilot.app)
    ]


@lru_cache(maxsize=4096)
def _cell(letter: str, style: Style | None) -> Cell:
    style = style or Style()
    colour, background = (
        colour.get_truecolor() if colour and not colour.is_default else None
        for colour in (style.color, style.bgcolor)
    )
    if letter == " " and not style.underline and not style.reverse:
        return Cell(letter, None, background)
    flags = (bool(flag) for flag in (style.bold, style.underline, style.reverse))
    return Cell(letter, colour, background, *flags)


class Seen(NamedTuple):
    """A screen, and the state that determines it."""

    size: tuple[int, int]
    theme: str
    look: Look
    iteration: int
    symbol: Symbol
    selected: Symbol | None
    enlarged: str
    can_return: bool
    lines: list[str]
    painted: list[list[Cell]]


def seen(pilot: Pilot[None]) -> Seen:
    screen, drawn = stepper(pilot), painted(pilot)
    return Seen(
        (pilot.app.size.width, pilot.app.size.height),
        pilot.app.theme,
        screen.look,
        screen.step.iteration,
        screen.step.symbol,
        screen.selected,
        screen.enlarging.part,
        screen.frame.can_return,
        ["".join(cell.letter for cell in line) for line in drawn],
        drawn,
    )


async def seen_afresh(file: str, what: Seen) -> Seen:
    """Open a new screen in the same state, with numbers computed again, and return it."""

    class Afresh(StepperApp):
        def get_default_screen(self) -> Screen[None]:
            screen = super().get_default_screen()
            assert isinstance(screen, StepperScreen)
            step = Step(trace, what.iteration, what.symbol)
            screen.look = what.look
            screen.set_reactive(StepperScreen.step, step)
            screen.set_reactive(StepperScreen.selected, what.selected)
            screen.enlarging.part = what.enlarged
            screen.moving.trail.extend([(step, step)] * what.can_return)
            return screen

    trace = load(file)
    trace.rows[-1]  # what was seen had time to compute all
    explainer = what.look.explainer
    ScrollBar.renderer = ScrollBarRender
    app = Afresh(trace, file, 0, explainer.language, explainer.notation.style, what.look.ascii)
    app.theme = what.theme
    async with app.run_test(size=what.size, notifications=True) as pilot:
        await settle(pilot)
        return seen(pilot)


def assert_alike(one: Seen, other: Seen) -> None:
    differing = [(a, b) for a, b in zip(one.lines, other.lines, strict=True) if a != b]
    assert not differing
    for y, rows in enumerate(zip(one.painted, other.painted, strict=True)):
        assert [(y, a, b) for a, b in zip(*rows, strict=True) if a != b] == []
    assert one == other


def drawn_anew(pilot: Pilot[None]) -> Seen:
    """Return the screen as its boards draw it without what they remember, and restore that."""
    boards = [(board, board._picture) for board in stepper(pilot).query(Board)]
    for board, _ in boards:
        board._picture = NOTHING
    anew = seen(pilot)
    for board, picture in boards:
        board._picture = picture
    return anew
