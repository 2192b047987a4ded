"""Commands with a formula in place of a file."""

import shlex
import tomllib
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from stepper.cli.reading import read
from stepper.cli.way_back import way_to
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.typeset.notation import COURSE, Notation
from tests.support.commands import Runner, answers
from tests.support.networks import FORMULAS, begun

SUM = ("q = x + y; f = q*z", "x=-2", "y=5", "z=-4")


def test_a_formula_is_traced_verified_and_checked(run: Runner) -> None:
    assert run("trace", *SUM, "-o", "sum.jsonl").code == 0
    verified = run("verify", "sum.jsonl")
    assert (verified.code, verified.err) == (0, "")
    stored = run("trace", "sum.jsonl", "--format", "csv").out
    assert stored == run("trace", *SUM, "--format", "csv").out
    assert stored.splitlines()[1] == (
        "1,1,1,-2.0,5.0,-4.0,3.0,-12.0,-4.0,-4.0,1.0,-4.0,1.0,-4.0,3.0,3.0"
    )
    checked = run("check", *SUM)
    assert (checked.code, checked.err) == (0, "")
    assert [line.split()[:2] for line in checked.out.splitlines()[1:5]] == [
        ["∂f/∂q", "−4"], ["∂f/∂x", "−4"], ["∂f/∂y", "−4"], ["∂f/∂z", "3"],
    ]  # fmt: skip


def test_numbers_worked_by_hand_are_compared_with_a_formula(run: Runner) -> None:
    mine = answers("q = 3\n∂f/∂x = -4\n∂q/∂y = 1\ndz = 3\n")
    compared = run("compare", SUM[0], mine, *SUM[1:], "--lang", "en")
    assert (compared.code, compared.err) == (0, "")
    assert "All 4 agree" in compared.out


def test_a_changed_number_of_a_formula_is_found(run: Runner) -> None:
    run("trace", *SUM, "-o", "sum.jsonl")
    file = Path("sum.jsonl")
    file.write_text(file.read_text(encoding="utf-8").replace("3.0, -12.0", "3.0, -12.5"))
    verified = run("verify", "sum.jsonl")
    assert verified.code == 1
    assert "iteration 1, f: -12.5 is stored, but the correct value is -12.0" in verified.out


@pytest.mark.parametrize("name", FORMULAS)
def test_every_bundled_formula_agrees_with_its_differences_in_both_languages(
    run: Runner, name: str
) -> None:
    assert run("check", name, "--lang", "en").code == 0
    korean = run("check", name, "--lang", "ko", "--ascii")
    assert (korean.code, korean.err) == (0, "")


def test_at_a_corner_the_check_says_so(run: Runner) -> None:
    checked = run("check", "f = relu(x) + y", "x=0", "y=1", "--lang", "en")
    assert (checked.code, checked.err) == (0, "")
    assert "corner of max, min, abs or relu" in checked.out


@pytest.mark.parametrize(
    "words",
    [
        "trace F x=1 y=2 --ascii",
        "trace F --ascii x=1 y=2",
        "trace --ascii F x=1 --lang ko y=2",
        "--ascii trace F x=1 y=2",
        "F x=1 y=2",
        "open F x=1 --at df/dx y=2",
        "compare F answers x=1 y=2",
        "compare F x=1 answers y=2",
    ],
)
def test_values_may_stand_anywhere_after_the_formula(words: str) -> None:
    args = read(["f = x*y" if word == "F" else word for word in words.split()])
    assert (args.file, args.values) == ("f = x*y", ["x=1", "y=2"])
    assert getattr(args, "answers", "answers") == "answers"
    assert getattr(args, "at", None) in (None, "df/dx")


def test_what_belongs_to_an_option_is_no_value() -> None:
    args = read(["trace", "f = x", "-o", "x=1.jsonl", "x=2", "--format=csv"])
    assert (args.out, args.values, args.format) == ("x=1.jsonl", ["x=2"], "csv")


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("x", "=", "1"), "x = 1: write x=1, without spaces"),
        (("x=", "-1", "--detail"), "x= -1: write x=-1, without spaces"),
        (("x",), "x: x has no value; write x=1"),
        (("x=1", "2"), "2: expected name=value, such as x=-2"),
        (("x=", "--detail"), "x=: expected a number, a name or (, found the end of the line"),
    ],
)
def test_a_word_that_is_no_value_is_a_problem_like_any_other(
    run: Runner, words: tuple[str, ...], problem: str
) -> None:
    refused = run("show", "f = x", *words)
    assert (refused.code, refused.err) == (2, f"stepper: formula: {problem}\n")
    assert "1: there is no place for that" in run("show", "xor", "1").err


@pytest.mark.parametrize("command", ["open", "show", "trace", "check", "compare"])
def test_every_command_reports_all_problems_of_a_formula(run: Runner, command: str) -> None:
    answers = ["-"] if command == "compare" else []
    refused = run(command, "f = 2x + z", *answers, "x=1,5")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.splitlines() == [
        "stepper: formula: x=1,5: a decimal is written with a point: 1.5",
        "stepper: formula: line 1, column 6: expected an operator between 2 and x; write 2*x",
        "stepper: formula: line 1, column 10: z is not given, and no line makes it; give it a "
        "value, z=1",
    ]


def test_a_formula_is_no_trace_to_verify(run: Runner) -> None:
    refused = run("verify", "f = x*2", "x=1")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "stepper: formula: not a trace; `stepper trace 'f = x*2' x=1 -o OUT` writes one\n"
    )


@pytest.mark.parametrize("text", [SUM[0], "q = x + y  # a sum\nf = q*z"])
def test_the_way_back_opens_the_formula_again(text: str) -> None:
    args = read(["open", text, *SUM[1:]])
    trace = load(args.file, values=args.values)
    explainer = Explainer("en", Notation(COURSE, trace.model))
    words = shlex.split(way_to(args, args.file, trace.steps[6], explainer))
    again = read(words[words.index("open") :])
    assert load(again.file, values=again.values).scenario == trace.scenario
    assert (again.iteration, again.at) == ("1", "7")


def test_the_way_back_to_a_formula_that_was_typed_later_has_its_values() -> None:
    text = "f = x*y x=1/2 y=3"
    args, trace = read(["open"]), load(text)
    explainer = Explainer("en", Notation(COURSE, trace.model))
    way = way_to(args, text, trace.steps[0], explainer)
    assert " open 'f = x*y' x=0.5 y=3 --iteration 1 --at 1" in way


def test_the_way_back_to_an_edited_formula_has_the_values_of_the_edit() -> None:
    args = read(["open", *SUM])
    scenario = load(args.file, values=args.values).scenario
    values = (0.5, *scenario.values[1:])
    trace = begun(scenario._replace(values=values))
    explainer = Explainer("en", Notation(COURSE, trace.model))
    words = shlex.split(way_to(args, args.file, trace.steps[6], explainer))
    again = read(words[words.index("open") :])
    assert load(again.file, values=again.values).scenario.values == values


def test_the_way_back_to_a_file_has_no_values() -> None:
    args = read(["open", *SUM])
    trace = load("chain_rule")
    explainer = Explainer("en", Notation(COURSE, trace.model))
    way = way_to(args, "chain_rule", trace.steps[0], explainer)
    assert way.partition(" open ")[2].startswith("chain_rule --iteration 1 --at 1")


def test_numbers_that_are_too_large_advise_what_there_is(run: Runner) -> None:
    _, _, err = run("show", "f = exp(x)*exp(x)", "x=700")
    assert err.endswith("the numbers have grown too large; use smaller ones\n")


def test_a_formula_of_a_number_has_nothing_empty(run: Runner) -> None:
    for format in ("text", "markdown", "latex", "python"):
        _, out, _ = run("show", "f = 3", "--format", format)
        assert "given" not in out and "f()" not in out


def test_what_a_command_writes_can_be_read_from_standard_input(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def piped(text: str, *words: str) -> str:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text.encode())))
        result = run(*words)
        assert (result.code, result.err) == (0, "")
        return result.out

    formula = run("show", "xor", "--format", "formula").out
    (heading,) = (line for line in piped(formula, "show", "-").splitlines() if "formula C" in line)
    assert "W₁₁₁" in heading
    trace = run("trace", "xor").out
    assert "every number agrees" in piped(trace, "verify", "-")


def test_a_network_as_a_formula_has_the_values_of_its_samples_once(run: Runner) -> None:
    text = run("show", "xor", "--format", "formula").out
    values = tomllib.loads(text)["values"]
    assert "b₂₁" in values and not {"x₁", "x₂", "t"} & values.keys()
