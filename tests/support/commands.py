"""Commands run in this process or in one of their own, and the files that they read."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import stepper
from stepper.cli.main import main
from stepper.files.opening import bundled
from stepper.files.scenario_file import load_scenario
from stepper.files.scenario_toml import toml
from tests.support.networks import BUNDLED, FORMULAS

OVERFLOW = """\
title = "Too large"
learning_rate = 1e308
[[samples]]
inputs = [1.0]
targets = [1e200]
[[layers]]
weights = [[0.15]]
[[layers]]
weights = [[0.4]]
"""
STEP = re.compile(r"^ {1,5}(\d+)  \S", re.MULTILINE)


class Result(NamedTuple):
    """The exit code of a command and the text that it wrote to each stream."""

    code: int
    out: str
    err: str


class Runner:
    """Runs commands in this process; where argparse exits, its exit code is the command's."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Result:
        try:
            code = main(arguments)
        except SystemExit as way_out:
            code = way_out.code if isinstance(way_out.code, int) else 1
        return Result(code, *self._capsys.readouterr())


def numbers(text: str) -> list[int]:
    """Find the numbers of the steps that a command printed."""
    return [int(number) for number in STEP.findall(text)]


def command(*arguments: str) -> list[str]:
    """Build the command line that runs the program in a process of its own.

    -S, because in an ASCII locale Python cannot read a site whose path contains 한글.
    """
    return [sys.executable, "-S", "-m", "stepper", *arguments]


def environment(**changed: str) -> dict[str, str]:
    """Copy the environment, so that any folder finds the package and output is buffered."""
    home = str(Path(stepper.__file__).parent.parent)
    return os.environ | {"PYTHONPATH": home, "PYTHONUNBUFFERED": ""} | changed


def process(*arguments: str, **variables: str) -> Result:
    """Run a command in a process of its own, without a terminal."""
    done = subprocess.run(
        command(*arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(**variables),
        check=False,
    )
    return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def file_of(name: str) -> str:
    """Name a bundled scenario; write a long one to a file with its first iterations only."""
    if (FORMULAS | BUNDLED)[name] == load_scenario(name):
        return name
    Path("short.toml").write_text(toml((FORMULAS | BUNDLED)[name]), encoding="utf-8")
    return "short.toml"


def in_place(scenario: str = "three_hidden") -> str:
    """Write a copy of a bundled scenario that trains with the classic mistake."""
    text = Path(bundled()[scenario]).read_text(encoding="utf-8")
    Path("in_place.toml").write_text(f'update = "in_place"\n{text}', encoding="utf-8")
    return "in_place.toml"


def overflow() -> str:
    """Write a scenario whose first cost is larger than any float."""
    Path("overflow.toml").write_text(OVERFLOW, encoding="utf-8")
    return "overflow.toml"


def answers(text: str, name: str = "answers.txt") -> str:
    """Write a file of answers to compare with."""
    Path(name).write_text(text, encoding="utf-8")
    return name
