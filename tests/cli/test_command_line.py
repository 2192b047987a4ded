"""Options and names of files that every command treats alike."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import stepper
from stepper.cli.main import main
from stepper.files.opening import bundled
from tests.support.commands import Runner
from tests.support.places import TRACES


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing.toml"],
        ["show", "nothing.toml"],
        ["trace", "nothing.toml"],
        ["verify", "nothing.toml"],
        ["check", "nothing.toml"],
    ],
    ids=" ".join,
)
def test_an_unknown_file_is_told_with_the_names_there_are(
    run: Runner, arguments: Sequence[str]
) -> None:
    assert run(*arguments) == (
        2,
        "",
        f"stepper: nothing.toml: no such file; the bundled scenarios are {', '.join(bundled())}\n",
    )


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["show"], "FILE"),
        (["trace"], "FILE"),
        (["verify"], "TRACE"),
        (["check"], "FILE"),
        (["new"], "OUT"),
        (["show", "xor", "--bogus"], "--bogus"),
        (["--bogus"], "--bogus"),
        (["show", "xor", "more"], "more"),
        (["show", "xor", "--lang", "fr"], "'fr'"),
        (["show", "xor", "--notation", "latex"], "'latex'"),
        (["trace", "xor", "--format", "xml"], "'xml'"),
        (["trace", "xor", "-o"], "-o"),
        (["show", "xor", "--max-numbers", "many"], "'many'"),
        (["show", "xor", "--max-numbers", "9" * 5000], "--max-numbers"),
        (["show", "xor", "--iter", "3"], "--iter"),
    ],
)
def test_a_wrong_command_line_is_told_on_stderr(
    run: Runner, arguments: Sequence[str], word: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert word in err
    assert "Traceback" not in err


def test_a_lower_limit_of_numbers_is_told(run: Runner) -> None:
    for name in ("show", "trace", "check"):
        code, out, err = run(name, "xor", "--max-numbers", "100")
        assert (code, out) == (2, "")
        assert err.startswith("stepper: xor: samples: expected at most 100 numbers in an epoch, ")


@pytest.mark.parametrize(
    "arguments",
    [["show", "a\0b"], ["trace", "xor", "-o", "a\0b"], ["show", "\udcff"], ["show", "."]],
    ids=["NUL", "NUL in OUT", "no UTF-8", "folder"],
)
def test_strange_names_of_files_are_told_in_one_line(run: Runner, arguments: Sequence[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("stepper: ")
    assert len(err.splitlines()) == 1


def test_version_is_that_of_the_package(run: Runner) -> None:
    assert run("--version") == (0, f"stepper {stepper.__version__}\n", "")


def test_help_names_every_command(run: Runner) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    for name in ("open", "list", "show", "trace", "verify", "check", "new"):
        assert re.search(rf"^ +{name} ", out, re.MULTILINE)
        assert run(name, "--help").code == 0


@pytest.mark.parametrize("place", ["no\nsuch/out", "no\x1b[31msuch/out"])
def test_a_name_with_line_ends_or_escapes_is_told_in_one_line(run: Runner, place: str) -> None:
    expected = f"stepper: {repr(place)[1:-1]}: cannot be written: No such file or directory\n"
    assert run("new", place) == (2, "", expected)


def test_a_name_that_a_terminal_would_obey_is_written_out_whoever_says_it(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["\x1b[2J/stepper"])
    out, right, wrong = (f"\x1b[31m\u202e{word}\n" for word in ("out", "right", "wrong"))
    stored = TRACES / "xor.jsonl"
    Path(right).write_bytes(stored.read_bytes())
    Path(wrong).write_bytes(stored.read_bytes().replace(b"0.5", b"0.25"))
    Path("answers.txt").write_text("z11 = 7\n")
    written = [
        run("new", out),
        run("verify", right),
        run("verify", wrong),
        run("verify", out),
        run("compare", right, "answers.txt"),
        run("list", out),
        run("show", right, f"--{out}"),
    ]
    assert [result.code for result in written] == [0, 0, 1, 2, 1, 2, 2]
    for result in written:
        letters = f"{result.out}{result.err}".replace("\n", "")
        assert letters.isprintable()
    shown = "\\x1b[31m\\u202e"
    assert all(
        shown in f"{result.out}{result.err}" for result in written if "FILE --it" not in result.out
    )
    assert "stepper open FILE\n" in written[0].out
    assert "`stepper trace FILE -o OUT`" in written[3].err
    assert "stepper open FILE --iteration 1 --at 1" in written[4].out


def test_the_name_of_a_file_does_not_command_the_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["show", "\x1b[31m\nred\u202e.toml"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(r"stepper: \x1b[31m\nred\u202e.toml: no such file; ")
    assert err.count("\n") == 1
