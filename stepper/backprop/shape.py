"""The shape of a network: its layers, their activations, and how it is trained."""

from functools import cached_property
from typing import NamedTuple

SOFTMAX = "softmax"  # of the last layer alone: it takes all of its z at once
CROSS_ENTROPY = "cross_entropy"
MEAN_SQUARES = "mean_squares"


class _Fields(NamedTuple):  # no dataclass: importing that takes 8 ms, at every command's start
    sizes: tuple[int, ...]
    biases: bool = False
    train_biases: bool = True
    in_place: bool = False
    activations: tuple[str, ...] = ()
    cost: str = "half_squares"
    batch: int = 1
    batch_gradient: str = "mean"
    learns: bool = True


class Shape(_Fields):
    """All that decides which numbers a network has.

    sizes: neurons of each layer, the input first. activations: by layer, the first hidden one
    first; empty where all are sigmoids. batch: the number of samples that see the same weights.
    batch_gradient: whether an update takes their mean or their sum. learns: whether there are
    updates at all.

    Properties are cached where they save a pass over all layers for every number that is named.
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

    @cached_property  # looked up at every name of a function
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
        """Whether layer l has dC/da and da/dz; the output layer has neither with cross-entropy."""
        return l < self.L or self.cost != CROSS_ENTROPY

    def neurons(self, l: int) -> range:
        """The neurons of layer l, which count from 1."""
        return range(1, self.sizes[l] + 1)
