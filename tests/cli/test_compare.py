"""`stepper compare`: the table of answers, what explains them, and the exit codes."""

import io
import json
import sys
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest

from stepper.backprop.symbols import Role
from stepper.cli.commands.compare import WIDTH, comparison
from stepper.diagnosis.diagnose import diagnose
from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import load_scenario
from stepper.files.scenario_toml import toml
from stepper.input.answer_sheet import read_answers
from stepper.runs.scenario import LANGUAGES
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.support.commands import (
    Result,
    Runner,
    answers,
)
from tests.support.networks import BUNDLED, EVERY, begun, traced

TEXT = """\
z1 = 0.075
δy = −0.1055
delta3 = -0.0527   # no slope
dC/dw3 = -0.02907
delta3 / delta4 = 1/8
"""


def lines(
    text: str, name: str = "three_hidden", language: str = "en", style: str = COURSE
) -> list[str]:
    trace = traced(name)
    answers = read_answers(BytesIO(text.encode()), "answers.txt", trace, style).answers
    explainer = Explainer(language, Notation(style, trace.model, trace.scenario.names))
    return list(comparison(trace, diagnose(trace, answers), explainer))


def test_each_answer_has_a_row_and_what_explains_it_stands_below_it() -> None:
    assert lines(TEXT) == [
        "line  number   yours     correct",
        "   1  z₁       0.075                 ✓ agrees",
        "   2  δy       −0.1055               ✓ agrees",
        "   3  δ₃       −0.0527   −0.01298    ✗ differs",
        "      The slope is missing: the way back from h₃ to z₃ leads through the",
        "      sigmoid.",
        "   4  ∂C/∂W₃   −0.02907  −0.0071621  ↳ follows",
        "      Calculated correctly, but from a number that differs: δ₃ = −0.0527 (line",
        "      3).",
        "   5  δ₃ / δy  1/8       0.123094    ✗ differs",
        "      Too small by 0.38 (75 %). From your own numbers it is 0.5. The cause was",
        "      not found.",
        "",
        "2 of 5 agree to the digits you wrote. 2 mistakes; the first is δ₃ (line 3,",
        "equation 16); 1 follows from an earlier mistake.",
    ]


def test_a_layer_may_stand_above_in_names_and_in_formulas() -> None:
    answers = (
        *("z¹₁ = -0.8", "a^2_1 = 0.623738", r"\delta^{2}_{1} = 0.146384", "w^2_12+ = 0.946302"),
        *("∂C/∂w²₁₁ = δ²₁·a¹₁", "w²₁₁⁺ = w²₁₁ - 2*δ²₁*a¹₁", "C = ½(a²₁−t)²"),
        "δ²₁ = (a^2_1 - t)*a^2_1*(1-a^2_1)",
    )
    for style in ("superscript", COURSE):
        told = lines("\n".join(answers), "xor", style=style)
        assert sum(line.endswith("✓ agrees") for line in told) == len(answers), told
    assert "δ²₁" in "\n".join(lines("delta^2_1 = 1", "xor", style="superscript"))


def test_in_korean_the_columns_stand_as_well() -> None:
    assert lines(TEXT, language="ko") == [
        "행  이름     적은 값   옳은 값",
        " 1  z₁       0.075                 ✓ 맞음",
        " 2  δy       −0.1055               ✓ 맞음",
        " 3  δ₃       −0.0527   −0.01298    ✗ 다름",
        "    기울기가 빠졌다. h₃에서 z₃ 쪽으로 되돌아가려면 시그모이드를 지나야 한다.",
        " 4  ∂C/∂W₃   −0.02907  −0.0071621  ↳ 앞에서 틀림",
        "    계산은 맞지만 앞의 틀린 수를 썼다: δ₃ = −0.0527 (3행).",
        " 5  δ₃ / δy  1/8       0.123094    ✗ 다름",
        "    0.38만큼 작다 (75 %). 적은 수로 계산하면 0.5이다. 까닭은 찾지 못했다.",
        "",
        "5개 가운데 2개가 적은 자릿수까지 맞다. 틀린 곳 2군데, 첫 번째는 δ₃ (3행, 식 16);",
        "앞에서 틀려서 따라 틀린 수 1개.",
    ]


def test_in_ascii_there_is_nothing_else() -> None:
    told = lines(TEXT, style=ASCII)
    assert all(line.isascii() for line in told)
    assert "   3  delta[3]             -0.0527   -0.01298    x differs" in told
    assert "   4  dC/dw[3]             -0.02907  -0.0071621  -> follows" in told
    assert "   5  delta[3] / delta[4]  1/8       0.123094    x differs" in told
    assert "   1  delta[4]  -0.1054  -0.10547  ~ rounding" in lines("δy = -0.1054", style=ASCII)


def test_where_all_agree_that_is_said() -> None:
    assert lines("z1 = 0.075\nx = 0.5")[-1] == "Both agree to the digits you wrote."
    assert lines("z1 = 0.075")[-1] == "It agrees to the digits you wrote."


def test_iterations_have_headings_where_there_are_several_and_a_sample_is_named() -> None:
    told = lines("iteration 2\nC = 0.08558\niteration 1: C = 0.0913\n반복 2\ny = 0.59")
    assert told[:10] == [
        "line  number  yours    correct",
        "",
        "iteration 2 of 10",
        "   2  C       0.08558           ✓ agrees",
        "",
        "iteration 1 of 10",
        "   3  C       0.0913   0.09255  ✗ differs",
        "      Too small by 0.0013 (1.4 %). The cause was not found.",
        "",
        "iteration 2 of 10",
    ]
    of_xor = lines("iteration 2: C = 1", "xor")
    assert of_xor[2].endswith(", epoch 1, sample 2")


def test_a_given_number_has_no_equation() -> None:
    assert lines("W1 = 0.3\nC = 3")[-2:] == [
        "0 of 2 agree to the digits you wrote. 2 mistakes; the first is W₁ (line 1, a",
        "given number).",
    ]


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("-0.0131", "−0.01298"),
        ("-0.01", ""),
        ("-0.0129823", "−0.01298220"),
        ("-0.01298220014935", "−0.012982200149375"),
        ("0.013", "−0.0130"),
        ("1/4", "−0.0129822"),
        ("-0.2", "−0.013"),
        ("0.0", ""),
        ("-0.0129822001494", ""),
    ],
)
def test_the_right_number_is_written_with_as_many_digits_as_show_the_difference(
    number: str, right: str
) -> None:
    told = lines(f"delta3 = {number}")[1]
    row = told.replace("too few digits", "few").split()
    assert row[3:-2] == ([right] if right else [])


@pytest.mark.parametrize("name", ["xor", "2-3-3-2 in place"])
def test_no_line_is_wider_than_a_terminal(name: str) -> None:
    trace = traced(name)
    columns = trace.model.columns[::2]
    text = "\n".join(
        f"{'minus ' * (k % 2)}{s.column}{f' / {columns[-1 - k].column}' * (k % 3 == 2)} = "
        f"{trace.value(s, 1) * (k % 7 - 2)!r}"
        for k, s in enumerate(columns)
    )
    text += "\nC = 0.123456789012345678901234567890123456789012345678901234567890·10^-12"
    answers = read_answers(BytesIO(text.encode()), "answers.txt", trace).answers
    diagnosis = diagnose(trace, answers)
    for language, style in product(LANGUAGES, (COURSE, ASCII)):
        explainer = Explainer(language, Notation(style, trace.model))
        told = list(comparison(trace, diagnosis, explainer))
        assert len(told) > len(columns)
        assert [line for line in told if cells(line) > WIDTH or line != line.rstrip()] == []
        assert style == COURSE or language == "ko" or all(map(str.isascii, told))


def test_what_follows_from_many_numbers_names_a_few() -> None:
    name = "3-4-2-5-2 with biases"
    trace = traced(name)
    by = trace.model.by_column
    z = 0.7654 * sum(trace.value(by[f"w[4][1][{i}]"], 1) for i in range(1, 6))
    z += trace.value(by["b[4][1]"], 1)
    text = "".join(f"a[3][{i}] = 0.7654\n" for i in range(1, 6))
    told = " ".join(line.strip() for line in lines(f"{text}z[4][1] = {z:.5f}", name))
    assert "h₃,₁ = 0.7654 (line 1), h₃,₂ = 0.7654 (line 2), h₃,₃ = 0.7654 (line 3), …." in told


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "three_hidden",
            "iteration 2: C = 0.085548681",
            "That uses the weight after the update.",
        ),
        ("in_place", "iteration 2: C = 0.085577666", "That uses the old weight. This run makes"),
        (
            "three_hidden",
            "y = 0.57\nδy = -0.1054",
            "went on with a rounded number: y = 0.57 (line 1).",
        ),
        ("three_hidden", "δy = -0.1054", "a rounded number: ∂C/∂y ≈ −0.4302, ∂y/∂z₄ ≈ 0.2451."),
        (
            "2-2-1 with biases",
            "C = 0.000199481734",
            "The same mistake in every equation from z₁,₁ onwards",
        ),
        ("three_hidden", "dC/dw2 = -0.0030576144", "The same mistake in every equation"),
        (
            "three_hidden",
            "δ₃ = -0.0260\nδ₂ = -0.00289\nδ₁ = -0.000289",
            "The mistake is in an earlier number, ∂C/∂h₃: The weight is missing",
        ),
        ("three_hidden", "h1 = 0.518", "That is the right number, but cut off instead of rounded"),
        ("three_hidden", "z2 = 0.2074\nh2 = 0.5518", "Too large by 0.00011 (0.020 %)."),
        (
            "three_hidden",
            "h1 = 0.5517",
            "That is the value of h₂: it looks as if two numbers were mixed up",
        ),
        ("2-2-1 with biases", "z1,1 = 0.58144", "The sign is reversed."),
        ("one_hidden", "dC/dW2 = -0.115", "That is twice the number. The cause was not found."),
        ("one_hidden", "h=0.9\nz2=0.72", "That is twice what your own numbers give, 0.360."),
        ("one_hidden", "dC/dW2 = -0.05", "Too small in size by 0.0075 (13 %)."),
        ("one_hidden", "dC/dW2 = 0.1", "Too large by 0.16 (274 %)."),
        ("one_hidden", "z2 = 0.207\ny = 0.55156", "z₂ = 0.207 (line 1). That gives 0.551566,"),
        ("one_hidden", "delta1 = -0.01106", "Only the last digit differs, and only by one."),
    ],
)
def test_what_gives_a_number_is_told_in_a_sentence(name: str, text: str, sentence: str) -> None:
    assert sentence in " ".join(line.strip() for line in lines(text, name))
    in_korean = lines(text, name, "ko")
    assert len(in_korean) >= len(text.split("\n")) + 4


def test_a_decimal_point_in_the_wrong_place_is_the_cause() -> None:
    told = " ".join(lines("dC/dW1 = -0.5536", "one_hidden"))
    assert "The decimal point is in the wrong place." in told
    assert "not found" not in told


# --- the command


def test_compare_ends_with_0_where_all_agree(run: Runner) -> None:
    told = run("compare", "three_hidden", answers("z1 = 0.075\nδ₃ = −0.01298\n"))
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[-1] == "Both agree to the digits you wrote."


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


# --- what counts, conventions, JSON


def test_too_few_digits_are_told_unless_the_number_is_exact() -> None:
    told = lines("C = 0.1\nx = 0.5\nW1 = 0.150\ny = 0")
    assert [line.split()[0] for line in told if line.endswith("too few digits")] == ["1"]
    assert "Right as far as it goes, but 2 significant digits are asked for." in " ".join(told)


def test_more_digits_can_be_asked_for(run: Runner) -> None:
    told = run("compare", "three_hidden", answers("C = 0.0926"), "--digits", "4", "--lang", "en")
    assert told.code == 1
    assert "but 4 significant digits are asked for" in told.out
    assert run("compare", "three_hidden", answers("C = 0.09255"), "--digits", "4").code == 0


def test_what_was_asked_for_and_is_missing_is_counted(run: Runner) -> None:
    text = answers("δy = -0.1055\nδ3 = -0.01298\nδ2 = -0.001445")
    told = run("compare", "three_hidden", text, "--asked", "delta", "--lang", "en")
    assert told.code == 1
    assert "missing: δ₁\n" in told.out
    assert "3 of 3 agree to the digits you wrote. There is no mistake; 1 is missing." in told.out


def test_a_convention_is_told_first_and_its_scenario_saved(run: Runner) -> None:
    scenario = EVERY["2-3-3-2"]._replace(cost="squares", samples=EVERY["2-3-3-2"].samples[:1])
    Path("mine.toml").write_text(toml(scenario._replace(cost="half_squares")))
    meant = begun(scenario)
    some = [s for s in meant.model.steps if s.role in (Role.C, Role.DC_DA, Role.DC_DW)]
    text = answers("\n".join(f"{s.column} = {meant.value(s, 1):.6g}" for s in some))
    told = run("compare", "mine.toml", text, "--write", "meant.toml", "--lang", "en")
    assert told.code == 0, told.out
    assert told.out.splitlines()[:2] == [
        'Your numbers take (y−t)² as cost, without ½. With cost = "squares", all agree.',
        "",
    ]
    assert load_scenario("meant.toml") == scenario
    again = run("compare", "meant.toml", text, "--write", "more.toml", "--lang", "en")
    assert again.code == 0
    assert "so nothing was saved" in again.out
    assert not Path("more.toml").exists()


def test_json_has_every_answer_what_is_missing_and_the_cause(run: Runner) -> None:
    text = answers(TEXT + "C = 0.1\n")
    told = run("compare", "three_hidden", text, "--format", "json", "--asked", "cost,delta")
    assert told.code == 1
    document = json.loads(told.out)
    assert [a["verdict"] for a in document["answers"]] == [
        *("agrees", "agrees", "differs", "follows", "differs", "few_digits"),
        *("missing", "missing"),
    ]
    assert document["counts"] == {
        "agrees": 2, "rounded": 0, "follows": 1, "differs": 2, "few_digits": 1,
        "unreadable": 0, "missing": 2,
    }  # fmt: skip
    assert document["answers"][2] | {"value": 0, "explanation": ""} == {
        "line": 3,
        "name": "delta[3][1]",
        "iteration": 1,
        "written": "-0.0527",
        "value": 0,
        "verdict": "differs",
        "explanation": "",
    }
    assert document["cause"]["name"] == "no_slope"
    assert document["cause"]["at"] == ["delta[3][1]"]
    assert document["convention"] is None


def test_files_may_have_names_that_look_like_formulas(run: Runner) -> None:
    answers("C = 0.0926\n", "a=b.txt")
    Path("x=1.toml").write_text(toml(BUNDLED["three_hidden"]), encoding="utf-8")
    compared = run("compare", "x=1.toml", "a=b.txt")
    assert compared.code == 0
    assert compared == run("compare", "three_hidden", "a=b.txt")


@pytest.mark.parametrize("number", ["0/5", "1e-99999/1e99999", "1e-400"])
def test_nothing_divides_by_the_last_digit_of_a_number_that_is_0(run: Runner, number: str) -> None:
    assert run("compare", "xor", answers(f"C = {number}\n")).code == 1
