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


@pytest.mark.parametrize("language", ["en", "ko"])
def test_new_draws_a_network_of_some_sizes_and_its_variants(run: Runner, language: str) -> None:
    made = run("new", "mine.toml", "--sizes", "2-3-2", "--seed", "7", "--lang", language)
    assert (made.code, made.err) == (0, "")
    scenario: Scenario = load_scenario("mine.toml")
    assert scenario.network.sizes == (2, 3, 2)
    assert scenario.seed == 7
    for number in (*scenario.parameters, *scenario.samples[0][0]):
        assert number == round(number, 1) != 0
    sheet = run("show", "mine.toml", "--seed", "8", "--steps", "1:2", "--lang", "en").out
    assert "weights drawn with seed = 8" in sheet
    run("new", "other.toml", "--sizes", "2-3-2", "--seed", "8")
    other = load_scenario("other.toml").layers[0].weights
    first = f"W₁,₁₁ = {other[0][0]}".replace("-", "−").removesuffix(".0")
    assert first in sheet.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--sizes", "2"], '--sizes: expected sizes such as 2-3-2, found "2"'),
        (["--sizes", "2-0-1"], '--sizes: expected sizes such as 2-3-2, found "2-0-1"'),
        (["--sizes", "2-x"], '--sizes: expected sizes such as 2-3-2, found "2-x"'),
        (["--sizes", "2-99999-9"], "--sizes: random.sizes: expected at most 100,000 weights"),
        (["--seed", "3"], "--seed: draws weights for a network; add --sizes 2-3-2"),
    ],
)
def test_new_refuses_what_is_no_network(run: Runner, options: list[str], problem: str) -> None:
    told = run("new", "mine.toml", *options)
    assert told.code == 2
    assert problem in told.err
    assert not Path("mine.toml").exists()


def test_a_trace_has_no_variants(run: Runner) -> None:
    run("trace", "one_hidden", "-o", "run.jsonl")
    told = run("show", "run.jsonl", "--seed", "1")
    assert (told.code, told.out) == (2, "")
    assert (
        told.err == "stepper: --seed: run.jsonl is a trace, and has been run; name its scenario\n"
    )
