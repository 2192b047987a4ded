"""Commands in a pseudo-terminal: keys go in, frames come out, and times are measured."""

import os
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from fcntl import ioctl
from pathlib import Path
from typing import NamedTuple

COLUMNS, ROWS = 160, 45
PATIENCE = 120.0  # seconds to wait for what has to come
QUIET = 0.03  # seconds without output that end an update
SETTLED = 0.5  # and those that end a start
FRAME_END = b"\x1b[?2026l"
SCREEN_BEGIN = b"\x1b[?1049h"
ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # frames are known here
    b"\x1b[6n": b"\x1b[1;2R",  # the letter that was drawn takes one cell
}
SEQUENCE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*\x07|[\r\n]")
LINGERING = ("PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TMUX")
ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}


class Update(NamedTuple):
    """What a key led to: seconds until its last frame was out, frames, and bytes in all."""

    seconds: float
    frames: int
    size: int


class Terminal:
    """Runs a command from `with` until its end, by force; output is what it wrote since a key."""

    def __init__(self, *command: str, size: tuple[int, int] = (COLUMNS, ROWS)) -> None:
        self._command = command
        self._size = size

    def __enter__(self) -> "Terminal":
        kept = {k: v for k, v in os.environ.items() if k not in LINGERING}
        self._master, slave = os.openpty()
        columns, rows = self._size
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._forget()
        self._process = subprocess.Popen(
            self._command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=kept | ENVIRONMENT,
            start_new_session=True,
            preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),  # it hangs up when this process ends
        )
        os.close(slave)
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def wait(self, until: Callable[[bytes], bool]) -> float:
        """Seconds from the start or the last key until the output is as wanted."""
        while not until(bytes(self.output)):
            if not self._read(PATIENCE):
                raise TimeoutError(f"{self._command}: {bytes(self.output[-500:])!r}")
        return self._arrivals[-1][0] - self._begin

    def settle(self, quiet: float = SETTLED) -> None:
        """Wait until the command is quiet."""
        deadline = time.perf_counter() + PATIENCE
        while self._read(quiet) and time.perf_counter() < deadline:
            pass

    def listen(self, seconds: float) -> None:
        """Read for a time in seconds."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self._read(left)

    def send(self, keys: bytes) -> None:
        self._forget()
        os.write(self._master, keys)

    def press(self, key: bytes) -> Update:
        """Send a key, and read all that it leads to."""
        self.settle(0.0)
        self.send(key)
        self.wait(lambda output: FRAME_END in output)
        self.settle(QUIET)
        frames = self.output.count(FRAME_END)
        end = self.output.rindex(FRAME_END) + len(FRAME_END)
        painted = next(at for at, size in self._arrivals if size >= end)
        return Update(painted - self._begin, frames, len(self.output))

    @property
    def memory(self) -> int:
        """Bytes of memory that the command holds; only where there is a /proc."""
        pages = Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def _forget(self) -> None:
        self.output = bytearray()
        self._unanswered = b""
        self._arrivals: list[tuple[float, int]] = []  # when, and how much was there then
        self._begin = time.perf_counter()

    def _read(self, seconds: float) -> bool:
        """Read what comes next; return False where nothing comes in that many seconds."""
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        now = time.perf_counter()
        try:
            chunk = os.read(self._master, 1 << 16)
        except OSError as error:  # nobody holds the other side any more
            raise EOFError(f"{self._command}: {bytes(self.output[-500:])!r}") from error
        self.output += chunk
        self._arrivals.append((now, len(self.output)))
        self._answer(chunk)
        return True

    def _answer(self, chunk: bytes) -> None:
        self._unanswered += chunk
        for question, answer in ANSWERS.items():
            for _ in range(self._unanswered.count(question)):
                os.write(self._master, answer)
            self._unanswered = self._unanswered.replace(question, b"")
        self._unanswered = self._unanswered[-16:]  # a question may come in two


def is_painted(output: bytes) -> bool:
    """Whether a whole screen of letters was written, blanks among them."""
    screen = output.partition(SCREEN_BEGIN)[2]
    return len(SEQUENCE.sub(b"", screen).decode(errors="ignore")) >= COLUMNS * ROWS
