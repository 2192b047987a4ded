"""Commands that end soon, with a right exit code, and say nothing that they must not.

With exit code 2 they say the file and the place; nothing that a file holds commands a terminal.
"""

import os
import re
import signal
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from traceback import format_exc

from stepper.cli.main import main
from stepper.errors import is_control

SECONDS, WAITED = 2.0, 30.0  # of work; of the clock, where it waits for what never comes
TOLD_AT_MOST = 100_000  # letters on stderr
HINTS = ("stepper: --blank: ", "stepper: --format html: ")  # beside output that was asked for
COLOUR = re.compile(r"\x1b\[[\d;]*m")
_WHOLE = ("larger than", "nested too deeply", "no such file", "not a regular file",
"cannot be read", "not UTF-8",
          "not a trace", "no answers")  # fmt: skip
_PLACED = re.compile(r"(not valid TOML: .* \(at (line \d+, column \d+|end of document)\)"
                     r"|line \d+: .|(at least )?[\d,]+ more problem|iteration \d+(, [^:]+)?: ."
                     r'|[\w\u0300-\u036f .\[\]+*/…-]+: .|.*".*": .)')  # fmt: skip


class TooLong(BaseException):
    """Not an Exception: nothing takes it for a fault in the file."""


def stop(*_: object) -> None:
    raise TooLong


def assert_fine(arguments: list[str], files: tuple[str, ...], how: str) -> None:
    """A command ends soon, with a right exit code, and says nothing that it must not.

    files: those that its problems may be in.
    """
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        what = " ".join(arguments)
        code = limited(lambda: main(arguments), what, how)
    texts = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, BytesIO)
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    stdout, stderr = texts

    def fails(reason: str) -> str:
        return f"{what}: {reason} ({how}): exit code {code}, {stdout[-300:]!r}, {stderr[:600]!r}"

    assert code in (0, 1, 2), fails("exit code")
    if "FORCE_COLOR" in os.environ:
        stdout = COLOUR.sub("", stdout)
    for text in (stdout, stderr):
        unfit = [c for c in text if is_control(c) and c not in "\n"]
        assert not unfit, fails(f"writes {unfit[0]!r}")
    assert len(stderr) <= TOLD_AT_MOST, fails(f"{len(stderr)} letters on stderr")
    lines = stderr.splitlines()
    told = [line for line in lines if not (code == 0 and line.startswith(HINTS))]
    assert bool(told) == (code == 2), fails("stderr")
    for line in told:
        assert line.startswith("stepper: "), fails("a strange line")
        assert any(names_place(line, file) for file in files) or _is_other(line), fails(line)


def names_place(line: str, name: str) -> bool:
    """Whether a line names the file and the place in it."""
    start = f"stepper: {name}: "
    told = line.removeprefix(start)
    return line.startswith(start) and (told.startswith(_WHOLE) or bool(_PLACED.match(told)))


def _is_other(line: str) -> bool:
    """Return whether a line is about what was requested, where no file is bad."""
    return line.startswith(
        (
            *("stepper: open: needs a terminal", "stepper: --", "stepper: dC/dw[1][1][1] is"),
            "stepper: as a formula, a network ",
        )
    )


def limited(run: Callable[[], object], what: str, how: str) -> object:
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    signal.setitimer(signal.ITIMER_REAL, WAITED)
    try:
        return run()
    except TooLong:
        raise AssertionError(f"{what}: too long ({how}) {format_exc()[-400:]}") from None
    except SystemExit as error:
        return error.code
    except Exception:
        raise AssertionError(f"{what}: a traceback ({how}) {format_exc()[-400:]}") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
