"""The program ended by a signal, or by a closed terminal, at any moment: all is as it should be.

Files that were being kept are whole or absent, the terminal is as it was, and the program is gone.
Before that, many are put aside with ctrl+z, once or a few times, and go on.
"""

import os
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from select import select
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

from stepper.files.scenario_toml import toml
from tests.stress.kept import assert_whole
from tests.support.modes import changed
from tests.support.networks import drawn
from tests.support.terminal import in_terminal

PATIENCE = 60.0  # seconds for what has to come before the end
GONE = 5.0  # seconds after which it has to be gone
LATEST = 1.0  # seconds after what was waited for, at most, before it is ended
ROWS = 36
ENTER_SCREEN = b"\x1b[?1049h"
RIGHT, DOWN, CTRL_Z = b"\x1b[C", b"\x1b[B", b"\x1a"
RUN = b"x" + 2 * DOWN + 2 * RIGHT  # the window of exports, at a whole run


class Moment(NamedTuple):
    """When it is ended: soon after these keys, which wait for something to be seen."""

    name: str
    waits_for: bytes
    keys: bytes


OURS = re.compile(rb'cli\.py", line \d+, in main')  # of a traceback, where it is not Python's own
SHOWN = b"W"  # of a name in the equation: a frame was drawn
MOMENTS = (
    Moment("from the beginning", b"", b""),
    Moment("while the first frame is drawn", ENTER_SCREEN, b""),
    Moment("at rest", SHOWN, b""),
    Moment("among keys", SHOWN, 200 * RIGHT),
    Moment("while it plays", SHOWN, b"a" + 6 * b"+"),
    Moment("in a window", SHOWN, b"g"),
    Moment("in the palette", SHOWN, b"\x10next"),
    Moment("in a page", SHOWN, b"\x1bOR"),
    Moment("while it computes what if", SHOWN, b"e0.5\r"),
    Moment("while the run is written as text", SHOWN, RUN + b"3"),
    Moment("while the run is written as a trace", SHOWN, RUN + b"7"),
    Moment("while the run is written twice", SHOWN, RUN + b"7" + RUN + b"7"),
    Moment("while the step is written", SHOWN, b"x1"),
)


class Ending(NamedTuple):
    """How it is ended: number is the signal, None for a terminal that is closed.

    keys: those that stand for the signal; they wait behind others.
    """

    name: str
    number: int | None
    is_caught: bool
    keys: bytes = b""


ENDINGS = (
    Ending("SIGTERM", signal.SIGTERM, True),
    Ending("SIGHUP", signal.SIGHUP, True),
    Ending("SIGINT", signal.SIGINT, True),
    Ending("SIGQUIT", signal.SIGQUIT, True),
    Ending("SIGUSR1", signal.SIGUSR1, True),
    Ending("ctrl+c", signal.SIGINT, True, b"\x03"),
    Ending("SIGKILL", signal.SIGKILL, False),
    Ending("a closed terminal", None, False),
)


STOPS = (0, 0, 1, 3)  # how often it may be suspended before that


class Program:
    """stepper in a pseudo-terminal of its own, in a folder."""

    def __init__(self, file: Path, folder: Path, language: str) -> None:
        command = [sys.executable, "-m", "stepper", str(file), "--at", "16", "--lang", language]
        wanted = {"PYTHONPATH": str(Path.cwd()), "PYTHONFAULTHANDLER": "1"}
        self.process, self.master, self.slave, self.before = in_terminal(
            command, (120, ROWS), wanted, folder
        )
        self.output = b""

    def read(self, seconds: float) -> bool:
        """Read what it writes within a time in seconds; return whether it wrote."""
        if not select([self.master], [], [], seconds)[0]:
            return False
        self.output += os.read(self.master, 65_536)
        return True

    def read_until(self, holds: Callable[[], bool], patience: float) -> bool:
        """Read until a condition holds; return whether it did before patience seconds were over."""
        until = monotonic() + patience
        while not holds():
            if monotonic() > until:
                return False
            self.read(0.02)
        return True

    def where(self) -> str:
        """What all its threads are doing: it is ended for that."""
        self.process.send_signal(signal.SIGABRT)
        self.read_until(lambda: self.process.poll() is not None, GONE)
        while self.read(0.0):
            pass
        return self.output[-4_000:].decode(errors="replace")

    def is_stopped(self) -> bool:
        """Whether it has stopped since the last time that this was so."""
        state = os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOHANG)
        return state is not None

    def put_aside(self, patience: float) -> bool:
        """Press ctrl+z; whether it stops."""
        os.write(self.master, CTRL_Z)
        return self.read_until(self.is_stopped, patience)

    def close_terminal(self) -> None:
        os.close(self.slave)
        os.close(self.master)
        self.slave = self.master = -1


@contextmanager
def running(file: Path, folder: Path, language: str) -> Iterator[Program]:
    program = Program(file, folder, language)
    try:
        yield program
    finally:
        if program.process.poll() is None:
            program.process.kill()
        program.process.wait()
        if program.master >= 0:
            program.close_terminal()


def _ended(program: Program, moment: Moment, ending: Ending, stops: int, random: Random) -> None:
    """End a program at a moment, after it was suspended stops times, and check what is left."""
    come = program.read_until(lambda: moment.waits_for in program.output, PATIENCE)
    assert come, f"{moment.waits_for!r} did not come: {program.output[-300:]!r}"
    os.write(program.master, moment.keys)
    _lives(program, random)
    for _ in range(stops):
        shown = changed(program.output)
        _goes_on(program, program.put_aside(PATIENCE), shown)
        _lives(program, random)
    waits = ending.keys or ENTER_SCREEN not in program.output  # for other keys, or for a screen
    patience = PATIENCE if waits else GONE
    if ending.number is None:
        program.close_terminal()
        program.process.wait(patience)
        return
    if ending.keys:
        os.write(program.master, ending.keys)
    else:
        program.process.send_signal(ending.number)
    gone = program.read_until(lambda: program.process.poll() is not None, patience)
    assert gone, f"it is still there after {patience} s, at {program.where()}"
    while program.read(0.0):
        pass
    code = program.process.returncode
    if b"KeyboardInterrupt" in program.output and not OURS.search(program.output):
        return  # Python itself was at its beginning
    assert b"Traceback" not in program.output, program.output[-2_000:].decode(errors="replace")
    if not ending.is_caught:
        assert code == -ending.number, code
    elif ENTER_SCREEN in program.output:
        assert code == 128 + ending.number, (code, program.output[-300:])
        _is_restored(program)
    else:  # before the screen, as any command
        assert code in (128 + ending.number, -ending.number), (code, program.output[-300:])
        assert termios.tcgetattr(program.slave) == program.before, "the modes of the terminal"


def _lives(program: Program, random: Random) -> None:
    """Let it go on for a moment."""
    until = monotonic() + random.uniform(0.0, LATEST)
    while (left := until - monotonic()) > 0 and program.process.poll() is None:
        program.read(min(0.02, left))
    assert program.process.poll() is None, f"it ended by itself: {program.output[-300:]!r}"


def _goes_on(program: Program, is_stopped: bool, shown: set[str]) -> None:
    """Check that it leaves the terminal while suspended, and comes back as a whole screen.

    shown: the modes of the terminal that it had changed before.
    """
    assert is_stopped, f"ctrl+z does not stop it: {program.output[-300:]!r}"
    while program.read(0.0):
        pass
    _is_restored(program)
    aside = len(program.output)
    program.process.send_signal(signal.SIGCONT)
    rows = [f"\x1b[{row};1H".encode() for row in range(1, ROWS + 1)]
    painted = program.read_until(lambda: _in_order(rows, program.output[aside:]), PATIENCE)
    assert painted, f"not all is painted: {program.output[aside:]!r}"
    missing = shown - changed(program.output)
    assert not missing, f"{missing} are not changed again: {program.output[aside:]!r}"


def _in_order(parts: Sequence[bytes], output: bytes) -> bool:
    """Return whether an output contains all parts in their order, on the screen."""
    at = output.find(ENTER_SCREEN)
    for part in parts:
        at = output.find(part, at) if at >= 0 else at
    return at >= 0


def _is_restored(program: Program) -> None:
    left = changed(program.output)
    assert not left, f"{left} are left: {program.output[-300:]!r}"
    assert termios.tcgetattr(program.slave) == program.before, "the modes of the terminal"


def long_run(folder: Path) -> Path:
    """A scenario whose run takes some seconds to be written."""
    file = folder / "long.toml"
    scenario = drawn((3, 5, 4, 2), biases=True, epochs=1_500)
    file.write_text(toml(scenario), encoding="utf-8")
    return file


def kill(count: int, seed: int) -> str:
    """End count programs, one after another; program k begins from seed + k."""
    kept = aside = 0
    with TemporaryDirectory() as name:
        file = long_run(Path(name))
        for k in range(count):
            random = Random(seed + k)
            moment, ending = random.choice(MOMENTS), random.choice(ENDINGS)
            stops = random.choice(STOPS) if moment.waits_for else 0
            folder = Path(name, str(k))
            folder.mkdir()
            try:
                with running(file, folder, random.choice(("en", "ko"))) as program:
                    _ended(program, moment, ending, stops, random)
                aside += stops
                kept += _are_whole(folder, ending)
            except (AssertionError, subprocess.TimeoutExpired) as error:
                raise AssertionError(
                    f"again: --seed {seed + k}: {ending.name} {moment.name}, "
                    f"{stops} times aside: {error}"
                ) from error
    return f"{count} ended programs, {aside} times put aside, {kept} files kept whole"


def _are_whole(folder: Path, ending: Ending) -> int:
    """Check the files that were saved, and count them."""
    paths = sorted(folder.iterdir())
    for path in paths:
        if path.name.startswith("."):
            assert ending.number == signal.SIGKILL, f"{path.name} is left"
        elif ending.number == signal.SIGKILL and path.stat().st_size == 0:
            continue  # the name, taken before the file was put there
        else:
            assert_whole(path)
    return len(paths)
