"""The stepper screen without a terminal: opened at a size, read as text."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from stepper.load import load
from stepper.tui.app import StepperApp
from stepper.tui.stepper_screen import StepperScreen


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
    """The lines of the screen. The one place that reads the compositor."""
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
