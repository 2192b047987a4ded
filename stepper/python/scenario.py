"""A scenario that is written in Python."""

from collections.abc import Iterable, Iterator, Mapping
from inspect import Parameter, Signature
from os import PathLike
from typing import Self, TypedDict, Unpack

from stepper.backprop.iteration import Iteration
from stepper.errors import StepperError, short
from stepper.files import scenario_file
from stepper.files.load import is_trace
from stepper.files.opening import open_file
from stepper.formula import formula as model
from stepper.limits import MAX_NUMBERS
from stepper.python.arguments import MOST, path_in, whole_in
from stepper.python.documented import Documented
from stepper.python.formula import Formula
from stepper.python.layer import Layer
from stepper.python.parsed import is_array, table
from stepper.python.problems import reported
from stepper.python.sample import Sample
from stepper.runs import scenario
from stepper.runs.computed.engine import trained

TITLE = "Untitled"
_OF_NUMBERS = ("summary", "goal", "lesson", "notes")  # texts that are about a scenario's numbers
_TEXTS = {"title", "source", "names", *_OF_NUMBERS}

Texts = str | Mapping[str, str]  # one for all languages, or for each of "en" and "ko"
Numbers = Iterable[float]

_DEFAULTS = {**scenario.Scenario._field_defaults, "title": TITLE, "max_numbers": MAX_NUMBERS}


class Fields(TypedDict, total=False):
    """The keys of a scenario file, which are the arguments of Scenario."""

    title: Texts
    layers: Iterable[scenario.Layer | Mapping[str, object]]
    random: Mapping[str, object]
    samples: Iterable[tuple[Numbers, Numbers] | Mapping[str, object]]
    formula: str | Formula | model.Formula | Mapping[str, object]
    values: Mapping[str, float]
    learning_rate: float | None
    epochs: int
    cost: str
    batch: int | str
    batch_gradient: str
    update: str
    train_biases: bool
    orientation: str
    names: Mapping[str, str]
    notes: Iterable[Mapping[str, object]]
    lesson: Iterable[Mapping[str, object]]
    summary: Texts
    goal: Texts
    source: str


class Scenario(scenario.Scenario, metaclass=Documented):
    """What to run: a network or a formula, its first numbers, the samples, and the training.

    It takes the keys of a scenario file as arguments: Scenario(**document) is the scenario of a
    parsed document. All of them may be left out but for layers (or random) and samples, or formula.

    layers: each a Layer, or a mapping with its arguments; the first hidden one first, the output
        last. layers[k].weights has a row for each neuron and a number in it for each neuron of the
        layer before; the first, for each input.
    random: instead of layers, how they are drawn: {"sizes": [2, 3, 1], "seed": 7,
        "range": [-1, 1]}, and if you like "biases": True, "decimals": 2,
        "activations": ["relu", "sigmoid"].
    samples: each a Sample, a pair (inputs, targets), or a mapping with these; zip(X, Y) makes pairs
        of two arrays. Of a formula, each is a mapping from given names to their numbers.
    formula, values: a Formula or its lines, and the numbers of its given names.
    learning_rate: above 0; left out, nothing is updated.
    epochs: how often all samples are gone through, 1.
    cost: "half_squares", ½ Σ (a − t)², which is the default; "squares", "mean_squares",
        "cross_entropy".
    batch: how many samples see the same weights before an update: 1, or more, or "all".
    batch_gradient: whether an update takes the "mean" of their gradients, or the "sum".
    update: "after_backward"; "in_place" is the classic mistake, weights changed too early.
    train_biases: True. names: your own names by column, {"w[1][1][1]": "w₁"}.
    title, summary, goal, source, notes, lesson: texts, as scenarios/README.md says.

    One iteration is one sample: there are epochs · samples of them, counted from 1. A scenario
    cannot be changed; replace() gives another one, checked as well. max_numbers: the most numbers
    that its run may have, 8 bytes each. Raises StepperError with all problems at once, one in each
    line of its text and of its `problems`, at places such as layers[2].weights[1], which count from
    1; a Layer or a Sample that is wrong raises its own before.

    >>> Scenario(
    ...     layers=[Layer([[0.5, -0.5], [0.3, 0.8]]), Layer([[1.0, -1.0]])],
    ...     samples=[([0, 1], [1]), ([1, 1], [0])],
    ...     learning_rate=0.5,
    ...     epochs=100,
    ... )
    <Scenario "Untitled": 2-2-1, 2 samples, 100 epochs>
    """

    layers: tuple[Layer, ...]
    samples: tuple[Sample, ...]

    __signature__ = Signature(
        [
            Parameter(key, Parameter.KEYWORD_ONLY, default=_DEFAULTS.get(key))
            for key in (*Fields.__annotations__, "max_numbers")
        ]
    )

    def __new__(cls, *, max_numbers: int = MAX_NUMBERS, **fields: Unpack[Fields]) -> Self:
        most = whole_in(max_numbers, MOST)
        return cls.of(reported(lambda: _read(fields, most)))

    @classmethod
    def of(cls, other: scenario.Scenario) -> Self:
        """A scenario that has been checked, with parts of the classes of this interface."""
        return cls._make(
            other._replace(
                layers=tuple(map(Layer._make, other.layers)),
                samples=tuple(map(Sample._make, other.samples)),
            )
        )

    def replace(self, **fields: Unpack[Fields]) -> Self:
        """The scenario with other fields, checked as a new one is.

        With other numbers, what its author says of them is left out, as after an edit on the
        screen: summary, goal, lesson, and notes but those that are general.
        """
        lesson = [stop.to_document() for stop in self.lesson]
        document = {**self.to_document(), "lesson": lesson or None}
        if not fields.keys() <= _TEXTS:
            notes = [note for note in document.get("notes", []) if note.get("general")]
            document |= {**dict.fromkeys(_OF_NUMBERS), "notes": notes}
        return type(self)(**{**document, **fields})

    def train(self) -> Iterator[Iteration]:
        """The engine's own iterations, one for each sample of each epoch, for a loop over them.

        Each has every number in lists, n.delta[l][j], as help(stepper.train) says. Raises
        StepperError for a formula, which has no layers.
        """
        if self.formula is not None:
            raise StepperError("a formula has no layers to train; run() computes it")
        return trained(self)

    def __reduce__(self) -> tuple[object, ...]:
        return self._make, (tuple(self),)

    def __repr__(self) -> str:
        samples, epochs = several(len(self.samples), "sample"), several(self.epochs, "epoch")
        return f"<Scenario {self.label}, {samples}, {epochs}>"

    @property
    def label(self) -> str:
        """Its title and its model, in a few words."""
        return f'"{short(scenario.localised(self.title, "en"))}": {self.model.outline}'


def load_scenario(
    path: str | PathLike[str], max_numbers: int = MAX_NUMBERS, seed: int | None = None
) -> Scenario:
    """Read the scenario of a TOML file, or a bundled scenario by its name, such as "mazur".

    max_numbers: the most numbers that its run may have. seed: draw this variant of its [random].
    Raises StepperError with all problems of the file.
    """
    name, most = path_in(path), whole_in(max_numbers, MOST)
    return Scenario.of(reported(lambda: _loaded(name, most, seed)))


def _loaded(name: str, max_numbers: int, seed: int | None) -> scenario.Scenario:
    with open_file(name) as file:
        if is_trace(file):
            raise StepperError(f"{name}: a stored run, not a scenario; use load_trace(…).scenario")
        return scenario_file.read_scenario(file, name, max_numbers, seed)


def _read(fields: Fields, max_numbers: int) -> scenario.Scenario:
    match fields:
        case {"samples": [x, y]} if is_array(x) and is_array(y):
            raise StepperError("samples: a pair of arrays; write samples=zip(X, Y) for their rows")
    document = table({"title": TITLE, **fields})
    match document:
        case {"formula": str(lines)}:
            document["formula"] = {"lines": lines}
    match document:
        case {"samples": [*samples]}:
            document["samples"] = list(map(_sample, samples))
    return scenario_file.scenario_from(document, "", max_numbers)


def _sample(sample: object) -> object:
    """A pair as the table that it is in a file."""
    match sample:
        case [inputs, targets]:
            return {"inputs": inputs, "targets": targets}
        case _:
            return sample


def several(count: int, what: str) -> str:
    """A count with its noun, in English."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
