"""Signals that end the program, blocked where it cannot end well."""

import signal
import sys

# Windows has no SIGHUP and cannot block signals
ENDING = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class SignalsBlocked:
    """Delays signals that end the program until the end of `with`, or until a screen handles them.

    During an import, code might mistake their exception for another; while a screen starts, they
    might leave the terminal changed.
    """

    def __enter__(self) -> None:
        if sys.platform != "win32":
            self._before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)

    def __exit__(self, *error: object) -> None:
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)
