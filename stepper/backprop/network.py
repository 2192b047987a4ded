"""The shape of a network, and every number of one of its iterations in order."""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

from stepper.backprop.symbols import COST, Phase, Role, Symbol

SOFTMAX = "softmax"  # of the last layer alone: it takes all of its z at once
CROSS_ENTROPY = "cross_entropy"
MEAN_SQUARES = "mean_squares"


class _Shape(NamedTuple):  # no dataclass: importing that takes 8 ms, at every command's start
    sizes: tuple[int, ...]
    biases: bool = False
    train_biases: bool = True
    in_place: bool = False
    activations: tuple[str, ...] = ()
    cost: str = "half_squares"
    batch: int = 1
    batch_gradient: str = "mean"
    learns: bool = True


class Network(_Shape):
    """The shape of a network and how it is trained: all that decides which numbers there are.

    sizes: neurons of each layer, the input first. activations: by layer, the first hidden one
    first; empty where all are sigmoids. batch: how many samples see the same weights.
    batch_gradient: whether an update takes their mean or their sum. learns: whether there are
    updates at all.

    Properties are cached where they save a pass over all layers or all columns, of which there may
    be millions, for every number that is named, read or drawn.
    """

    @property
    def L(self) -> int:
        """The index of the output layer."""
        return len(self.sizes) - 1

    @cached_property
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

    @property
    def is_batched(self) -> bool:
        """Whether gradients of several samples are added up before an update."""
        return self.batch != 1

    def activation(self, l: int) -> str:
        """The name of the activation of layer l."""
        return self.activations[l - 1] if self.activations else "sigmoid"

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """Every activation that is written as a function of z, once, in the order of layers."""
        each = (self.activation(l) for l in range(1, self.L + 1))
        return tuple(dict.fromkeys(name for name in each if name not in ("identity", SOFTMAX)))

    @cached_property  # asked for at every name of a function
    def only_activation(self) -> str:
        """The activation that all layers have; empty where layers differ."""
        each = {self.activation(l) for l in range(1, self.L + 1)}
        return each.pop() if len(each) == 1 else ""

    @property
    def is_softmax(self) -> bool:
        return self.activation(self.L) == SOFTMAX

    @property
    def means_cost(self) -> bool:
        """Whether C is the mean of several terms, not their sum."""
        return self.cost == MEAN_SQUARES and self.sizes[-1] > 1

    def has_slope(self, l: int) -> bool:
        """Whether layer l has dC/da and da/dz; with cross-entropy the output goes without."""
        return l < self.L or self.cost != CROSS_ENTROPY

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
