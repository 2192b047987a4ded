"""`--format json`: reports for programs, whatever the problems are."""

import json
from pathlib import Path
from typing import Any

import pytest

from stepper.cli.commands.check import VERDICTS
from stepper.files.opening import TEACHING_ORDER
from tests.support.commands import Runner, answers, overflow
from tests.support.places import TRACES


def report(run: Runner, code: int, *arguments: str) -> Any:
    done = run(*arguments, "--format", "json")
    assert done.code == code
    assert all(line.isprintable() for line in done.out.splitlines())
    return json.loads(done.out)


def test_list_has_the_bundled_scenarios_in_both_languages(run: Runner) -> None:
    scenarios = report(run, 0, "list")["scenarios"]
    assert [each["name"] for each in scenarios] == [*TEACHING_ORDER]
    of_xor = next(each for each in scenarios if each["name"] == "xor")
    assert of_xor | {"title": "", "goal": ""} == {
        "name": "xor",
        "title": "",
        "goal": "",
        "kind": "network",
        "outline": "2-2-1",
        "iterations": 100,
        "columns": 52,
    }
    assert {each["kind"] for each in scenarios} == {"network", "formula"}
    assert any(
        "가" <= c <= "힣" for c in report(run, 0, "list", "--lang", "ko")["scenarios"][0]["goal"]
    )


def test_check_has_every_gradient_and_its_verdict(run: Runner) -> None:
    checked = report(run, 0, "check", "relu_dies", "--iteration", "2")
    assert list(checked) == ["iteration", "in_place", "agrees", "gradients", "counts"]
    assert (checked["iteration"], checked["in_place"], checked["agrees"]) == (2, False, True)
    verdicts = [gradient["verdict"] for gradient in checked["gradients"]]
    assert checked["counts"] == {verdict: verdicts.count(verdict) for verdict in VERDICTS}
    header, *rows = map(json.loads, run("trace", "relu_dies").out.splitlines())
    for gradient in checked["gradients"]:
        stored = rows[1][header["columns"].index(gradient["name"])]
        assert gradient["analytic"] == stored
        assert gradient["numeric"] == pytest.approx(stored, abs=1e-6)


def test_a_number_that_there_is_not_is_null(run: Runner) -> None:
    (gradient,) = report(run, 0, "check", "C = sqrt(x)", "x=1e-320")["gradients"]
    assert (gradient["numeric"], gradient["relative_error"]) == (None, None)
    assert gradient["verdict"] == "unsettled"


def test_check_says_where_the_classic_mistake_is_the_lesson(run: Runner) -> None:
    checked = report(run, 0, "check", "in_place")
    assert (checked["in_place"], checked["agrees"]) == (True, False)


def test_verify_has_the_first_number_that_differs(run: Runner) -> None:
    stored = (TRACES / "xor.jsonl").read_text(encoding="utf-8")
    Path("a\x1b\u202eb").write_text(stored, encoding="utf-8")
    about = {"file": "a\x1b\u202eb", "iterations": 100, "columns": 52}
    right = report(run, 0, "verify", "a\x1b\u202eb")
    assert right == {**about, "agrees": True, "difference": None}
    lines = stored.splitlines(keepends=True)
    lines[3] = lines[3].replace(", ", ", 1", 1)
    Path("wrong").write_text("".join(lines), encoding="utf-8")
    wrong = report(run, 1, "verify", "wrong")
    name = json.loads(lines[0])["columns"][1]
    assert wrong["difference"] | {"stored": "", "expected": ""} == {
        "iteration": 3,
        "column": name,
        "stored": "",
        "expected": "",
    }
    assert wrong["difference"]["stored"] == f"1{wrong['difference']['expected']}"


@pytest.mark.parametrize(
    "line",
    [
        "verify nothing",
        "verify xor",
        "check overflow.toml",
        "check xor --iteration 1000",
        "compare xor nothing",
        "compare nothing mine.txt",
        "mark xor nothing",
    ],
)
def test_problems_are_a_document_as_well(run: Runner, line: str) -> None:
    overflow()
    answers("C = 1\n", "mine.txt")
    problems = report(run, 2, *line.split())["problems"]
    told = run(*line.split())
    assert told.err.splitlines() == [f"stepper: {problem}" for problem in problems]
    before = sorted(Path().iterdir())
    assert run(*line.split(), "--format", "json", "-o", "out").out == ""
    assert sorted(Path().iterdir()) == before


def test_what_a_student_wrote_does_not_command_the_terminal(run: Runner) -> None:
    answers('C = 1\nC = \x9b31m\u202e\U000e0001\x7f "\\\n', "mine.txt")
    unread = report(run, 1, "compare", "xor", "mine.txt")["answers"][1]
    assert unread["written"] == 'C = \x9b31m\u202e\U000e0001\x7f "\\'
