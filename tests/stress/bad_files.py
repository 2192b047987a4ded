"""Damaged scenarios, traces and answers, and what is no file at all: each command ends soon.

It ends with exit code 0, 1 or 2 within 2 seconds of work and 300 MB. With 2 it says the file and
the place; nothing that the file holds can command a terminal.

    python -m tests.stress.bad_files KIND COURSE FIRST LAST        only these cases, in this process
"""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import (
    AbstractContextManager,
    ExitStack,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
)
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from traceback import format_exc
from unicodedata import category
from unittest.mock import patch

from stepper.cli.main import main
from stepper.errors import StepperError
from stepper.files.load import load
from stepper.input.steps import find_step
from stepper.runs.moves import within_run
from tests.stress import damage
from tests.support.places import ROOT

SECONDS, WAITED = 2.0, 30.0  # of work; of the clock, where it waits for what never comes
BYTES = 300_000_000
TOLD_AT_MOST = 100_000  # letters on stderr
BATCH = 250
NUMBERS = "20000"
NAMES = ["C", "z[1][1]", "a[1][1]", "delta[1][1]", "δy", "w+[1][1][1]", "dC/dw[2][1][1]", "y", "h"]

_WHOLE = ("larger than", "nested too deeply", "no such file", "not a regular file",
"cannot be read",
          "not a trace", "no answers")  # fmt: skip
_PLACED = re.compile(r"(not valid TOML: .* \(at (line \d+, column \d+|end of document)\)"
                     r"|line \d+: .|(at least )?[\d,]+ more problem|iteration \d+(, \S+)?: ."
                     r'|[\w .\[\]+*/…-]+: .|.*".*": .)')  # fmt: skip


class TooLong(BaseException):
    """Not an Exception: nothing takes it for a fault in the file."""


def scenarios(count: int, seed: int) -> str:
    return _in_batches("scenario", count, seed)


def traces(count: int, seed: int) -> str:
    return _in_batches("trace", count, seed)


def answers(count: int, seed: int) -> str:
    return _in_batches("answers", count, seed)


def no_files(count: int, seed: int) -> str:
    """What is no file that can be read; the enormous ones come last, and there are no more."""
    return _in_batches("place", min(count, len(PLACES)), seed)


def _in_batches(kind: str, count: int, seed: int) -> str:
    """Each batch in a process of its own, which has so much memory and no more."""
    runs = 0
    for first in range(0, count, BATCH):
        last = min(first + BATCH, count)
        command = [sys.executable, "-m", __name__, kind, *map(str, (seed, first, last))]
        ended = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=BATCH * 60, check=False
        )
        output = (ended.stdout + ended.stderr).decode("utf-8", "replace")
        assert ended.returncode == 0, f"{' '.join(command[1:])}\n{output[-5000:]}"
        runs += int(ended.stdout)
    return f"{count} bad files of kind {kind}, {runs} runs of commands"


# --- in the process of a batch


def batch(kind: str, seed: int, first: int, last: int) -> int:
    """How many commands were run. AssertionError with the case that went wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    signal.signal(signal.SIGPROF, _stop)
    signal.signal(signal.SIGALRM, _stop)
    wrong, runs = [], 0
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        for k in range(first, last):
            random = Random(f"{seed} {kind} {k}")
            try:
                runs += CASES[kind](random, k)
            except AssertionError as error:
                wrong.append(f"{kind} {k}: {error}")
            except MemoryError:
                wrong.append(f"{kind} {k}: the generator is out of memory")
    assert not wrong, "\n".join(wrong)
    return runs


def _stop(*_: object) -> None:
    raise TooLong


def _scenario(random: Random, k: int) -> int:
    text = random.choice(_good_scenarios())
    case = damage.damaged_scenario(random, text)
    return _run_all("bad.toml", case, random, wide='title = "wide"' in text)


def _trace(random: Random, k: int) -> int:
    case = damage.damaged_trace(random, random.choice(_good_traces()))
    return _run_all("bad.jsonl", case, random)


def _answers(random: Random, k: int) -> int:
    scenario = random.choice(("one_hidden", "xor", "mazur", "three_hidden"))
    names = [*NAMES, "w[2][1][1]", "dC/da[1][1]", "C / a[2][1]", "-δy"]
    case = damage.damaged_answers(random, names)
    Path("bad.txt").write_bytes(case.data)
    lang = random.choice(("en", "ko"))
    _assert_fine(["compare", scenario, "bad.txt", "--lang", lang], "bad.txt", case.how)
    return 1


@cache
def _good_scenarios() -> list[str]:
    return damage.scenarios()


@cache
def _good_traces() -> list[str]:
    return damage.traces()


def _run_all(name: str, case: damage.Damaged, random: Random, wide: bool = False) -> int:
    Path(name).write_bytes(case.data)
    Path("answers.txt").write_text(damage.answers(random, NAMES), "utf-8")
    return run_all(name, case.how, random, wide)


def run_all(name: str, how: str, random: Random, wide: bool = False) -> int:
    """wide: what is right is a network of which steps, gradients and mistakes take their time."""
    options = ["--max-numbers", NUMBERS, "--lang", random.choice(("en", "ko"))]
    if random.random() < 0.3:
        options += ["--notation", random.choice(("standard", "ascii"))]
    shown = random.choice(
        (["--detail"], ["--iteration", "1:3"], ["--format", "markdown"], ["--format", "latex"],
         ["--format", "python"], ["--derive", "dC/dw[1][1][1]"], ["--blank", "all"], ["--steps",
         "1:9"])
    )  # fmt: skip
    commands = [
        ["show", name, *(["--steps", "1:9"] if wide else shown)],
        ["trace", name, *random.choice(([], ["--format", "csv"]))],
        ["verify", name, *random.choice(([], ["--other-machine"]))],
        *([] if wide else [["check", name], ["compare", name, "answers.txt"]]),
        ["open", name],
    ]
    for command in commands:
        _assert_fine([*command, *options], name, how)
    with patch("stepper.cli.commands.list.bundled", lambda: {"bad": name}):
        _assert_fine(["list"], name, how)
    _limited(lambda: _open(name), f"opening {name}", how)
    return len(commands) + 2


def _assert_fine(arguments: list[str], name: str, how: str) -> None:
    """A command ends soon, with a right exit code, and says nothing that it must not."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        what = " ".join(arguments)
        code = _limited(lambda: main(arguments), what, how)
    texts = []
    for stream in (out, err):
        stream.flush()
        assert isinstance(stream.buffer, BytesIO)
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    stdout, stderr = texts

    def fails(reason: str) -> str:
        return f"{what}: {reason} ({how}): exit code {code}, {stdout[-300:]!r}, {stderr[:600]!r}"

    assert code in (0, 1, 2), fails("exit code")
    for text in (stdout, stderr):
        unfit = [c for c in text if category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") and c not in "\n"]
        assert not unfit, fails(f"writes {unfit[0]!r}")
    assert len(stderr) <= TOLD_AT_MOST, fails(f"{len(stderr)} letters on stderr")
    lines = stderr.splitlines()
    assert bool(lines) == (code == 2), fails("stderr")
    for line in lines:
        assert line.startswith("stepper: "), fails("a strange line")
        assert any(_names(line, file) for file in (name, "answers.txt")) or _other(line), fails(
            line
        )


def _names(line: str, name: str) -> bool:
    """Whether a line names the file and the place in it."""
    start = f"stepper: {name}: "
    told = line.removeprefix(start)
    return line.startswith(start) and (told.startswith(_WHOLE) or bool(_PLACED.match(told)))


def _other(line: str) -> bool:
    """Return whether a line is about what was requested, where no file is bad."""
    return line.startswith(
        ("stepper: open: needs a terminal", "stepper: --", "stepper: dC/dw[1][1][1] is")
    )


def _limited(run: Callable[[], object], what: str, how: str) -> object:
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


def _open(name: str) -> None:
    """What a screen does with a file before it draws anything, and beside that."""
    try:
        trace = load(name, int(NUMBERS))
        step = find_step(trace, "1")
        assert step
        within_run(step)
        told = trace.rows.problem(lambda: False)
    except StepperError as error:
        told = str(error)
    for line in told.splitlines():
        assert _names(f"stepper: {line}", name), line
        assert all(category(c) not in ("Cc", "Cf") for c in line), line


# --- what is no file


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _disappears() -> Iterator[None]:
    """The file is there when it is looked for, and gone when it is opened."""
    opened = Path.open

    def gone(path: Path, mode: str) -> object:
        if path.name == "bad":
            path.unlink(missing_ok=True)
        return opened(path, mode)

    Path("bad").write_bytes(_good_scenarios()[0].encode())
    with patch.object(Path, "open", gone):
        yield


def _made(make: Callable[[], object]) -> Callable[[], AbstractContextManager[None]]:
    @contextmanager
    def place() -> Iterator[None]:
        made = make()
        yield
        if isinstance(made, socket.socket):
            made.close()

    return place


def _socket() -> socket.socket:
    made = socket.socket(socket.AF_UNIX)
    made.bind("bad")
    return made


def _sparse(size: int, start: bytes = b"") -> None:
    with Path("bad").open("wb") as file:
        file.write(start)
        file.truncate(size)


def _header() -> bytes:
    return _good_traces()[0].split("\n")[0].encode() + b"\n"


def _lines() -> None:
    with Path("bad").open("wb") as file:
        file.write(_header())
        for _ in range(60):
            file.write(b"\n" * 1_000_000)


def _forbidden() -> None:
    Path("bad").write_bytes(_good_scenarios()[0].encode())
    Path("bad").chmod(0)


PLACES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "a directory": _made(lambda: Path("bad").mkdir()),
    "a pipe": _made(lambda: os.mkfifo("bad")),
    "/dev/zero": _made(lambda: Path("bad").symlink_to("/dev/zero")),
    "/dev/null": _made(lambda: Path("bad").symlink_to("/dev/null")),
    "/proc/self/mem": _made(lambda: Path("bad").symlink_to("/proc/self/mem")),
    "a terminal": _made(lambda: Path("bad").symlink_to("/dev/tty")),
    "a socket": _made(_socket),
    "a link to nothing": _made(lambda: Path("bad").symlink_to("nothing")),
    "a link to itself": _made(lambda: Path("bad").symlink_to("bad")),
    "nothing": _nothing,
    "forbidden": _made(_forbidden),
    "it disappears": _disappears,
    "a gigabyte of zeros": _made(lambda: _sparse(10**9)),
    "a gigabyte in the header": _made(lambda: _sparse(10**9, b"{")),
    "a gigabyte in a row": _made(lambda: _sparse(10**9, _header())),
    "a gigabyte in the header's end": _made(lambda: _sparse(10**9, _header()[:-1])),
    "millions of empty rows": _made(_lines),
    "60 MB of brackets": _made(lambda: Path("bad").write_bytes(b"{" + b'"a": [],' * 7_500_000)),
    "50 MB of lists": _made(
        lambda: Path("bad").write_bytes(b'{"a": [' + b"[]," * 17_000_000 + b"[]]}\n")
    ),
}  # fmt: skip


def _place(random: Random, k: int) -> int:
    how, make = list(PLACES.items())[k]
    Path("answers.txt").write_text("C = 1\n", "utf-8")
    with TemporaryDirectory() as folder, ExitStack() as stack:
        before = Path.cwd()
        os.chdir(folder)
        stack.callback(os.chdir, before)
        Path("answers.txt").write_text("C = 1\n", "utf-8")
        stack.enter_context(make())
        runs = run_all("bad", how, random)
        _assert_fine(["compare", "one_hidden", "bad"], "bad", how)
    return runs + 1


CASES: dict[str, Callable[[Random, int], int]] = {
    "scenario": _scenario,
    "trace": _trace,
    "answers": _answers,
    "place": _place,
}

if __name__ == "__main__":
    kind, *numbers = sys.argv[1:]
    try:
        print(batch(kind, *map(int, numbers)))
    except AssertionError as error:
        sys.exit(str(error).encode("utf-8", "backslashreplace").decode())
