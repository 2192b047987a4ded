"""The stepper screen without a terminal: opened at a size, driven, read as text."""

from asyncio import get_running_loop, sleep
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from time import monotonic
from typing import NamedTuple
from unittest.mock import patch

from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Key, MouseDown, MouseEvent, Resize
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from stepper.backprop.symbols import Symbol
from stepper.files.load import load
from stepper.runs.trace import Step
from stepper.tui.app import StepperApp
from stepper.tui.canvas.board import NOTHING, Board
from stepper.tui.keys import KEYS
from stepper.tui.look import Look, Piece
from stepper.tui.screens.stepper import StepperScreen
from stepper.typeset.cells import cells

PATIENCE = 30.0  # seconds: a busy machine is slow


@asynccontextmanager
async def opened(
    file: str | None,
    size: tuple[int, int] = (80, 24),
    *,
    step: int = 1,
    language: str = "en",
    notation: str = "seed",
    ascii: bool = False,
    predict: Sequence[str] = (),
    ahead: bool = False,
) -> AsyncIterator[Pilot[None]]:
    """A window of the program, painted when all has happened that was asked for.

    ahead: as in a terminal, each frame is painted and the next step is drawn ahead; it takes twice
    the time. Without, only the last of several states is drawn, and no update is written.
    """
    trace = load(file) if file else None
    ScrollBar.renderer = ScrollBarRender  # a window in ASCII replaces it for the whole process
    app = StepperApp(trace, file or "", step - 1, language, notation, ascii, predict=predict)
    with _painted_at_once() if ahead else _less_is_drawn():
        async with app.run_test(size=size, notifications=True) as pilot:
            await settle(pilot)
            yield pilot


@contextmanager
def _painted_at_once() -> Iterator[None]:
    with patch.object(StepperScreen, "_draw_ahead_soon", StepperScreen._draw_ahead):
        yield


@contextmanager
def _less_is_drawn() -> Iterator[None]:
    refresh = Screen._compositor_refresh

    def later(screen: Screen[None]) -> None:
        if screen is not screen.app.screen:
            refresh(screen)
            return
        screen._dirty_widgets.clear()
        screen.app._update_mouse_over(screen)

    with (
        patch.object(Screen, "_compositor_refresh", later),
        patch.object(StepperScreen, "_draw_ahead_soon", lambda *_: None),
    ):
        yield


def paint(pilot: Pilot[None]) -> None:
    """Paint what has changed, if that is not done yet."""
    app = pilot.app
    app.screen._compositor.render_update(screen_stack=app._background_screens)


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


def rests(pilot: Pilot[None]) -> bool:
    """Whether the stepper screen, shown or below another, has nothing left to compute."""
    app = pilot.app
    assert isinstance(app, StepperApp) and app.stepper
    return not app.stepper._waits and app.stepper._computing is None


def step_of(pilot: Pilot[None]) -> int:
    """The number of the step that is shown."""
    return stepper(pilot).step.number


def parts_of(pilot: Pilot[None]) -> set[str]:
    """Name the parts of the screen that are arranged in the window."""
    arrangement = stepper(pilot)._arrangement
    return {place.part for place in arrangement.top + arrangement.main} - {"rule", "air"}


def go(pilot: Pilot[None], number: int) -> None:
    """Show another step without the way there."""
    screen = stepper(pilot)
    screen.step = screen.trace.steps[number - 1]


# --- keys and the mouse


async def settle(pilot: Pilot[None]) -> None:
    """Let everything happen that was asked for, and paint it."""
    await happened(pilot)
    paint(pilot)


async def happened(pilot: Pilot[None]) -> None:
    """Wait until all that can run has run. pilot.pause() sends messages to each widget for that."""
    ready = vars(get_running_loop())["_ready"]
    for _ in range(2):
        await sleep(0)
        while ready:
            await sleep(0)
        pilot.app.screen._on_timer_update()


async def do(pilot: Pilot[None], *names: str) -> None:
    """What the keys of these names do."""
    for name in names:
        await stepper(pilot).run_action(KEYS[name].action or name)
        await happened(pilot)
    paint(pilot)


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    """Let the terminal have another size: pilot.resize_terminal may look before it is drawn."""
    app, size = pilot.app, Size(width, height)
    assert isinstance(app._driver, HeadlessDriver)
    app._driver._size = size
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
    """What a part of the screen draws, or every part. The one place that reads the boards."""
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
    """The numbers that are shown as those that are made now."""
    drawn = (piece for piece, _, _ in pieces_of(pilot) if piece.style == "made")
    return {piece.symbol for piece in drawn if piece.symbol}


async def press(pilot: Pilot[None], *keys: Key | str) -> None:
    """As the terminal reports them: pilot.press takes ten times as long."""
    for key in keys:
        if isinstance(key, str):
            key = Key(key, key if len(key) == 1 else None)
        pilot.app.post_message(key)
        await happened(pilot)
    paint(pilot)


def typed(text: str) -> list[Key]:
    return [Key(letter, letter) for letter in text]


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for what comes by itself; so long that only what never comes is given up."""
    deadline = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < deadline, "it did not come"
        await pilot.pause(0.01)


async def still(pilot: Pilot[None]) -> None:
    """Wait until nothing moves: windows that grow and scroll do so some frames later."""
    before: list[str] = []
    while before != (before := lines_of(pilot)):
        await pilot.pause(0.02)
        await settle(pilot)


# --- one screen and another


class Cell(NamedTuple):
    """A letter as it is seen; of a blank, only what is behind it."""

    letter: str
    colour: ColorTriplet | None
    background: ColorTriplet | None
    bold: bool = False
    underline: bool = False
    reverse: bool = False


def painted(pilot: Pilot[None]) -> list[list[Cell]]:
    return [
        [_cell(letter, segment.style) for segment in strip for letter in segment.text]
        for strip in pilot.app.screen._compositor.render_strips()
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
        screen._enlarged,
        screen.frame.can_return,
        ["".join(cell.letter for cell in line) for line in drawn],
        drawn,
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
            screen._trail.extend([(step, step)] * what.can_return)
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
    """The screen as its boards draw it when they remember nothing; they are left as they were."""
    boards = [(board, board._picture) for board in stepper(pilot).query(Board)]
    for board, _ in boards:
        board._picture = NOTHING
    anew = seen(pilot)
    for board, picture in boards:
        board._picture = picture
    return anew
