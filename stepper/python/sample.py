"""A sample that is written in Python."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from stepper.files.scenario.reader import ScenarioReader
from stepper.files.scenario.samples import read_sample
from stepper.python.parsed import table
from stepper.runs.scenario import Vector


class _Pair(NamedTuple):
    inputs: Vector
    targets: Vector


class Sample(_Pair):
    """The inputs of a network, and the targets: what its outputs should be.

    inputs: one number for each input. targets: one for each neuron of the last layer. It is equal
    to the pair (inputs, targets).

    Raises StepperError with all that is wrong. Places in its messages count from 1.

    >>> Sample([0.05, 0.10], targets=[0.01, 0.99])
    Sample(inputs=(0.05, 0.1), targets=(0.01, 0.99))
    """

    def __new__(cls, inputs: Iterable[float], targets: Iterable[float]) -> Self:
        reader = ScenarioReader("")
        document = table({"inputs": inputs, "targets": targets})
        sample = read_sample(reader, document, "sample", (None, None))
        reader.settle()
        return cls._make(sample)

    def __reduce__(self) -> tuple[object, ...]:
        return self._make, (tuple(self),)
