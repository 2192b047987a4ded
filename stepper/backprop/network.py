"""A network as a model: every number of one of its iterations in order, and their equations."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, pairwise

from stepper.backprop import equations
from stepper.backprop.model import Equation, InBatch, Model
from stepper.backprop.shape import Shape
from stepper.backprop.symbols import COST, DERIVED_BY, Role, Symbol


class Network(Shape, Model):
    """A network of some shape, with the columns that it has."""

    @property
    def C(self) -> Symbol:
        return COST

    @property
    def outline(self) -> str:
        return "-".join(map(str, self.sizes))

    @cached_property
    def columns(self) -> tuple[Symbol, ...]:
        return tuple(_columns(self))

    @cached_property
    def width(self) -> int:
        """The number of columns, without creating them: a network may be too large for that."""
        wide = list(pairwise(self.sizes))
        weights = sum(below * size for below, size in wide)
        neurons = sum(self.sizes[1:])
        terms_of_z = sum(below * size for below, size in wide if below + self.biases > 1)
        terms_of_dC_da = sum(below * size for below, size in wide[1:] if size > 1)
        outputs = self.sizes[-1]
        gradients = 1 + self.is_batched + self.learns  # dC/dw, their sum, w+
        return (
            self.sizes[0]
            + outputs
            + (1 + gradients) * weights  # and w
            + (self.biases + gradients * self.trains_biases) * neurons
            + 5 * neurons  # z, a, dC/da, da/dz, delta
            - (0 if self.has_slope(self.L) else 2 * outputs)
            + (outputs + 1 if self.is_softmax else 0)  # e, S
            + terms_of_z
            + terms_of_dC_da
            + (outputs if outputs > 1 else 0)
            + 1  # C
        )

    def derived_by(self, symbol: Symbol) -> Symbol | None:
        role = DERIVED_BY.get(symbol.role)
        return symbol._replace(role=role) if role else None

    def equation(self, symbol: Symbol, place: InBatch | None = None) -> Equation:
        return equations.equation(self, symbol, place)

    def unfold(self, eq: Equation) -> Equation:
        return equations.unfold(self, eq)

    def has_one_way_to_cost(self, symbol: Symbol) -> bool:
        """Whether a hidden delta is a single product, because the next layer has one neuron."""
        return symbol.role is Role.DELTA and symbol.l < self.L and self.sizes[symbol.l + 1] == 1

    def terms(self, symbol: Symbol) -> list[Symbol]:
        """The terms of a sum; no terms where there would be only one."""
        l, j = symbol.l, symbol.j
        match symbol.role:
            case Role.Z if self.sizes[l - 1] + self.biases > 1:
                return [Symbol(Role.WA, l, j, i) for i in self.neurons(l - 1)]
            case Role.DC_DA if l < self.L and self.sizes[l + 1] > 1:
                return [Symbol(Role.WDELTA, l + 1, k, j) for k in self.neurons(l + 1)]
            case Role.C if self.sizes[-1] > 1:
                return [Symbol(Role.CJ, self.L, k) for k in self.neurons(self.L)]
            case _:
                return []


def _columns(net: Network) -> Iterator[Symbol]:
    yield from (Symbol(Role.X, 0, j) for j in net.neurons(0))
    yield from (Symbol(Role.T, net.L, j) for j in net.neurons(net.L))
    for l in range(1, net.L + 1):
        yield from (Symbol(Role.W, l, j, i) for j in net.neurons(l) for i in net.neurons(l - 1))
        if net.biases:
            yield from (Symbol(Role.B, l, j) for j in net.neurons(l))

    for l in range(1, net.L + 1):
        yield from _activated(net, l)
    yield from _sum(net, COST)

    backwards = range(net.L, 0, -1)
    for l in backwards:
        for j in net.neurons(l):
            if net.has_slope(l):
                yield from _sum(net, Symbol(Role.DC_DA, l, j))
                yield Symbol(Role.DA_DZ, l, j)
            yield Symbol(Role.DELTA, l, j)
        yield from _per_parameter(net, l, Role.DC_DW, Role.DC_DB)
        if net.in_place and net.learns:
            yield from _per_parameter(net, l, Role.W_NEW, Role.B_NEW)
    if net.is_batched:
        for l in backwards:
            yield from _per_parameter(net, l, Role.SUM_DW, Role.SUM_DB)
    if net.learns and not net.in_place:
        for l in backwards:
            yield from _per_parameter(net, l, Role.W_NEW, Role.B_NEW)


def _activated(net: Network, l: int) -> Iterator[Symbol]:
    """z and a neuron by neuron; of softmax every z with its e, their sum, and then every a."""
    softmax = l == net.L and net.is_softmax
    for j in net.neurons(l):
        yield from _sum(net, Symbol(Role.Z, l, j))
        yield Symbol(Role.E if softmax else Role.A, l, j)
    if softmax:
        yield Symbol(Role.S, l)
        yield from (Symbol(Role.A, l, j) for j in net.neurons(l))


def _sum(net: Network, symbol: Symbol) -> Iterator[Symbol]:
    yield from net.terms(symbol)
    yield symbol


def _per_parameter(net: Network, l: int, weight: Role, bias: Role) -> Iterator[Symbol]:
    for j in net.neurons(l):
        weights = (Symbol(weight, l, j, i) for i in net.neurons(l - 1))
        yield from chain(weights, [Symbol(bias, l, j)] if net.trains_biases else [])
