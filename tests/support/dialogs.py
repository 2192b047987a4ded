"""What is typed into the windows of the screen, and what they say."""

from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.screens import do, lines_of, press, text_of, typed

ENTER, ESCAPE = Key("enter", "\r"), Key("escape", None)


async def edit(pilot: Pilot[None], text: str) -> None:
    """Open the window, write over all that it offers, and press Enter."""
    await do(pilot, "edit")
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, ENTER)


def squeezed(pilot: Pilot[None]) -> list[str]:
    return [" ".join(line.split()) for line in lines_of(pilot)]


async def compared(pilot: Pilot[None], text: str) -> str:
    """What is said of numbers that are typed in a new window."""
    await do(pilot, "compare")
    await press(pilot, *typed(text), ENTER)
    await pilot.pause()
    said = text_of(pilot)
    await press(pilot, Key("escape", None))
    return said
