"""A sample that is written in Python."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from stepper.files.scenario.reader import ScenarioReader
from stepper.files.scenario.samples import read_sample
from stepper.python.documented import Documented
from stepper.python.parsed import table
from stepper.python.problems import reported
from stepper.runs.scenario import Vector


class _Pair(NamedTuple):
    inputs: Vector
    targets: Vector


class Sample(_Pair, metaclass=Documented):
    """The inputs of a network, and the targets: what its outputs should be.

    inputs: one number for each input. targets: one for each neuron of the last layer. It is a pair
    of tuples: inputs, targets = sample.

    Raises StepperError with all that is wrong, before there is a Scenario: at a place such as
    sample.targets[1], which is the first target of this sample.

    >>> Sample([0.05, 0.10], targets=[0.01, 0.99])
    Sample(inputs=(0.05, 0.1), targets=(0.01, 0.99))
    """

    def __new__(cls, inputs: Iterable[float], targets: Iterable[float]) -> Self:
        reader = ScenarioReader("")
        document = table({"inputs": inputs, "targets": targets})
        sample = read_sample(reader, document, "sample", (None, None))
        reported(reader.settle)
        return cls._make(sample)

    def __reduce__(self) -> tuple[object, ...]:
        return self._make, (tuple(self),)
