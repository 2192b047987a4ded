from itertools import pairwise

import pytest

from stepper.backprop.network import Network
from stepper.backprop.symbols import RATE, Phase, Role, Symbol
from tests.support.networks import EVERY, random_networks

GIVEN_AND_FORWARD = """
    x[1] x[2] t[1] w[1][1][1] w[1][1][2] w[1][2][1] w[1][2][2] b[1][1] b[1][2]
    w[2][1][1] w[2][1][2] b[2][1]
    w*a[1][1][1] w*a[1][1][2] z[1][1] a[1][1] w*a[1][2][1] w*a[1][2][2] z[1][2] a[1][2]
    w*a[2][1][1] w*a[2][1][2] z[2][1] a[2][1] C
"""
BACKWARD_OUTPUT = """
    dC/da[2][1] da/dz[2][1] delta[2][1] dC/dw[2][1][1] dC/dw[2][1][2] dC/db[2][1]
"""
BACKWARD_HIDDEN = """
    dC/da[1][1] da/dz[1][1] delta[1][1] dC/da[1][2] da/dz[1][2] delta[1][2]
    dC/dw[1][1][1] dC/dw[1][1][2] dC/db[1][1] dC/dw[1][2][1] dC/dw[1][2][2] dC/db[1][2]
"""
UPDATE_OUTPUT = "w+[2][1][1] w+[2][1][2] b+[2][1] "
UPDATE_HIDDEN = "w+[1][1][1] w+[1][1][2] b+[1][1] w+[1][2][1] w+[1][2][2] b+[1][2]"

SEVERAL_PATHS = """
    x[1] t[1] t[2] w[1][1][1] w[1][2][1] w[2][1][1] w[2][1][2] w[2][2][1] w[2][2][2]
    z[1][1] a[1][1] z[1][2] a[1][2]
    w*a[2][1][1] w*a[2][1][2] z[2][1] a[2][1] w*a[2][2][1] w*a[2][2][2] z[2][2] a[2][2]
    C[1] C[2] C
    dC/da[2][1] da/dz[2][1] delta[2][1] dC/da[2][2] da/dz[2][2] delta[2][2]
    dC/dw[2][1][1] dC/dw[2][1][2] dC/dw[2][2][1] dC/dw[2][2][2]
    w*delta[2][1][1] w*delta[2][2][1] dC/da[1][1] da/dz[1][1] delta[1][1]
    w*delta[2][1][2] w*delta[2][2][2] dC/da[1][2] da/dz[1][2] delta[1][2]
    dC/dw[1][1][1] dC/dw[1][2][1]
    w+[2][1][1] w+[2][1][2] w+[2][2][1] w+[2][2][2] w+[1][1][1] w+[1][2][1]
"""


def columns(network: Network) -> list[str]:
    return [symbol.column for symbol in network.columns]


def test_columns_are_in_the_order_of_the_contract() -> None:
    text = GIVEN_AND_FORWARD + BACKWARD_OUTPUT + BACKWARD_HIDDEN + UPDATE_OUTPUT + UPDATE_HIDDEN
    assert columns(Network((2, 2, 1), biases=True)) == text.split()


def test_in_place_a_layer_is_updated_after_its_gradients() -> None:
    text = GIVEN_AND_FORWARD + BACKWARD_OUTPUT + UPDATE_OUTPUT + BACKWARD_HIDDEN + UPDATE_HIDDEN
    assert columns(Network((2, 2, 1), biases=True, in_place=True)) == text.split()


def test_fixed_biases_have_no_gradient_and_no_update() -> None:
    text = GIVEN_AND_FORWARD + BACKWARD_OUTPUT + BACKWARD_HIDDEN + UPDATE_OUTPUT + UPDATE_HIDDEN
    kept = [column for column in text.split() if not column.startswith(("dC/db", "b+"))]
    assert columns(Network((2, 2, 1), biases=True, train_biases=False)) == kept


def test_a_sum_over_paths_has_its_terms_before_it() -> None:
    assert columns(Network((1, 2, 2))) == SEVERAL_PATHS.split()


@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("biases", [False, True])
@pytest.mark.parametrize("sizes", [(1, 1, 1), (1, 1, 1, 1, 1), (2, 1, 2), (1, 3, 1), (3, 4, 2, 2)])
def test_terms_have_columns_exactly_where_a_sum_has_several(
    sizes: tuple[int, ...], biases: bool, in_place: bool
) -> None:
    listed = columns(Network(sizes, biases, in_place=in_place))
    expected = set()
    for l, (below, size) in enumerate(pairwise(sizes), 1):
        pairs = [(j, i) for j in range(1, size + 1) for i in range(1, below + 1)]
        if below + biases > 1:
            expected |= {f"w*a[{l}][{j}][{i}]" for j, i in pairs}
        if l > 1 and size > 1:
            expected |= {f"w*delta[{l}][{j}][{i}]" for j, i in pairs}
    if sizes[-1] > 1:
        expected |= {f"C[{j}]" for j in range(1, sizes[-1] + 1)}
    terms = [column for column in listed if column.startswith(("w*", "C["))]
    assert sorted(terms) == sorted(expected)
    assert len(listed) == len(set(listed))


def test_a_bias_counts_as_a_term() -> None:
    assert "w*a[1][1][1]" in columns(Network((1, 1, 1), biases=True))
    assert "w*a[1][1][1]" in columns(Network((1, 1, 1), biases=True, train_biases=False))
    assert "w*a[1][1][1]" not in columns(Network((1, 1, 1)))


def test_the_home_networks_have_15_and_29_steps() -> None:
    one, three = Network((1, 1, 1)), Network((1, 1, 1, 1, 1))
    assert (len(one.steps), len(three.steps)) == (15, 29)
    assert three.steps[12 - 1].column == "delta[4][1]"
    assert three.steps[16 - 1].column == "delta[3][1]"


@pytest.mark.parametrize("name", EVERY)
def test_steps_are_the_computed_columns_without_the_terms(name: str) -> None:
    network = EVERY[name].network
    given = ("x[", "t[", "w[", "b[")
    computed = [c for c in columns(network) if not c.startswith((*given, "w*", "C["))]
    assert [symbol.column for symbol in network.steps] == computed
    assert [network.step_index[symbol] for symbol in network.steps] == list(range(len(computed)))


@pytest.mark.parametrize("name", EVERY)
def test_a_symbol_is_found_by_its_place_and_by_its_column(name: str) -> None:
    network = EVERY[name].network
    for k, symbol in enumerate(network.columns):
        assert network.position[symbol] == k
        assert network.by_column[symbol.column] == symbol


def test_the_terms_of_a_sum_stand_just_before_it() -> None:
    network = EVERY["3-4-2-5-2 with biases"].network
    sums = [symbol for symbol in network.columns if network.terms(symbol)]
    assert {symbol.role for symbol in sums} == {Role.Z, Role.C, Role.DC_DA}
    for symbol in sums:
        terms, end = network.terms(symbol), network.position[symbol]
        assert list(network.columns[end - len(terms) : end]) == terms


def test_the_rate_is_a_symbol_but_no_column() -> None:
    network = Network((1, 1, 1))
    assert RATE not in network.columns
    assert RATE.role.phase is Phase.GIVEN
    assert Symbol(Role.W, 2, 1, 3).column == "w[2][1][3]"


@pytest.mark.parametrize(("sizes", "widest"), [((1, 1, 1), 1), ((2, 12, 1), 12), ((3, 1, 1), 3)])
def test_the_shape_of_a_network_is_measured_once(sizes: tuple[int, ...], widest: int) -> None:
    network = Network(sizes)
    assert (network.widest, network.is_chain) == (widest, widest == 1)
    assert {"widest", "is_chain"} <= vars(network).keys()


@pytest.mark.parametrize("name", EVERY)
def test_the_columns_are_counted_without_naming_them(name: str) -> None:
    network = EVERY[name].network
    assert network.width == len(network.columns)


def test_the_columns_of_random_networks_are_counted_without_naming_them() -> None:
    for scenario in random_networks(60):
        assert scenario.model.width == len(scenario.model.columns)
