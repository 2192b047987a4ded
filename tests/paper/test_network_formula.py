"""A network written as a formula gives the same numbers, bit for bit where arithmetic permits."""

from io import BytesIO
from math import isclose

import pytest

from stepper.backprop.symbols import Role, Symbol
from stepper.errors import NotFiniteError, StepperError
from stepper.files.scenario_file import read_scenario
from stepper.limits import MAX_NUMBERS
from stepper.paper.network_formula import as_formula, lines, names_of
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace, run
from tests.support import graphs
from tests.support.every_kind import of_every_kind
from tests.support.networks import AFTER_BACKWARD, BUNDLED, IN_PLACE, begun, drawn
from tests.support.special import SPECIAL

NEAR = 1e-9  # relative, where the slope cancels in the network and does not in the formula


def is_written(scenario: Scenario) -> bool:
    return not scenario.formula and scenario.batch == 1 and scenario.update == "after_backward"


MET = "yes that is met"  # an output of exactly 1
SAME = {n: s for n, s in (AFTER_BACKWARD | BUNDLED | SPECIAL).items() if is_written(s) and n != MET}


def read_again(trace: Trace) -> Trace:
    """The run of the formula, read from the file that is written."""
    text = "\n".join(lines(trace)) + "\n"
    return run(read_scenario(BytesIO(text.encode()), "formula.toml", MAX_NUMBERS))


def columns(trace: Trace) -> dict[Symbol, str]:
    """The column of the formula that has the same number as each symbol of the network."""
    net = trace.network
    names = names_of(net, trace.scenario)
    C = names[net.C]
    found = dict(names)
    for s in net.columns:
        z, a, w, b = (names.get(s._replace(role=role)) for role in (Role.Z, Role.A, Role.W, Role.B))
        match s.role:
            case Role.DELTA:
                found[s] = f"d{C}/d{z}"
            case Role.DC_DA:
                found[s] = f"d{C}/d{a}"
            case Role.DA_DZ:
                found[s] = f"local d{a}/d{z}"
            case Role.DC_DW:
                found[s] = f"d{C}/d{w}"
            case Role.DC_DB:
                found[s] = f"d{C}/d{b}"
            case Role.W_NEW:
                found[s] = f"{w}+"
            case Role.B_NEW:
                found[s] = f"{b}+"
    return found


def compare(trace: Trace, formula: Trace, iterations: int) -> int:
    """Compare numbers in some iterations; return how many have been."""
    is_exact = trace.network.cost != "cross_entropy"
    count = 0
    for symbol, column in columns(trace).items():
        for n in range(1, iterations + 1):
            one, other = trace.value(symbol, n), formula.value(formula.model.by_column[column], n)
            if is_exact:
                assert one == other, (symbol.column, column, n)
            else:
                assert isclose(one, other, rel_tol=NEAR, abs_tol=NEAR), (symbol.column, column, n)
            count += 1
    return count


@pytest.mark.parametrize("name", SAME)
def test_the_formula_of_a_network_gives_the_same_numbers(name: str) -> None:
    trace = run(SAME[name]._replace(epochs=min(2, SAME[name].epochs), notes=()))
    formula = read_again(trace)
    assert formula.iterations == trace.iterations
    assert compare(trace, formula, min(trace.iterations, 6)) > 8


def test_so_does_that_of_networks_of_every_kind() -> None:
    kinds = set()
    count = 0
    for scenario in of_every_kind(150, seed=4):
        if is_written(scenario):
            trace = begun(scenario)
            count += compare(trace, run(as_formula(trace)), 1)
            kinds.add((trace.network.cost, trace.network.activation(trace.network.L)))
    assert count > 2000
    assert len(kinds) > 8


def test_a_term_of_cross_entropy_that_a_network_leaves_out_stops_a_formula() -> None:
    trace = begun(SPECIAL[MET])
    assert trace.value(trace.model.C, 1) == 0.0
    with pytest.raises(NotFiniteError, match="log"):
        read_again(trace)


def test_the_lines_are_those_of_the_network_in_the_order_of_the_engine() -> None:
    formula = as_formula(run(BUNDLED["one_hidden"])).formula
    assert formula
    assert formula.source == ("z₁ = W₁*x", "h = sigmoid(z₁)", "z₂ = W₂*h", "y = sigmoid(z₂)",
        "C = ½*(y - t)^2")  # fmt: skip
    assert (formula.constants, formula.update) == (("x", "t"), ("W₁", "W₂"))


def test_the_names_of_the_author_are_kept_where_a_formula_can_have_them() -> None:
    trace = run(BUNDLED["mazur"]._replace(epochs=1, notes=()))
    formula = as_formula(trace).formula
    assert formula
    assert formula.source[-1].startswith("E_total = ½*(out_o1 - target_o1)^2 + ")
    hostile = BUNDLED["xor"]._replace(
        names={"w[1][1][1]": "exp", "w[1][1][2]": "a b", "w[1][2][1]": 'x"', "b[1][1]": "y"}
    )
    read_again(run(hostile._replace(epochs=1)))


def test_biases_that_are_not_trained_are_constants() -> None:
    trace = run(AFTER_BACKWARD["2-2-1 with fixed biases"])
    formula = as_formula(trace).formula
    assert formula
    assert set(formula.constants) == {"x₁", "x₂", "t", "b₁₁", "b₁₂", "b₂₁"}


def test_a_formula_is_written_as_it_is() -> None:
    for scenario in graphs.FORMULAS.values():
        assert read_again(run(scenario)).scenario.formula == scenario.formula


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        (IN_PLACE["1-1-1 in place"], "cannot be updated in place"),
        (AFTER_BACKWARD["1-1-1"]._replace(batch=2), "has no batches"),
        (drawn((1, 120, 1), samples=1, epochs=1), "has 243 lines, and at most 200"),
        (drawn((40, 40, 1), samples=1, epochs=1), "more than 1,000 operations"),
    ],
)
def test_what_cannot_be_a_formula_is_refused_with_what_to_do(
    scenario: Scenario, message: str
) -> None:
    with pytest.raises(StepperError, match=message):
        list(lines(begun(scenario)))


def test_a_name_that_is_too_long_for_a_formula_is_left_out() -> None:
    named = BUNDLED["one_hidden"]._replace(names={"x[1]": "δ" * 500})
    assert "δ" * 500 not in "\n".join(lines(run(named)))
