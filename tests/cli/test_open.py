"""`stepper open` where there is no terminal."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support.commands import Runner, process


@pytest.mark.parametrize(
    "arguments",
    [[], ["xor"], ["open"], ["open", "xor", "--at", "3"], ["--predict", "z"]],
    ids=" ".join,
)
def test_open_says_so_where_there_is_no_terminal(run: Runner, arguments: Sequence[str]) -> None:
    assert run(*arguments) == (
        2,
        "",
        "stepper: open: needs a terminal; `stepper show FILE` prints the steps as text\n",
    )


def test_open_tells_every_word_that_is_no_kind_of_step(run: Runner) -> None:
    assert run("open", "xor", "--predict", "dleta,z,gradeint") == (
        2,
        "",
        'stepper: --predict: "dleta" is not a kind of step; did you mean delta?\n'
        'stepper: --predict: "gradeint" is not a kind of step; did you mean gradient?\n',
    )


def test_a_file_alone_is_opened() -> None:
    Path("bad.toml").write_text("", encoding="utf-8")
    assert process("bad.toml") == process("open", "bad.toml")
    assert process("bad.toml").err.startswith('stepper: bad.toml: title: missing; write title = "')
