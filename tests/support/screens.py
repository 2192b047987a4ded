"""Open the program without a terminal, drive it, and read its screen as text."""

from asyncio import sleep
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from time import monotonic
from typing import NamedTuple
from unittest.mock import patch

from textual.events import Key, MouseDown, MouseEvent, Resize
from textual.geometry import Size
from textual.pilot import Pilot
from textual.scrollbar import ScrollBar, ScrollBarRender

from stepper.backprop.symbols import Symbol
from stepper.files.load import load
from stepper.tui.app import StepperApp
from stepper.tui.canvas.board import Board
from stepper.tui.keys import KEYS
from stepper.tui.look import Piece
from stepper.tui.screens.stepper.moving import Moving
from stepper.tui.screens.stepper.stepper import StepperScreen
from stepper.typeset.cells import cells
from tests.support.inside import frames_left_out, paint_changes, strips_of, update, waiting

PATIENCE = 30.0  # seconds: a busy machine is slow


@asynccontextmanager
async def opened(
    file: str | None,
    size: tuple[int, int] = (80, 24),
    *,
    step: int = 1,
    language: str = "en",
    notation: str = "course",
    ascii: bool = False,
    predict: Sequence[str] = (),
    ahead: bool = False,
) -> AsyncIterator[Pilot[None]]:
    """Open a window of the program on a file, or on the picker without one.

    ahead: as in a terminal, each frame is painted and the next step is drawn ahead; it takes twice
    the time. Without, only the last of several states is drawn, and no update is written.
    """
    trace = load(file) if file else None
    ScrollBar.renderer = ScrollBarRender  # a window in ASCII replaces it for the whole process
    app = StepperApp(trace, file or "", step - 1, language, notation, ascii, predict=predict)
    stays = patch.object(StepperApp, "NOTIFICATION_TIMEOUT", PATIENCE)  # a test may look late
    with _drawn_ahead(ahead), stays, nullcontext() if ahead else frames_left_out():
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield pilot


@contextmanager
def _drawn_ahead(ahead: bool) -> Iterator[None]:
    """Draw the next step at once where it is to be drawn ahead, and never where it is not."""
    draw = Moving.draw_ahead if ahead else lambda *_: None
    with patch.object(Moving, "draw_ahead_soon", draw):
        yield


def paint(pilot: Pilot[None]) -> None:
    """Paint what has changed, if that is not done yet."""
    paint_changes(pilot.app)


def lines_of(pilot: Pilot[None]) -> list[str]:
    """Read the lines of the screen."""
    return [strip.text for strip in strips_of(pilot.app)]


def text_of(pilot: Pilot[None]) -> str:
    return "\n".join(lines_of(pilot))


def stepper(pilot: Pilot[None]) -> StepperScreen:
    screen = pilot.app.screen
    assert isinstance(screen, StepperScreen)
    return screen


def rests(pilot: Pilot[None]) -> bool:
    """Return whether the stepper screen, shown or below another, has all computed."""
    app = pilot.app
    assert isinstance(app, StepperApp) and app.stepper
    return app.stepper.computing.rests


def step_of(pilot: Pilot[None]) -> int:
    """Return the number of the step that is shown."""
    return stepper(pilot).step.number


def parts_of(pilot: Pilot[None]) -> set[str]:
    """Name the parts of the screen that are arranged in the window."""
    arrangement = stepper(pilot).boards.arrangement
    return {place.part for place in arrangement.top + arrangement.main} - {"rule", "air"}


def go(pilot: Pilot[None], number: int) -> None:
    """Show the step of a number at once."""
    screen = stepper(pilot)
    screen.step = screen.trace.steps[number - 1]


# --- keys and the mouse


async def settle(pilot: Pilot[None]) -> None:
    """Let everything happen that has been requested; it is painted where a test looks at it.

    pilot.pause() would send messages to each widget.
    """
    ready = waiting()
    for _ in range(2):
        await sleep(0)
        while ready:
            await sleep(0)
        update(pilot.app)


async def do(pilot: Pilot[None], *names: str) -> None:
    """Run the actions of the keys of these names."""
    for name in names:
        await stepper(pilot).run_action(KEYS[name].action or name)
        await settle(pilot)


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    """Give the terminal another size: pilot.resize_terminal may look before it is drawn."""
    app, size = pilot.app, Size(width, height)
    app.post_message(Resize(size, size))
    await until(pilot, lambda: app.screen.size == size)
    await settle(pilot)
    await settle(pilot)


async def mouse(
    pilot: Pilot[None], x: int, y: int, kind: type[MouseEvent] = MouseDown, button: int = 1
) -> None:
    """Let the terminal report the mouse at a cell of the screen."""
    pilot.app.post_message(kind(None, x, y, 0, 0, button, False, False, False))
    await settle(pilot)


class Drawn(NamedTuple):
    """A piece, and the cell of the screen where its text begins."""

    piece: Piece
    x: int
    y: int


def pieces_of(pilot: Pilot[None], part: str = "") -> Iterator[Drawn]:
    """Yield the pieces that a part of the screen, or every part, draws."""
    paint(pilot)
    for board in stepper(pilot).query(Board):
        for place, lines in board._picture.parts.items() if board.display else ():
            top = board.region.y + place.y
            for y, line in enumerate(lines if part in ("", place.part) else (), top):
                x = board.region.x + place.x
                for piece in line:
                    blanks = len(piece.text) - len(piece.text.lstrip())
                    if piece.text.strip():
                        yield Drawn(piece, x + blanks, y)
                    x += cells(piece.text)


def highlighted(pilot: Pilot[None]) -> set[Symbol]:
    """Return the numbers that are shown as those computed at this step."""
    drawn = (piece for piece, _, _ in pieces_of(pilot) if piece.style == "made")
    return {piece.symbol for piece in drawn if piece.symbol}


async def press(pilot: Pilot[None], *keys: Key | str) -> None:
    """Press keys as a terminal reports them: pilot.press takes ten times as long."""
    for key in keys:
        if isinstance(key, str):
            key = Key(key, key if len(key) == 1 else None)
        pilot.app.post_message(key)
        await settle(pilot)


def typed(text: str) -> list[Key]:
    return [Key(letter, letter) for letter in text]


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for what comes by itself, and fail where it does not come in PATIENCE seconds."""
    deadline = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline, "it did not come"
        await pilot.pause(0.01)


async def still(pilot: Pilot[None]) -> None:
    """Wait until two frames are equal: windows grow and scroll some frames later."""
    before: list[str] = []
    while before != (before := lines_of(pilot)):
        await pilot.pause(0.02)
        await settle(pilot)
