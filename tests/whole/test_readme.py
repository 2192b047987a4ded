"""The README shows the program as it is."""

import re
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from stepper import limits
from stepper.cli.exit_codes import WRONG
from stepper.cli.main import main
from stepper.files.load import load
from stepper.files.scenario_file import load_scenario
from stepper.input.answers import read_answers
from stepper.practice.compare import compare
from tests.pictures import README_PICTURE
from tests.support.places import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_picture_is_the_stored_one() -> None:
    assert f"({README_PICTURE.relative_to(ROOT).as_posix()})" in README
    assert README_PICTURE.is_file()


def test_the_example_of_a_scenario_is_one(tmp_path: Path) -> None:
    file = tmp_path / "example.toml"
    file.write_text(block("toml"), encoding="utf-8")
    assert load_scenario(file).network.sizes == (1, 1, 1)


def test_the_python_example_runs() -> None:
    names: dict[str, object] = {"print": lambda *values: values}
    exec(compile(block("python"), "README.md", "exec"), names)


def test_all_answers_of_the_example_agree() -> None:
    trace = load("three_hidden")
    written = read_answers(BytesIO(block("text").encode()), "README.md", trace.scenario)
    assert len(written) == 5
    assert all(verdict.agrees for verdict in compare(trace, written))


LIMITS = {
    "a scenario file": limits.MAX_BYTES,
    "a network": limits.MAX_WEIGHTS,
    "a run": limits.MAX_NUMBERS,
    "the first line of a trace": limits.MAX_HEADER,
    "a file of answers": limits.MAX_BYTES,
    "a title, or a name": limits.MAX_LINE,
    "a line of answers": limits.MAX_ANSWER,
    "problems of a file": limits.MOST_PROBLEMS,
    "`--digits`": limits.MOST_DIGITS,
    "a gradient by hand": limits.MOST_LAYERS,
    "in it, paths": limits.MOST_PATHS,
    "finding a name": limits.MAX_NEAR,
    "earlier mistakes": limits.MOST_COLUMNS,
    "the clipboard": limits.MOST_COPIED,
}


def rows_of_limits() -> list[list[str]]:
    table = README[README.index("## Limits") : README.index("## How to read the code")]
    return [row.strip("| ").split(" | ") for row in re.findall(r"^\|.*\|$", table, re.MULTILINE)]


def test_the_table_has_every_limit() -> None:
    known = {value for name, value in vars(limits).items() if name.isupper()}
    assert known == {*LIMITS.values(), limits.LARGEST_LIMIT}


@pytest.mark.parametrize("begin", LIMITS)
def test_the_limits_are_those_of_the_program(begin: str) -> None:
    (row,) = (row for row in rows_of_limits() if row[0].startswith(begin))
    assert re.search(rf"(?<![\d,]){LIMITS[begin]:,}(?![\d,])", row[0])


def told(*arguments: str) -> str:
    """What a command that is refused says."""
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as stderr:
        assert main(arguments) == WRONG
    return "\n".join(line.removeprefix("stepper: ") for line in stderr.getvalue().splitlines())


NETWORK = """\
title = "A chain"
learning_rate = 1
samples = [{ inputs = [0.5], targets = [1] }]
[random]
sizes = [1, 1, 1]
seed = 1
range = [0, 1]
"""


@pytest.mark.parametrize(
    ("begin", "old", "new", "options"),
    [
        ("a scenario file", "title", f"#{'.' * 1_000_000}\ntitle", []),
        ("a network", "1, 1, 1", "1, 100_000, 1", []),
        ("a run", "title", "epochs = 1_000_000_000\ntitle", []),
        ("the size", "targets = [1]", "targets = [1e200]", []),
        ("a gradient by hand", "1, 1, 1", f"{'1, ' * 59}1", ["--derive", "delta[3]"]),
    ],
)
def test_what_the_table_of_limits_says_is_told_is_told(
    tmp_path: Path, begin: str, old: str, new: str, options: list[str]
) -> None:
    file = tmp_path / "file"
    file.write_text(NETWORK.replace(old, new, 1), encoding="utf-8")
    said = told("show", str(file), *options)
    (row,) = (row for row in rows_of_limits() if row[0].startswith(begin))
    message = re.search("`([^`]+)`", row[2])
    assert message
    assert all(part.strip() in said for part in message[1].split("…")), said


def test_the_reading_order_names_every_module() -> None:
    package = ROOT / "stepper"
    order = README[README.index("## How to read the code") :]
    for module in package.glob("[a-z]*.py"):
        if module.name not in ("errors.py", "limits.py"):
            assert f"`{module.name}`" in order, module.name
