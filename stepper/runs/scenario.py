"""A scenario: a network or a formula with its first numbers, the samples, and the training."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from types import MappingProxyType
from typing import Any, NamedTuple

from stepper.backprop.model import InBatch, Model
from stepper.backprop.network import Network
from stepper.formula.formula import Formula

LANGUAGES = ("en", "ko")
UPDATES = ("after_backward", "in_place")
BATCH_GRADIENTS = ("mean", "sum")
LEARNING_RATE = "learning_rate"  # in the texts of a lesson, for its name
OF_TRAINING = (LEARNING_RATE, "epochs")  # beside columns, what a stop of a lesson can edit
TASKS = ("predict", "nudge", "edit", "reach")  # what a learner does at a stop of a lesson

Text = str | Mapping[str, str]
Vector = tuple[float, ...]


class Layer(NamedTuple):
    """weights[j][i] leads from neuron i of the previous layer to neuron j; biases[j], or None."""

    weights: tuple[Vector, ...]
    biases: Vector | None = None
    activation: str = "sigmoid"


class Note(NamedTuple):
    """A remark of the author, shown at the step of column `at`; iteration None means every one.

    general: whether it holds for other numbers, too, so that it stays after an edit.
    """

    at: str
    text: Text
    iteration: int | None = None
    general: bool = False


class Stop(NamedTuple):
    """A stop of a lesson, at the step of column `at` in an iteration.

    look: where to look. ask: the question or the task in words. remember: one sentence, shown
    when it is done. do: the task, one of TASKS. number: what is nudged or edited, a column or, to
    edit, one of OF_TRAINING; empty for the one that suits the step. goal: a condition to reach,
    such as C < 0.01.
    """

    at: str
    title: Text
    look: Text
    ask: Text
    remember: Text
    do: str = TASKS[0]
    iteration: int = 1
    number: str = ""
    goal: str = ""

    def to_document(self) -> dict[str, Any]:
        """The stop as a table of a scenario file, without default values."""
        left_out = {"iteration": 1, "number": "", "goal": ""}
        fields = self._asdict().items()
        return {key: value for key, value in fields if left_out.get(key) != value}


class _Fields(NamedTuple):  # no dataclass: importing that takes 8 ms, at every command's start
    title: Text
    learning_rate: float | None
    samples: tuple[tuple[Vector, Vector], ...]
    layers: tuple[Layer, ...]
    epochs: int = 1
    update: str = "after_backward"
    train_biases: bool = True
    cost: str = "half_squares"
    batch: int = 1
    batch_gradient: str = "mean"
    summary: Text | None = None
    goal: Text | None = None
    source: str | None = None
    names: Mapping[str, str] = MappingProxyType({})
    notes: tuple[Note, ...] = ()
    formula: Formula | None = None
    values: Vector = ()
    varied: tuple[str, ...] = ()
    lesson: tuple[Stop, ...] = ()
    seed: int | None = None


class Scenario(_Fields):
    """What to run, a network or a formula.

    samples: (inputs, targets); layers from the first hidden one to the output. learning_rate: None
    where nothing is updated. batch: how many samples see the same weights. seed: with which the
    weights were drawn, if they were.

    Of a formula, values: the given numbers in the order of its names, parameters as they are at
    first; varied: the given names with a number per sample, its inputs; without any there is one
    empty sample.
    """

    @property
    def model(self) -> Model:
        """The network or formula."""
        return self.network if self.formula is None else self.formula

    @cached_property  # saves computing all that a network caches again
    def network(self) -> Network:
        """The network that is run. TypeError for a formula."""
        if self.formula is not None:
            raise TypeError("a formula has no network")
        network = Network(
            sizes(self.layers),
            self.layers[0].biases is not None,
            self.train_biases,
            self.update == "in_place",
            activations(self.layers),
            self.cost,
            self.batch,
            self.batch_gradient,
            self.learning_rate is not None,
        )
        return _known(network)

    @property
    def weights(self) -> list[list[list[float]]]:
        """w[l][j][i] as the engine takes it, with an empty layer 0."""
        return [[], *([list(row) for row in layer.weights] for layer in self.layers)]

    @property
    def biases(self) -> list[list[float]]:
        """b[l][j] as the engine takes it, an empty list for each layer without biases."""
        return [[], *(list(layer.biases or ()) for layer in self.layers)]

    @property
    def parameters(self) -> tuple[float, ...]:
        """The initial values of all that is updated, in the order of the columns."""
        if self.formula is not None:
            both = zip(self.formula.given, self.values, strict=True)
            return tuple(value for name, value in both if name in self.formula.update)
        numbers: list[float] = []
        for layer in self.layers:
            numbers += chain.from_iterable(layer.weights)
            numbers += layer.biases or ()
        return tuple(numbers)

    def given(self, sample: int) -> tuple[float, ...]:
        """The other given numbers of a sample (from 0), in the order of the columns."""
        inputs, targets = self.samples[sample]
        if self.formula is not None:
            values = dict(zip(self.formula.given, self.values, strict=True))
            values |= zip(self.varied, inputs, strict=True)
            return tuple(v for name, v in values.items() if name not in self.formula.update)
        return (*inputs, *targets)

    @property
    def iterations(self) -> int:
        return self.epochs * len(self.samples)

    def place(self, iteration: int) -> tuple[int, int]:
        """The epoch and the sample of an iteration; all count from 1."""
        epoch, sample = divmod(iteration - 1, len(self.samples))
        return epoch + 1, sample + 1

    def batch_in_epoch(self, iteration: int) -> int:
        """The batch of an iteration within its epoch, from 1."""
        return (iteration - 1) % len(self.samples) // self.batch + 1

    def in_batch(self, iteration: int) -> InBatch:
        """The place of an iteration in its batch; the last batch of an epoch may be short."""
        sample = (iteration - 1) % len(self.samples)
        begun = sample - sample % self.batch
        return InBatch(sample - begun + 1, min(self.batch, len(self.samples) - begun))

    def to_document(self) -> dict[str, Any]:
        """The scenario as the header of a trace holds it: complete, every default written out.

        Keys that came with later kinds of networks are left out where they are not used, so that
        older traces keep their headers. A lesson is about the screen, so it is not in a trace.
        """
        document: dict[str, Any] = {
            "title": self.title,
            "summary": self.summary,
            "goal": self.goal,
            "source": self.source,
            "learning_rate": self.learning_rate,
            "epochs": self.epochs,
            **(self._of_network() if self.formula is None else self._of_formula(self.formula)),
            "names": dict(self.names),
            "notes": [
                {"at": note.at}
                | ({} if note.iteration is None else {"iteration": note.iteration})
                | {"text": note.text}
                | ({"general": True} if note.general else {})
                for note in self.notes
            ],
        }
        return {key: value for key, value in document.items() if value not in (None, {}, [])}

    def _of_network(self) -> dict[str, Any]:
        is_plain = not self.network.activations
        return {
            "update": self.update,
            "train_biases": self.train_biases,
            "cost": self.cost if self.cost != "half_squares" else None,
            "batch": self.batch if self.batch != 1 else None,
            "batch_gradient": self.batch_gradient if self.batch != 1 else None,
            "samples": [{"inputs": list(x), "targets": list(t)} for x, t in self.samples],
            "layers": [
                {"weights": [list(row) for row in layer.weights]}
                | ({} if layer.biases is None else {"biases": list(layer.biases)})
                | ({} if is_plain else {"activation": layer.activation})
                for layer in self.layers
            ],
        }

    def _of_formula(self, formula: Formula) -> dict[str, Any]:
        samples = (dict(zip(self.varied, inputs, strict=True)) for inputs, _ in self.samples)
        return {
            "formula": formula.to_document(),
            "values": dict(zip(formula.given, self.values, strict=True)),
            "samples": [sample for sample in samples if sample],
        }


@lru_cache(maxsize=2)  # saves listing the numbers of a large network again after each edit
def _known(network: Network) -> Network:
    return network


def sizes(layers: Sequence[Layer]) -> tuple[int, ...]:
    """The number of neurons of each layer, inputs first, as the weights imply."""
    return (len(layers[0].weights[0]), *(len(layer.weights) for layer in layers))


def activations(layers: Sequence[Layer]) -> tuple[str, ...]:
    """The activation of each layer; nothing where all are sigmoids."""
    each = tuple(layer.activation for layer in layers)
    return each if set(each) - {"sigmoid"} else ()


def columns_in(text: str) -> list[str]:
    """The columns in braces in a text of a lesson: C in `{C} falls`."""
    return [name for name in text.replace("{", "}").split("}")[1::2] if name != LEARNING_RATE]


def localised(text: Text | None, language: str) -> str:
    """A text in a language, else in English, else in the first language that it has."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.get(language) or text.get("en") or next(iter(text.values()))
