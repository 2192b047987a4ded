from itertools import pairwise
from math import exp

import pytest

from stepper.backprop import arithmetic, engine
from stepper.backprop.iteration import Iteration, Matrices, Vectors
from stepper.runs.scenario import Scenario
from tests.support.networks import AFTER_BACKWARD, BUNDLED, EVERY, IN_PLACE, RIGHT


def trained(scenario: Scenario) -> list[Iteration]:
    return list(
        engine.train(
            scenario.weights,
            scenario.biases,
            scenario.samples,
            scenario.learning_rate,
            scenario.epochs,
            train_biases=scenario.train_biases,
            in_place=scenario.update == "in_place",
        )
    )


def cost(x: list[float], t: list[float], w: Matrices, b: Vectors) -> float:
    below = x
    for weights, biases in zip(w[1:], b[1:], strict=True):
        z = [sum(p * a for p, a in zip(row, below, strict=True)) for row in weights]
        z = [p + q for p, q in zip(z, biases or [0.0] * len(z), strict=True)]
        below = [1 / (1 + exp(-p)) for p in z]
    return sum((y - target) ** 2 for y, target in zip(below, t, strict=True)) / 2


@pytest.mark.parametrize("name", [name for name in RIGHT if "exploding" not in name])
def test_gradients_are_the_slopes_of_the_cost(name: str) -> None:
    h = 1e-5
    for n in trained(EVERY[name]):
        gradients = [
            (n.w[l][j], n.dC_dw[l][j]) for l in range(len(n.w)) for j in range(len(n.w[l]))
        ]
        gradients += zip(n.b, n.dC_db, strict=True)
        for parameters, analytic in gradients:
            assert len(analytic) == len(parameters)
            for k, value in enumerate(parameters):
                parameters[k] = value + h
                above = cost(n.x, n.t, n.w, n.b)
                parameters[k] = value - h
                below = cost(n.x, n.t, n.w, n.b)
                parameters[k] = value
                assert abs((above - below) / (2 * h) - analytic[k]) < 1e-9


@pytest.mark.parametrize("name", AFTER_BACKWARD)
def test_deltas_use_the_weights_before_the_update(name: str) -> None:
    for n in trained(AFTER_BACKWARD[name]):
        never_updated = Iteration(n.x, n.t, n.w, n.b)
        engine.forward(never_updated)
        for l in range(len(n.w) - 1, 0, -1):
            engine.backward(never_updated, l, never_updated.w)
        assert never_updated.delta == n.delta
        assert never_updated.dC_da == n.dC_da


@pytest.mark.parametrize("name", AFTER_BACKWARD)
def test_in_place_changes_every_hidden_delta_and_not_the_output_delta(name: str) -> None:
    right, wrong = (trained(of)[0] for of in (AFTER_BACKWARD[name], IN_PLACE[f"{name} in place"]))
    assert wrong.delta[-1] == right.delta[-1]
    for l in range(1, len(right.delta) - 1):
        assert all(p != q for p, q in zip(wrong.delta[l], right.delta[l], strict=True))


@pytest.mark.parametrize("name", IN_PLACE)
def test_in_place_deltas_of_a_layer_use_the_new_weights_of_the_layer_above(name: str) -> None:
    for n in trained(IN_PLACE[name]):
        for l in range(1, len(n.w) - 1):
            for j, dC_da in enumerate(n.dC_da[l]):
                above = range(len(n.w[l + 1]))
                terms = [n.w_new[l + 1][k][j] * n.delta[l + 1][k] for k in above]
                assert dC_da == pytest.approx(sum(terms), rel=1e-13, abs=1e-17)


def test_in_place_on_the_smallest_network_is_as_worked_by_hand() -> None:
    [n] = engine.train(
        [[], [[0.15]], [[0.40]]], [[], [], []], [([0.5], [1.0])], 2.0, 1, in_place=True
    )
    h = 1 / (1 + exp(-0.15 * 0.5))
    y = 1 / (1 + exp(-0.40 * h))
    new_W2 = 0.40 - 2 * ((y - 1) * y * (1 - y) * h)
    by_W1 = (y - 1) * y * (1 - y) * new_W2 * h * (1 - h) * 0.5
    assert n.w_new[2][0][0] == pytest.approx(new_W2, rel=1e-14)
    assert n.dC_dw[1][0][0] == pytest.approx(by_W1, rel=1e-14)
    assert n.w_new[1][0][0] == pytest.approx(0.15 - 2 * by_W1, rel=1e-14)


def test_one_hidden_layer_is_the_derivation_of_the_source_text() -> None:
    n = trained(BUNDLED["one_hidden"])[0]
    x, W1, W2, target, rate = 0.5, 0.15, 0.40, 1.0, 2.0
    h = 1 / (1 + exp(-(W1 * x)))
    y = 1 / (1 + exp(-(W2 * h)))
    by_W2 = (y - target) * y * (1 - y) * h
    by_W1 = (y - target) * y * (1 - y) * W2 * h * (1 - h) * x
    assert pytest.approx(0.5 * (y - target) ** 2, rel=1e-12) == n.C
    assert n.dC_dw[2][0][0] == pytest.approx(by_W2, rel=1e-12)
    assert n.dC_dw[1][0][0] == pytest.approx(by_W1, rel=1e-12)
    assert n.w_new[2][0][0] == pytest.approx(W2 - rate * by_W2, rel=1e-12)
    assert n.w_new[1][0][0] == pytest.approx(W1 - rate * by_W1, rel=1e-12)


def test_three_hidden_layers_are_the_derivation_of_the_source_text() -> None:
    n = trained(BUNDLED["three_hidden"])[0]
    x, W1, W2, W3, W4, target, rate = 0.5, 0.15, 0.40, 0.45, 0.50, 1.0, 2.0
    h1 = 1 / (1 + exp(-(W1 * x)))
    h2 = 1 / (1 + exp(-(W2 * h1)))
    h3 = 1 / (1 + exp(-(W3 * h2)))
    y = 1 / (1 + exp(-(W4 * h3)))
    to_y = (y - target) * y * (1 - y)
    by_weight = [
        to_y * W4 * h3 * (1 - h3) * W3 * h2 * (1 - h2) * W2 * h1 * (1 - h1) * x,
        to_y * W4 * h3 * (1 - h3) * W3 * h2 * (1 - h2) * h1,
        to_y * W4 * h3 * (1 - h3) * h2,
        to_y * h3,
    ]
    for l, (weight, gradient) in enumerate(zip([W1, W2, W3, W4], by_weight, strict=True), 1):
        assert n.dC_dw[l][0][0] == pytest.approx(gradient, rel=1e-12)
        assert n.w_new[l][0][0] == pytest.approx(weight - rate * gradient, rel=1e-12)
    assert n.delta[3][0] == pytest.approx(to_y * W4 * h3 * (1 - h3), rel=1e-12)


def test_the_sigmoid_neither_overflows_nor_loses_what_is_left() -> None:
    assert arithmetic.sigmoid(-1000.0) == 0.0
    assert arithmetic.sigmoid(-745.0) == exp(-745.0) > 0.0
    assert arithmetic.sigmoid(-700.0) == 1.0 / (1.0 + exp(700.0))
    assert arithmetic.sigmoid(0.0) == 0.5
    assert arithmetic.sigmoid(36.0) < 1.0
    assert arithmetic.sigmoid(40.0) == arithmetic.sigmoid(1000.0) == 1.0


def test_a_sum_is_plain_additions_from_the_first_term() -> None:
    assert arithmetic.total([1e16, 1.0, -1e16]) == 0.0
    assert arithmetic.total([-1e16, 1e16, 1.0]) == 1.0


def test_the_bias_is_added_last() -> None:
    n = Iteration([1.0, 1.0], [0.0], [[], [[1e16, 1.0]]], [[], [-1e16]])
    engine.forward(n)
    assert n.z[1] == [0.0]  # (1e16 + 1) - 1e16; with the bias first it would be 1


@pytest.mark.parametrize("name", EVERY)
def test_weights_go_from_one_iteration_to_the_next(name: str) -> None:
    scenario = EVERY[name]
    iterations = trained(scenario)
    assert len(iterations) == scenario.epochs * len(scenario.samples)
    assert iterations[0].w == scenario.weights
    assert iterations[0].b == scenario.biases
    for before, after in pairwise(iterations):
        assert after.w == before.w_new
        assert after.b == before.b_new
    assert iterations[0].w_new != iterations[0].w


def test_samples_come_in_turn_in_every_epoch() -> None:
    scenario = EVERY["2-2-1 with biases"]
    taken = [(tuple(n.x), tuple(n.t)) for n in trained(scenario)]
    assert taken == [*scenario.samples, *scenario.samples]


@pytest.mark.parametrize("update", ["", " in place"])
def test_fixed_biases_keep_every_bit(update: str) -> None:
    fixed, free = (
        trained(EVERY[f"2-2-1 with {biases}{update}"]) for biases in ("fixed biases", "biases")
    )
    assert [n.b_new for n in fixed] == [fixed[0].b] * 6
    assert all(n.b_new != n.b for n in free)
