"""The command that leads back says how the program was called."""

import sys
from pathlib import Path

import pytest

from stepper.cli.reading import read
from stepper.cli.way_back import to_lesson, way_to
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.files.template import drawn_template
from stepper.typeset.notation import COURSE, Notation


@pytest.mark.parametrize(
    ("called", "installed", "expected"),
    [
        ("bin/stepper", "bin/stepper", "stepper"),
        ("bin/stepper", "bin/stepper.EXE", "stepper"),  # as Windows calls and finds it
        ("bin/stepper", "bin/other", "{}/bin/stepper"),
        ("other/stepper", "bin/stepper", "{}/other/stepper"),
        ("my bin/stepper", "bin/other", "'{}/my bin/stepper'"),
        ("stepper/__main__.py", "bin/stepper", "python -m stepper"),
    ],
)
def test_the_way_back_calls_the_program_as_it_was_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str, installed: str, expected: str
) -> None:
    for name in {installed, "other/stepper"}:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch(0o755)
    found = tmp_path / installed if "stepper" in installed else None
    monkeypatch.setattr("stepper.cli.way_back.which", lambda name: found and str(found))
    monkeypatch.setattr(sys, "argv", [str(tmp_path / called)])
    trace = load("xor")
    explainer = Explainer("en", Notation(COURSE, trace.model))
    args = read(["open", "xor", "--lang", "en"])
    way = way_to(args, "xor", trace.steps[1], explainer)
    expected = f"{expected.format(tmp_path)} open xor --iteration 1 --at 2 --lang en"
    assert way == expected


def test_the_way_back_to_a_variant_names_its_seed_and_to_another_file_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["stepper/__main__.py"])
    file = tmp_path / "mine.toml"
    file.write_text(drawn_template("en", [2, 2, 1], 7), encoding="utf-8")
    trace = load(str(file), seed=8)
    explainer = Explainer("en", Notation(COURSE, trace.model))
    args = read(["open", str(file), "--seed", "8", "--lang", "en"])
    assert " --seed 8" in way_to(args, str(file), trace.steps[1], explainer)
    assert "--seed" not in way_to(args, "xor", trace.steps[1], explainer)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("", "stepper open --lesson 4 --lang ko"),
        ("my lesson.toml", "stepper open 'my lesson.toml' --lesson 4 --lang ko"),
    ],
)
def test_the_way_back_to_a_lesson_names_its_stop(
    monkeypatch: pytest.MonkeyPatch, file: str, expected: str
) -> None:
    monkeypatch.setattr("stepper.cli.way_back._program", lambda: ["stepper"])
    explainer = Explainer("ko", Notation(COURSE, load("xor").model))
    assert to_lesson(read(["open", "--lang", "ko"]), file, 4, explainer) == expected
