"""`stepper compare`: answers from a file, and its exit codes."""

import io
import sys

import pytest

from tests.support.commands import (
    Result,
    Runner,
    answers,
)


def test_compare_ends_with_0_where_all_agree(run: Runner) -> None:
    told = run("compare", "three_hidden", answers("z1 = 0.075\nδ₃ = −0.01298\n"))
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[-1] == "All 2 agree to the digits you wrote."


def test_compare_ends_with_1_where_one_differs_and_leads_to_its_step(run: Runner) -> None:
    text = "iteration 2: z1 = 0.07507\niteration 2: delta3 = -0.0465"
    told = run("compare", "three_hidden", answers(text), "--lang", "en", "--notation", "standard")
    assert (told.code, told.err) == (1, "")
    *_, first, way = told.out.splitlines()
    assert first == "1 of 2 agree to the digits you wrote. 1 mistake: δ₃ (line 2, equation 45)."
    options = "--iteration 2 --at 45 --lang en --notation standard"
    assert way.endswith(f"open three_hidden {options}")


def test_compare_leads_nowhere_where_all_that_differs_is_rounding(run: Runner) -> None:
    told = run("compare", "three_hidden", answers("z1 = 0.075\nδ₃ = −0.01297\nδ₃ = −0.012982"))
    assert (told.code, told.err) == (1, "")
    assert "There is no mistake; 1 differs only by\nrounding." in told.out
    assert "open" not in told.out


def test_compare_leads_nowhere_where_a_number_was_given(run: Runner) -> None:
    told = run("compare", "three_hidden", answers("x = 9"))
    assert told.code == 1
    assert "open" not in told.out


def test_compare_takes_a_stored_trace_and_answers_from_the_standard_input(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("trace", "xor", "-o", "xor.jsonl").code == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x[1] = 0\nC = 0.5")))
    told = run("compare", "xor.jsonl", "-")
    assert (told.code, told.err) == (1, "")
    assert "1 of 2 agree" in told.out


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none.txt", "no such file; name a text file with a line such as C = 0.29"),
        ("xor", "no such file; name a text file with a line such as C = 0.29"),
        (".", "not a regular file; name a text file with a line such as C = 0.29"),
    ],
)
def test_answers_that_are_no_file_are_told(run: Runner, name: str, problem: str) -> None:
    told = run("compare", "xor", name)
    assert told == Result(2, "", f"stepper: {name}: {problem} for each number\n")


def test_all_problems_of_the_answers_are_told(run: Runner) -> None:
    told = run("compare", "xor", answers("C = x\niteration 0"))
    assert (told.code, told.out) == (2, "")
    assert [line.split(": expected")[0] for line in told.err.splitlines()] == [
        "stepper: answers.txt: line 1",
        "stepper: answers.txt: line 2",
    ]


def test_compare_needs_its_answers(run: Runner) -> None:
    assert run("compare", "xor").code == 2
