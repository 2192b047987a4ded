"""Networks of every kind: the equations against the engine, the gradients against the cost."""

from array import array
from math import isclose

import pytest

from stepper.backprop import arithmetic
from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Apply, Slope
from stepper.backprop.functions import FUNCTIONS
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.runs.checks.gradients import check_gradients
from stepper.runs.computed.compiled import Compiled
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace
from tests.support.every_kind import of_every_kind

RANDOM = list(of_every_kind(36))


def traced(scenario: Scenario) -> Trace:
    return Trace(scenario, Run(scenario))


def test_every_kind_is_among_the_random_networks() -> None:
    assert {s.cost for s in RANDOM} == {
        "half_squares",
        "squares",
        "mean_squares",
        "cross_entropy",
    }
    assert {layer.activation for s in RANDOM for layer in s.layers} == {
        *arithmetic.ACTIVATIONS,
        "softmax",
    }
    assert {min(s.batch, 4) for s in RANDOM} == {1, 2, 3, 4}
    assert any(len(s.layers) == 1 for s in RANDOM)
    assert any(s.learning_rate is None for s in RANDOM)


def test_every_equation_gives_the_number_of_the_engine_bit_for_bit() -> None:
    count = 0
    for scenario in RANDOM:
        trace = traced(scenario)
        for iteration in range(1, trace.iterations + 1):
            place = scenario.in_batch(iteration)

            def value(s: Symbol, trace: Trace = trace, iteration: int = iteration) -> float:
                return trace.value(s, iteration)

            for symbol in trace.model.columns:
                if symbol.role.phase is Phase.GIVEN:
                    continue
                eq = trace.model.equation(symbol, place)
                stored = trace.value(symbol, iteration)
                assert evaluate(eq.formula, value).hex() == stored.hex(), (
                    scenario.title,
                    iteration,
                    symbol.column,
                )
                if eq.chain is not None:
                    assert isclose(evaluate(eq.chain, value), stored, rel_tol=1e-15)
                count += 1
    assert count > 20_000


def test_every_gradient_is_the_derivative_of_the_cost() -> None:
    for scenario in RANDOM:
        if scenario.update == "in_place":
            continue
        trace = traced(scenario)
        for iteration in {1, trace.iterations}:
            for check in check_gradients(trace, iteration):
                assert check.passes, (scenario.title, iteration, check)


def test_compiled_rows_are_those_of_the_engine_bit_for_bit() -> None:
    for scenario in RANDOM:
        if scenario.learning_rate is None or scenario.iterations == 1:
            continue
        trace, width = traced(scenario), scenario.model.width
        first, *others = ([*row] for row in trace.rows)
        filled: memoryview[float] = memoryview(array("d", bytes(8 * width * len(others))))
        assert Compiled(scenario).fill(filled, 0, len(others), 1, first)
        expected = [number.hex() for row in others for number in row]
        assert [number.hex() for number in filled] == expected, scenario.title


def test_a_batch_updates_with_the_mean_of_its_gradients_at_its_last_sample() -> None:
    scenario = next(
        s
        for s in RANDOM
        if s.batch == 3 and len(s.samples) == 5 and s.batch_gradient == "mean" and s.learning_rate
    )
    trace = traced(scenario)
    w = next(s for s in trace.model.columns if s.role is Role.W)
    gradient = w._replace(role=Role.DC_DW)
    for first, last in ((1, 3), (4, 5)):
        gradients = [trace.value(gradient, n) for n in range(first, last + 1)]
        mean = sum(gradients) / len(gradients)
        after = trace.value(w, last) - (scenario.learning_rate or 0) * mean
        assert isclose(trace.value(w.updated, last), after, rel_tol=1e-12)
        for within in range(first, last):
            assert trace.value(w.updated, within) == trace.value(w, within)
            assert w.updated not in trace.schedule.steps(within)


def test_steps_are_numbered_through_batches_in_closed_form() -> None:
    for scenario in RANDOM:
        trace = traced(scenario)
        counted = [
            (iteration, symbol)
            for iteration in range(1, trace.iterations + 1)
            for symbol in trace.schedule.steps(iteration)
        ]
        assert len(trace.steps) == len(counted)
        for k, (iteration, symbol) in enumerate(counted):
            step = trace.steps[k]
            assert (step.iteration, step.symbol, step.number) == (iteration, symbol, k + 1)
            assert trace.steps.at(iteration, symbol) == step


def test_a_number_is_computed_before_it_is_used() -> None:
    for scenario in RANDOM[:24]:
        trace = traced(scenario)
        for step in trace.steps:
            for user in trace.steps.used(step.iteration, step.symbol):
                assert user.number > step.number


@pytest.mark.parametrize("function", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize("z", [-800.0, -3.0, -0.0, 0.0, 1e-300, 0.4, 30.0, 800.0])
def test_functions_are_those_of_the_engine_bit_for_bit(function: str, z: float) -> None:
    g, slope = arithmetic.ACTIVATIONS[function]

    def value(symbol: Symbol) -> float:
        return z

    symbol = Symbol(Role.Z, 1, 1)
    assert FUNCTIONS[function](z).hex() == g(z).hex()
    if function != "identity":
        assert evaluate(Apply(function, symbol), value).hex() == g(z).hex()
    assert evaluate(Slope(function, symbol), value).hex() == slope(z, g(z)).hex()
