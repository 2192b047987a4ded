"""Worked examples of graphs and recurrent networks, met to every digit that was printed.

An author's slip is told apart from the program's: the right value is the program's, and what went
wrong gives the printed number.
"""

from math import isclose

import pytest

from stepper.files.load import load
from stepper.runs.checks.gradients import check_gradients
from stepper.runs.trace import Trace
from tests.support.networks import bundled
from tests.support.published import OF_FORMULAS, is_met, traced_as_printed, value

PRINTED = [(id, what) for id, example in OF_FORMULAS.items() for what in example["printed"]]
MISPRINTS = [
    (id, slip["what"], slip) for id, e in OF_FORMULAS.items() for slip in e.get("misprints", [])
]
MAZUR = """
z1 = w1*i1 + w2*i2 + b1; z2 = w3*i1 + w4*i2 + b1
h1 = sigmoid(z1); h2 = sigmoid(z2)
z3 = w5*h1 + w6*h2 + b2; z4 = w7*h1 + w8*h2 + b2
o1 = sigmoid(z3); o2 = sigmoid(z4)
E = ½·(o1 - t1)² + ½·(o2 - t2)²
"""
MAZURS = (
    "w1=0.15 w2=0.2 w3=0.25 w4=0.3 w5=0.4 w6=0.45 w7=0.5 w8=0.55 b1=0.35 b2=0.6 "
    "i1=0.05 i2=0.1 t1=0.01 t2=0.99"
)


@pytest.mark.parametrize(("id", "what"), PRINTED)
def test_every_printed_number_is_met(id: str, what: str) -> None:
    example = OF_FORMULAS[id]
    assert is_met(value(traced_as_printed(example), what), example["printed"][what])


@pytest.mark.parametrize("id", OF_FORMULAS)
def test_every_gradient_agrees_with_central_differences(id: str) -> None:
    checks = check_gradients(traced_as_printed(OF_FORMULAS[id]), 1)
    assert {check.verdict for check in checks} == {"same"}


@pytest.mark.parametrize(("id", "what", "slip"), MISPRINTS)
def test_a_slip_has_the_right_number_beside_it(id: str, what: str, slip: dict[str, str]) -> None:
    right = value(traced_as_printed(OF_FORMULAS[id]), what)
    assert is_met(right, slip["right"])
    assert not is_met(right, slip["printed"])


def test_the_slope_of_tanh_was_taken_at_z_where_tanh_of_z_belongs() -> None:
    trace = traced_as_printed(OF_FORMULAS["pytorch-forum"])
    h0, w_h, w_y, h1 = (value(trace, name) for name in ("h0", "w_h", "w_y", "h1"))
    first, second = (1 - value(trace, z) ** 2 for z in ("h1_raw", "h2_raw"))
    wrong = w_y * second * (h1 + w_h * first * h0)
    (slip,) = OF_FORMULAS["pytorch-forum"]["misprints"]
    assert isclose(wrong, float(slip["printed"]), rel_tol=1e-6)  # computed in single precision


def gradients(trace: Trace, *names: str) -> list[float]:
    return [value(trace, f"d{trace.model.C.column}/d{name}") for name in names]


def test_a_bias_that_a_layer_shares_has_the_gradients_of_all_its_neurons_added_up() -> None:
    trace, network = load(f"{MAZUR.strip()} {MAZURS}"), bundled("mazur")
    deltas = {l: [value(network, f"delta[{l}][{j}]") for j in (1, 2)] for l in (1, 2)}
    found = gradients(trace, "b1", "b2", "w1", "w8")
    expected = [
        *(sum(deltas[1]), sum(deltas[2])),
        *(value(network, "dC/dw[1][1][1]"), value(network, "dC/dw[2][2][2]")),
    ]
    assert all(
        isclose(one, other, rel_tol=1e-12) for one, other in zip(found, expected, strict=True)
    )
    assert is_met(value(trace, "E"), "0.298371109")


def test_a_connection_that_skips_a_layer_adds_its_path() -> None:
    """An irregular net in which x reaches the output directly and through h."""
    text = "h = sigmoid(w1*x - v1); o = sigmoid(w2*h + w3*x - v2); C = ½·(o - t)²"
    trace = load(f"{text} x=0.5 w1=2 w2=1 w3=-1 v1=1 v2=0.2 t=1")
    o, h = (value(trace, name) for name in ("o", "h"))
    delta = (o - 1) * o * (1 - o)
    through_h = delta * 1 * h * (1 - h) * 2
    assert isclose(value(trace, "dC/dx"), through_h + delta * -1, rel_tol=1e-12)
    assert {check.verdict for check in check_gradients(trace, 1)} == {"same"}


def test_an_exam_about_a_sum_of_a_product_an_exponential_and_a_line() -> None:
    """f(a, b, c, d) = ab + e^(b + c) - 7(c + d) at 1, -2, 2, 1, whose derivatives are whole."""
    trace = load("f = a*b + exp(b + c) - 7*(c + d) a=1 b=-2 c=2 d=1")
    assert value(trace, "f") == -22
    assert gradients(trace, "a", "b", "c", "d") == [-2, 2, -6, -7]
