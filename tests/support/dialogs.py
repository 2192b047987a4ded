"""Typing into the windows of the screen, and reading what they answer."""

from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.screens import do, lines_of, press, settle, text_of, typed

ENTER, ESCAPE = Key("enter", "\r"), Key("escape", None)


async def edit(pilot: Pilot[None], text: str) -> None:
    """Edit the run: replace all that the window offers by text, and press Enter."""
    await do(pilot, "edit")
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, ENTER)


async def go_to(pilot: Pilot[None], text: str) -> None:
    """Ask for the step of a number or a name."""
    await do(pilot, "go_to")
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, ENTER)


async def compared(pilot: Pilot[None], text: str, close: bool = True) -> str:
    """Type numbers into a new window; return the screen that judges them. close: the window."""
    await do(pilot, "compare")
    await press(pilot, *typed(text), ENTER)
    await pilot.pause()
    judged = text_of(pilot)
    if close:
        await press(pilot, ESCAPE)
    return judged


def squeezed(pilot: Pilot[None]) -> list[str]:
    """Read the lines of the screen, with each run of blanks as one."""
    return [" ".join(line.split()) for line in lines_of(pilot)]


def message(pilot: Pilot[None]) -> str:
    """Read the message over the screen, unspaced: it may be wrapped anywhere."""
    lines = (line.partition("▌")[2].partition("│")[0] for line in lines_of(pilot))
    return unspaced("".join(lines))


async def message_of(pilot: Pilot[None]) -> str:
    """Read the message over the screen, and take it away."""
    await settle(pilot)
    text = message(pilot)
    pilot.app.clear_notifications()
    await settle(pilot)
    return text


def unspaced(text: str) -> str:
    """Leave out blanks and rules."""
    return "".join(text.replace("─", "").split())
