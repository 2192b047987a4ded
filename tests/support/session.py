"""stepper in a pseudo-terminal: keys go in, and what it writes is kept."""

import os
import select
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any

from tests.support.modes import changed
from tests.support.terminal import in_terminal

ENTER_SCREEN, LEAVE_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
PATIENCE = 30.0
RIGHT = b"\x1b[C"
ASKED, ONE_CELL = b"\x1b[6n", b"\x1b[1;2R"


class Terminal:
    """One run of stepper in a pseudo-terminal.

    Answers at once how many cells σ takes, one, unless the test answers.
    """

    def __init__(
        self,
        arguments: list[str],
        size: tuple[int, int] = (80, 24),
        answers: bool = True,
        environment: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        # -S: in an ASCII locale, Python reads no site with the path of a checkout in a folder 한글
        command = [sys.executable, "-S", "-m", "stepper", *arguments]
        found = {"LANG": "C.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path)}
        self.process, self.master, self.slave, self.before = in_terminal(
            command, size, {**found, **environment}
        )
        self.output = b""
        self.since = 0
        self.answers = answers

    def wait_for(self, text: bytes) -> None:
        """Read until the output since the last key holds the text."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.output[self.since :]:
            if not self._read(0.1) and time.monotonic() > deadline:
                raise AssertionError(f"{text!r} did not come; the end: {self.output[-500:]!r}")

    def press(self, keys: bytes) -> None:
        self.since = len(self.output)
        os.write(self.master, keys)

    def end(self) -> int:
        """The exit code, with all output read."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read(0.01)
        self.drain()
        return self.process.wait(1)

    def drain(self) -> None:
        """Read all that has been written."""
        while self._read(0.0):
            pass

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], seconds)
        if ready:
            self.output += os.read(self.master, 65536)
        if self.answers and ASKED in self.output:
            self.answers = False
            os.write(self.master, ONE_CELL)
        return bool(ready)

    def assert_restored(self) -> None:
        assert LEAVE_SCREEN in self.output
        assert not changed(self.output)
        assert termios.tcgetattr(self.slave) == self.before


@contextmanager
def terminal(*arguments: str, **options: Any) -> Iterator[Terminal]:
    """Run stepper in a terminal, and end it however the test ends."""
    run = Terminal(list(arguments), **options)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.process.kill()
            run.process.wait()
        os.close(run.master)
        os.close(run.slave)
