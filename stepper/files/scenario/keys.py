"""The keys of a scenario file, how each is read, and those to write for keys of other programs."""

from collections.abc import Callable
from typing import Any

from stepper.backprop.costs import EVERY_COST
from stepper.files.document import Document
from stepper.files.scenario.texts import read_text, read_title
from stepper.runs.scenario import BATCH_GRADIENTS, UPDATES

ALL = "all"  # samples in one batch
TO_FROM, FROM_TO = ORIENTATIONS = ("to_from", "from_to")


def _batch(document: Document, value: object, place: str) -> int | str | None:
    if value == ALL:
        return ALL
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        document.expected(place, f'a whole number of samples, at least 1, or "{ALL}"', value)
        return None
    return value


def _rate(document: Document, value: object, place: str) -> float | None:
    number = document.number(value, place)
    if number is not None and number <= 0:
        document.expected(place, "a number above 0", value)
    return number


REQUIRED = {
    "title": 'title = "…"',
    "samples": "[[samples]] with inputs = […] and targets = […]",
    "layers or random": "[[layers]] with weights = [[…]], or [random]; or [formula] instead",
}
PLAIN_FIELDS: dict[str, Callable[[Document, object, str], Any]] = {
    "title": read_title,
    "summary": read_text,
    "goal": read_text,
    "source": Document.lines,
    "learning_rate": _rate,
    "epochs": lambda document, value, place: document.whole(value, place, 1),
    "update": lambda document, value, place: document.choice(value, place, UPDATES),
    "train_biases": Document.flag,
    "cost": lambda document, value, place: document.choice(value, place, EVERY_COST),
    "batch": _batch,
    "batch_gradient": lambda document, value, place: document.choice(value, place, BATCH_GRADIENTS),
    "orientation": lambda document, value, place: document.choice(value, place, ORIENTATIONS),
}
KEYS = [*PLAIN_FIELDS, "samples", "layers", "random", "names", "notes", "lesson"]

# keys of other programs, and those to write here
KNOWN_ELSEWHERE = {
    "loss": f"write cost = one of {', '.join(EVERY_COST)}",
    "activation": 'activations are for each of [[layers]]: write activation = "tanh" there',
    "activations": 'write activation = "tanh" in each of [[layers]], or activations in [random]',
    "lr": "write learning_rate",
    "rate": "write learning_rate",
    "eta": "write learning_rate",
    "alpha": "write learning_rate",
    "momentum": "plain gradient descent is all there is; leave it out",
    "optimizer": "plain gradient descent is all there is; leave it out",
    "decay": "plain gradient descent is all there is; leave it out",
    "hidden": "write [[layers]] with weights, or [random] with sizes = [2, 3, 1]",
    "neurons": "write [[layers]] with weights, or [random] with sizes = [2, 3, 1]",
    "sizes": "write it in [random], with a seed and a range",
    "iterations": "write epochs: how often all samples are gone through",
    "steps": "write epochs: how often all samples are gone through",
    "batch_size": "write batch",
    "weights": "write it in [[layers]], one matrix for each layer",
    "biases": "write it in [[layers]], one number per neuron",
    "inputs": "write it in [[samples]]",
    "targets": "write it in [[samples]]",
    "output": "write targets for what is wanted; outputs are computed",
    "values": "write [formula] with lines, whose numbers these are",
}
