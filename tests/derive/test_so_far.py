"""A gradient written out factor by factor is the gradient, and its deltas are the deltas."""

from functools import partial
from math import prod

import pytest

from stepper import run
from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.so_far import derivation
from stepper.limits import MOST_PATHS
from stepper.runs.trace import Step, Trace
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import Notation
from tests.support.every_kind import of_every_kind
from tests.support.graphs import FORMULAS
from tests.support.networks import EVERY, begun, drawn

CHAINS = {name: run(s) for name, s in EVERY.items() if s.network.is_chain}
CHAINS["1x8 with biases"] = run(drawn((1,) * 8, biases=True))
GRADIENTS = (Role.DC_DW, Role.DC_DB)


def gradients(trace: Trace) -> list[Step]:
    return [step for step in trace.steps if step.symbol.role in GRADIENTS]


@pytest.mark.parametrize("name", CHAINS)
def test_the_factors_multiply_to_the_gradient_and_the_first_of_them_to_each_delta(
    name: str,
) -> None:
    trace = CHAINS[name]
    for step in gradients(trace):
        derived = derivation(trace.network, step.symbol)
        if derived is None:
            continue
        numbers = [evaluate(factor.written, step.value_of) for factor in derived.paths[0].factors]
        assert [evaluate(f.derivative, step.value_of) for f in derived.paths[0].factors] == numbers
        assert prod(numbers) == pytest.approx(step.value, rel=1e-12)
        for delta, count in derived.paths[0].deltas:
            assert prod(numbers[:count]) == pytest.approx(step.value_of(delta), rel=1e-12)


@pytest.mark.parametrize("name", CHAINS)
def test_below_the_output_of_a_network_trained_in_place_nothing_is_derived(name: str) -> None:
    trace = CHAINS[name]
    for step in gradients(trace):
        derived = derivation(trace.network, step.symbol)
        true = not trace.network.in_place or step.symbol.l == trace.network.L
        assert (derived is not None) == true


def test_the_source_texts_derivation_of_the_first_weight_comes_out_letter_by_letter() -> None:
    network = Network((1, 1, 1))
    derived = derivation(network, Symbol(Role.DC_DW, 1, 1, 1))
    assert derived
    names = Names(Notation("course", network))

    def text(expressions: list[Expression]) -> list[str]:
        return ["".join(span.text for span in names.write(e)) for e in expressions]

    assert text([f.written for f in derived.paths[0].factors]) == [
        "y − y′",
        "y(1−y)",
        "W₂",
        "h(1−h)",
        "x",
    ]
    assert text([f.derivative for f in derived.paths[0].factors]) == [
        "∂C/∂y", "∂y/∂z₂", "∂z₂/∂h", "∂h/∂z₁", "∂z₁/∂W₁",
    ]  # fmt: skip
    assert [(delta.l, count) for delta, count in derived.paths[0].deltas] == [(2, 2), (1, 4)]


def test_each_factor_is_brought_in_by_a_step_of_its_own_in_order() -> None:
    trace = CHAINS["three_hidden"]
    derived = derivation(trace.network, Symbol(Role.DC_DW, 1, 1, 1))
    assert derived
    places = [trace.model.position[factor.made] for factor in derived.paths[0].factors]
    assert places == sorted(set(places))


def test_a_network_with_several_paths_has_no_single_product() -> None:
    assert derivation(Network((2, 2, 1)), Symbol(Role.DC_DW, 1, 1, 1)) is None


def test_the_line_of_a_chain_of_every_kind_gives_its_gradient() -> None:
    count = 0
    for scenario in of_every_kind(1200, seed=6):
        if not scenario.network.is_chain:
            continue
        trace = begun(scenario)
        value = partial(trace.value, iteration=1)
        for symbol in trace.model.columns:
            line = symbol.role in GRADIENTS and derivation(trace.network, symbol)
            if line:
                product = [evaluate(factor.written, value) for factor in line.paths[0].factors]
                assert prod(product) == pytest.approx(value(symbol), rel=1e-12)
                for delta, n in line.paths[0].deltas:
                    assert prod(product[:n]) == pytest.approx(value(delta), rel=1e-12)
                count += 1
    assert count > 30


@pytest.mark.parametrize("name", FORMULAS)
def test_the_paths_of_a_formula_add_up_to_the_gradient(name: str) -> None:
    trace = run(FORMULAS[name])
    for step in trace.steps:
        if step.symbol.role is not Role.GRADIENT:
            continue
        derived = derivation(trace.model, step.symbol)
        assert derived and len(derived.paths) <= MOST_PATHS
        products = []
        for path in derived.paths:
            numbers = [evaluate(factor.written, step.value_of) for factor in path.factors]
            assert [evaluate(f.derivative, step.value_of) for f in path.factors] == numbers
            for gradient, count in path.deltas:
                assert prod(numbers[:count]) == pytest.approx(step.value_of(gradient), rel=1e-12)
            products.append(prod(numbers))
        assert sum(products) == pytest.approx(step.value, rel=1e-12)


def test_every_path_of_a_formula_is_written_as_long_as_they_are_few() -> None:
    trace = run(FORMULAS["used twice"])
    derived = derivation(trace.model, trace.model.by_column["df/dx"])
    assert derived
    names = Names(Notation("course", trace.model))
    written = [
        ["".join(span.text for span in names.write(f.written)) for f in path.factors]
        for path in derived.paths
    ]
    assert written == [["b", "2·x"], ["a", "3"], ["1"]]


def test_of_many_paths_those_through_one_line_begin_with_its_gradient() -> None:
    trace = run(FORMULAS["many paths"])
    derived = derivation(trace.model, trace.model.by_column["dC/da0"])
    assert derived
    assert [[f.made.column for f in path.factors] for path in derived.paths] == [
        ["dC/db0", "local db0/da0"],
        ["dC/da1", "local da1/da0"],
    ]
