"""How one number of a network changes with another on the forward pass: dz2/dh is W2."""

from collections.abc import Iterator

from stepper.backprop.equations import input_to
from stepper.backprop.expressions import ONE, Expression, Slope, product_of, sum_of
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol

MOST_PATHS = 50  # between two numbers


def local_derivative(net: Network, of: Symbol, by: Symbol) -> Expression | None:
    """The derivative of a z or an activation by a number before it; None for other numbers.

    It is the sum over all paths between the two, of which there may be MOST_PATHS.
    """
    paths = 1
    for l in range(by.l + 1, of.l):
        paths *= net.sizes[l]
    if by.l > of.l or paths > MOST_PATHS:
        return None
    terms = [product_of(factors) for factors in _paths(net, of, by)]
    return sum_of(terms) if terms else None


def _paths(net: Network, of: Symbol, by: Symbol) -> Iterator[list[Expression]]:
    """The factors of each path."""
    for slope, before in _before(net, of):
        if before == by:
            yield [slope]
        elif before.l >= by.l:
            yield from ([slope, *rest] for rest in _paths(net, before, by))


def _before(net: Network, s: Symbol) -> Iterator[tuple[Expression, Symbol]]:
    """The numbers that a number is computed from, each with its local derivative."""
    if s.role is Role.A and net.activation(s.l) != "softmax":
        slope = Symbol(Role.DA_DZ, s.l, s.j)
        z = Symbol(Role.Z, s.l, s.j)
        yield (slope if slope in net.position else Slope(net.activation(s.l), z)), z
    elif s.role is Role.Z:
        yield ONE, Symbol(Role.B, s.l, s.j)
        for i in range(1, net.sizes[s.l - 1] + 1):
            weight, below = Symbol(Role.W, s.l, s.j, i), input_to(s.l, i)
            yield below, weight
            yield weight, below
