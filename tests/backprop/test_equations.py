"""What is shown is what was computed: equations and engine are written apart and agree in bits."""

from collections.abc import Iterator

import pytest

from stepper.backprop import arithmetic
from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Known,
    Number,
    Partial,
    Product,
    Slope,
    Square,
    Sum,
    symbols_in,
)
from stepper.backprop.model import Equation
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace, run
from tests.support.networks import AFTER_BACKWARD, EVERY, IN_PLACE, RIGHT, drawn

# Zeros make zeros of both signs, and far from 0 the sigmoid is exactly 0 or 1.
_2_2_1 = AFTER_BACKWARD["2-2-1 with biases"]
HARD = {
    "zeros": _2_2_1._replace(samples=(((0.0, -0.0), (1.0,)), ((-0.0, 0.0), (0.0,)))),
    "saturated": drawn((2, 3, 2), biases=True, reach=60.0),
    "beyond -700": drawn((1, 2, 1), biases=True, reach=1500.0, samples=4),
    "tiny": drawn((2, 2, 2), reach=1e-160),
}
SCENARIOS = EVERY | HARD


def computed(trace: Trace) -> Iterator[tuple[int, Symbol]]:
    for iteration in range(1, trace.iterations + 1):
        for symbol in trace.model.columns:
            if symbol.role.phase is not Phase.GIVEN:
                yield iteration, symbol


def parts(expression: Expression) -> Iterator[Expression]:
    yield expression
    match expression:
        case Sum(children) | Product(children):
            for child in children:
                yield from parts(child)
        case Difference(left, right):
            yield from parts(left)
            yield from parts(right)
        case Square(child) | Apply(_, child) | Slope(_, child):
            yield from parts(child)
        case Known(written, value):
            yield from parts(written)
            yield from parts(value)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_equation_evaluates_to_the_stored_number_bit_for_bit(name: str) -> None:
    trace = run(SCENARIOS[name])
    for iteration, symbol in computed(trace):

        def value(s: Symbol, n: int = iteration) -> float:
            return trace.value(s, n)

        eq = trace.model.equation(symbol, trace.scenario.in_batch(iteration))
        recursion = trace.model.unfold(eq)
        assert eq.symbol == recursion.symbol == symbol
        for expression in (eq.formula, eq.chain, recursion.formula, recursion.chain):
            if expression is not None:
                assert evaluate(expression, value).hex() == value(symbol).hex(), symbol.column


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_written_out_has_the_number_that_is_put_in_for_it(name: str) -> None:
    trace = run(SCENARIOS[name])
    seen = 0
    for iteration, symbol in computed(trace):

        def value(s: Symbol, n: int = iteration) -> float:
            return trace.value(s, n)

        eq = trace.model.equation(symbol)
        for whole in (eq, trace.model.unfold(eq)):
            for expression in (whole.formula, whole.chain):
                for part in parts(expression) if expression else ():
                    if isinstance(part, Known) and not isinstance(part.written, Partial):
                        seen += 1
                        assert evaluate(part.written, value).hex() == evaluate(part, value).hex()
    assert seen or not trace.network.has_slope(1)


def test_zeros_of_both_signs_are_among_the_stored_numbers() -> None:
    signs = {n.hex() for row in run(HARD["zeros"]).rows for n in row if n == 0}
    assert signs == {"0x0.0p+0", "-0x0.0p+0"}


def test_activations_of_exactly_0_and_1_are_among_the_stored_numbers() -> None:
    trace = run(HARD["beyond -700"])
    activations = {trace.value(s, n) for n, s in computed(trace) if s.role is Role.A}
    assert {0.0, 1.0} <= activations


@pytest.mark.parametrize("name", EVERY)
def test_no_equation_uses_a_symbol_that_stands_after_it_in_the_row(name: str) -> None:
    network = EVERY[name].network
    for symbol in network.columns:
        if symbol.role.phase is Phase.GIVEN:
            continue
        eq = network.equation(symbol)
        for whole in (eq, network.unfold(eq)):
            for expression in (whole.formula, whole.chain or whole.formula):
                used = [s for s in symbols_in(expression) if s in network.position]
                is_constant = network.activation(symbol.l or 1) == "identity"
                assert used or (symbol.role is Role.DA_DZ and is_constant)
                assert all(network.position[s] < network.position[symbol] for s in used)


@pytest.mark.parametrize("name", EVERY)
def test_given_symbols_have_no_equation(name: str) -> None:
    network = EVERY[name].network
    for symbol in network.columns:
        if symbol.role.phase is Phase.GIVEN:
            with pytest.raises(KeyError):
                network.equation(symbol)


@pytest.mark.parametrize("name", EVERY)
def test_the_chain_rule_says_which_derivative_each_factor_is(name: str) -> None:
    scenario = EVERY[name]
    for symbol, eq in equations(scenario):
        if symbol.role in (Role.DELTA, Role.DC_DW, Role.DC_DB):
            if scenario.network.in_place and symbol.l < scenario.network.L:
                assert eq.chain is None  # with the mistake it is no derivative of C
                continue
            if symbol.role is Role.DELTA and not scenario.network.has_slope(symbol.l):
                assert eq.chain is None  # its slope has cancelled
                continue
            assert isinstance(eq.chain, Product)
            partials = [f.written for f in eq.chain.factors if isinstance(f, Known)]
            assert len(partials) == len(eq.chain.factors) > 1
            assert_links(partials, Symbol(Role.C), differentiated_by(symbol))


@pytest.mark.parametrize("name", RIGHT)
def test_a_hidden_activation_reaches_the_cost_by_one_chain_for_each_neuron_above(name: str) -> None:
    network = EVERY[name].network
    for symbol, eq in equations(EVERY[name]):
        if symbol.role is Role.DC_DA and symbol.l < network.L:
            chains = eq.chain.terms if isinstance(eq.chain, Sum) else [eq.chain]
            assert len(chains) == network.sizes[symbol.l + 1]
            for k, path in enumerate(chains, 1):
                assert isinstance(path, Product)
                partials = [f.written for f in path.factors if isinstance(f, Known)]
                assert partials == [
                    Partial(Symbol(Role.C), Symbol(Role.Z, symbol.l + 1, k)),
                    Partial(Symbol(Role.Z, symbol.l + 1, k), Symbol(Role.A, symbol.l, symbol.j)),
                ]


@pytest.mark.parametrize("name", IN_PLACE)
def test_in_place_hidden_activations_use_new_weights_and_have_no_chain_rule(name: str) -> None:
    network = IN_PLACE[name].network
    hidden = 0
    for symbol, eq in equations(IN_PLACE[name]):
        recursion = network.unfold(eq)
        if symbol.role in (Role.DC_DA, Role.DELTA) and symbol.l < network.L:
            hidden += 1
            assert recursion.chain is None
            roles = [s.role for s in symbols_in(recursion.formula)]
            assert roles.count(Role.W_NEW) == network.sizes[symbol.l + 1]
            assert Role.W not in roles
        if symbol.role is Role.DC_DA and symbol.l < network.L:
            assert eq.chain is None
    assert hidden


@pytest.mark.parametrize("name", RIGHT)
def test_after_backward_only_updates_make_new_weights_and_nothing_takes_them(name: str) -> None:
    for _, eq in equations(EVERY[name]):
        assert not {Role.W_NEW, Role.B_NEW} & {s.role for s in symbols_in(eq.formula)}


def test_unfold_leaves_all_but_hidden_deltas_as_they_are() -> None:
    network = Network((2, 2, 1), biases=True)
    for symbol, eq in equations(_2_2_1):
        hidden_delta = symbol.role is Role.DELTA and symbol.l == 1
        assert (network.unfold(eq) != eq) == hidden_delta


@pytest.mark.parametrize("z", [-1000.0, -745.0, -700.5, -700.0, -1.0, -0.0, 0.5, 36.0, 40.0, 800.0])
def test_the_sigmoid_of_the_equations_is_that_of_the_engine(z: float) -> None:
    def nothing(symbol: Symbol) -> float:
        raise AssertionError(symbol)

    a = arithmetic.sigmoid(z)
    assert evaluate(Apply("sigmoid", Number(z)), nothing).hex() == a.hex()
    assert evaluate(Slope("sigmoid", Number(z)), nothing).hex() == (a * (1.0 - a)).hex()


def test_a_derivative_alone_has_no_number() -> None:
    z, a = Symbol(Role.Z, 1, 1), Symbol(Role.A, 1, 1)
    with pytest.raises(ValueError, match="no number"):
        evaluate(Partial(a, z), lambda symbol: 1.0)


def equations(scenario: Scenario) -> Iterator[tuple[Symbol, Equation]]:
    for symbol in scenario.model.columns:
        if symbol.role.phase is not Phase.GIVEN:
            yield symbol, scenario.model.equation(symbol)


def differentiated_by(symbol: Symbol) -> Symbol:
    role = {Role.DELTA: Role.Z, Role.DC_DW: Role.W, Role.DC_DB: Role.B}[symbol.role]
    return symbol._replace(role=role)


def assert_links(partials: list[Expression], first: Symbol, last: Symbol) -> None:
    """dC/dz * dz/da * da/dz: each derivative begins where the one before it ends."""
    at = first
    for partial in partials:
        assert isinstance(partial, Partial)
        assert partial.of == at
        at = partial.by
    assert at == last
