"""Signals that end the program: blocked while it cannot end cleanly, or handled before the end."""

import os
import signal
import sys

TYPE_CHECKING = False  # as in stepper/__init__.py: every command imports this file
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_NAMES = (  # signals that end a program unless it handles them, and are not its own fault
    *("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGXCPU", "SIGUSR1", "SIGUSR2"),
    *("SIGALRM", "SIGVTALRM", "SIGPROF", "SIGPWR", "SIGSTKFLT"),
)
# Windows cannot block signals; not every system has all of them
ENDING = tuple(
    getattr(signal, name) for name in _NAMES if sys.platform != "win32" and hasattr(signal, name)
)


class SignalsBlocked:
    """Delays signals that end the program until the end of `with`, or until a screen handles them.

    During an import, their exception might be mistaken for another one; while a screen starts, they
    might leave the terminal changed.
    """

    def __enter__(self) -> None:
        if sys.platform != "win32":
            self._before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)

    def __exit__(self, *error: object) -> None:
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_SETMASK, self._before)


class BeforeTheEnd:
    """Calls `first` with the number of a signal that ends the program, before it ends.

    That may be at any moment. A signal that somebody else handles or ignores is left alone. Only
    the main thread can handle signals; in another one, nothing is called.
    """

    def __init__(self, first: "Callable[[int], object]") -> None:
        self._first = first
        handlers = ((number, signal.getsignal(number)) for number in ENDING)
        self._before = {number: before for number, before in handlers if _is_ours(before)}

    def __enter__(self) -> None:
        try:
            for number in self._before:
                signal.signal(number, self._end)
        except ValueError:  # this is another thread
            self._before = {}

    def __exit__(self, *error: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _end(self, number: int, frame: "FrameType | None") -> None:
        self._first(number)
        before = self._before[signal.Signals(number)]
        if callable(before):
            before(number, frame)
        else:
            os._exit(128 + number)


def _is_ours(handler: object) -> bool:
    """Whether nobody else has chosen what a signal does."""
    is_nested = isinstance(getattr(handler, "__self__", None), BeforeTheEnd)
    return is_nested or handler in (signal.SIG_DFL, signal.default_int_handler)
