"""What a terminal sends: sizes, keys and pasted text, made harmless before they are handled."""

import asyncio

from textual.app import App
from textual.events import Event, InputEvent, Key, Paste, Resize
from textual.geometry import Size, clamp

from stepper.limits import MOST_COLUMNS, MOST_ROWS
from stepper.tui.terminal import hangul


class HarmlessInput(App[None]):
    """Handles no size beyond the limits, no control character, and no key once it has exited."""

    @property
    def size(self) -> Size:
        """The size of the window, within the limits from the first layout on."""
        return _bounded(super().size)

    async def on_event(self, event: Event) -> None:
        """Make an event harmless before it is handled; drop input once the app has exited.

        The size of a window is brought within 1 cell and the limits, and control characters in
        pasted text become spaces. Signals are handled between two keys, even while many keys wait.
        """
        if isinstance(event, InputEvent) and self.return_code is not None:
            return
        if isinstance(event, Resize):
            size = _bounded(event.size)
            event.size = event.virtual_size = event.container_size = size
        if isinstance(event, Paste):
            lines = event.text.splitlines()
            event.text = "\n".join(
                "".join(c if c.isprintable() else " " for c in line) for line in lines
            )
        await super().on_event(event)
        if isinstance(event, InputEvent):
            await asyncio.sleep(0)

    def on_key(self, event: Key) -> None:
        """Translate Hangul to the keys that it was typed with, which screens bind."""
        for key in hangul.keys(event.character) if event.character else ():
            self.simulate_key(key)


def _bounded(size: Size) -> Size:
    return Size(clamp(size.width, 1, MOST_COLUMNS), clamp(size.height, 1, MOST_ROWS))
