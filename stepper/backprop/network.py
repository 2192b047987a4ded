"""The shape of a network, and every number of one of its iterations in order."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

from stepper.backprop.symbols import COST, Phase, Role, Symbol


class _Shape(NamedTuple):  # no dataclass: importing that takes 8 ms, at every command's start
    sizes: tuple[int, ...]
    biases: bool = False
    train_biases: bool = True
    in_place: bool = False


class Network(_Shape):
    """The shape of a network and how it is trained: all that decides which numbers there are.

    sizes: the number of neurons of each layer, the input first; at least one layer is hidden.
    in_place: whether the backward pass uses weights that are already updated.
    """

    @property
    def L(self) -> int:
        """The index of the output layer."""
        return len(self.sizes) - 1

    @cached_property  # asked for with every name, and a chain may have 100,000 layers
    def is_chain(self) -> bool:
        """Whether each layer is a single neuron."""
        return self.widest == 1

    @cached_property
    def widest(self) -> int:
        """The number of neurons of the largest layer."""
        return max(self.sizes)

    @property
    def trains_biases(self) -> bool:
        return self.biases and self.train_biases

    def becomes(self, parameter: Symbol) -> Symbol:
        """The symbol of a parameter's number in the next iteration; it is itself if fixed."""
        updated = parameter.updated
        return updated if updated in self.position else parameter

    def neurons(self, l: int) -> range:
        """The neurons of layer l, which count from 1."""
        return range(1, self.sizes[l] + 1)

    @cached_property
    def columns(self) -> tuple[Symbol, ...]:
        """Every number of a row, in order: the columns of a trace."""
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
        return (
            self.sizes[0]
            + outputs
            + 3 * weights  # w, dC/dw, w+
            + (self.biases + 2 * self.trains_biases) * neurons  # b, dC/db, b+
            + 5 * neurons  # z, a, dC/da, da/dz, delta
            + terms_of_z
            + terms_of_dC_da
            + (outputs if outputs > 1 else 0)
            + 1  # C
        )

    @cached_property
    def position(self) -> dict[Symbol, int]:
        """The place of each symbol in a row."""
        return {symbol: k for k, symbol in enumerate(self.columns)}

    @cached_property
    def by_column(self) -> dict[str, Symbol]:
        return {symbol.column: symbol for symbol in self.columns}

    @cached_property
    def steps(self) -> tuple[Symbol, ...]:
        """The symbols of the numbered steps of one iteration."""
        return tuple(symbol for symbol in self.columns if symbol.is_step)

    @cached_property
    def made(self) -> tuple[Symbol, ...]:
        """All computed symbols: those of the numbered steps, each after the terms of its sum."""
        return tuple(s for s in self.columns if s.role.phase is not Phase.GIVEN)

    @cached_property
    def step_index(self) -> dict[Symbol, int]:
        """The place of each symbol among the steps of an iteration, from 0."""
        return {symbol: k for k, symbol in enumerate(self.steps)}

    @cached_property
    def sum_of(self) -> dict[Symbol, Symbol]:
        """The sum to which each term belongs."""
        return {term: s for s in self.steps for term in self.terms(s)}

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
        for j in net.neurons(l):
            yield from _sum(net, Symbol(Role.Z, l, j))
            yield Symbol(Role.A, l, j)
    yield from _sum(net, COST)

    downwards = range(net.L, 0, -1)
    for l in downwards:
        for j in net.neurons(l):
            yield from _sum(net, Symbol(Role.DC_DA, l, j))
            yield Symbol(Role.DA_DZ, l, j)
            yield Symbol(Role.DELTA, l, j)
        yield from _per_parameter(net, l, Role.DC_DW, Role.DC_DB)
        if net.in_place:
            yield from _per_parameter(net, l, Role.W_NEW, Role.B_NEW)
    if not net.in_place:
        for l in downwards:
            yield from _per_parameter(net, l, Role.W_NEW, Role.B_NEW)


def _sum(net: Network, symbol: Symbol) -> Iterator[Symbol]:
    yield from net.terms(symbol)
    yield symbol


def _per_parameter(net: Network, l: int, weight: Role, bias: Role) -> Iterator[Symbol]:
    for j in net.neurons(l):
        weights = (Symbol(weight, l, j, i) for i in net.neurons(l - 1))
        yield from chain(weights, [Symbol(bias, l, j)] if net.trains_biases else [])
