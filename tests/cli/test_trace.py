"""`stepper trace`: rows to stdout and to a file, and runs that leave the range of floats."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from stepper.cli.commands.trace import FORMATS
from tests.support.commands import (
    Runner,
    numbers,
    overflow,
)


def test_trace_writes_the_same_lines_to_stdout_and_to_a_file(run: Runner) -> None:
    code, out, err = run("trace", "one_hidden")
    assert (code, err) == (0, "")
    assert run("trace", "one_hidden", "-o", "out.jsonl") == (0, "", "")
    assert Path("out.jsonl").read_bytes() == out.encode()

    header, *rows = [json.loads(line) for line in out.splitlines()]
    assert list(header) == ["format", "version", "iterations", "columns", "scenario"]
    assert (header["format"], header["version"]) == ("stepper-trace", 1)
    assert len(rows) == header["iterations"] == 10
    assert {len(row) for row in rows} == {len(header["columns"])}


def test_the_trace_of_a_trace_is_the_same_trace(run: Runner) -> None:
    run("trace", "xor", "-o", "xor.jsonl")
    again = run("trace", "xor.jsonl")
    assert again == (0, Path("xor.jsonl").read_text(encoding="utf-8"), "")


def test_an_existing_file_is_kept_unless_it_is_forced(run: Runner) -> None:
    Path("out").write_text("kept", encoding="utf-8")
    for arguments in (["trace", "xor", "-o", "out"], ["new", "out"]):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert (
            err
            == "stepper: out: already exists; add --force to replace it, or choose another name\n"
        )
        assert Path("out").read_text(encoding="utf-8") == "kept"
    assert run("trace", "xor", "-o", "out", "--force").code == 0
    assert run("verify", "out").code == 0


@pytest.mark.parametrize("arguments", [["trace", "xor", "-o"], ["new"]], ids=["trace", "new"])
def test_places_that_cannot_be_written_are_told(run: Runner, arguments: Sequence[str]) -> None:
    Path("folder").mkdir()
    before = sorted(Path().rglob("*"))
    for place, reason in (
        ("missing/out", "missing/out: cannot be written: No such file or directory"),
        ("folder", "folder: not a regular file; choose another place to write to"),
        ("", "OUT: not a regular file; choose another place to write to"),
    ):
        assert run(*arguments, place) == (2, "", f"stepper: {reason}\n")
        assert run(*arguments, place, "--force") == (2, "", f"stepper: {reason}\n")
    assert sorted(Path().rglob("*")) == before


@pytest.mark.parametrize("name", ["show", "trace", "check"])
def test_a_run_that_overflows_is_told_after_the_numbers_before_that(run: Runner, name: str) -> None:
    code, out, err = run(name, overflow())
    assert code == 2
    assert numbers(out) == ([1, 2, 3, 4] if name == "show" else [])
    assert out.count("\n") == 1 if name == "trace" else "C" not in out
    assert err.startswith("stepper: overflow.toml: iteration 1: C is not finite: ")
    assert "use a smaller learning_rate" in err


def test_a_run_that_overflows_leaves_no_file(run: Runner) -> None:
    before = [overflow()]
    assert run("trace", "overflow.toml", "-o", "out.jsonl").code == 2
    assert [str(path) for path in Path().iterdir()] == before


def test_ctrl_c_while_a_file_is_written_leaves_no_file(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines(_: object) -> Iterator[str]:
        yield "half a line"
        raise KeyboardInterrupt

    monkeypatch.setitem(FORMATS, "jsonl", lines)
    assert run("trace", "xor", "-o", "out.jsonl") == (130, "", "")
    assert list(Path().iterdir()) == []
