"""Multiplications counted in expression trees and by closed forms."""

import pytest

from stepper.backprop.expressions import (
    ONE,
    Comparison,
    Difference,
    Expression,
    Known,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.network.longhand import longhand, paths
from stepper.derive.network.savings import DEPTHS, as_depth_grows, multiplications

SHAPES = [
    Network((1, 1, 1)),
    Network((1, 1, 1, 1, 1)),
    Network((1, 1, 1), biases=True),
    Network((2, 2, 1), biases=True),
    Network((2, 2, 1), biases=True, train_biases=False),
    Network((2, 3, 2), biases=True),
    Network((3, 4, 2, 2), biases=True),
    Network((1, 2, 2, 2)),
    Network((2, 1, 3, 1), in_place=True),
    Network((2, 1)),
    Network((3, 2), True, cost="cross_entropy"),
    Network((2, 2, 3), True, activations=("tanh", "softmax"), cost="cross_entropy"),
    Network((1, 2, 2), activations=("relu", "identity"), cost="mean_squares"),
    Network((2, 1, 2, 1), True, activations=("identity", "tanh", "relu"), cost="squares"),
]
GRADIENTS = (Role.DC_DW, Role.DC_DB)


def counted(e: Expression, written_out: bool) -> int:
    """Count the multiplications of a tree; known slopes count only if they are written out."""
    match e:
        case Product(factors):
            within = sum(counted(factor, written_out) for factor in factors)
            return within + len([f for f in factors if not _is_one(f)]) - 1
        case Sum(terms):
            return sum(counted(term, written_out) for term in terms)
        case Known(Product((Number(), Difference())), Symbol(Role.DC_DA)):
            return int(written_out)
        case Known(Quotient(), Symbol(Role.DC_DA)):
            return int(written_out)
        case Known(written, _):
            return counted(written, written_out) if written_out else 0
        case Quotient(above, _):
            return counted(above, written_out)
        case Difference(_, Square()):
            return 1
    assert isinstance(e, Symbol | Difference | Comparison | Number)
    return 0


def _is_one(e: Expression) -> bool:
    return e == ONE or (isinstance(e, Known) and e.written == ONE)


def by_hand(net: Network) -> int:
    gradients = [s for s in net.columns if s.role in GRADIENTS]
    return sum(counted(longhand(net, s)[-1].expression, written_out=True) for s in gradients)


def reused(net: Network) -> int:
    made = [s for s in net.columns if s.role in (Role.DC_DA, Role.DA_DZ, Role.DELTA, *GRADIENTS)]
    return sum(counted(net.equation(s).formula, written_out=False) for s in made)


@pytest.mark.parametrize("net", SHAPES)
def test_the_closed_forms_count_the_trees(net: Network) -> None:
    assert max(paths(net, l) for l in range(1, net.L + 1)) <= 8
    assert (multiplications(net).by_hand, multiplications(net).reused) == (
        by_hand(net),
        reused(net),
    )


def test_the_home_networks() -> None:
    assert multiplications(Network((1, 1, 1))) == (1, 9, 7)
    assert multiplications(Network((1, 1, 1, 1, 1))) == (3, 30, 15)


def test_by_hand_the_work_grows_faster_than_with_delta() -> None:
    chain = as_depth_grows(Network((1, 1, 1)))
    assert [count.hidden for count in chain] == list(DEPTHS)
    assert [count.by_hand for count in chain] == [3 * (d + 1) * (d + 2) // 2 for d in DEPTHS]
    assert [count.reused for count in chain] == [4 * d + 3 for d in DEPTHS]


def test_deeper_networks_are_as_wide_as_the_widest_hidden_layer() -> None:
    n = Network((2, 3, 5, 2), biases=True)
    for count in as_depth_grows(n):
        deeper = n._replace(sizes=(2, *[5] * count.hidden, 2))
        assert count == multiplications(deeper)


def test_numbers_of_any_size_are_counted() -> None:
    assert multiplications(Network((100,) * 300)).by_hand > 10**500
