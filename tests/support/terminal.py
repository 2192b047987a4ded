"""Commands in a pseudo-terminal of their own."""

import os
import pty
import struct
import subprocess
import termios
import tty
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from typing import Any, NamedTuple

LINGERING = ("COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TMUX")
ENVIRONMENT = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


class Started(NamedTuple):
    """A process in a terminal: both ends of that, ours first, and its modes before the start."""

    process: "subprocess.Popen[bytes]"
    master: int
    slave: int
    modes: list[Any]


def in_terminal(
    command: Sequence[str],
    size: tuple[int, int],
    environment: Mapping[str, str],
    folder: Path | None = None,
) -> Started:
    """Start a command in a terminal of columns and rows.

    The shell opens the terminal, which makes it the one that controls the command: to do that in a
    fork of this process takes the longer, the more memory this process has.
    """
    master, slave = pty.openpty()
    columns, rows = size
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    modes = termios.tcgetattr(slave)
    modes[tty.LFLAG] |= termios.NOFLSH  # a key that is a signal would discard what is not yet read
    termios.tcsetattr(slave, termios.TCSANOW, modes)
    process = subprocess.Popen(
        ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>"$0"', os.ttyname(slave), *command],
        cwd=folder,
        env={k: v for k, v in os.environ.items() if k not in LINGERING}
        | ENVIRONMENT
        | dict(environment),
        start_new_session=True,
    )
    return Started(process, master, slave, modes)
