"""What speaks with the terminal, and is not put off by what it says."""

from contextlib import suppress

from textual.drivers.linux_driver import LinuxDriver


class Driver(LinuxDriver):
    def run_input_thread(self) -> None:
        """Pass over what is neither text nor a key: Textual would end with a traceback."""
        while not self.exit_event.is_set():
            with suppress(ValueError, OverflowError):
                super().run_input_thread()
