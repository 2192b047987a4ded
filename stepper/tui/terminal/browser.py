"""The driver for a browser, which withstands anything that a student may send."""

import os
from asyncio import get_running_loop
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any, BinaryIO, Literal, TextIO

from textual.app import App
from textual.drivers.web_driver import WebDriver
from textual.events import Resize
from textual.message import Message

PATIENCE = 2.0  # seconds to leave, where nobody may read what is still to be written
MOST_WAITING = 500  # messages that wait to be answered; others are dropped
MOST_A_SECOND = 3_000  # messages; nobody sends more by hand


class BrowserDriver(WebDriver):
    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.app = app
        self.loop = get_running_loop()
        self.is_flooded = False
        self.second, self.came = 0.0, 0  # where a second began, and the messages since then
        self.offered: BinaryIO | TextIO | None = None

    def run_input_thread(self) -> None:
        """Leave when no more input can come; otherwise, an unseen screen would stay."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self.leave()

    def leave(self) -> None:
        """Exit ahead of all waiting messages, and by force after PATIENCE."""
        force = Timer(PATIENCE, os._exit, (1,))
        force.daemon = True
        force.start()
        self.loop.call_soon_threadsafe(self.app.exit)

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Leave as soon as the server says so, and ignore an invalid size."""
        if packet_type == "quit":
            self.leave()
        elif packet_type != "resize" or all(type(payload[s]) is int for s in ("width", "height")):
            super().on_meta(packet_type, payload)

    def process_message(self, message: Message) -> None:
        """Drop messages too fast for the screen, and leave at more than anybody sends by hand.

        A size among the keys is dropped, too: only the server knows it.
        """
        if isinstance(message, Resize) or self.is_flooded:
            return
        if (now := monotonic()) - self.second > 1.0:
            self.second, self.came = now, 0
        self.came += 1
        if self.came == MOST_A_SECOND:
            self.is_flooded = True
            self.leave()
        elif self.app.message_queue_size < MOST_WAITING:
            super().process_message(message)

    def deliver_binary(
        self,
        binary: BinaryIO | TextIO,
        *,
        delivery_key: str,
        save_path: Path,
        open_method: Literal["browser", "download"] = "download",
        encoding: str | None = None,
        mime_type: str | None = None,
        name: str | None = None,
    ) -> None:
        """Offer a download in place of the one before, which would stay in memory."""
        if self.offered:
            self.offered.close()
        self.offered = binary
        super().deliver_binary(
            binary,
            delivery_key=delivery_key,
            save_path=save_path,
            open_method=open_method,
            encoding=encoding,
            mime_type=mime_type,
            name=name,
        )
