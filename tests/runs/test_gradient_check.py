from collections.abc import Sequence

import pytest

from stepper.backprop.symbols import Role, Symbol
from stepper.runs.checks.gradients import check_gradient, check_gradients
from stepper.runs.rows import Row, Rows
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Trace, run
from tests.support.networks import IN_PLACE, RIGHT, drawn, traced

# After more iterations some could not be checked: a sigmoid is flat.
LEFT = {"nielsen_exploding": 1, "schiendorfer": 1}


class Changed(Rows):
    """The rows of a run with one number changed."""

    def __init__(self, rows: Sequence[Row], position: int, factor: float) -> None:
        self._rows = rows
        self._position = position
        self._factor = factor

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, n: int) -> Row:
        row = list(self._rows[n])
        row[self._position] *= self._factor
        return row


@pytest.mark.parametrize("name", RIGHT)
def test_every_gradient_of_every_iteration_passes(name: str) -> None:
    trace = traced(name)
    gradients = [s for s in trace.model.columns if s.role in (Role.DC_DW, Role.DC_DB)]
    for iteration in range(1, min(trace.iterations, LEFT.get(name, 4)) + 1):
        checks = list(check_gradients(trace, iteration))
        assert [check.symbol for check in checks] == gradients
        for check in checks:
            assert check.analytic == trace.value(check.symbol, iteration)
            assert check.passes
            assert not check.too_small


def test_a_gradient_that_explodes_passes() -> None:
    checks = list(check_gradients(traced("nielsen_exploding"), 1))
    assert len(checks) == 8
    assert all(check.passes and not check.too_small for check in checks)


@pytest.mark.parametrize("factor", [1.01, 1.0001, 0.99999, 0.0, -1.0])
@pytest.mark.parametrize("name", ["three_hidden", "2-2-1 with biases"])
def test_a_wrong_gradient_is_found_and_no_other_one_blamed(name: str, factor: float) -> None:
    trace = traced(name)
    for symbol in trace.model.columns:
        if symbol.role in (Role.DC_DW, Role.DC_DB):
            rows = Changed(trace.rows, trace.model.position[symbol], factor)
            checks = list(check_gradients(Trace(trace.scenario, rows), 1))
            assert [check.symbol for check in checks if not check.passes] == [symbol]


@pytest.mark.parametrize("name", IN_PLACE)
def test_in_place_the_gradients_of_hidden_layers_differ(name: str) -> None:
    trace = run(IN_PLACE[name])
    for check in check_gradients(trace, 1):
        assert check.passes == (check.symbol.l == trace.network.L)


def chain(x: float, t: float, *layers: tuple[float, ...]) -> Scenario:
    """One neuron a layer; each layer its weight, or its weight and its bias."""
    return Scenario(
        title="chain",
        learning_rate=1.0,
        samples=(((x,), (t,)),),
        layers=tuple(Layer(((weight,),), tuple(bias) or None) for weight, *bias in layers),
    )


def test_a_gradient_of_0_and_a_difference_of_0_are_the_same() -> None:
    scenario = chain(0.5, 0.0, (100.0, 50.0), (100.0, 50.0))
    checks = list(check_gradients(run(scenario), 1))
    assert [check.analytic for check in checks] == [0.0] * 4
    assert not any(check.too_small for check in checks)
    assert all(check.passes for check in checks)


def test_a_gradient_that_rounding_drowns_is_too_small_to_check() -> None:
    checks = list(check_gradients(run(chain(1.0, 1.0, (0.5,), (50.0,))), 1))
    assert all(0 < abs(check.analytic) < 1e-15 for check in checks)
    assert all(check.too_small and check.passes for check in checks)


@pytest.mark.parametrize(
    "scenario",
    [
        chain(1.0, 0.5, (0.3,), (1e10, -1e10 * 0.574442516811659)),  # a step between two flats
        chain(0.3, 1 / 3, (0.0,), (0.0, -0.6931471805599453)),  # C is 0 but for rounding
        chain(1.0, 0.0, (1e10, -1e10), (1.0, 0.0)),
    ],
)
def test_where_no_step_size_settles_nothing_is_blamed(scenario: Scenario) -> None:
    checks = list(check_gradients(run(scenario), 1))
    assert any(check.too_small for check in checks)
    assert all(check.passes for check in checks)


@pytest.mark.parametrize(
    ("x", "weight"),
    [(1e5, 1e-5), (1e-10, 1e10), (1e10, -1e-10), (1e-308, 1e307), (1e308, 1e-308), (0.5, 1.0)],
)
def test_the_step_fits_the_parameter_and_what_it_is_multiplied_by(x: float, weight: float) -> None:
    trace = run(chain(x, 0.0, (weight,), (0.5,)))
    for factor, passes in ((1.0, True), (0.999, False), (0.0, False)):
        rows = Changed(trace.rows, trace.model.position[Symbol(Role.DC_DW, 1, 1, 1)], factor)
        _, check = check_gradients(Trace(trace.scenario, rows), 1)
        assert not check.too_small
        assert check.passes == passes


@pytest.mark.parametrize("x", [0.0, 0.5, -1e5, 1e308])
@pytest.mark.parametrize("weight", [1e10, -1e17, 1e300])
def test_huge_numbers_are_checked_without_blame(x: float, weight: float) -> None:
    for layers in (((weight,), (0.5,)), ((0.5,), (weight,))):
        scenario = chain(x, 0.5, *layers)
        if abs(x * layers[0][0]) < 1e308:
            assert all(check.passes for check in check_gradients(run(scenario), 1))


def test_checking_leaves_the_trace_as_it_was() -> None:
    trace = run(drawn((2, 2, 1), biases=True))
    before = [list(row) for row in trace.rows]
    first, second = (list(check_gradients(trace, 1)) for _ in range(2))
    assert first == second
    assert [list(row) for row in trace.rows] == before


def test_the_numeric_gradient_is_a_central_difference_of_the_cost() -> None:
    trace = traced("one_hidden")
    check = next(check_gradients(trace, 1))
    assert check.symbol == Symbol(Role.DC_DW, 2, 1, 1)
    costs = []
    for side in (1, -1):
        weight = 0.40 + side * check.step_size
        layers = (Layer(((0.15,),)), Layer(((weight,),)))
        costs.append(run(trace.scenario._replace(layers=layers)).value(Symbol(Role.C), 1))
    numeric = (costs[0] - costs[1]) / (2 * check.step_size)
    assert numeric == pytest.approx(check.numeric, rel=1e-9)
    assert numeric == pytest.approx(check.analytic, rel=1e-6)


def test_both_costs_make_the_numeric_gradient() -> None:
    for check in check_gradients(traced("xor"), 3):
        made = (check.above - check.below) / (2 * check.step_size)
        assert made == pytest.approx(check.numeric, rel=1e-9)
        off = abs(check.analytic - check.numeric)
        assert check.relative_error == (off / check.size if off else 0.0)


@pytest.mark.parametrize("name", RIGHT)
def test_a_delta_is_the_gradient_of_its_z(name: str) -> None:
    trace = traced(name)
    iteration = min(trace.iterations, LEFT.get(name, 2))
    for symbol in trace.model.columns:
        if symbol.role is Role.DELTA:
            check = check_gradient(trace, iteration, symbol)
            assert check.analytic == trace.value(symbol, iteration)
            assert check.passes
            assert not check.too_small


def test_one_gradient_is_checked_as_all_of_them_are() -> None:
    trace = traced("2-2-1 with biases")
    for check in check_gradients(trace, 2):
        assert check_gradient(trace, 2, check.symbol) == check
