"""Formulas of students, factor by factor."""

from collections.abc import Iterator
from io import BytesIO
from math import isclose
from random import Random

import pytest

from stepper.diagnosis.diagnose import compare, diagnose
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.files.typed import typed_scenario
from stepper.input.answer_lines import AnswerReader
from stepper.input.answer_sheet import read_answers
from stepper.marking.words import Verdicts
from stepper.runs.trace import Trace
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import COURSE, Notation
from stepper.typeset.spans import text_of
from stepper.workings.judged import JudgedFormula, judge_formula
from tests.support.networks import begun, bundled, drawn, traced

CHAIN = traced("one_hidden")
WIDE = begun(drawn((2, 2, 2), biases=True, samples=1))


def found(text: str, trace: Trace) -> JudgedFormula:
    (answer,) = read_answers(BytesIO(text.encode()), "mine", trace).answers
    result = judge_formula(trace, answer)
    assert result
    return result


def told(text: str, trace: Trace, language: str = "en") -> str:
    answers = read_answers(BytesIO(text.encode()), "mine", trace).answers
    explainer = Explainer(language, Notation(COURSE, trace.model, trace.scenario.names))
    (verdict,) = compare(trace, answers)
    return Verdicts(trace, explainer).because(verdict)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("(y-y')*y*(1-y)*W2*h", "Right: (y−y′), y, (1−y), W₂, h. Missing: (1−h)."),
        ("δy*W1*h*(1-h)", "Right: δy, h, (1−h). W₁ is wrong: W₂ belongs there."),
        ("δy*h*(1-h)", "Right: δy, h, (1−h). Missing: W₂."),
        ("W2*h*(1-h)", "Right: W₂, h, (1−h). Missing: δy."),
        ("δy*W2", "Right: δy, W₂. Missing: h(1−h)."),
        (
            "(y'-y)*y*(1-y)*W2*h*(1-h)",
            "Right: (y′−y), y, (1−y), W₂, h, (1−h). The sign is reversed.",
        ),
        ("δy*h*(1-h)/W2", "Right: δy, h, (1−h). It divides by W₂ instead of multiplying by it."),
        ("2*δy*W2*h*(1-h)", "Right: δy, W₂, h, (1−h). Too much: 2."),
        ("δy*W2*h*(1-h)*x", "Right: δy, W₂, h, (1−h). Too much: x."),
        ("dC/dy*W2*h*(1-h)", "Right: ∂C/∂y, W₂, h, (1−h). Missing: y, (1−y)."),
    ],
)
def test_what_is_wrong_in_a_delta_is_told_by_its_factors(formula: str, words: str) -> None:
    said = told(f"δh = {formula}", CHAIN)
    assert said == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("dC/dW2 = δy", "Right: δy. Missing: h."),
        ("C = (y-y')^2", "Right: (y−y′)². Missing: ½."),
        ("W2+ = W2 - δy*h", "Right: W₂, δy, h. Missing: α."),
        (
            "W2+ = W2 + α*δy*h",
            "Right: W₂, δy, α, h. The sign of this term is reversed: δy·α·h.",
        ),
        ("z1 = W1", "Right: W₁. Missing: x."),
        ("h = z1", "z₁ is wrong: g(z₁) belongs there."),
        ("y = g(W2)", "g(W₂) is wrong: g(z₂) belongs there."),
        ("-δy = (y-y')*y*(1-y)", "Right: (y−y′), y, (1−y). The sign is reversed."),
        ("ΔW2 = δy*α", "Right: δy, α. The sign is reversed. Missing: h."),
    ],
)
def test_sums_products_and_functions_are_compared(line: str, words: str) -> None:
    assert told(line, CHAIN) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "δ1,1 = (δy1*W2,11 + δy2*W2,12)*h1,1*(1-h1,1)",
            "Right: h₁,₁, (1−h₁,₁), δy₁·W₂,₁₁, δy₂. W₂,₁₂ is wrong: W₂,₂₁ belongs there.",
        ),
        (
            "δ1,1 = δy1*W2,11*h1,1*(1-h1,1)",
            "Right: δy₁·W₂,₁₁·h₁,₁(1−h₁,₁). Missing: δy₂·h₁,₁(1−h₁,₁)·W₂,₂₁.",
        ),
        (
            "δ1,1 = δy1*W2,11*h1,1*(1-h1,1) + δy1*W2,21*h1,1*(1-h1,1)",
            "Right: δy₁·W₂,₁₁·h₁,₁(1−h₁,₁), h₁,₁, (1−h₁,₁), W₂,₂₁. "
            "δy₁ is wrong: δy₂ belongs there.",
        ),
        ("z1,1 = W1,11*x1 + W1,12*x2", "Right: W₁,₁₁·x₁, W₁,₁₂·x₂. Missing: b₁,₁."),
        (
            "z1,1 = W1,11*x1 + W1,21*x2 + b1,1",
            "Right: W₁,₁₁·x₁, b₁,₁, x₂. W₁,₂₁ is wrong: W₁,₁₂ belongs there.",
        ),
        (
            "dE/dw2,11 = (out1-t1)*out1*(1-out1)*out_h2",
            "Right: (y₁−y′₁), y₁, (1−y₁). h₁,₂ is wrong: h₁,₁ belongs there.",
        ),
        (
            "E = 1/2*(y1-t1)^2 + (y2-t2)^2",
            "Right: ½(y₁−y′₁)², (y₂−y′₂)². Missing: ½.",
        ),
    ],
)
def test_sums_over_several_neurons_are_compared_path_by_path(line: str, words: str) -> None:
    said = told(line, WIDE)
    assert sorted(said.replace(".", "").split()) == sorted(words.replace(".", "").split())


def test_where_something_is_wrong_the_numbers_to_be_lit_are_named() -> None:
    def lit(text: str) -> list[str]:
        return [symbol.column for symbol in found(text, CHAIN).symbols]

    assert lit("δh = (y-y')*y*(1-y)*W2*h") == ["a[1][1]"]
    assert lit("δh = δy*W1*h*(1-h)") == ["w[2][1][1]"]
    assert lit("δh = δy*W2*h*(1-h)") == []


def test_a_right_formula_is_right_however_it_is_written() -> None:
    for text in (
        "δh = δy*W2*h*(1-h)",
        "δh = (y-y')*y*(1-y)*W2*h*(1-h)",
        "δh = (1-h)*h*W2*(y-y')*(y-y^2)",
        "δh = -(y'-y)*g'(z2)*W2*g'(z1)",
        "δh = dC/dh*(h - h*h)",
    ):
        formula = found(text, CHAIN)
        assert (formula.is_right, formula.agrees, formula.parts) == (True, True, ())
    assert told("δh = δy*W2*h*(1-h)", CHAIN) == ""


def test_a_number_that_is_right_by_chance_is_told_as_such() -> None:
    assert not found("z1 = x*x*0.3", CHAIN).is_right
    assert found("z1 = x*x*0.3", CHAIN).agrees
    assert "only by chance" in told("z1 = x*x*0.3", CHAIN)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("z1 = 0.15*0.5", "one_hidden"),
        ("h = σ(0.075)", "one_hidden"),
        ("dC/dW1 = (y-1)*y*(1-y)*0.4*h*(1-h)*0.5", "one_hidden"),
        ("δh = -0.11088003*0.4*0.24964877", "one_hidden"),
        ("δh = -0.111*0.4*0.25", "one_hidden"),
        ("dprice/dapple = 2*1.1", "apples_oranges"),
    ],
)
def test_a_number_that_is_put_in_stands_for_its_symbol(line: str, name: str) -> None:
    trace = bundled(name)
    answers = read_answers(BytesIO(line.encode()), "mine", trace).answers
    (verdict,) = compare(trace, answers)
    assert verdict.agrees
    assert told(line, trace) == ""


def test_a_wrong_number_that_is_put_in_stands_for_nothing() -> None:
    assert not found("δh = -0.121*0.4*0.25", CHAIN).is_right
    assert not found("δh = -0.1*0.4*0.2", CHAIN).is_right
    assert told("C = (y-1)^2", CHAIN) == "Right: (y−y′)². Missing: ½."


def test_a_whole_formula_may_have_the_other_sign_or_add_for_multiply() -> None:
    assert told("dC/dy = 1 - y", CHAIN) == "The sign is reversed."
    assert told("dC/dy = y' - y", CHAIN) == "The sign is reversed."
    assert told("z2 = W2 + h", CHAIN) == "It adds instead of multiplying."
    assert told("z1,1 = W1,11*x1*W1,12*x2", begun(drawn((2, 2, 2), samples=1))) != ""


def test_a_power_of_a_sum_is_not_that_of_a_product() -> None:
    trace = begun(typed_scenario("f = (x + y)^n", ["x=2", "y=3", "n=2.5"]))
    assert told("f = (x*y)^n", trace) == "(x·y)^n is wrong: (x + y)^n belongs there."


def test_a_name_with_several_meanings_means_what_leaves_the_fewest_faults() -> None:
    assert found("dC/dW1 = dh*x", CHAIN).is_right
    assert told("dC/dW1 = dh", CHAIN) == "Right: δh. Missing: x."


def test_a_short_value_of_a_formula_is_not_one_with_few_digits() -> None:
    answers = read_answers(BytesIO(b"y = 0.5*2"), "mine", CHAIN).answers
    (verdict,) = compare(CHAIN, answers)
    assert verdict.standing == "differs"


def test_a_right_formula_with_a_wrong_number_is_an_error_of_arithmetic() -> None:
    said = told("δh = δy·W2·h(1−h) = -0.0103", CHAIN)
    assert said == "The formula is right; worked out, it is −0.0110724."
    assert told("δh = δy·W2·h(1−h) = -0.01107", CHAIN) == ""
    assert "Missing: (1−h)" in told("δh = δy·W2·h = -0.0444", CHAIN)


def test_a_given_number_and_literals_that_stand_for_nothing_have_no_parts() -> None:
    (answer,) = read_answers(BytesIO(b"W1 = W2*x"), "mine", CHAIN).answers
    assert judge_formula(CHAIN, answer) is None
    assert found("z1 = 0.2*0.7", CHAIN).parts == ()


@pytest.mark.parametrize(
    ("line", "said", "cause"),
    [
        ("δh = -0.11088*0.4*0.5187", "Right: δy, W₂, h. Missing: (1−h).", "activation_for_slope"),
        ("δh = -0.1109*0.5150*0.2496", "W₂⁺ is wrong: W₂ belongs there.", "new_weight"),
        ("δh = 0.11088*0.4*0.2496", "The sign is reversed.", "sign"),
        ("δh = -0.1109*0.2496", "Right: δy, ∂h/∂z₁. Missing: W₂.", "no_weight"),
        ("W1+ = 0.15 + 0.005536", "Right: W₁, ∂C/∂W₁. Missing: α.", "no_rate"),
    ],
)
def test_numbers_of_a_wrong_formula_are_held_against_the_right_factors(
    line: str, said: str, cause: str
) -> None:
    assert said in told(line, CHAIN)
    diagnosis = diagnose(CHAIN, read_answers(BytesIO(line.encode()), "mine", CHAIN).answers)
    assert [cause.kind for cause in diagnosis.causes] == [cause]


def formulas(trace: Trace) -> Iterator[tuple[str, str]]:
    """The name and the equation of each step that can be typed."""
    notation = Notation(COURSE, trace.model, trace.scenario.names)
    for symbol in trace.model.steps:
        formula = text_of(Names(notation).write(trace.model.equation(symbol).formula))
        if not any(sign in formula for sign in ("[", "ln", "relu", "Σ")):
            yield notation.name(symbol), formula


@pytest.mark.parametrize("name", ["xor", "tanh", "2-3-1-2 with biases", "1-1-1-1-1", "softmax"])
def test_every_equation_is_right_and_wrong_with_one_factor_more(name: str) -> None:
    trace = traced(name)
    for symbol, formula in formulas(trace):
        right = found(f"{symbol} = {formula}", trace)
        assert right.is_right, (symbol, formula)
        wrong = found(f"{symbol} = 3*({formula})", trace)
        assert not wrong.is_right
        assert wrong.parts


def drawn_formula(names: list[str], random: Random, depth: int) -> str:
    if not depth or random.random() < 0.3:
        return random.choice([*names, *names, "2", "0.5", "3"])
    left, right = (drawn_formula(names, random, depth - 1) for _ in range(2))
    shapes = ["{0}*{1}", "{0}*{1}", "({0}-{1})", "({0}+{1})", "{0}/{1}", "-{0}", "({0})^2"]
    return random.choice([*shapes, "exp({0})", "g({0})"]).format(left, right)


@pytest.mark.parametrize("name", ["xor", "softmax", "three_hidden", "mazur"])
def test_any_formula_is_judged_and_a_wrong_one_is_not_called_right(name: str) -> None:
    trace, random = traced(name), Random(7)
    notation = Notation(COURSE, trace.model, trace.scenario.names)
    reader = AnswerReader(trace, COURSE)
    names = list(map(notation.name, trace.model.columns))
    for _ in range(60):
        symbol = random.choice(trace.model.steps)
        text = f"{notation.name(symbol)} = {drawn_formula(names, random, 3)}"
        try:
            (answer,) = reader.read(1, text)
        except StepperError:  # it divides by 0, or grows too large
            continue
        result = judge_formula(trace, answer)
        assert result
        right = trace.value(symbol, answer.iteration)
        assert not result.is_right or isclose(result.value, right, rel_tol=1e-9, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("dC/dW1 = dC/dy * dy/dz2 * dz2/dh * dh/dz1 * dz1/dW1", "one_hidden"),
        ("dC/dW2 = dC/dy*dy/dz2*dz2/dW2", "one_hidden"),
        ("dC/dW1 = dC/dy*dy/dh*dh/dW1", "one_hidden"),
        (r"dC/dh = dC/dz2 * \frac{\partial z_2}{\partial h}", "one_hidden"),
        ("∂E_total/∂w₅ = ∂E_total/∂out_o1*∂out_o1/∂net_o1*∂net_o1/∂w₅", "mazur"),
        ("δ_h1 = (δ_o1*dnet_o1/dout_h1 + δ_o2*dnet_o2/dout_h1)*dout_h1/dnet_h1", "mazur"),
    ],
)
def test_a_derivative_of_a_number_by_one_before_it_is_one_factor_of_the_chain_rule(
    line: str, name: str
) -> None:
    assert found(line, traced(name)).is_right
    wrong = found(f"{line}*2", traced(name))
    assert not wrong.is_right
    assert "2" in told(f"{line}*2", traced(name)).partition("Too much")[2]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_words_are_in_both_languages(language: str) -> None:
    said = told("δh = (y'-y)*W1*h/x", CHAIN, language)
    assert ("부호" in said) == (language == "ko")


def test_nearly_a_hundred_percent_are_told_without_a_power_of_ten() -> None:
    said = told("h = 0.00207", CHAIN)
    assert "(99.6 %)" in said


def test_numbers_of_an_earlier_mistake_in_a_formula_are_no_mistake_of_it() -> None:
    for formula, said in (
        ("-0.2*0.4*0.2496", "Calculated correctly, but from a number that differs: δy = −0.2"),
        ("-0.2*0.4*0.5187", "Right: W₂, h. 0.2 is wrong: δy belongs there. Missing: (1−h)."),
    ):
        text = f"δy = -0.2\nδh = {formula}".encode()
        verdicts = compare(CHAIN, read_answers(BytesIO(text), "mine", CHAIN).answers)
        explainer = Explainer("en", Notation(COURSE, CHAIN.model))
        assert Verdicts(CHAIN, explainer).because(verdicts[1]).startswith(said)
