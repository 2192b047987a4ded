"""Expressions are read as Python reads them, where both have the same signs."""

import math
from random import Random

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import Symbol
from stepper.formula.reading import read_formula
from tests.support.formulas import NAMES, expression, value_of

NUMBERS = {"x": -3.0, "y": 0.25, "z": 1.5, "w": 0.0, "θ": 7.5, "x_1": -0.5, "net": 2.0, "B2": 1e-3}


def number(symbol: Symbol) -> float:
    return NUMBERS[symbol.names[0]]


def result(text: str) -> float:
    given = [name for name in NUMBERS if name in text]
    formula = read_formula(f"C = {text}\nD = C + 0*({' + '.join(given) or '1'})", given)
    return evaluate(formula.expressions["C"], number)


def same(one: float, other: float) -> bool:
    return one.hex() == other.hex() or (math.isnan(one) and math.isnan(other))


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_random_expressions_have_the_value_that_python_gives_them(depth: int) -> None:
    random, finite = Random(depth), 0
    for _ in range(250):
        text = expression(random, list(NAMES), depth, tame=False)
        value = result(text)
        assert same(value, value_of(text, NUMBERS)), text
        finite += math.isfinite(value)
    assert 100 < finite <= 500


def test_random_signs_without_brackets_have_the_precedence_of_python() -> None:
    random = Random(9)
    for _ in range(500):
        count = random.randint(2, 7)
        text = random.choice(("", "-", "--"))
        for _ in range(count):
            text += random.choice(("x", "y", "z", "2", "0.5", "3.0"))
            text += random.choice(("+", "-", "*", "/", "^", "^-", "*-", "--", " - ", " / "))
        text += random.choice("xyz")
        assert same(result(text), value_of(text, NUMBERS)), text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-x^2", -9.0),
        ("(-x)^2", 9.0),
        ("2^3^2", 512.0),
        ("2**3**2", 512.0),
        ("2^-1", 0.5),
        ("1 - 2 - 3", -4.0),
        ("8/4/2", 1.0),
        ("8/4*2", 4.0),
        ("2·3×4*1⋅1", 24.0),
        ("7 ÷ 2 − 1", 2.5),
        ("z² + z³ + z⁻¹ + z¹⁰", 1.5**2 + 1.5**3 + 1.5**-1 + 1.5**10),
        ("½*z", 0.75),
        ("½z + ½(z)²", 0.75 + 1.125),
        ("√z", math.sqrt(1.5)),
        ("2*√(z + 1)^2", 2 * math.sqrt(2.5) * math.sqrt(2.5)),
        ("|x| + |x - |x||", 9.0),
        ("ln(z) - log(z)", 0.0),
        ("σ(w)", 0.5),
        ("σ (w) + sigmoid(w)", 1.0),
        ("max(x, y, z)", 1.5),
        ("min(x, y, z)", -3.0),
        ("1e3 + 1E-3 + .5 + 5.", 1005.501),
        ("+x", -3.0),
        ("relu(x) + relu(z)", 1.5),
        ("abs(x)", 3.0),
    ],
)
def test_an_expression_has_the_value_that_people_mean(text: str, value: float) -> None:
    assert result(text) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("name", ["σ", "w₁", "y′", "y'", "W_2", "_", "x̂", "가중치", "αβ", "C1"])
def test_a_name_is_what_people_call_a_number(name: str) -> None:
    formula = read_formula(f"f = {name}*2", [name])
    assert formula.given == (name,)
    assert evaluate(formula.expressions["f"], lambda symbol: 4.0) == 8.0


@pytest.mark.parametrize(("name", "meant"), [("w_{in}", "w_in"), ("w_{1,2}′", "w_12′")])
def test_braces_around_an_index_are_no_part_of_a_name(name: str, meant: str) -> None:
    assert read_formula(f"f = {name}*2", [meant]).given == (meant,)


@pytest.mark.parametrize(
    "text",
    ["exp(1000)", "0^-1", "log(0)", "log(x)", "1/w", "x^0.5", "sqrt(x)", "(-z)^0.5", "9^9^9"],
)
def test_what_does_not_exist_is_no_number_and_raises_nothing(text: str) -> None:
    assert not math.isfinite(result(text))


@pytest.mark.parametrize("inside", ["log(x)", "1/w", "x^0.5"])
@pytest.mark.parametrize(
    "text", ["relu({})", "max(1, {})", "min({}, 1)", "({})^0", "1^({})", "exp(0*{})", "tanh({})"]
)
def test_what_does_not_exist_is_not_hidden_by_what_is_around_it(inside: str, text: str) -> None:
    assert math.isnan(result(text.format(inside)))
