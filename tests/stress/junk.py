"""Bursts of junk into real terminals: the program lives on or leaves, the terminal is as before.

Junk is what a terminal might report, cut and mixed, and any bytes; among it, the program is stopped
and goes on.
"""

import os
import signal
import termios
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from tests.stress.kills import PATIENCE, SHOWN, Program, running
from tests.support.modes import changed
from tests.support.processes import megabytes

EACH = 100  # bursts into one program, at most
MOST_MEGABYTES = 300.0
ENDED = (signal.SIGINT, signal.SIGTERM)
CODES = (0, *(128 + n for n in ENDED), *(-n for n in ENDED))  # those below 0 once it has been left
CTRL_Q = b"\x11"
REPORTS = (
    b"\x1b[48;%d;%d;%d;%dt",  # the size of the window
    b"\x1b[?2048;%d$y",  # a mode that it knows
    b"\x1b[?2026;%d$y",
    b"\x1b[<%d;%d;%dM",  # the mouse
    b"\x1b[<%d;%d;%dm",
    b"\x1b[%d;%dR",  # the place of the cursor
    b"\x1b[%d;%d;%du",  # a key in kitty's form
    b"\x1b[%d;%d~",
    b"\x1b[200~%d\x1b[201~",  # a paste
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b]%d;",
    b"\x1bO",
)
NUMBERS = (0, 1, 2, 9, 24, 80, 127, 2048, 30_000, 55_296, 1_114_112, 10**10)


def burst(random: Random) -> bytes:
    """One or a few reports, each of them whole, cut, or with bytes among it."""
    junk = b""
    for _ in range(random.randint(1, 6)):
        report = random.choice(REPORTS)
        report %= tuple(random.choices(NUMBERS, k=report.count(b"%d")))

        cut = random.randrange(len(report)) if random.random() < 0.3 else len(report)
        junk += report[:cut] + random.randbytes(random.choice((0, 0, 0, 1, 5)))
    return junk.replace(b"\x1c", b"")  # ctrl+\, which ends what has been put aside


def _sent(program: Program, random: Random, count: int) -> int:
    """Send bursts until the program leaves, as a key among them may tell it; how many were sent."""
    assert program.read_until(lambda: SHOWN in program.output, PATIENCE)
    for sent in range(count):
        os.write(program.master, burst(random))
        if random.random() < 0.05:
            program.process.send_signal(random.choice((signal.SIGSTOP, signal.SIGTSTP)))
        program.process.send_signal(signal.SIGCONT)
        program.read(random.choice((0.0, 0.0, 0.05)))
        if program.process.poll() is not None:
            return sent + 1
    held = megabytes(program.process.pid, "VmHWM")
    assert held < MOST_MEGABYTES, f"it held {held:.0f} MB"
    return count


def _is_gone(program: Program) -> bool:
    """Whether it has ended; where it is just about to stop, it goes on."""
    if program.process.poll() is None and program.is_stopped():
        program.process.send_signal(signal.SIGCONT)
    return program.process.returncode is not None


def _ended(program: Program) -> None:
    """End it, unless it has ended, and check what is left."""
    if not program.read_until(lambda: program.process.poll() is not None, 0.1):
        os.write(program.master, CTRL_Q)  # where it was put aside, a ctrl+s may hold all output
        program.process.send_signal(signal.SIGTERM)
        gone = program.read_until(lambda: _is_gone(program), PATIENCE)
        assert gone, f"it is still there after {PATIENCE} s, at {program.where()}"
    while program.read(0.0):
        pass
    assert program.process.returncode in CODES, program.process.returncode
    assert b"Traceback" not in program.output, program.output[-3_000:].decode(errors="replace")
    assert not changed(program.output), f"{changed(program.output)} are left"
    assert termios.tcgetattr(program.slave) == program.before, "the modes of the terminal"


def junk(count: int, seed: int) -> str:
    """Send count bursts to programs, one after another; program k begins from seed + k."""
    sent, programs = 0, 0
    with TemporaryDirectory() as name:
        while sent < count:
            random = Random(seed + programs)
            try:
                with running(Path("xor"), Path(name), random.choice(("en", "ko"))) as program:
                    sent += _sent(program, random, min(EACH, count - sent))
                    _ended(program)
            except (AssertionError, OSError) as error:
                raise AssertionError(f"again: --seed {seed + programs}: {error}") from error
            programs += 1
    return f"{sent} bursts into {programs} programs"
