"""Which steps each iteration has, and where they are in the run, in closed form.

In a batch only the last sample's iteration has updates; the last batch of an epoch may be short.
"""

from functools import cached_property

from stepper.backprop.model import Model
from stepper.backprop.symbols import Phase, Symbol


class Schedule:
    """The numbered steps of a run: iterations from 1, steps of the whole run from 0.

    samples, batches: their numbers in an epoch.
    """

    def __init__(self, net: Model, samples: int, iterations: int) -> None:
        self._steps = net.steps
        self._samples = samples
        self._batch = net.batch
        self._iterations = iterations
        self.batches = -(-samples // net.batch)  # of an epoch
        self._updates = sum(s.role.phase is Phase.UPDATE for s in net.steps)
        self._each = len(net.steps) - (self._updates if net.is_batched else 0)
        if not net.is_batched:
            self._updates = 0  # they are among the steps of each iteration

    def __len__(self) -> int:
        return self.first(self._iterations + 1)

    def steps(self, iteration: int) -> tuple[Symbol, ...]:
        """The symbols of the numbered steps of an iteration, in order."""
        return self._steps if self.updates(iteration) else self._without_updates

    @cached_property  # saves copying the steps for each step of a batch
    def _without_updates(self) -> tuple[Symbol, ...]:
        return self._steps[: self._each]

    def updates(self, iteration: int) -> bool:
        """Whether the weights are updated in an iteration."""
        sample = (iteration - 1) % self._samples + 1
        return sample % self._batch == 0 or sample == self._samples

    def last_update(self, iteration: int) -> int:
        """The last iteration before this one that updated the weights; 0 if there is none."""
        epoch, sample = divmod(iteration - 1, self._samples)
        return epoch * self._samples + sample - sample % self._batch

    def first(self, iteration: int) -> int:
        """The index in the run of the first step of an iteration."""
        epoch, sample = divmod(iteration - 1, self._samples)
        updated = epoch * self.batches + sample // self._batch
        return (iteration - 1) * self._each + updated * self._updates

    def locate(self, k: int) -> tuple[int, int]:
        """(iteration, index among its steps) of a step of the run."""
        epoch, k = divmod(k, self._samples * self._each + self.batches * self._updates)
        batch, k = divmod(k, self._batch * self._each + self._updates)
        size = min(self._batch, self._samples - batch * self._batch)
        sample = min(k // self._each, size - 1)
        return epoch * self._samples + batch * self._batch + sample + 1, k - sample * self._each
