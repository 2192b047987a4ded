"""Local derivatives are written as people write them, and agree with central differences."""

import math
from random import Random

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import Symbol
from stepper.formula.formula import Formula
from stepper.formula.reading import read_formula
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import Notation
from stepper.typeset.spans import text_of
from tests.support.formulas import expression, slope_of, value_of

NAMES = ("x", "y", "z")


def line(text: str) -> Formula:
    return read_formula(f"u = {text}", [name for name in NAMES if name in text.replace("exp", "")])


def written(text: str, by: str = "x") -> str:
    formula = line(text)
    return text_of(Names(Notation("course", formula)).write(formula.slope("u", by)))


@pytest.mark.parametrize(
    ("text", "by", "derivative"),
    [
        ("x + y", "x", "1"),
        ("x - y", "y", "−1"),
        ("x*y", "x", "y"),
        ("x*y*z", "y", "x·z"),
        ("x + x", "x", "2"),
        ("x*x", "x", "x + x"),
        ("x*y + x*z", "x", "y + z"),
        ("3*x^2 + 2*x + 1", "x", "6·x + 2"),
        ("x/y", "x", "1/y"),
        ("x/y", "y", "−x/y²"),
        ("1/x", "x", "−1/x²"),
        ("x/3", "x", "1/3"),
        ("x^2/2", "x", "x"),
        ("(x + 1)/(x - 1)", "x", "(x − 1 − (x + 1))/(x−1)²"),
        ("x^2", "x", "2·x"),
        ("x^3", "x", "3·x²"),
        ("x^-1", "x", "−x⁻²"),
        ("x^1", "x", "1"),
        ("x^y", "x", "y·x^(y−1)"),
        ("x^y", "y", "u·ln(x)"),
        ("2^x", "x", "u·ln(2)"),
        ("(x + y)^2", "x", "2(x + y)"),
        ("0.5*(x - y)^2", "x", "x − y"),
        ("0.5*(x - y)^2", "y", "y − x"),
        ("exp(x)", "x", "u"),
        ("exp(2*x)", "x", "2·u"),
        ("exp(-x^2/2)", "x", "−u·x"),
        ("1 + exp(-x)", "x", "−e^(−x)"),
        ("log(x)", "x", "1/x"),
        ("log(x^2)", "x", "2·x/x²"),
        ("sqrt(x)", "x", "1/(2·u)"),
        ("sqrt(x^2 + y^2)", "y", "y/u"),
        ("sin(x*y)", "x", "cos(x·y)·y"),
        ("cos(x)", "x", "−sin(x)"),
        ("tanh(x)", "x", "1 − u²"),
        ("tanh(3*x)", "x", "3(1−u²)"),
        ("sigmoid(x)", "x", "u(1−u)"),
        ("sigmoid(x*y)", "y", "u(1−u)·x"),
        ("2*sigmoid(x)", "x", "2·sigmoid(x)(1−sigmoid(x))"),
        ("relu(x)", "x", "[x > 0]"),
        ("abs(x - y)", "y", "−sign(x−y)"),
        ("max(x, y)", "x", "[x ≥ y]"),
        ("max(x, y)", "y", "[y > x]"),
        ("max(0, 1 - x*y)", "x", "−[1−x·y > 0]·y"),
        ("min(x, y, z)", "y", "[y < x]·[y ≤ z]"),
        ("-(x + y)", "x", "−1"),
        ("-(-x*y)", "x", "y"),
        ("x - -y", "y", "1"),
        ("0*x + y", "x", "0"),
    ],
)
def test_a_derivative_is_written_as_people_write_it(text: str, by: str, derivative: str) -> None:
    assert written(text, by) == derivative


@pytest.mark.parametrize(
    ("text", "by", "value"),
    [
        ("max(x, y)", "x", 1.0),
        ("max(x, y)", "y", 0.0),
        ("min(x, y)", "x", 1.0),
        ("min(x, y)", "y", 0.0),
        ("max(x, x)", "x", 1.0),
        ("max(y, x, x + 0)", "x", 0.0),
        ("relu(x)", "x", 0.0),
        ("abs(x)", "x", 0.0),
    ],
)
def test_at_a_corner_the_slope_is_the_one_that_is_said(text: str, by: str, value: float) -> None:
    assert evaluate(line(text).slope("u", by), lambda symbol: 0.0) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("*".join(["x"] * 20), 20 * 0.9**19),
        ("*".join(["(x + 1)", "y", "x"] * 5), 0.9**5 * 0.9**4 * 1.9**4 * (5 * 1.9 + 5 * 0.9)),
        (f"max({', '.join(f'{k}*x' for k in range(1, 31))})", 30.0),
        (f"min({', '.join(f'{k}*x' for k in range(1, 31))})", 1.0),
        (f"max({', '.join(['x*y', 'x'] * 9)})", 1.0),
        (f"max({', '.join(['0.9', *['2*x - 0.9'] * 20])})", 0.0),
        (f"min({', '.join([*['2*x - 0.9'] * 20, '0.9'])})", 2.0),
    ],
)
def test_many_factors_are_differentiated_in_halves(text: str, value: float) -> None:
    slope = line(text).slope("u", "x")
    assert evaluate(slope, lambda symbol: 0.9) == pytest.approx(value, rel=1e-13)
    assert len(text_of(Names(Notation("course", line(text))).write(slope))) < 4000


def test_random_derivatives_agree_with_central_differences() -> None:
    random, compared = Random(5), 0
    for _ in range(400):
        text = expression(random, list(NAMES), depth=random.randint(1, 3), tame=True)
        values = {name: random.uniform(-2.0, 2.0) for name in NAMES}
        formula = read_formula(f"v = {text}\nC = v*x*y*z", NAMES)
        value = value_of(text, values)
        for by in formula.users:
            if "v" in formula.users[by] and by in NAMES:
                numbers = values | {"v": value}

                def number(s: Symbol, numbers: dict[str, float] = numbers) -> float:
                    return numbers[s.names[0]]

                def moved(x: float, text: str = text, by: str = by) -> float:
                    return float(value_of(text, values | {by: x}))  # noqa: B023

                slope = evaluate(formula.slope("v", by), number)
                nearest = min(slope_of(moved, values[by]), key=lambda d: abs(d - slope))
                assert math.isclose(slope, nearest, rel_tol=1e-6, abs_tol=1e-7), (text, values, by)
                compared += 1
    assert compared > 300
