"""What the goals and the notes of bundled scenarios say happens in their runs."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from stepper.runs.scenario import localised
from stepper.runs.trace import Trace
from tests.support.networks import bundled


def values(trace: Trace, columns: Sequence[str], iterations: Sequence[int]) -> list[list[float]]:
    """A row of numbers for each iteration."""
    symbols = [trace.model.by_column[column] for column in columns]
    return [[trace.value(s, n) for s in symbols] for n in iterations]


def column(name: str, what: str, iterations: Sequence[int]) -> list[float]:
    return [row[0] for row in values(bundled(name), [what], iterations)]


def epoch(name: str, number: int) -> range:
    samples = len(bundled(name).scenario.samples)
    return range((number - 1) * samples + 1, number * samples + 1)


def all_right(name: str, number: int) -> bool:
    """Whether, in an epoch, each sample's right class has the largest output, or more than 1/2."""
    trace = bundled(name)
    outputs = [f"a[{trace.network.L}][{j}]" for j in trace.network.neurons(trace.network.L)]
    found = values(trace, outputs, epoch(name, number))
    targets = [target for _, target in trace.scenario.samples]
    if len(outputs) == 1:
        return [y > 0.5 for (y,) in found] == [t > 0.5 for (t,) in targets]
    return [y.index(max(y)) for y in found] == [t.index(max(t)) for t in targets]


@pytest.mark.parametrize(
    ("name", "first"), [("logistic_regression", 3), ("softmax", 3), ("xor_learns", 35)]
)
def test_all_answers_are_right_from_the_epoch_on_that_is_named(name: str, first: int) -> None:
    is_right = [all_right(name, e) for e in range(1, bundled(name).scenario.epochs + 1)]
    assert is_right == [False] * (first - 1) + [True] * (len(is_right) - first + 1)


def test_the_cost_of_xor_comes_down_in_every_epoch_until_all_outputs_are_near_their_targets() -> (
    None
):
    costs = [sum(column("xor_learns", "C", epoch("xor_learns", e))) / 4 for e in range(1, 251)]
    assert all(after < before for before, after in pairwise(costs))
    assert (round(costs[0], 3), round(costs[-1], 3)) == (0.777, 0.039)
    last = values(bundled("xor_learns"), ["a[2][1]", "t[1]"], range(997, 1001))
    assert all(abs(y - t) < 0.06 for y, t in last)


def test_the_hidden_neurons_that_learned_xor_are_an_and_and_an_or() -> None:
    trace = bundled("xor_learns")
    found = values(trace, ["x[1]", "x[2]", "a[1][1]", "a[1][2]"], range(997, 1001))
    for one, other, first, second in found:
        assert (first > 0.0) == (one == other == 1.0)
        assert (second < 0.0) == (one == other == 0.0)
    ((of_and, of_or),) = values(trace, ["w[2][1][1]", "w[2][1][2]"], [1000])
    assert of_and < 0.0 < of_or


def test_the_network_that_learns_xor_begins_with_the_weights_of_the_one_that_does_not() -> None:
    learns, does_not = bundled("xor_learns").scenario, bundled("xor").scenario
    for layer, other in zip(learns.layers, does_not.layers, strict=True):
        assert layer._replace(activation=other.activation) == other
    assert set(learns.samples) == set(does_not.samples)
    assert not any(all_right("xor", e) for e in range(1, does_not.epochs + 1))


def test_the_best_line_has_gradients_whose_mean_is_0_and_a_gradient_of_2_in_every_sample() -> None:
    first = values(bundled("linear_regression"), ["dC/dw[1][1][1]", "dC/db[1][1]"], range(1, 5))
    assert first == [[1.0, -1.0], [0.0, 1.0], [-1.0, -1.0], [-14.0, -7.0]]
    last = column("linear_regression", "dC/db[1][1]", range(77, 81))
    assert [round(gradient, 2) for gradient in last] == [-2.0, 2.0, 2.0, -2.0]
    assert abs(sum(last) / 4) < 0.001
    ((w, b),) = values(bundled("linear_regression"), ["w+[1][1][1]", "b+[1][1]"], [80])
    assert (round(w, 3), round(b, 3)) == (2.0, 1.0)


def test_a_sample_with_the_signs_reversed_has_the_same_gradients_through_tanh() -> None:
    trace = bundled("tanh")
    for s in trace.model.steps:
        one, other = (trace.value(s, n) for n in (1, 2))
        if s.column.startswith(("z", "a[", "dC/da", "delta")):
            assert other == -one != 0.0
        elif s.column.startswith(("C", "dC/dw", "da/dz")):
            assert other == one != 0.0


def test_the_relu_neuron_is_dead_from_the_second_iteration_on_and_the_other_one_learns() -> None:
    z = column("relu_dies", "z[1][2]", range(1, 61))
    assert z[0] > 0.0
    assert max(z[1:]) < 0.0
    columns = ["a[1][2]", "da/dz[1][2]", "delta[1][2]", "dC/dw[1][2][1]", "dC/db[1][2]"]
    assert not any(any(row) for row in values(bundled("relu_dies"), columns, range(2, 61)))
    ends = values(bundled("relu_dies"), ["w+[1][2][1]", "b+[1][2]"], [1, 60])
    assert ends == [[-0.25, -0.75], [-0.25, -0.75]]
    assert min(column("relu_dies", "z[1][1]", range(1, 61))) > 0.0
    assert max(column("relu_dies", "C", range(58, 61))) < 1e-5


def test_outputs_of_softmax_add_up_to_1_and_their_deltas_to_0() -> None:
    trace = bundled("softmax")
    for row in values(trace, ["a[1][1]", "a[1][2]", "a[1][3]"], range(1, trace.iterations + 1)):
        assert sum(row) == pytest.approx(1.0)
    for row in values(trace, [f"delta[1][{j}]" for j in (1, 2, 3)], range(1, trace.iterations + 1)):
        assert sum(row) == pytest.approx(0.0, abs=1e-15)


def test_what_the_stops_of_the_guided_lesson_say_is_so() -> None:
    one = bundled("one_hidden")
    costs = [round(cost, 4) for cost in column("one_hidden", "C", range(1, one.iterations + 1))]
    looks = [localised(stop.look, "en") for stop in one.scenario.lesson]
    asks = [localised(stop.ask, "en") for stop in one.scenario.lesson]
    assert f"from {costs[0]} to {costs[1]}" in looks[5]
    assert f"is {costs[-1]} here" in looks[6] and costs[-1] > 0.01
    assert one.scenario.samples[0][1] == (1.0,) and "target {t[1]} is 1." in looks[0]
    assert column("one_hidden", "dC/dw[2][1][1]", [1])[0] < 0 and "is negative" in asks[4]
    assert (
        one.scenario.learning_rate == 2.0 and "{learning_rate}, the learning rate, is 2" in asks[4]
    )
    deltas = [abs(column("three_hidden", f"delta[{l}][1]", [1])[0]) for l in (4, 3, 2, 1)]
    assert deltas == sorted(deltas, reverse=True)  # every layer makes δ smaller
    mistaken = column("in_place", "C", range(1, 11))
    assert mistaken == sorted(mistaken, reverse=True)  # even with the mistake C falls
