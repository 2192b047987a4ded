"""The derivatives of formulas beside central differences of their costs."""

from random import Random

import pytest

from stepper.files.load import load
from stepper.runs.checks.central_differences import Check
from stepper.runs.checks.gradients import check_gradient, check_gradients
from stepper.runs.trace import Trace
from tests.support.formulas import drawn
from tests.support.networks import FORMULAS, begun


def checks(text: str, *values: str) -> dict[str, Check]:
    return by_column(load(text, values=values))


def by_column(trace: Trace, iteration: int = 1) -> dict[str, Check]:
    return {check.symbol.column: check for check in check_gradients(trace, iteration)}


@pytest.mark.parametrize("name", FORMULAS)
def test_every_derivative_of_a_bundled_formula_agrees(name: str) -> None:
    trace = begun(FORMULAS[name])
    for iteration in {1, trace.iterations}:
        found = by_column(trace, iteration)
        assert [*found] == [s.column for s in trace.model.columns if s.role.name == "GRADIENT"]
        assert {check.verdict for check in found.values()} == {"same"}


def test_no_derivative_of_any_formula_differs_and_few_cannot_be_compared() -> None:
    random, verdicts = Random(5), []
    for _ in range(60):
        verdicts += [check.verdict for check in check_gradients(begun(drawn(random).scenario), 1)]
    assert "differs" not in verdicts
    assert verdicts.count("same") > 0.97 * len(verdicts)


@pytest.mark.parametrize("name", ["product_of_sum", "softmax_by_hand", "rnn_two_steps"])
def test_a_derivative_that_is_wrong_by_a_hundred_thousandth_differs(name: str) -> None:
    for check in by_column(begun(FORMULAS[name])).values():
        wrong = check._replace(analytic=check.analytic * (1 + 1e-5) or 1e-5)
        assert wrong.verdict == "differs"


def test_a_line_is_moved_as_if_it_were_given() -> None:
    trace = load("q = x*y; f = q^2", values=["x=2", "y=3"])
    check = check_gradient(trace, 1, trace.model.by_column["df/dq"])
    assert (check.analytic, check.verdict) == (12.0, "same")
    assert check.above == pytest.approx((6 + check.step_size) ** 2)
    assert check.below == pytest.approx((6 - check.step_size) ** 2)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("f = relu(x)", "df/dx"),
        ("q = x*y; f = relu(q - 2) + x", "df/dy"),
        ("q = x*y; f = relu(q - 2) + x", "df/dq"),
        ("f = max(x, y/2)", "df/dy"),
        ("f = 3*min(1, x + 1)", "df/dx"),
    ],
)
def test_at_a_corner_the_verdict_says_so(text: str, column: str) -> None:
    values = ["x=1", "y=2"] if "y" in text else ["x=0"]
    assert checks(text, *values)[column].verdict == "corner"


def test_at_a_corner_of_a_minimum_the_numbers_that_are_larger_are_compared() -> None:
    found = checks("f = min(a, b, c)*2", "a=1", "b=1", "c=5")
    assert [check.verdict for check in found.values()] == ["corner", "corner", "same"]
    assert [check.at_corner for check in found.values()] == [True, True, False]


def test_a_cost_that_bends_too_quickly_is_not_called_too_small() -> None:
    check = checks("f = sin(x*1e6)", "x=2")["df/dx"]
    assert check.analytic == pytest.approx(755009.18, rel=1e-6)
    assert (check.verdict, check.passes) == ("unsettled", True)


def test_beside_a_corner_nothing_is_excused() -> None:
    found = checks("f = relu(x) + |y|", "x=0.25", "y=-0.25")
    assert not any(check.at_corner for check in found.values())
    assert [check.verdict for check in found.values()] == ["same", "same"]


def test_a_corner_that_a_number_does_not_reach_is_none_of_its_business() -> None:
    found = checks("f = relu(x) + y", "x=0", "y=1")
    assert [found[column].verdict for column in ("df/dx", "df/dy")] == ["corner", "same"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("f = log(x)", "x=1e-8"),
        ("f = 1/x", "x=1e-5"),
        ("f = x + 1", "x=1e-12"),
        ("f = x^2", "x=1e8"),
        ("f = sqrt(x)", "x=1e-6"),
        ("f = sin(x)", "x=0"),
    ],
)
def test_numbers_of_any_size_are_moved_by_what_suits_them(text: str, value: str) -> None:
    assert checks(text, value)["df/dx"].verdict == "same"


def test_a_number_that_cancels_is_too_small_and_not_wrong() -> None:
    assert checks("f = (x + 1e12) - 1e12", "x=1e-6")["df/dx"].verdict in ("small", "same")
    assert checks("f = exp(x - 40) + 1", "x=0")["df/dx"].verdict == "small"


def test_what_is_less_than_any_double_is_too_small_to_compare() -> None:
    assert checks("C = sqrt(x)", "x=1e-320")["dC/dx"].verdict == "unsettled"
    products = checks("C = x*y", "x=1e-320", "y=1e-323")
    assert {check.verdict for check in products.values()} == {"small"}
