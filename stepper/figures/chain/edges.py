"""The edges of a chain's computational graph, in order."""

from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol


class Edge(NamedTuple):
    """An edge along which value flows forward and gradient back.

    gradient: None at C, and where δ comes from C at once. node: the function at its end, ×, g or
    C; layer: of that node.
    """

    value: Symbol
    gradient: Symbol | None
    node: str
    layer: int


def edges(net: Network) -> list[Edge]:
    """The edges x, z1, h1, … zL, y, C from left to right."""
    chain = [Edge(Symbol(Role.X, 0, 1), None, "×", 1)]
    for l in range(1, net.L + 1):
        chain.append(Edge(Symbol(Role.Z, l, 1), Symbol(Role.DELTA, l, 1), "g", l))
        node, layer = ("×", l + 1) if l < net.L else ("C", l)
        gradient = Symbol(Role.DC_DA, l, 1) if net.has_slope(l) else None
        chain.append(Edge(Symbol(Role.A, l, 1), gradient, node, layer))
    return [*chain, Edge(COST, None, "", 0)]
