"""Every line of a derivation has the value of the gradient; the last has no derivative left."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from random import Random

import pytest

from stepper import run
from stepper.backprop.evaluation import Sums, evaluate
from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Known,
    Partial,
    Product,
    Square,
    Sum,
    SumOver,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import DERIVED_BY, Role, Symbol
from stepper.derive.lines import TermLine, reason
from stepper.derive.longhand import derivable, longhand, paths
from stepper.derive.shared import shared_factors
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.limits import MOST_LAYERS
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import Notation
from stepper.typeset.spans import text_of
from tests.support.every_kind import of_every_kind
from tests.support.networks import EVERY, SIGMOIDS, begun, drawn, traced

TOLERANCE = 1e-12


def to_derive(net: Network) -> list[Symbol]:
    return [s for s in net.columns if s.role in DERIVED_BY]


def parts(e: Expression) -> Iterator[Expression]:
    """Yield an expression and its parts as shown, not what a derivative is computed from."""
    yield e
    match e:
        case Known(part, _) | Square(part) | Apply(_, part) | Partial(part) | SumOver(_, _, part):
            yield from parts(part)
        case Sum(several) | Product(several):
            for part in several:
                yield from parts(part)
        case Difference(left, right):
            yield from parts(left)
            yield from parts(right)


def derivatives(line: TermLine) -> int:
    return sum(isinstance(part, Partial) for part in parts(line.expression))


def size(trace: Trace, s: Symbol) -> float:
    """The sum of the absolute terms of a gradient or a delta, one term for each path."""
    net = trace.network

    def number(role: Role, l: int, j: int = 0, i: int = 0) -> float:
        return abs(trace.value(Symbol(role, l, j, i), 1))

    def of_delta(l: int, j: int) -> float:
        if l == net.L and not net.has_slope(l):
            return number(Role.A, l, j) + number(Role.T, l, j)
        if l == net.L:
            return number(Role.DC_DA, l, j) * number(Role.DA_DZ, l, j)
        weight = Role.W_NEW if net.in_place else Role.W
        from_above = (of_delta(l + 1, k) * number(weight, l + 1, k, j) for k in net.neurons(l + 1))
        return sum(from_above) * number(Role.DA_DZ, l, j)

    if s.role is not Role.DC_DW:
        return of_delta(s.l, s.j)
    below = number(Role.A, s.l - 1, s.i) if s.l > 1 else number(Role.X, 0, s.i)
    return of_delta(s.l, s.j) * below


def assert_worth(trace: Trace, symbol: Symbol, sums: Sums) -> None:
    def value(s: Symbol) -> float:
        return trace.value(s, 1)

    allowed = TOLERANCE * size(trace, symbol)
    for line in longhand(trace.network, symbol):
        assert line.symbol == symbol
        off = abs(evaluate(line.expression, value, sums) - value(symbol))
        assert off <= allowed, (trace.scenario.title, symbol.column, line.rule)


def written(trace: Trace, column: str, style: str = "course") -> list[str]:
    net = trace.network
    names = Names(Notation(style, net, trace.scenario.names))
    lines = longhand(net, net.by_column[column])
    return [text_of(names.write(line.expression)) for line in lines]


# --- what the lines are worth


@pytest.mark.parametrize("name", EVERY)
def test_every_line_is_worth_the_stored_number(name: str) -> None:
    trace, sums = traced(name), Sums()
    for symbol in to_derive(trace.network):
        assert_worth(trace, symbol, sums)


@pytest.mark.parametrize("update", ["after_backward", "in_place"])
def test_every_line_is_worth_the_stored_number_in_networks_of_any_shape(update: str) -> None:
    random = Random(update)
    shapes, seen = set(), set()
    for _ in range(40):
        sizes = tuple(random.randint(1, 4) for _ in range(random.randint(3, 5)))
        biases = random.random() < 0.5
        scenario = drawn(sizes, biases=biases, update=update, samples=1, epochs=1, reach=3.0)
        trace, sums = run(scenario), Sums()
        symbols = to_derive(trace.network)
        role = random.choice(list(DERIVED_BY))
        lowest = [s for s in symbols if s.l == 1 and s.role is role]
        for symbol in {random.choice(lowest or symbols), random.choice(symbols)}:
            assert_worth(trace, symbol, sums)
            seen.add(symbol.role)
        shapes.add(paths(trace.network, 1) > 8)
    assert shapes == {True, False}
    assert seen == set(DERIVED_BY)


def test_sixteen_thousand_paths_are_derived_with_their_sums_nested() -> None:
    trace = run(drawn((40, 40, 40, 40, 10), biases=True, samples=1, epochs=1, reach=0.2))
    symbol = trace.model.by_column["dC/dw[1][3][5]"]
    sums: Sums = {}

    def value(s: Symbol) -> float:
        return trace.value(s, 1)

    numbers = [evaluate(x.expression, value, sums) for x in longhand(trace.network, symbol)]
    assert numbers == pytest.approx([value(symbol)] * len(numbers), rel=1e-9)
    assert paths(trace.network, 1) == 40 * 40 * 10


def test_every_line_is_worth_the_stored_number_in_networks_of_every_kind() -> None:
    rules = set()
    for scenario in of_every_kind(24, seed=5):
        trace, sums = begun(scenario), Sums()
        for symbol in to_derive(trace.network):
            assert_worth(trace, symbol, sums)
            lines = longhand(trace.network, symbol)
            rules |= {(line.rule, line.function) for line in lines}
            assert derivatives(lines[-1]) == 0
            for line in shared_factors(trace.network, symbol):
                number = evaluate(line.expression, partial(trace.value, iteration=1))
                allowed = TOLERANCE * size(trace, line.symbol)
                assert abs(number - trace.value(line.symbol, 1)) <= allowed
    for language in LANGUAGES:
        for rule, function in rules:
            line = TermLine(Symbol(Role.DC_DW, 1, 1, 1), rule, (), function)
            assert text_of(reason(line, Explainer(language, Notation("course", Network((1, 1))))))
    assert {rule for rule, _ in rules} >= {
        "power.squares", "power.mean", "log.cancel", "softmax.one", "identity", "identity.whole",
    }  # fmt: skip
    assert {"tanh", "relu"} <= {function for _, function in rules}


def test_many_classes_are_a_sum_over_a_letter_with_a_sign_for_the_same_neuron() -> None:
    scenario = drawn((2, 9), samples=1)
    layer = scenario.layers[0]._replace(activation="softmax")
    targets = tuple(float(k == 2) for k in range(9))
    samples = ((scenario.samples[0][0], targets),)
    trace = begun(scenario._replace(layers=(layer,), samples=samples, cost="cross_entropy"))
    assert_worth(trace, trace.model.by_column["delta[1][4]"], {})
    assert written(trace, "delta[1][4]")[-4:] == [
        "−(Σₙ (y′ₙ/yₙ)·yₙ([n=4]−y₄))",
        "−(Σₙ y′ₙ([n=4]−y₄))",
        "y₄(Σₙ y′ₙ) − y′₄",
        "y₄ − y′₄",
    ]


def test_why_the_slope_of_a_sigmoid_cancels_line_by_line() -> None:
    scenario = drawn((1, 1))._replace(cost="cross_entropy")
    assert written(begun(scenario), "dC/dw[1][1][1]") == [
        "∂(−(y′·ln(y) + (1−y′)·ln(1−y)))/∂W₁",
        "∂C/∂z₁·∂(W₁·x)/∂W₁",
        "∂C/∂y·∂y/∂z₁·∂(W₁·x)/∂W₁",
        "−(y′/y−(1−y′)/(1−y))·∂y/∂z₁·∂(W₁·x)/∂W₁",
        "−(y′/y−(1−y′)/(1−y))·y(1−y)·∂(W₁·x)/∂W₁",
        "−(y′(1−y)−(1−y′)·y)·∂(W₁·x)/∂W₁",
        "(y−y′)·∂(W₁·x)/∂W₁",
        "(y−y′)·x",
    ]


def test_why_the_slope_of_softmax_cancels_line_by_line() -> None:
    scenario = drawn((1, 2), samples=1)
    layer = scenario.layers[0]._replace(activation="softmax")
    samples = ((scenario.samples[0][0], (0.25, 0.75)),)
    trace = begun(scenario._replace(layers=(layer,), samples=samples, cost="cross_entropy"))
    assert written(trace, "delta[1][1]") == [
        "∂(−y′₁·ln(y₁) − y′₂·ln(y₂))/∂z₁,₁",
        "∂C/∂y₁·∂y₁/∂z₁,₁ + ∂C/∂y₂·∂y₂/∂z₁,₁",
        "−(y′₁/y₁)·∂y₁/∂z₁,₁ − (y′₂/y₂)·∂y₂/∂z₁,₁",
        "−(y′₁/y₁)·y₁(1−y₁) + (y′₂/y₂)·y₂·y₁",
        "−y′₁(1−y₁) + y′₂·y₁",
        "y₁(y′₁ + y′₂) − y′₁",
        "y₁ − y′₁",
    ]


# --- what the lines say


@pytest.mark.parametrize("name", SIGMOIDS)
def test_derivatives_are_taken_until_none_is_left(name: str) -> None:
    net = EVERY[name].network
    for symbol in to_derive(net):
        *lines, last = longhand(net, symbol)
        assert derivatives(last) == 0
        if net.in_place and symbol.l < net.L:
            assert not any(map(derivatives, lines))
        elif symbol.role is Role.DELTA and symbol.l == net.L:
            assert [derivatives(line) > 0 for line in lines] == [True] * 3 + [False]
        else:
            assert all(map(derivatives, lines))


@pytest.mark.parametrize("name", SIGMOIDS)
def test_what_is_not_marked_as_new_stood_in_the_line_before(name: str) -> None:
    net = EVERY[name].network
    for symbol in to_derive(net):
        lines = longhand(net, symbol)
        for before, line in pairwise(lines):
            stood = {f for term in before.terms for f in term.factors}
            for term in line.terms:
                assert term.changed
                if line.rule == "gather":
                    continue  # the derivative is that of the sum before it
                assert {*term.before, *term.after} <= stood | {
                    part for factor in stood for part in parts(factor)
                }
                assert not stood & set(term.changed)


@pytest.mark.parametrize("name", EVERY)
def test_up_to_eight_paths_each_have_a_term_and_more_are_nested(name: str) -> None:
    net = EVERY[name].network
    for symbol in to_derive(net):
        last = longhand(net, symbol)[-1]
        count = paths(net, symbol.l)
        assert len(last.terms) == (count if count <= 8 else 1)
        nested = [part for part in parts(last.expression) if isinstance(part, SumOver)]
        assert bool(nested) == (count > 8)


def test_the_source_texts_derivation_of_the_first_weight_line_by_line() -> None:
    assert written(traced("one_hidden"), "dC/dw[1][1][1]") == [
        "∂(½(y−y′)²)/∂W₁",
        "(y−y′)·∂y/∂W₁",
        "(y−y′)·∂/∂W₁ g(W₂·h)",
        "(y−y′)·g(W₂·h)(1−g(W₂·h))·∂(W₂·h)/∂W₁",
        "(y−y′)·y(1−y)·∂(W₂·h)/∂W₁",
        "(y−y′)·y(1−y)·W₂·∂h/∂W₁",
        "(y−y′)·y(1−y)·W₂·∂/∂W₁ g(W₁·x)",
        "(y−y′)·y(1−y)·W₂·h(1−h)·∂(W₁·x)/∂W₁",
        "(y−y′)·y(1−y)·W₂·h(1−h)·x",
    ]


def test_the_source_texts_derivation_of_the_second_weight_line_by_line() -> None:
    assert written(traced("one_hidden"), "dC/dw[2][1][1]") == [
        "∂(½(y−y′)²)/∂W₂",
        "(y−y′)·∂y/∂W₂",
        "(y−y′)·∂/∂W₂ g(W₂·h)",
        "(y−y′)·g(W₂·h)(1−g(W₂·h))·∂(W₂·h)/∂W₂",
        "(y−y′)·y(1−y)·∂(W₂·h)/∂W₂",
        "(y−y′)·y(1−y)·h",
    ]


def test_the_derivation_goes_down_through_three_hidden_layers() -> None:
    d3 = "(y−y′)·y(1−y)·W₄·h₃(1−h₃)"
    assert written(traced("three_hidden"), "dC/dw[1][1][1]") == [
        "∂(½(y−y′)²)/∂W₁",
        "(y−y′)·∂y/∂W₁",
        "(y−y′)·∂/∂W₁ g(W₄·h₃)",
        "(y−y′)·g(W₄·h₃)(1−g(W₄·h₃))·∂(W₄·h₃)/∂W₁",
        "(y−y′)·y(1−y)·∂(W₄·h₃)/∂W₁",
        "(y−y′)·y(1−y)·W₄·∂h₃/∂W₁",
        "(y−y′)·y(1−y)·W₄·∂/∂W₁ g(W₃·h₂)",
        f"{d3}·∂(W₃·h₂)/∂W₁",
        f"{d3}·W₃·∂h₂/∂W₁",
        f"{d3}·W₃·∂/∂W₁ g(W₂·h₁)",
        f"{d3}·W₃·h₂(1−h₂)·∂(W₂·h₁)/∂W₁",
        f"{d3}·W₃·h₂(1−h₂)·W₂·∂h₁/∂W₁",
        f"{d3}·W₃·h₂(1−h₂)·W₂·∂/∂W₁ g(W₁·x)",
        f"{d3}·W₃·h₂(1−h₂)·W₂·h₁(1−h₁)·∂(W₁·x)/∂W₁",
        f"{d3}·W₃·h₂(1−h₂)·W₂·h₁(1−h₁)·x",
    ]


def test_a_delta_is_derived_down_to_what_goes_into_its_neuron() -> None:
    assert written(traced("one_hidden"), "delta[1][1]")[-3:] == [
        "(y−y′)·y(1−y)·W₂·∂h/∂z₁",
        "(y−y′)·y(1−y)·W₂·∂/∂z₁ g(z₁)",
        "(y−y′)·y(1−y)·W₂·h(1−h)",
    ]


def test_the_derivative_by_a_bias_is_1() -> None:
    assert written(traced("xor"), "dC/db[2][1]")[-2:] == [
        "(y−y′)·y(1−y)·∂(W₂,₁₁·h₁,₁ + W₂,₁₂·h₁,₂ + b₂,₁)/∂b₂,₁",
        "(y−y′)·y(1−y)·1",
    ]


def test_only_what_depends_on_the_weight_is_followed() -> None:
    trace = run(drawn((2, 2, 2)))
    output = written(trace, "dC/dw[2][2][1]")
    assert output[1] == "(y₂−y′₂)·∂y₂/∂W₂,₂₁"
    assert output[-1] == "(y₂−y′₂)·y₂(1−y₂)·h₁,₁"
    assert written(trace, "dC/dw[1][2][1]")[-1] == (
        "(y₁−y′₁)·y₁(1−y₁)·W₂,₁₂·h₁,₂(1−h₁,₂)·x₁ + (y₂−y′₂)·y₂(1−y₂)·W₂,₂₂·h₁,₂(1−h₁,₂)·x₁"
    )


def test_nine_paths_are_nested_and_eight_are_not() -> None:
    eight, nine = run(drawn((1, 1, 2, 4))), run(drawn((1, 1, 3, 3)))
    assert written(eight, "dC/dw[1][1][1]")[-1].count(" + ") == 7
    gathered = "Σₖ (yₖ−y′ₖ)·yₖ(1−yₖ)·W₃,ₖₘ"
    assert written(nine, "dC/dw[1][1][1]")[5:7] == [
        "Σₖ (yₖ−y′ₖ)·yₖ(1−yₖ)(Σₘ W₃,ₖₘ·∂h₂,ₘ/∂W₁,₁₁)",
        f"Σₘ ({gathered})·∂h₂,ₘ/∂W₁,₁₁",
    ]
    assert written(nine, "dC/dw[1][1][1]")[-1] == (
        f"(Σₘ ({gathered})·h₂,ₘ(1−h₂,ₘ)·W₂,ₘ₁)·h₁,₁(1−h₁,₁)·x"
    )
    assert written(nine, "dC/dw[1][1][1]", "ascii")[-1] == (
        "(sum[m] (sum[k] (a[3][k]-t[k])*a[3][k]*(1-a[3][k])*w[3][k][m])"
        "*a[2][m]*(1-a[2][m])*w[2][m][1])*a[1][1]*(1-a[1][1])*x[1]"
    )


def test_many_inputs_are_written_as_a_sum_over_a_letter() -> None:
    trace = run(drawn((5, 1, 1)))
    assert written(trace, "dC/dw[1][1][2]")[-2:] == [
        "(y−y′)·y(1−y)·W₂,₁₁·h₁,₁(1−h₁,₁)·∂(Σₙ W₁,₁ₙ·xₙ)/∂W₁,₁₂",
        "(y−y′)·y(1−y)·W₂,₁₁·h₁,₁(1−h₁,₁)·x₂",
    ]


def test_below_the_output_of_a_network_trained_in_place_the_mistake_is_multiplied_out() -> None:
    trace = traced("1-1-1 in place")
    assert written(trace, "dC/dw[1][1][1]") == [
        "δh·x",
        "δy·W₂⁺·h(1−h)·x",
        "(y−y′)·y(1−y)·W₂⁺·h(1−h)·x",
    ]
    assert written(trace, "delta[1][1]") == ["δy·W₂⁺·h(1−h)", "(y−y′)·y(1−y)·W₂⁺·h(1−h)"]
    assert written(trace, "dC/dw[2][1][1]") == written(traced("1-1-1"), "dC/dw[2][1][1]")
    assert written(traced("3-4-2-5-2 with biases in place"), "delta[2][1]")[-1] == (
        "(Σₘ (Σₖ (yₖ−y′ₖ)·yₖ(1−yₖ)·W₄,ₖₘ⁺)·h₃,ₘ(1−h₃,ₘ)·W₃,ₘ₁⁺)·h₂,₁(1−h₂,₁)"
    )


# --- what can be derived


def test_a_number_without_a_derivation_has_one_that_belongs_to_it() -> None:
    n = Network((2, 2, 1), biases=True)
    belonging = {
        "w[1][2][1]": "dC/dw[1][2][1]",
        "w*a[1][2][1]": "dC/dw[1][2][1]",
        "w+[1][2][1]": "dC/dw[1][2][1]",
        "dC/dw[1][2][1]": "dC/dw[1][2][1]",
        "b[1][2]": "dC/db[1][2]",
        "b+[1][2]": "dC/db[1][2]",
        "z[1][2]": "delta[1][2]",
        "a[1][2]": "delta[1][2]",
        "dC/da[1][2]": "delta[1][2]",
        "da/dz[1][2]": "delta[1][2]",
        "delta[1][2]": "delta[1][2]",
    }
    for column, expected in belonging.items():
        found = derivable(n, n.by_column[column])
        assert found and found.column == expected
    assert [derivable(n, n.by_column[column]) for column in ("x[1]", "t[1]", "C")] == [None] * 3
    fixed = Network((2, 2, 1), biases=True, train_biases=False)
    assert derivable(fixed, fixed.by_column["b[1][2]"]) == Symbol(Role.DELTA, 1, 2)
    wide = Network((1, 2, 2))
    assert derivable(wide, wide.by_column["w*delta[2][2][1]"]) == Symbol(Role.DELTA, 1, 1)


@pytest.mark.parametrize("width", [1, 2])
def test_a_number_too_far_below_the_cost_is_not_derived(width: int) -> None:
    trace = run(drawn((width,) * (MOST_LAYERS + 2), samples=1, epochs=1, reach=4.0))
    with pytest.raises(StepperError, match=r"dC/dw\[1\]\[1\]\[1\] is 51 layers before C"):
        longhand(trace.network, Symbol(Role.DC_DW, 1, 1, 1))
    assert_worth(trace, Symbol(Role.DC_DW, MOST_LAYERS - 5, 1, 1), {})
    *_, last = longhand(trace.network, Symbol(Role.DC_DW, 2, 1, 1))
    assert derivatives(last) == 0
    assert text_of(Names(Notation("course", trace.model)).write(last.expression))
