"""The driver for a browser, which here ends with the server that it talks to."""

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class BrowserDriver(WebDriver):
    def run_input_thread(self) -> None:
        """Leave when no more input can come: otherwise a screen would stay that nobody sees."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            self.send_message(ExitApp())
