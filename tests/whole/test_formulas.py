"""What the bundled formulas say of themselves, beside numbers that others have computed."""

import math
from collections.abc import Mapping

import pytest

from stepper.runs.trace import Trace
from tests.support.networks import FORMULAS, begun, bundled


def numbers(trace: Trace, iteration: int = 1) -> dict[str, float]:
    return {s.column: trace.value(s, iteration) for s in trace.model.columns}


# as printed by their sources: two digits, or exact
PRINTED: Mapping[str, Mapping[str, float]] = {
    "product_of_sum": {  # CS231n
        "q": 3, "f": -12, "df/dq": -4, "df/dz": 3, "df/dx": -4, "df/dy": -4,
    },
    "neuron_circuit": {  # CS231n
        "a": -2, "b": 6, "s": 4, "z": 1, "n": -1, "p": 0.37, "d": 1.37, "f": 0.73,
        "df/dd": -0.53, "df/dp": -0.53, "df/dn": -0.20, "df/dz": 0.20, "df/ds": 0.20,
        "df/dw2": 0.20, "df/da": 0.20, "df/db": 0.20, "df/dw0": -0.20, "df/dx0": 0.39,
        "df/dw1": -0.39, "df/dx1": -0.59,
    },
    "apples_oranges": {  # Saitoh
        "apple_price": 200, "orange_price": 450, "all_price": 650, "price": 715,
        "dprice/dall_price": 1.1, "dprice/dapple_price": 1.1, "dprice/dapple": 2.2,
        "dprice/dapple_num": 110, "dprice/dorange": 3.3, "dprice/dorange_num": 165,
        "dprice/dtax": 650,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", PRINTED)
def test_the_numbers_are_those_that_the_source_prints(name: str) -> None:
    found = numbers(begun(FORMULAS[name]))
    for column, number in PRINTED[name].items():
        assert found[column] == pytest.approx(number, abs=0.005 if number % 1 else 1e-9), column


def test_logistic_regression_has_the_same_numbers_as_a_formula_and_as_a_network() -> None:
    formula, network = bundled("logistic_formula"), bundled("logistic_regression")
    same = {
        "w1": "w[1][1][1]", "w2": "w[1][1][2]", "b": "b[1][1]", "x1": "x[1]", "x2": "x[2]",
        "t": "t[1]", "z": "z[1][1]", "y": "a[1][1]", "C": "C", "dC/dz": "delta[1][1]",
        "dC/dw1": "dC/dw[1][1][1]", "dC/dw2": "dC/dw[1][1][2]", "dC/db": "dC/db[1][1]",
        "w1+": "w+[1][1][1]", "w2+": "w+[1][1][2]", "b+": "b+[1][1]",
    }  # fmt: skip
    assert formula.iterations == network.iterations == 40
    for n in range(1, 41):
        one, other = numbers(formula, n), numbers(network, n)
        for column, of_network in same.items():
            assert one[column] == pytest.approx(other[of_network], rel=1e-12, abs=1e-15)


def test_softmax_and_cross_entropy_send_back_p_minus_t() -> None:
    found = numbers(bundled("softmax_by_hand"))
    for k in "123":
        difference = found[f"p{k}"] - found[f"t{k}"]
        assert found[f"dC/dz{k}"] == pytest.approx(difference, rel=1e-12)
    assert abs(sum(found[f"dC/dz{k}"] for k in "123")) < 1e-15
    assert [round(found[f"p{k}"], 3) for k in "13"] == [0.659, 0.099]


def test_a_name_used_twice_gets_the_sum_of_both_paths() -> None:
    found = numbers(bundled("used_twice"))
    terms = [found["df/dx*dx/dt"], found["df/dy*dy/dt"]]
    assert (terms, found["df/dt"]) == ([24.0, 12.0], 36.0)
    assert found["df/dt"] == 9 * found["t"] ** 2


def test_the_recurrent_network_is_what_differentiating_it_by_hand_gives() -> None:
    f = numbers(bundled("rnn_two_steps"))
    first, second = 1 - math.tanh(f["z1"]) ** 2, 1 - math.tanh(f["z2"]) ** 2
    at_2 = (f["y"] - f["t"]) * f["v"] * second
    at_1 = at_2 * f["u"] * first
    assert f["dC/dw"] == pytest.approx(at_1 * f["x1"] + at_2 * f["x2"], rel=1e-12)
    assert f["dC/du"] == pytest.approx(at_1 * f["h0"] + at_2 * f["h1"], rel=1e-12)


@pytest.mark.parametrize("name", ["chain_rule", "rnn_two_steps"])
def test_descent_brings_the_cost_down(name: str) -> None:
    trace = bundled(name)
    costs = [trace.value(trace.model.C, n) for n in range(1, trace.iterations + 1)]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0] / 100
