"""The terminal driver of Textual, which here survives input that it cannot decode."""

from contextlib import suppress

from textual.drivers.linux_driver import LinuxDriver


class Driver(LinuxDriver):
    def run_input_thread(self) -> None:
        """Skip input that is neither text nor a key, at which Textual's thread ends."""
        while not self.exit_event.is_set():
            with suppress(ValueError, OverflowError):
                super().run_input_thread()
