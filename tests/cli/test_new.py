"""`stepper new`: a commented scenario that runs."""

import sys
from pathlib import Path

import pytest

from stepper.files.scenario_file import load_scenario
from stepper.runs.scenario import Scenario
from tests.support.commands import Runner


@pytest.mark.parametrize("language", ["en", "ko"])
def test_new_writes_a_scenario_that_runs(run: Runner, language: str) -> None:
    made = run("new", "mine.toml", "--lang", language)
    assert (made.code, made.err) == (0, "")
    assert "mine.toml" in made.out
    assert run("check", "mine.toml").code == 0
    commented = Path("mine.toml").read_text(encoding="utf-8")
    for key in (
        "[random]",
        "[names]",
        "[[notes]]",
        'update = "in_place"',
        "summary",
        "goal",
        "source",
    ):
        assert f"# {key}" in commented


def test_new_comments_in_the_language_but_writes_the_same_numbers(run: Runner) -> None:
    run("new", "en.toml")
    run("new", "ko.toml", "--lang", "ko")

    def numbers_of(name: str) -> tuple[object, ...]:
        s: Scenario = load_scenario(name)
        return s.learning_rate, s.epochs, s.samples, s.layers

    assert numbers_of("en.toml") == numbers_of("ko.toml")
    assert Path("en.toml").read_text(encoding="utf-8") != Path("ko.toml").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("name", "typed"), [("my net.toml", "'my net.toml'"), ("list", "list"), ("-o", "./-o")]
)
def test_new_says_what_can_be_typed_as_it_stands(
    run: Runner, monkeypatch: pytest.MonkeyPatch, name: str, typed: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["__main__.py"])
    expected = f"{name} has been written. To open it: python -m stepper open {typed}\n"
    assert run("new", "--lang", "en", "--", name).out == expected
