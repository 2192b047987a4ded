import io
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from fcntl import ioctl
from pathlib import Path

import pytest

import stepper
from stepper.cli import progress
from stepper.cli.progress import Progress
from stepper.files.scenario_toml import toml
from stepper.files.trace.file import jsonl
from stepper.runs.trace import run
from stepper.typeset.cells import cells
from tests.support.networks import drawn

# --- what it writes


class Clock:
    """Each thing takes 1/8 s."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def things(self, count: int) -> Iterator[int]:
        for k in range(count):
            self.now += 0.125
            yield k


class Screen(io.StringIO):
    """A terminal of some width; lines is what stood in its line, one after another."""

    columns = 60

    def fileno(self) -> int:
        return -7

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.getvalue().split("\r")[1:]]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "monotonic", clock)
    size = os.terminal_size
    monkeypatch.setattr(os, "get_terminal_size", lambda fd: size((Screen.columns, 24)))
    return clock


def left(time: str) -> str:
    return f"{time} left"


def test_all_things_pass_in_their_order(clock: Clock) -> None:
    for terminal in (None, Screen()):
        passing = Progress(terminal, "work", left)
        for count in (0, 1, 99, 100, 101):  # whatever was said to come
            assert list(passing(clock.things(100), count)) == list(range(100))


def test_the_line_says_how_far_it_is_and_how_long_it_takes_yet(clock: Clock) -> None:
    screen = Screen()
    passing = Progress(screen, "work", left)(clock.things(100), 100)
    for _ in range(51):
        next(passing)
    assert screen.lines[-1] == f"work  [{'#' * 15}{'.' * 16}]   50 %  0:07 left"
    assert len([line for line in screen.lines if line]) <= 50


def test_minutes_are_told_as_minutes(clock: Clock) -> None:
    screen = Screen()
    passing = Progress(screen, "work", left)(clock.things(10_000), 10_000)
    for _ in range(81):
        next(passing)
    assert screen.lines[-1].endswith("  0 %  20:41 left")


def test_nothing_is_shown_of_what_takes_less_than_a_second(clock: Clock) -> None:
    screen = Screen()
    assert len(list(Progress(screen, "work", left)(clock.things(7), 7))) == 7
    assert screen.getvalue() == ""


def test_the_line_is_gone_in_the_end(clock: Clock) -> None:
    screen = Screen()
    assert len(list(Progress(screen, "work", left)(clock.things(100), 100))) == 100
    assert screen.lines[-3].startswith("work")
    assert screen.lines[-2:] == ["", ""]
    assert screen.getvalue().endswith(" " * max(map(cells, screen.lines)) + "  \r")


def test_the_line_is_gone_where_the_work_fails(clock: Clock) -> None:
    screen = Screen()
    with pytest.raises(KeyboardInterrupt), Progress(screen, "work", left) as passing:
        for k in passing(clock.things(100), 100):
            if k == 50:
                raise KeyboardInterrupt
    assert screen.lines[-2:] == ["", ""]


def test_nothing_is_shown_any_more_once_others_have_the_terminal(clock: Clock) -> None:
    screen = Screen()
    passing = Progress(screen, "work", left)
    for k in passing(clock.things(100), 100):
        if k == 50:
            passing.end()
            written = screen.getvalue()
    assert screen.getvalue() == written
    assert screen.lines[-2:] == ["", ""]


@pytest.mark.parametrize("columns", [1, 5, 9, 12, 20, 25, 30, 40, 60, 80, 300])
def test_the_line_fits_into_the_terminal(
    columns: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Screen, "columns", columns)
    screen = Screen()
    assert list(Progress(screen, "작업", lambda time: f"{time} 남음")(clock.things(30), 30))
    drawn = screen.getvalue().split("\r")
    assert all(cells(line) < columns for line in drawn)
    assert any("%" in line for line in drawn) == (columns > 8)
    assert any("#" in line for line in drawn) == (columns >= 40)


def test_a_terminal_that_is_lost_does_not_end_the_work(clock: Clock) -> None:
    class Lost(Screen):
        def write(self, text: str) -> int:
            raise OSError

    assert list(Progress(Lost(), "work", left)(clock.things(100), 100)) == list(range(100))


# --- the commands, in a terminal

AT_ONCE = """
import sys
from stepper.cli import main, progress

progress.AFTER = 0.0
sys.exit(main.main())
"""


class Command:
    """A command in a terminal, which shows at once how far it is; stdout may go elsewhere."""

    def __init__(self, *arguments: str, stdout: int | None = None, **variables: str) -> None:
        self.output = b""
        self._master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        home = str(Path(stepper.__file__).parent.parent)
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-c", AT_ONCE, *arguments, "--lang", "en"],
            stdin=slave,
            stdout=slave if stdout is None else stdout,
            stderr=slave,
            env=os.environ | {"PYTHONPATH": home, "TERM": "xterm"} | variables,
            start_new_session=True,
            preexec_fn=lambda: ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def until(self, words: bytes) -> "Command":
        while words not in self.output:
            self._read()
        return self

    def press(self, key: bytes) -> None:
        os.write(self._master, key)

    def end(self) -> int:
        with suppress(OSError):  # where nobody holds the other side
            while self._read():
                pass
        os.close(self._master)
        return self._process.wait()

    def _read(self) -> bytes:
        read = os.read(self._master, 65_536)
        self.output += read
        return read

    @property
    def shown(self) -> list[str]:
        """What is left to be read when all is written."""
        lines = self.output.decode().split("\r\n")
        return [line.rpartition("\r")[2].rstrip() for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("long")
    scenario = drawn((2, 3, 1), biases=True, epochs=500)
    (folder / "long.toml").write_text(toml(scenario), encoding="utf-8")
    (folder / "long.jsonl").write_text("".join(jsonl(run(scenario))), encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", ["trace", "verify", "show"])
def test_a_command_says_how_far_it_is_where_its_lines_go_elsewhere(
    command: str, folder: Path
) -> None:
    steps = ["--iteration", "1:40"] if command == "show" else []
    running = Command(command, str(folder / "long.jsonl"), *steps, stdout=subprocess.DEVNULL)
    assert running.end() == 0
    assert f"\r{command}  [".encode() in running.output
    assert running.shown == [""]


def test_a_command_that_is_silent_for_long_says_how_far_it_is_before_its_lines(
    folder: Path,
) -> None:
    name = str(folder / "long.jsonl")
    running = Command("verify", name)
    assert running.end() == 0
    assert b"\rverify  [" in running.output
    said, nothing = running.shown
    assert said.startswith(f"{name}: 1000 iterations of ")
    assert nothing == ""


def test_the_lines_of_a_command_are_not_mixed_with_how_far_it_is(folder: Path) -> None:
    running = Command("trace", str(folder / "long.toml"))
    assert running.end() == 0
    assert running.output.replace(b"\r\n", b"\n") == (folder / "long.jsonl").read_bytes()


def test_a_terminal_that_cannot_go_back_in_a_line_shows_nothing(folder: Path) -> None:
    running = Command("verify", str(folder / "long.jsonl"), stdout=subprocess.DEVNULL, TERM="dumb")
    assert running.end() == 0
    assert running.output == b""


def test_what_is_wrong_is_told_on_a_line_of_its_own(folder: Path, tmp_path: Path) -> None:
    lines = (folder / "long.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    bad = tmp_path / "bad.jsonl"
    bad.write_text("".join([*lines[:990], "{}\n", *lines[991:]]), encoding="utf-8")
    running = Command("trace", str(bad), "-o", str(tmp_path / "out"))
    assert running.end() == 2
    assert b"\rtrace  [" in running.output
    [told, nothing] = running.shown
    assert told == f"stepper: {bad}: line 991: expected an array of numbers; write the trace again"
    assert nothing == ""
    assert list(tmp_path.iterdir()) == [bad]


@pytest.mark.parametrize("there", [False, True])
def test_ctrl_c_leaves_nothing_half_written_and_a_clean_line(there: bool, tmp_path: Path) -> None:
    scenario, out = tmp_path / "long.toml", tmp_path / "out.jsonl"
    scenario.write_text(toml(drawn((2, 3, 1), epochs=100_000)), encoding="utf-8")
    if there:
        out.write_text("as it was", encoding="utf-8")
    command = ("trace", str(scenario), "-o", str(out), "--force")
    running = Command(*command).until(b"\rtrace  [")
    assert len(list(tmp_path.iterdir())) == 1 + there + (not hasattr(os, "O_TMPFILE"))
    running.press(b"\x03")
    assert running.end() == 128 + signal.SIGINT
    assert running.shown == [""]
    assert [path.read_text() for path in tmp_path.iterdir() if path != scenario] == (
        ["as it was"] if there else []
    )
