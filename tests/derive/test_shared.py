"""Two gradients share a delta, and keep their values when written with it."""

import pytest

from stepper.backprop.evaluation import Sums, evaluate
from stepper.backprop.symbols import DERIVED_BY, Role, Symbol
from stepper.derive.lines import TermLine
from stepper.derive.longhand import longhand, paths
from stepper.derive.shared import shared_factors
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import Notation
from stepper.typeset.spans import text_of
from tests.support.networks import EVERY, SIGMOIDS, traced


def written(name: str, column: str) -> list[tuple[str, str]]:
    """(rule, equation) of each line."""
    net = EVERY[name].network
    notation = Notation("course", net)

    def equation(line: TermLine) -> str:
        return f"{notation.name(line.symbol)} = {text_of(Names(notation).write(line.expression))}"

    return [(line.rule, equation(line)) for line in shared_factors(net, net.by_column[column])]


@pytest.mark.parametrize("name", EVERY)
def test_every_line_is_worth_the_stored_number_of_its_own_symbol(name: str) -> None:
    trace, sums = traced(name), Sums()

    def value(s: Symbol) -> float:
        return trace.value(s, 1)

    for symbol in (s for s in trace.model.columns if s.role in DERIVED_BY):
        lines = shared_factors(trace.network, symbol)
        for line in lines:
            assert evaluate(line.expression, value, sums) == pytest.approx(
                value(line.symbol), rel=1e-11, abs=1e-15
            )
        gradients = {line.symbol for line in lines if line.symbol.role is not Role.DELTA}
        layers = sorted({s.l for s in gradients}, reverse=True)
        assert layers == [layers[0], layers[0] - 1] or trace.network.L == 1
        assert symbol in gradients or symbol.role is Role.DELTA


@pytest.mark.parametrize("name", SIGMOIDS)
def test_what_is_shared_begins_both_long_hand_lines_and_is_the_delta_of_the_upper_one(
    name: str,
) -> None:
    net = EVERY[name].network
    for symbol in (s for s in net.columns if s.role in DERIVED_BY):
        lines = shared_factors(net, symbol)
        both = [line for line in lines if line.rule == "shared"]
        assert bool(both) == (paths(net, min(line.symbol.l for line in lines)) == 1)
        for line in both:
            (term,) = line.terms
            assert term.before == ()
            assert term.factors == longhand(net, line.symbol)[-1].terms[0].factors
            delta = longhand(net, Symbol(Role.DELTA, both[0].symbol.l, both[0].symbol.j))[-1]
            assert term.changed == delta.terms[0].factors


def test_the_factors_that_the_source_text_compares_and_their_names() -> None:
    assert written("one_hidden", "dC/dw[1][1][1]") == [
        ("shared", "∂C/∂W₂ = (y−y′)·y(1−y)·h"),
        ("shared", "∂C/∂W₁ = (y−y′)·y(1−y)·W₂·h(1−h)·x"),
        ("shared.delta", "δy = (y−y′)·y(1−y)"),
        ("shared.reuse", "∂C/∂W₂ = δy·h"),
        ("shared.reuse", "∂C/∂W₁ = δy·W₂·h(1−h)·x"),
        ("shared.next", "δh = δy·W₂·h(1−h)"),
        ("shared.next", "∂C/∂W₁ = δh·x"),
    ]


def test_the_output_is_compared_with_the_layer_below_it_and_a_delta_through_its_gradient() -> None:
    pair = written("one_hidden", "dC/dw[1][1][1]")
    assert written("one_hidden", "dC/dw[2][1][1]") == pair
    assert written("one_hidden", "delta[1][1]") == pair
    assert written("one_hidden", "delta[2][1]") == pair


def test_each_layer_is_compared_with_the_one_above_it() -> None:
    assert written("three_hidden", "dC/dw[2][1][1]")[2:] == [
        ("shared.delta", "δ₃ = (y−y′)·y(1−y)·W₄·h₃(1−h₃)"),
        ("shared.reuse", "∂C/∂W₃ = δ₃·h₂"),
        ("shared.reuse", "∂C/∂W₂ = δ₃·W₃·h₂(1−h₂)·h₁"),
        ("shared.next", "δ₂ = δ₃·W₃·h₂(1−h₂)"),
        ("shared.next", "∂C/∂W₂ = δ₂·h₁"),
    ]


def test_several_paths_share_the_deltas_above() -> None:
    assert written("2-3-3-2", "dC/dw[2][3][1]") == [
        ("shared.neuron", "∂C/∂W₃,₁₃ = δy₁·h₂,₃"),
        ("shared.sum", "δ₂,₃ = (δy₁·W₃,₁₃ + δy₂·W₃,₂₃)·h₂,₃(1−h₂,₃)"),
        ("shared.sum", "∂C/∂W₂,₃₁ = δ₂,₃·h₁,₁"),
    ]
    assert written("3-4-2-5-2 with biases", "dC/db[2][1]")[1] == (
        "shared.sum",
        "δ₂,₁ = (Σₘ δ₃,ₘ·W₃,ₘ₁)·h₂,₁(1−h₂,₁)",
    )


def test_with_the_mistake_the_new_weights_stand_in_the_recursion() -> None:
    assert ("shared.next", "δh = δy·W₂⁺·h(1−h)") in written("1-1-1 in place", "dC/dw[1][1][1]")
    assert written("2-3-3-2 in place", "delta[2][3]")[1][1].count("⁺") == 2
