"""Commands in processes: encodings, pipes, closed streams, full disks, and ctrl-c."""

import signal
import subprocess
import sys
from ast import literal_eval
from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pytest

from stepper.cli.exit_codes import DIFFERENT, DONE, FAILED, WRONG
from stepper.files.opening import bundled
from tests.support.commands import (
    Result,
    Runner,
    answers,
    command,
    environment,
    overflow,
    process,
)
from tests.support.places import TRACES


def test_the_module_runs_as_the_command_does(run: Runner) -> None:
    assert process("trace", "one_hidden") == run("trace", "one_hidden")


@pytest.mark.parametrize("variables", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}], ids=str)
def test_output_is_utf_8_whatever_the_locale_says(variables: dict[str, str]) -> None:
    shown = process("show", "xor", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", **variables)
    assert (shown.code, shown.err) == (0, "")
    assert "∂C/∂W₁,₁₁" in shown.out
    missing = process("show", "없다.toml", **variables)
    assert missing.err.startswith("stepper: 없다.toml: no such file")


# what each command ends with where its output is read
CODES = {
    "--version": DONE,
    "--help": DONE,
    "list": DONE,
    "show xor": DONE,
    "trace xor": DONE,
    "new new.toml --force": DONE,
    "completion bash": DONE,
    "check xor": DONE,
    "verify wrong.jsonl": DIFFERENT,
    "verify wrong.jsonl --format json": DIFFERENT,
    "compare one_hidden mine.txt": DIFFERENT,
    "mark one_hidden mine.txt nobody's.txt": DIFFERENT,
    "show overflow.toml": WRONG,
    "trace overflow.toml": WRONG,
    "check overflow.toml --format json": WRONG,
    "open xor": WRONG,
    "shwo xor": WRONG,
}
FULL = "stepper: stdout: cannot be written: No space left on device"
WAYS = ("pipe closed at once", "pipe closed after a line", "closed")
# runs each line of stdin, the way of stdout and a command, in a process of its own, and prints how
# that ends
ENDS = """
import gc, os, sys
from importlib import import_module
import stepper.cli.reading, stepper.explain.en, stepper.paper.plain
from stepper.cli.arguments import COMMANDS
from stepper.cli.main import main
from stepper.files.scenario_file import load_scenario

load_scenario("xor")
for name in COMMANDS:
    import_module(f"stepper.cli.commands.{name}")
gc.freeze()  # else each process would copy all of it as it ends
told = sys.argv[1]
for line in sys.stdin:
    way, _, command = line.partition(": ")
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        if way.startswith("/dev/"):
            writer = os.open(way, os.O_WRONLY)
        os.dup2(writer, 1)
        os.dup2(os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
        if way == "closed":
            os.close(1)
            sys.stdout = None
        sys.exit(main(command.split()))
    os.close(writer)
    if way == "pipe closed after a line":
        os.read(reader, 1)
    os.close(reader)
    _, status = os.waitpid(child, 0)
    text = os.path.isfile(told) and open(told).read()
    print(os.waitstatus_to_exitcode(status), repr(text), flush=True)
"""


@pytest.fixture
def files() -> None:
    overflow()
    answers("C = 7\n", "mine.txt")
    stored = (TRACES / "xor.jsonl").read_text(encoding="utf-8")
    Path("wrong.jsonl").write_text(stored.replace("0.5", "0.25"), encoding="utf-8")


def ends(
    *ways: str, told: str = "told", lines: Iterable[str] = CODES, **variables: str
) -> dict[tuple[str, str], tuple[int, list[str]]]:
    """How each command ends in each way: its exit code, and its lines on stderr but the usage.

    ways: what happens to stdout, or the device that it is. told: where stderr goes. lines: the
    commands.
    """
    every = [*product(ways, lines)]
    done = subprocess.run(
        [sys.executable, "-S", "-c", ENDS, told],
        input="\n".join(map(": ".join, every)),
        capture_output=True,
        env=environment(**variables),
        check=True,
        encoding="utf-8",
    )
    found = {}
    for each, told_of in zip(every, done.stdout.splitlines(), strict=True):
        code, _, text = told_of.partition(" ")
        lines = (literal_eval(text) or "").splitlines()
        found[each] = int(code), [line for line in lines if not line.startswith("usage")]
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_verdict_and_a_problem_outlive_a_reader(unbuffered: str) -> None:
    ways = WAYS[:2] if unbuffered else WAYS  # nothing is buffered for what is closed
    lines = [*CODES][:: 2 if unbuffered else 1]
    found = ends(*ways, lines=lines, PYTHONUNBUFFERED=unbuffered)
    for (way, line), (code, told) in found.items():
        # unbuffered, a reader may be gone before the numbers are too large
        is_early = unbuffered and line.endswith(" overflow.toml")
        assert code == CODES[line] or (is_early and code == DONE), (way, line)
        assert len(told) == (code == WRONG), (way, line, told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.usefixtures("files")
def test_a_full_disk_behind_stdout_is_told_beside_what_else_is_wrong() -> None:
    for (_, line), (code, told) in ends("/dev/full").items():
        assert code == WRONG, line
        is_silent = line in ("open xor", "shwo xor")
        assert (told[-1] == FULL) != is_silent, (line, told)
        assert len(told) == (1 if is_silent else 1 + (CODES[line] == WRONG)), (line, told)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.usefixtures("files")
def test_what_cannot_be_told_changes_no_exit_code() -> None:
    codes = {line: code for (_, line), (code, _) in ends("/dev/null", told="/dev/full").items()}
    assert codes == CODES


def test_a_fault_of_the_program_is_one_line_and_no_difference(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise AttributeError("no\x1b such thing")

    monkeypatch.setattr("stepper.cli.shared.passing_trace", fails)
    told = "failed, which is a fault of the program: AttributeError: no\\x1b such thing"
    assert run("show", "xor") == (FAILED, "", f"stepper: {told}\n")
    monkeypatch.setenv("STEPPER_TRACEBACK", "1")
    assert "in fails" in run("show", "xor").err


@pytest.mark.skipif(sys.platform != "linux", reason="no limit of memory that holds")
def test_too_little_memory_is_one_line_and_no_difference() -> None:
    much = ["check", long(100_000), "--iteration", "400000", "--max-numbers", "100000000"]
    done = subprocess.run(
        ["sh", "-c", 'ulimit -v 90000; "$@"', "sh", *command(*much)],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stdout) == (FAILED, b"")
    assert done.stderr.startswith(b"stepper: out of memory; ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_do_no_harm(streams: str) -> None:
    for arguments, code in ((["list"], 0), (["open", "xor"], 2)):
        done = subprocess.run(
            ["sh", "-c", f'"$@" {streams}', "sh", *command(*arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(),
            check=False,
        )
        assert done.returncode == code
        assert b"Traceback" not in done.stderr
        assert code == 0 or done.stdout == b""


def long(epochs: int) -> str:
    """Write a scenario that learns XOR for so many epochs."""
    text = Path(bundled()["xor"]).read_text(encoding="utf-8")
    Path("long.toml").write_text(text.replace("epochs = 25", f"epochs = {epochs}"), "utf-8")
    return "long.toml"


def interrupted(*arguments: str) -> Result:
    """Presses ctrl-c once the command has begun to write."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's & ignores it
    with subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdout
        assert running.stderr
        first = running.stdout.read(1)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    signal.signal(signal.SIGINT, before)
    return Result(running.returncode, (first + out).decode("utf-8"), err.decode("utf-8"))


def test_ctrl_c_ends_a_long_trace_with_130_and_no_word() -> None:
    done = interrupted("trace", long(2_500))
    assert (done.code, done.err) == (130, "")
    assert len(done.out.splitlines()) < 10_000


def test_a_handler_that_somebody_else_chose_wins(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise SystemExit(7)

    before = signal.signal(signal.SIGALRM, stop)
    monkeypatch.setattr(
        "stepper.cli.commands.list.bundled", lambda: signal.raise_signal(signal.SIGALRM)
    )
    try:
        assert run("list").code == 7
        assert signal.getsignal(signal.SIGALRM) is stop
    finally:
        signal.signal(signal.SIGALRM, before)
