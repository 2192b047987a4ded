"""`-` for every file that is read."""

import os
import tracemalloc
from io import BufferedReader, BytesIO, FileIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from stepper.cli.arguments import COMMANDS, FILES_READ
from stepper.files.opening import bundled
from stepper.limits import MAX_BYTES
from tests.support.commands import Runner, answers
from tests.support.places import TRACES

SCENARIO = Path(bundled()["xor"])
ANSWERS = "z11 = 7\n"
LINES = {  # with the file that is read, and what it contains; its name is only in some reports
    "show FILE --steps 3": SCENARIO.read_bytes(),
    "trace FILE": SCENARIO.read_bytes(),
    "check FILE --format json": (TRACES / "xor.jsonl").read_bytes(),
    "compare FILE mine.txt --format json": SCENARIO.read_bytes(),
    "compare random FILE": b"seed = 3\nC = 1\n",
    "compare xor FILE": ANSWERS.encode(),
    "compare xor mine.txt --key FILE": ANSWERS.encode(),
    "mark FILE mine.txt": SCENARIO.read_bytes(),
    "mark xor mine.txt --key FILE": ANSWERS.encode(),
    "verify FILE --format json": (TRACES / "xor.jsonl").read_bytes(),
}
RANDOM = """\
title = "Random"
learning_rate = 0.1
[random]
sizes = [1, 2, 1]
seed = 1
range = [-1.0, 1.0]
[[samples]]
inputs = [1.0]
targets = [0.5]
"""


@pytest.mark.parametrize("line", LINES)
def test_a_dash_reads_what_the_file_says(
    run: Runner, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    answers(ANSWERS, "mine.txt")
    answers("seed = 3\nC = 1\n", "seeded.txt")
    Path("random").write_text(RANDOM, encoding="utf-8")
    Path("file").write_bytes(LINES[line])
    from_file = run(*line.replace("FILE", "file").split())
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(LINES[line])))
    from_input = run(*line.replace("FILE", "-").split())
    assert from_file.code in (0, 1)
    assert from_input.code == from_file.code
    assert (
        from_input.out.replace('"file": "-"', '"file": "file"').replace("open FILE ", "open file ")
        == from_file.out
    )


def test_another_variant_of_what_came_from_standard_input_is_known(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers("seed = 3\nC = 1\n", "seeded.txt")
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(RANDOM.encode())))
    compared = run("compare", "-", "seeded.txt", "--format", "json")
    Path("random").write_text(RANDOM, encoding="utf-8")
    assert compared == run("compare", "random", "seeded.txt", "--format", "json")
    assert (compared.code, compared.err) == (1, "")


def test_these_lines_have_every_place_that_is_read() -> None:
    read = {
        (name, option)
        for name, command in COMMANDS.items()
        for option, how in command.options.items()
        if how.get("metavar") in FILES_READ
    }
    assert read - {("open", "file"), ("mark", "answers")} == {
        *((name, "file") for name in ("show", "trace", "check", "compare", "mark", "verify")),
        ("compare", "answers"),
        ("compare", "--key"),
        ("mark", "--key"),
    }


def test_a_student_may_come_from_standard_input(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(ANSWERS.encode())))
    code, out, err = run("mark", "xor", "-")
    assert (code, err) == (0, "")
    assert "0/1" in out


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("compare - -", "FILE and ANSWERS"),
        ("mark xor - - ", "ANSWERS"),
        ("mark - mine.txt --key -", "FILE and --key"),
    ],
)
def test_standard_input_is_one_file(run: Runner, line: str, places: str) -> None:
    fix = "standard input is one file; name files in place of every - but one"
    assert run(*line.split()) == (2, "", f"stepper: {places}: {fix}\n")


class Endless(FileIO):
    """What begins as it is told to, and goes on for ever."""

    def __init__(self, start: bytes, line: bytes) -> None:
        super().__init__(os.devnull)
        self.start = start
        self.lines = line * (1 << 16)
        self.read_so_far = 0

    def readinto(self, buffer: Any) -> int:
        data = (self.start or self.lines)[: len(buffer)]
        self.start = self.start[len(data) :]
        buffer[: len(data)] = data
        self.read_so_far += len(data)
        assert self.read_so_far < 100_000_000
        return len(data)


@pytest.mark.parametrize("line", ["check -", "show -", "compare - mine.txt", "verify -"])
@pytest.mark.parametrize(
    ("begin", "again", "problem"),
    [
        (b"", b"C = 1\n", "larger than 1,000,000 bytes, the limit for a scenario"),
        (b"", b"{\n", "line 1: not a line of a trace: "),
        (b"{", b"1,", "line 1: larger than 24,000,000 bytes: not a trace"),
    ],
    ids=["scenario", "lines", "header"],
)
def test_standard_input_without_an_end_is_read_as_far_as_the_limits(
    run: Runner,
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    begin: bytes,
    again: bytes,
    problem: str,
) -> None:
    answers(ANSWERS, "mine.txt")
    if line == "verify -" and problem.startswith("larger"):
        problem = "not a trace; `stepper trace FILE -o OUT` writes the trace of a scenario"
    with TextIOWrapper(BufferedReader(Endless(begin, again))) as source:
        monkeypatch.setattr("sys.stdin", source)
        code, out, err = run(*line.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"stepper: standard input: {problem}")


def test_a_long_trace_is_not_kept_in_memory(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("long.toml").write_text(
        SCENARIO.read_text(encoding="utf-8").replace("epochs = ", "epochs = 900 #"),
        encoding="utf-8",
    )
    trace = run("trace", "long.toml").out.encode()
    assert len(trace) > 3 * MAX_BYTES
    Path("trace").write_bytes(trace)
    with Path("trace").open("rb") as source:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(source))
        tracemalloc.start()
        code, out, err = run("verify", "-")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (code, err) == (0, "")
    assert out.startswith("standard input: ")
    assert peak < 2.5 * MAX_BYTES
