"""`stepper mark`: points and mistakes of a class, in every format, with feedback."""

import csv
import io
import json
from pathlib import Path

import pytest

from stepper.backprop.symbols import Role
from stepper.files.scenario_file import load_scenario
from stepper.runs.rows import Run
from stepper.runs.trace import Trace
from tests.support.commands import Runner

RANDOM = """\
title = "Variants"
learning_rate = 0.5
samples = [{ inputs = [0.5, 0.8], targets = [1] }]
[random]
sizes = [2, 2, 1]
seed = 7
range = [-1, 1]
decimals = 1
"""
RIGHT = "δy = -0.10547\nδ₃ = -0.012982\ndC/dw3 = -0.0071621\n"
NO_SLOPE = "δy = -0.10547\nδ₃ = -0.052733\ndC/dw3 = -0.029092\n"


def write(**files: str) -> Path:
    folder = Path("class")
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def rows(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_each_student_has_a_line_and_the_class_a_table_of_mistakes(run: Runner) -> None:
    folder = write(ann=RIGHT, bob=NO_SLOPE, cho=NO_SLOPE + "z1 = 0.075", dan="δy = -0.10547")
    told = run("mark", "three_hidden", str(folder), "--asked", "delta")
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0].split() == ["student", "points", "first", "mistake", "missing"]
    assert [line.split()[:2] for line in lines[1:5]] == [
        ["ann", "2/4"],
        ["bob", "1/4"],
        ["cho", "1/4"],
        ["dan", "1/4"],
    ]
    assert lines[1].endswith("2: δ₂, δ₁")
    assert "δ₃: The slope is missing" in lines[2]
    assert lines[4].endswith("3: δ₃, δ₂, δ₁")
    assert "Mistakes (4 students):" in lines
    assert any(line.startswith("2 of 4  δ₃  The slope is missing") for line in lines)
    rare = lines[lines.index("Rarely right:") + 1 :]
    assert rare == ["0 of 4  δ₂", "0 of 4  δ₁", "1 of 4  δ₃"]
    assert max(map(len, lines)) <= 80


def test_what_follows_from_a_mistake_gives_its_points(run: Runner) -> None:
    folder = write(bob=NO_SLOPE)
    points = ["--points", "delta=2,gradient=1.5", "--format", "csv"]
    (bob,) = rows(run("mark", "three_hidden", str(folder), *points).out)
    assert (bob["points"], bob["of"]) == ("3.5", "5.5")
    assert (bob["agrees"], bob["differs"], bob["follows"]) == ("1", "1", "1")


def test_without_points_each_number_has_one_and_a_given_one_has_none(run: Runner) -> None:
    folder = write(ann="x = 0.5\nz1 = 0.075\nz1 = 0.075\nδy = 7")
    (ann,) = rows(run("mark", "three_hidden", str(folder), "--format", "csv").out)
    assert (ann["points"], ann["of"]) == ("1", "2")


def test_the_last_answer_to_a_number_counts(run: Runner) -> None:
    folder = write(ann="z1 = 7\nz1 = 0.075", bob="z1 = 0.075\nz1 = 7")
    ann, bob = rows(run("mark", "three_hidden", str(folder), "--format", "csv").out)
    assert (ann["points"], bob["points"]) == ("1", "0")


def test_a_key_says_what_was_asked(run: Runner) -> None:
    run("show", "three_hidden", "--blank", "delta", "--key", "key.txt")
    folder = write(ann="δy = -0.10547")
    options = ["--key", "key.txt", "--format", "csv"]
    (ann,) = rows(run("mark", "three_hidden", str(folder), *options).out)
    assert (ann["points"], ann["of"], ann["missing"]) == ("1", "4", "3")
    told = run("compare", "three_hidden", "class/ann.txt", "--key", "key.txt")
    assert (told.code, "3 are missing" in told.out) == (1, True)
    told = run("compare", "three_hidden", "class/ann.txt", "--key", "key.txt", "--asked", "z")
    assert told.err == "stepper: --key: says what --asked says; leave out one of them\n"


def test_one_broken_file_does_not_stop_the_others(run: Runner) -> None:
    folder = write(ann=RIGHT, cho="nothing here")
    (folder / "bob.txt").write_bytes(b"\xff\xfe")
    told = run("mark", "three_hidden", str(folder), "none.txt")
    assert told.code == 1
    lines = told.out.splitlines()
    assert [line.split()[:2] for line in lines[1:5]] == [
        ["ann", "3/3"],
        ["bob", "–"],
        ["cho", "–"],
        ["none", "–"],
    ]
    assert "not marked: class/bob.txt: line 1: not UTF-8" in lines[2]
    students = json.loads(run("mark", "three_hidden", str(folder), "--format", "json").out)
    problems = [student.get("problems") for student in students["students"]]
    assert problems[0] is None
    assert problems[1] == ["class/bob.txt: line 1: not UTF-8; save the file as UTF-8"]


def test_lines_that_cannot_be_read_are_counted_beside_the_points(run: Runner) -> None:
    folder = write(ann=RIGHT, bob=f"{RIGHT}\nfoo = 3\nC = abc")
    head, ann, bob, *_ = run("mark", "three_hidden", str(folder)).out.splitlines()
    assert head.split()[-1] == "unread"
    assert ann.split() == ["ann", "3/3"]
    assert bob.split() == ["bob", "3/3", "2", "lines"]
    (folder / "bob.txt").unlink()
    assert "unread" not in run("mark", "three_hidden", str(folder)).out


def test_a_report_says_what_cannot_be_read_in_its_language(run: Runner) -> None:
    folder = write(ann=f"{RIGHT}\nfoo = 3\nC = abc", bob="nothing here")
    told = run("mark", "three_hidden", str(folder), "--feedback", "texts", "--lang", "ko")
    assert "채점하지 못함: class/bob.txt: 1행: ‘이름 = 수’" in told.out
    feedback = Path("texts/ann.feedback.txt").read_text(encoding="utf-8")
    assert '5행: "foo": 그런 이름의 수가 없다. z1 같은 이름을 적는다' in feedback
    assert "6행: -0.013, 1/4, 7.2e-5 같은 수를 적는다" in feedback
    (folder / "ann.txt").unlink()
    told = run("mark", "three_hidden", str(folder), "--lang", "ko")  # an error stays English
    assert "class/bob.txt: line 1: expected name = number" in told.err


def test_where_no_file_can_be_marked_all_problems_are_reported(run: Runner) -> None:
    folder = write(ann="nothing here")
    told = run("mark", "three_hidden", str(folder), "none.txt")
    assert (told.code, told.out) == (2, "")
    assert [line.split(":")[1].strip() for line in told.err.splitlines()] == [
        "class/ann.txt",
        "none.txt",
    ]
    Path("empty").mkdir()
    told = run("mark", "three_hidden", "empty")
    assert told.err == "stepper: empty: no files of answers in this folder\n"


def test_hidden_files_and_feedback_are_no_answers(run: Runner) -> None:
    folder = write(ann=RIGHT)
    for name in (".ds", "ann.feedback.txt"):
        (folder / name).write_text("no answers")
    told = run("mark", "three_hidden", str(folder), "--format", "csv")
    assert [row["student"] for row in rows(told.out)] == ["ann"]


def test_files_with_the_same_name_are_told_apart(run: Runner) -> None:
    folder = write(ann=RIGHT)
    Path("ann.txt").write_text(NO_SLOPE)
    told = run("mark", "three_hidden", str(folder), "ann.txt", "ann.txt", "--feedback", "fb")
    assert [line.split()[0] for line in told.out.splitlines()[1:3]] == ["class/ann.txt", "ann.txt"]
    texts = sorted(path.name for path in Path("fb").iterdir())
    assert texts == ["ann-2.feedback.txt", "ann.feedback.txt"]


def test_names_of_files_are_harmless_in_every_format(run: Runner) -> None:
    folder = write()
    for name in ("=1+1", "a|b*c", "\x1b[31mred"):
        (folder / f"{name}.txt").write_text(RIGHT, encoding="utf-8")
    text = run("mark", "three_hidden", str(folder)).out
    assert "\x1b" not in text
    assert r"\x1b[31mred" in text
    assert r"| a\|b\*c |" in run("mark", "three_hidden", str(folder), "--format", "markdown").out
    table = run("mark", "three_hidden", str(folder), "--format", "csv").out
    assert [row["student"] for row in rows(table)] == [r"\x1b[31mred", "'=1+1", "a|b*c"]
    names = json.loads(run("mark", "three_hidden", str(folder), "--format", "json").out)
    assert [student["name"] for student in names["students"]][1] == "=1+1"


def test_the_document_has_each_student_and_the_class(run: Runner) -> None:
    folder = write(ann=RIGHT, bob=NO_SLOPE, cho=NO_SLOPE)
    told = json.loads(run("mark", "three_hidden", str(folder), "--format", "json").out)
    bob = told["students"][1]
    assert (bob["points"], bob["of"], bob["seed"], bob["fits_seed"]) == (2, 3, None, None)
    assert bob["counts"]["follows"] == 1
    assert bob["answers"][0]["name"] == "delta[4][1]"
    (mistake,) = told["mistakes"]
    assert (mistake["count"], mistake["at"]) == (2, "delta[3][1]")
    assert told["rarely_right"] == [
        {"name": "delta[3][1]", "iteration": 1, "right": 1, "of": 3},
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("format", ["text", "markdown"])
def test_pages_are_written_in_both_languages(run: Runner, language: str, format: str) -> None:
    folder = write(ann=RIGHT, bob=NO_SLOPE)
    told = run("mark", "three_hidden", str(folder), "--lang", language, "--format", format)
    assert ("학생" in told.out) == (language == "ko")
    assert told.code == 0
    plain = run("mark", "three_hidden", str(folder), "--ascii", "--lang", "en").out
    assert plain.isascii()


def test_feedback_is_a_text_for_each_student_and_replaced_only_by_force(run: Runner) -> None:
    folder = write(ann=RIGHT, bob=NO_SLOPE + "foo = 3")
    options = ["mark", "three_hidden", str(folder), "--feedback", "fb/new"]
    assert run(*options).code == 0
    bob = Path("fb/new/bob.feedback.txt").read_text(encoding="utf-8")
    assert bob.startswith("Three hidden layers\npoints: 2/3\n\nline  number")
    assert 'line 4: no number has the name "foo"' in bob
    Path("fb/new/bob.feedback.txt").unlink()
    told = run(*options)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("stepper: fb/new/ann.feedback.txt: already exists; add --force")
    assert not Path("fb/new/bob.feedback.txt").exists()
    assert run(*options, "--force").code == 0
    assert run("mark", "three_hidden", str(folder), "--force").err.startswith("stepper: --force")
    Path("file").touch()
    assert "file: is a file; " in run(*options[:-1], "file").err


@pytest.mark.parametrize(
    ("points", "problem"),
    [
        ("dleta=2", '"dleta" is not a kind of step; did you mean delta?'),
        ("delta=x", 'expected delta=2, found "delta=x"'),
        ("delta=-1", 'expected delta=2, found "delta=-1"'),
        ("delta", 'expected delta=2, found "delta"'),
        ("", "found"),
    ],
)
def test_points_that_cannot_be_read_are_reported(run: Runner, points: str, problem: str) -> None:
    told = run("mark", "three_hidden", str(write(ann=RIGHT)), "--points", points)
    assert (told.code, told.out) == (2, "")
    assert problem in told.err


# --- variants


def answers_of(seed: int, file: str = "mine.toml") -> str:
    scenario = load_scenario(file, seed=seed)
    trace = Trace(scenario, Run(scenario))
    roles = (Role.Z, Role.A, Role.DELTA, Role.DC_DW)
    symbols = [symbol for symbol in trace.model.steps if symbol.role in roles]
    return "\n".join(f"{s.column} = {trace.value(s, 1):.4g}" for s in symbols)


def test_each_sheet_is_marked_by_its_own_variant(run: Runner) -> None:
    Path("mine.toml").write_text(RANDOM, encoding="utf-8")
    texts = {f"seed{seed}": f"seed = {seed}\n{answers_of(seed)}" for seed in (1, 2, 7)}
    told = run("mark", "mine.toml", str(write(**texts)), "--format", "csv")
    for row, seed in zip(rows(told.out), (1, 2, 7), strict=True):
        assert row["points"] == row["of"] == "15"
        assert row["seed"] == str(seed)
    told = run("compare", "mine.toml", "class/seed2.txt")
    assert (told.code, told.out.splitlines()[-1][:6]) == (0, "All 15")
    assert run("compare", "mine.toml", "class/seed2.txt", "--seed", "3").code == 0


def test_answers_that_fit_another_variant_are_told_as_such(run: Runner) -> None:
    Path("mine.toml").write_text(RANDOM, encoding="utf-8")
    texts = {"ann": f"seed = 2000\n{answers_of(2000)}", "bob": f"seed = 8\n{answers_of(2000)}"}
    told = run("mark", "mine.toml", str(write(**texts, cho=answers_of(5))))
    lines = told.out.splitlines()
    assert "fit another" not in lines[1]
    assert "fit another" in lines[2]
    (row, *_) = rows(run("mark", "mine.toml", "class/cho.txt", "--format", "csv").out)
    assert row["first_mistake"].startswith("These answers fit another variant, seed = 5: 14 of 14")
    document = json.loads(run("mark", "mine.toml", "class", "--format", "json").out)
    assert [student["fits_seed"] for student in document["students"]] == [None, 2000, 5]
    told = run("compare", "mine.toml", "class/cho.txt")
    assert "fit another variant, seed = 5: 14 of 14 agree" in told.out.replace("\n", " ")
    assert told.out.endswith("All 15 agree to the digits you wrote.\n")
    assert told.code == 1


def test_answers_to_another_variant_are_no_mistakes_of_the_class(run: Runner) -> None:
    Path("mine.toml").write_text(RANDOM, encoding="utf-8")
    told = run("mark", "mine.toml", str(write(ann=answers_of(5), bob=answers_of(5))))
    assert "15/15" in told.out
    assert "Mistakes" not in told.out
    assert "Rarely right" not in told.out


def test_the_tables_of_a_class_have_heads_in_markdown(run: Runner) -> None:
    told = run("mark", "three_hidden", str(write(bob=NO_SLOPE)), "--format", "markdown")
    assert "| students | number | mistake |" in told.out
    assert "|  |  |" not in told.out
