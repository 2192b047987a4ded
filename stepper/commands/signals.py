"""Signals that end the program, held where it could not end well."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def held() -> Iterator[None]:
    """What ends the program waits until the end of this, or until a screen hears it.

    Amid an import it might be taken for something else; on the way to a screen, it might leave
    the terminal changed.
    """
    if sys.platform == "win32":
        yield
        return
    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
