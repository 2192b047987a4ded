"""Signals that end the program, held where it could not end well."""

import signal
import sys

# where signals can be held: Windows has no SIGHUP, and none can be held there
ENDING = () if sys.platform == "win32" else (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class SignalsBlocked:
    """What ends the program waits until the end of `with`, or until a screen hears it.

    Amid an import it might be taken for something else; on the way to a screen, it might leave
    the terminal changed.
    """

    def __enter__(self) -> None:
        if sys.platform != "win32":
            self._before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)

    def __exit__(self, *error: object) -> None:
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)
