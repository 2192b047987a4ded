"""Files that a command line names twice, and those that cannot be written."""

from pathlib import Path

import pytest

from stepper.files.opening import bundled
from tests.support.commands import Runner, answers

SCENARIO = Path(bundled()["xor"]).read_text(encoding="utf-8")
RIGHT = "z11 = 7\n"
TWICE = {
    "show me.toml --blank all --key k -o k": "-o: k is the file of --key, too",
    "show me.toml --blank all --key k -o ./k": "-o: ./k is the file of --key, too",
    "show me.toml --blank all --key k -o link": "-o: link is the file of --key, too",
    "compare me.toml mine.txt --write w -o w": "-o: w is the file of --write, too",
    "show me.toml --format python -o me.toml": "-o: me.toml is the file that is read",
    "trace ./me.toml -o me.toml": "-o: me.toml is the file that is read",
    "compare me.toml mine.txt --write me.toml": "--write: me.toml is the file that is read",
    "compare me.toml mine.txt -o mine.txt": "-o: mine.txt is the file that is read",
    "compare me.toml mine.txt --key k2 -o k2": "-o: k2 is the file that is read",
    "mark me.toml mine.txt --format csv -o mine.txt": "-o: mine.txt is the file that is read",
}
FIRST = {  # no other file is written where OUT cannot be
    "mark me.toml mine.txt --feedback new -o k2": "k2: already exists",
    "mark me.toml mine.txt --feedback new -o here": "here: not a regular file",
    "compare me.toml mine.txt --write new -o k2": "k2: already exists",
    "compare me.toml mine.txt --write k2 -o new": "k2: already exists",
    "show me.toml --blank all --key new -o k2": "k2: already exists",
    "show me.toml --blank all --key new -o no/out": "no/out: cannot be written: No such file",
}


@pytest.fixture(autouse=True)
def files() -> None:
    Path("me.toml").write_text(SCENARIO, encoding="utf-8")
    answers(RIGHT, "mine.txt")
    answers(RIGHT, "k2")
    Path("link").symlink_to("k")
    Path("here").mkdir()


def everything() -> dict[str, str]:
    paths = (path for path in Path().rglob("*") if path.is_file())
    return {str(path): path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.parametrize("line", TWICE)
def test_a_file_that_is_named_twice_is_not_lost(run: Runner, line: str) -> None:
    before = everything()
    for force in ([], ["--force"]):
        refused = run(*line.split(), *force)
        assert refused == (2, "", f"stepper: {TWICE[line]}; choose another name\n")
        assert everything() == before


@pytest.mark.parametrize("line", FIRST)
def test_no_file_is_written_and_nothing_is_computed_where_one_cannot_be(
    run: Runner, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    monkeypatch.delattr("stepper.cli.shared.trace")
    monkeypatch.delattr("stepper.cli.shared.passing_trace")
    before = everything()
    refused = run(*line.split())
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"stepper: {FIRST[line]}")
    assert everything() == before
    assert not Path("new").exists()


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/null"])
def test_what_is_no_file_is_left_out(run: Runner, name: str) -> None:
    if name != "-" and not Path(name).is_char_device():
        pytest.skip(f"{name} is a file here")
    fix = "leave out -o for standard output"
    for force in ([], ["--force"]):
        refused = run("trace", "me.toml", "-o", name, *force)
        assert refused == (2, "", f"stepper: -o: {name} is no file; {fix}\n")


def test_marks_among_the_answers_are_no_student(run: Runner) -> None:
    answers(RIGHT, "here/kim.txt")
    marks = ("mark", "me.toml", "here", "--format", "csv", "-o", "here/marks.csv")
    assert run(*marks).code == 0
    first = everything()["here/marks.csv"]
    assert run(*marks, "--force").code == 0
    assert everything()["here/marks.csv"] == first
    assert first.count("kim") and "marks" not in first
