"""A layer that is written in Python."""

from collections.abc import Iterable
from typing import Self

from stepper.files.scenario.keys import TO_FROM
from stepper.files.scenario.layers import read_layer
from stepper.files.scenario.reader import ScenarioReader
from stepper.python.documented import Documented
from stepper.python.parsed import table
from stepper.python.problems import reported
from stepper.runs import scenario


class Layer(scenario.Layer, metaclass=Documented):
    """A layer of neurons.

    weights: a row for each neuron of the layer, with a number for each neuron of the layer before
        it, or for each input: weights[j][i] leads from i to j, so that 3 neurons with 2 inputs have
        the shape (3, 2). Lists, tuples, or an array of NumPy or PyTorch.
    biases: one number for each neuron, or a single one with which all of them begin; None for a
        layer without biases. Either all layers of a network have biases, or none has.
    activation: "sigmoid", "tanh", "relu" or "identity"; of the last layer also "softmax".

    Raises StepperError with all that is wrong, before there is a Scenario: at a place such as
    layer.weights[2], which is the second row of this layer.

    >>> Layer([[0.15, 0.20], [0.25, 0.30]], biases=[0.35, 0.35])
    <Layer: weights of shape (2, 2), biases, sigmoid>
    """

    def __new__(
        cls,
        weights: Iterable[Iterable[float]],
        biases: Iterable[float] | float | None = None,
        activation: str = "sigmoid",
    ) -> Self:
        document = table({"weights": weights, "biases": biases, "activation": activation})
        reader = ScenarioReader("")
        layer = read_layer(reader, document, "layer", 1, None, "biases" in document, TO_FROM, True)
        reported(reader.settle)
        return cls._make(layer)

    def __reduce__(self) -> tuple[object, ...]:
        return self._make, (tuple(self),)

    def __repr__(self) -> str:
        shape = f"({len(self.weights)}, {len(self.weights[0])})"
        biases = "no biases" if self.biases is None else "biases"
        return f"<Layer: weights of shape {shape}, {biases}, {self.activation}>"
