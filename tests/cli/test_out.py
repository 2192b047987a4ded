"""`-o OUT`: what a command would print, whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from stepper.cli.arguments import COMMANDS
from tests.support.commands import Runner, answers, overflow
from tests.support.places import TRACES

LINES = {
    "list": [],
    "show": ["xor", "--steps", "3"],
    "trace": ["xor"],
    "verify": [str(TRACES / "xor.jsonl")],
    "check": ["xor"],
    "compare": ["xor", "mine.txt"],
    "mark": ["xor", "mine.txt"],
    "completion": ["bash"],
}


def test_every_command_that_prints_can_write() -> None:
    assert {name for name, command in COMMANDS.items() if "-o" in command.options} == {*LINES}


@pytest.mark.parametrize("name", LINES)
def test_a_file_gets_what_would_be_printed_and_the_same_exit_code(run: Runner, name: str) -> None:
    answers("z11 = 7\n", "mine.txt")
    command = [name, *LINES[name]]
    code, out, err = run(*command)
    assert run(*command, "-o", "out") == (code, "", err)
    assert Path("out").read_text(encoding="utf-8") == out
    refused = run(*command, "-o", "out")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("stepper: out: already exists; add --force to replace it")
    assert run(*command, "-o", "out", "--force").code == code


@pytest.mark.parametrize("command", [["show"], ["trace"], ["check"]])
def test_a_run_that_stops_leaves_no_file(run: Runner, command: Sequence[str]) -> None:
    before = [overflow()]
    assert run(*command, "overflow.toml", "-o", "out").code == 2
    assert [str(path) for path in Path().iterdir()] == before
