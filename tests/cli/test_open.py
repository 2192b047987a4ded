"""`stepper open` where there is no terminal."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from stepper.cli.commands.open import _course
from stepper.cli.reading import read
from stepper.errors import StepperError
from stepper.files.load import load
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


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--lesson", "11"], '--lesson: expected a number from 1 to 10, found "11"'),
        (["one_hidden", "--lesson", "0"], '--lesson: expected a number from 1 to 7, found "0"'),
        (["--lesson", "2,11"], '--lesson: expected a number from 1 to 10, found "11"'),
        (["--lesson", ","], '--lesson: expected a number from 1 to 10, found ""'),
        (["xor", "--lesson", "1"], "--lesson: xor has no [[lesson]]; leave --lesson out"),
    ],
)
def test_a_stop_that_the_lesson_does_not_have_is_refused(
    arguments: Sequence[str], problem: str
) -> None:
    args = read(["open", *arguments])
    with pytest.raises(StepperError) as caught:
        _course(args, load(args.file) if args.file else None)
    assert str(caught.value) == problem


REVERSED = "10,9,8,7,6,5,4,3,2,1"


@pytest.mark.parametrize(
    ("stops", "place", "index"),
    [
        ("3", (3, 10), 2),
        ("2,4,9", (1, 3), 1),
        ("4,", (1, 1), 3),
        ("10", (10, 10), 9),
        (REVERSED, (1, 10), 9),
    ],
)
def test_the_way_back_to_a_lesson_leads_to_the_same_stops(
    stops: str, place: tuple[int, int], index: int
) -> None:
    course = _course(read(["open", "--lesson", stops]), None)
    assert (course.place, course.index, course.way) == (place, index, stops)


def test_a_stop_that_is_named_twice_is_taken_once() -> None:
    course = _course(read(["open", "--lesson", "2,4,2"]), None)
    assert (course.place, course.way) == ((1, 2), "2,4")
