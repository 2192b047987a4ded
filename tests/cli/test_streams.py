"""Commands in processes: encodings, pipes, closed streams, full disks, and ctrl-c."""

import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from stepper.files.opening import bundled
from tests.support.commands import Result, Runner, command, environment, process


def test_the_module_runs_as_the_command_does(run: Runner) -> None:
    assert process("trace", "one_hidden") == run("trace", "one_hidden")


@pytest.mark.parametrize("variables", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}], ids=str)
def test_output_is_utf_8_whatever_the_locale_says(variables: dict[str, str]) -> None:
    shown = process("show", "xor", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", **variables)
    assert (shown.code, shown.err) == (0, "")
    assert "∂C/∂W₁,₁₁" in shown.out
    missing = process("show", "없다.toml", **variables)
    assert missing.err.startswith("stepper: 없다.toml: no such file")


@pytest.mark.parametrize(
    "arguments",
    [["show", "xor", "--iteration", "all"], ["trace", "xor"], ["list"], ["--help"]],
    ids=" ".join,
)
def test_a_closed_pipe_ends_a_command_quietly(arguments: Sequence[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command(*arguments),
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment(),
            check=False,
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["trace", "xor"]], ids=" ".join)
def test_a_full_disk_behind_stdout_is_told(arguments: Sequence[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*arguments), stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    told = b"stepper: stdout: cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_a_pipe_that_closes_after_the_first_line_ends_show_quietly() -> None:
    with subprocess.Popen(
        command("show", "xor", "--iteration", "all"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().decode("utf-8").startswith("XOR")
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


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
    text = (
        Path(bundled()["xor"]).read_text(encoding="utf-8").replace("epochs = 25", "epochs = 2500")
    )
    Path("long.toml").write_text(text, encoding="utf-8")
    done = interrupted("trace", "long.toml")
    assert (done.code, done.err) == (130, "")
    assert len(done.out.splitlines()) < 10_000
