"""The end of the app by a signal: the terminal is restored, no file is left half written."""

import asyncio
import os
import signal
import sys
from time import monotonic, sleep

from stepper.signals import ENDING
from stepper.tui.host import Host

PATIENCE = 2.0  # seconds to wait until half-written files are removed


class EndedBySignals(Host):
    """Handles the signals that end the program, from before the terminal is changed."""

    def on_load(self) -> None:
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":  # whose loops handle no signals
            for number in ENDING:
                loop.add_signal_handler(number, self._end, 128 + number)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)  # which were blocked since the start

    def action_interrupt(self) -> None:
        self.exit(return_code=128 + signal.SIGINT)

    def _end(self, code: int) -> None:
        """Exit with code and restore the terminal, unless it is gone: writing might never end.

        Threads that write files get PATIENCE seconds to remove what is half written.
        """
        if os.isatty(0):
            self.exit(return_code=code)
        else:
            self.workers.cancel_all()
            until = monotonic() + PATIENCE
            while self.writing and monotonic() < until:
                sleep(0.01)
            os._exit(code)
