"""The terminal driver of Textual, which here starts once at a time, and survives any input."""

import os
import signal
import termios
from asyncio import get_running_loop
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

LEFT_ON = "\x1b[?1016l\x1b[?2048l"  # what a late answer of the terminal may have turned on


class Driver(LinuxDriver):
    """is_on: whether the terminal shows the screen, and not what was there before.

    attributes: of the terminal while it does; is_resuming: whether it is about to resume.
    """

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
        self.is_on = self.is_resuming = False
        self.attributes: list[Any] | None = None
        loop = self.loop = get_running_loop()
        # amid an event, a handler might wait for what it interrupts
        loop.add_signal_handler(signal.SIGTSTP, self.stop)
        loop.add_signal_handler(signal.SIGCONT, self.resume_soon)

    def stop(self) -> None:
        """Leave the terminal to the shell, and stop until the shell says to continue."""
        self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def resume_soon(self) -> None:
        """Resume, once, after other signals that waited while it was stopped."""
        if not self.is_resuming:
            self.is_resuming = True
            self.loop.call_soon(self.resume)

    def resume(self) -> None:
        """Repaint; start before that, again if need be, where the shell has changed the terminal.

        What is typed before it starts is lost.
        """
        self.is_resuming = False
        if self.app.return_code is not None:
            return
        if not self.is_on or self._attributes() != self.attributes:
            self.suspend_application_mode()
            self.resume_application_mode()
        self.send_message(self.SignalResume())

    def start_application_mode(self) -> None:
        """Start, unless in the background: there, the process stops until it may."""
        self.is_on = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self.is_on = self.attrs_before is not None
        self.attributes = self._attributes()

    def _attributes(self) -> list[Any] | None:
        """The attributes of the terminal; None where it is lost."""
        try:
            return termios.tcgetattr(self.fileno)
        except termios.error:
            return None

    def suspend_application_mode(self) -> None:
        if self.is_on:
            super().suspend_application_mode()

    def stop_application_mode(self) -> None:
        """Write all that there is to write before ctrl+s can hold it again."""
        before, self.attrs_before = self.attrs_before, None
        if before is not None:
            super().stop_application_mode()
            self.write(LEFT_ON)
            self.close()
            self.is_on = False
            with suppress(termios.error):  # the terminal is lost
                termios.tcsetattr(self.fileno, termios.TCSANOW, before)
        if self.app.return_code is not None:  # asyncio complains of signals while a loop is closed
            for number in (signal.SIGTSTP, signal.SIGCONT):
                self.loop.remove_signal_handler(number)

    def disable_input(self) -> None:
        if self.is_on:
            super().disable_input()

    def write(self, data: str) -> None:
        """Write to the terminal; what nobody would see is left out."""
        if self.is_on:
            super().write(data)

    def run_input_thread(self) -> None:
        """Skip input that is neither text nor a key, at which Textual's thread ends."""
        while not self.exit_event.is_set():
            with suppress(ValueError, ArithmeticError):
                super().run_input_thread()
