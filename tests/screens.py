"""The stepper screen without a terminal: opened at a size, driven, read as text."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from rich.style import Style
from textual.events import MouseDown, MouseEvent
from textual.pilot import Pilot
from textual.screen import Screen

from stepper.load import load
from stepper.steps import Step
from stepper.symbols import Symbol
from stepper.tui.app import StepperApp
from stepper.tui.board import Board
from stepper.tui.keys import KEYS
from stepper.tui.look import Look, Piece
from stepper.tui.stepper_screen import StepperScreen
from stepper.tui.theme import BLANKS_ALIKE
from stepper.typeset import cells


@asynccontextmanager
async def opened(
    file: str | None,
    size: tuple[int, int] = (80, 24),
    *,
    step: int = 1,
    language: str = "en",
    notation: str = "seed",
    ascii: bool = False,
) -> AsyncIterator[Pilot[None]]:
    trace = load(file, as_needed=True) if file else None
    app = StepperApp(trace, file or "", step - 1, language, notation, ascii)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield pilot


def lines_of(pilot: Pilot[None]) -> list[str]:
    """The lines of the screen. The one place that reads the compositor, with painted."""
    strips = pilot.app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def text_of(pilot: Pilot[None]) -> str:
    return "\n".join(lines_of(pilot))


def stepper(pilot: Pilot[None]) -> StepperScreen:
    screen = pilot.app.screen
    assert isinstance(screen, StepperScreen)
    return screen


def step_of(pilot: Pilot[None]) -> int:
    """The number of the step that is shown."""
    return stepper(pilot).step.number


def go(pilot: Pilot[None], number: int) -> None:
    """Show another step without the way there."""
    screen = stepper(pilot)
    screen.step = screen.trace.steps[number - 1]


# --- keys and the mouse


async def do(pilot: Pilot[None], *names: str) -> None:
    """What the keys of these names do."""
    for name in names:
        await stepper(pilot).run_action(KEYS[name].action or name)
    await pilot.pause()


async def mouse(
    pilot: Pilot[None], x: int, y: int, kind: type[MouseEvent] = MouseDown, button: int = 1
) -> None:
    """Let the terminal report the mouse at a cell of the screen."""
    pilot.app.post_message(kind(None, x, y, 0, 0, button, False, False, False))
    await pilot.pause()


class Drawn(NamedTuple):
    """A piece, and the cell of the screen where its text begins."""

    piece: Piece
    x: int
    y: int


def pieces_of(pilot: Pilot[None], part: str = "") -> Iterator[Drawn]:
    """What a part of the screen draws, or every part. The one place that reads the boards."""
    for board in stepper(pilot).query(Board):
        for place, lines in board._picture.parts.items() if board.display else ():
            for y, line in enumerate(lines if part in ("", place.part) else (), place.y):
                x = board.region.x + place.x
                for piece in line:
                    blanks = len(piece.text) - len(piece.text.lstrip())
                    if piece.text.strip():
                        yield Drawn(piece, x + blanks, y)
                    x += cells(piece.text)


# --- one screen and another


Painted = list[list[tuple[str, Style | None]]]


def painted(pilot: Pilot[None]) -> Painted:
    """The letters of the screen in their styles; None where any would look the same."""
    assert isinstance(pilot.app, StepperApp)
    alike = {pilot.app.piece_styles[name] for name in BLANKS_ALIKE}
    return [
        [
            (letter, None if letter == " " and segment.style in alike else segment.style)
            for segment in strip
            for letter in segment.text
        ]
        for strip in pilot.app.screen._compositor.render_strips()
    ]


class Seen(NamedTuple):
    """A screen, and all that it depends on."""

    size: tuple[int, int]
    theme: str
    look: Look
    iteration: int
    symbol: Symbol
    selected: Symbol | None
    enlarged: str
    can_return: bool
    lines: list[str]
    painted: Painted


def seen(pilot: Pilot[None]) -> Seen:
    screen = stepper(pilot)
    return Seen(
        (pilot.app.size.width, pilot.app.size.height),
        pilot.app.theme,
        screen.look,
        screen.step.iteration,
        screen.step.symbol,
        screen.selected,
        screen._enlarged,
        screen.frame.can_return,
        lines_of(pilot),
        painted(pilot),
    )


async def seen_afresh(file: str, what: Seen) -> Seen:
    """The same on a screen that is opened anew, with numbers that are computed anew."""

    class Afresh(StepperApp):
        def get_default_screen(self) -> Screen[None]:
            screen = super().get_default_screen()
            assert isinstance(screen, StepperScreen)
            step = Step(trace, what.iteration, what.symbol)
            screen.look = what.look
            screen.set_reactive(StepperScreen.step, step)
            screen.set_reactive(StepperScreen.selected, what.selected)
            screen._enlarged = what.enlarged
            screen._trail = [step] * what.can_return
            return screen

    trace = load(file)
    app = Afresh(trace, file, 0, "en", "seed", what.look.ascii)
    app.theme = what.theme
    async with app.run_test(size=what.size, notifications=True) as pilot:
        await pilot.pause()
        return seen(pilot)
