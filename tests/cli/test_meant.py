"""Misspelt commands, options and choices: what may be meant, and how that command is used."""

import pytest

from tests.support.commands import Runner

MEANT = {
    "shwo xor": ("show", "there is no command shwo; did you mean show?"),
    "Check xor": ("check", "there is no command Check; did you mean check?"),
    "chek": ("check", "there is no command chek; did you mean check?"),
    "show xor --itration 3": ("show", "there is no option --itration; did you mean --iteration?"),
    "show --itration=3": (
        "show",
        "there is no option --itration; did you mean --iteration?\n"
        "the following arguments are required: FILE",
    ),
    "show xor -format text": ("show", "there is no option -format; did you mean --format?"),
    "show xor -O out": ("show", "there is no option -O; did you mean -o?"),
    "show xor --format cvs --digits 18 --seed x": (
        "show",
        "argument --format: expected text, html, markdown, latex, svg, tikz, python, formula, "
        "found 'cvs'\nargument --digits: expected 1..17, found '18'\n"
        "argument --seed: expected a whole number from 0, found 'x'",
    ),
    "show xor mazur": ("show", "mazur: there is no place for that"),
    "xor --teme dark": ("open", "there is no option --teme; did you mean --theme?"),
    "list --at 3": ("list", "there is no option --at; `stepper open` has one"),
    "show xor --zz --detial": (
        "show",
        "there is no option --zz\nthere is no option --detial; did you mean --detail?",
    ),
    "trace xor --format cvs": (
        "trace",
        "argument --format: expected jsonl, csv, found 'cvs'; did you mean csv?",
    ),
    "show xor --digits 18": ("show", "argument --digits: expected 1..17, found '18'"),
    "show xor --digits x": ("show", "argument --digits: expected 1..17, found 'x'"),
    "list --lang zz": ("list", "argument --lang: expected en, ko, found 'zz'"),
}


@pytest.mark.parametrize("line", MEANT)
def test_what_may_be_meant_is_told_with_the_usage_of_that_command(run: Runner, line: str) -> None:
    command, message = MEANT[line]
    code, out, err = run(*line.split())
    assert (code, out) == (2, "")
    *problems, usage = err.splitlines()
    assert problems == [f"stepper: {line}" for line in message.split("\n")]
    assert usage.startswith(f"usage: stepper {command} ")
    assert usage.endswith(f" [options]; stepper {command} --help")


@pytest.mark.parametrize("line", ["exploading", "nothing", "shwo.toml"])
def test_a_word_that_is_no_command_is_a_file(run: Runner, line: str) -> None:
    code, out, err = run(*line.split())
    assert (code, out) == (2, "")
    assert err.startswith(f"stepper: {line}: no such file; ")


def test_full_width_signs_are_those_of_values(run: Runner) -> None:
    assert run("show", "ｆ＝ｘ＊２", "ｘ＝３").out == run("show", "ｆ＝ｘ＊２", "ｘ=3").out
    assert run("show", "ｆ＝ｘ＊２", "ｘ＝", "３").err == (
        "stepper: formula: x= 3: write x=3, without spaces\n"
    )


def test_what_follows_two_dashes_is_a_file(
    run: Runner,
) -> None:
    assert run("show", "--", "--itration").err.startswith("stepper: --itration: no such file; ")


def test_the_command_that_has_an_option_and_its_value_is_named(run: Runner) -> None:
    assert "`stepper show` has one" in run("xor", "--format", "svg").err
    assert "`stepper show` has one" in run("xor", "--format=svg").err
    assert "`stepper trace` has one" in run("xor", "--format", "csv").err
