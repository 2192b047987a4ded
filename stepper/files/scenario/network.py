"""A network in a scenario file: its tables, and whether they fit together."""

from typing import Any

from stepper.backprop.shape import CROSS_ENTROPY, SOFTMAX
from stepper.files.scenario.drawn import draw_layers
from stepper.files.scenario.keys import ALL, FROM_TO, KEYS, PLAIN_FIELDS, REQUIRED, TO_FROM
from stepper.files.scenario.layers import read_layers
from stepper.files.scenario.lesson import read_lesson
from stepper.files.scenario.names import read_names
from stepper.files.scenario.notes import read_notes
from stepper.files.scenario.reader import ScenarioReader
from stepper.files.scenario.samples import Samples, read_samples
from stepper.files.scenario.size import check_size
from stepper.runs.scenario import Layer, Scenario, Vector

FOR_SEED = "leave --seed out, or write [random] with sizes, seed and range instead of [[layers]]"


def network_scenario(
    reader: ScenarioReader, document: object, max_numbers: int, seed: int | None
) -> Scenario | None:
    """Read a scenario with a network; None where there is a problem."""
    top = reader.table(document, "", KEYS)
    if top is None:
        return None
    _check_keys(reader, top)
    fields = {key: read(reader, top[key], key) for key, read in PLAIN_FIELDS.items() if key in top}
    layers = _layers(reader, top, fields, seed)
    samples = read_samples(reader, top["samples"], layers) if "samples" in top else None
    network, epochs = None, fields.get("epochs", 1)
    fields.setdefault("learning_rate", None)
    if fields.get("batch") == ALL:
        fields["batch"] = len(samples or [()])
    _check_updates(reader, top, epochs)
    if layers:
        _check_training(reader, layers, samples or [], top, fields)
        network = Scenario(
            "", fields["learning_rate"], (), tuple(layers), **_of_network(fields)
        ).network
        check_size(reader, epochs or 1, network.width * len(samples or [()]), max_numbers)
        if network.width > max_numbers:
            network = None  # too large to create its columns
    iterations = epochs * len(samples) if epochs and samples else None
    fields["names"] = read_names(reader, top.get("names", {}), network)
    fields["notes"] = tuple(read_notes(reader, top.get("notes", []), network, iterations))
    fields["lesson"] = tuple(read_lesson(reader, top.get("lesson", []), network, iterations))
    if reader.problems:
        return None
    return Scenario(layers=tuple(layers or ()), samples=tuple(samples or ()), **fields)


def _check_keys(reader: ScenarioReader, top: dict[str, Any]) -> None:
    """Check that no required key is missing, and that there is one source of layers."""
    for key, fix in REQUIRED.items():
        if not top.keys() & set(key.split(" or ")):
            reader.problem(key, f"missing; write {fix}")
    if "layers" in top and "random" in top:
        reader.problem("random", "cannot be combined with [[layers]]; keep one of the two")


def _layers(
    reader: ScenarioReader, top: dict[str, Any], fields: dict[str, Any], seed: int | None
) -> list[Layer] | None:
    """Read or draw the layers; moves the orientation out of the fields, and the seed into them."""
    orientation = fields.pop("orientation", TO_FROM) or TO_FROM
    written = drawn = None
    if "layers" in top:
        inputs = _inputs(top.get("samples"))
        written = read_layers(reader, top["layers"], "layers", orientation, inputs)
    elif orientation == FROM_TO:
        reader.problem("orientation", "is for [[layers]]; remove it")
    if "random" in top:
        drawn, fields["seed"] = draw_layers(reader, top["random"], seed)
    elif seed is not None:
        reader.problem("--seed", f"draws the weights of [random], which is missing; {FOR_SEED}")
    return written or drawn


def _check_updates(reader: ScenarioReader, top: dict[str, Any], epochs: int | None) -> None:
    """Check the keys that have no meaning without a learning rate."""
    if "learning_rate" in top:
        return
    for key, wrong, what in (
        ("epochs", epochs not in (None, 1), "every epoch would be the same"),
        ("update", top.get("update") == "in_place", "there are no new weights to use"),
    ):
        if wrong:
            fix = f"leave {key} out, or write learning_rate = 0.5"
            reader.problem(key, f"without learning_rate nothing is updated, and {what}; {fix}")


def _check_training(
    reader: ScenarioReader,
    layers: list[Layer],
    samples: Samples,
    top: dict[str, Any],
    fields: dict[str, Any],
) -> None:
    """Check that activations, cost, targets, update and batch go together."""
    output, cost = layers[-1].activation, fields.get("cost") or "half_squares"
    if output == SOFTMAX and cost != CROSS_ENTROPY:
        reader.problem("cost", 'softmax needs cross-entropy; write cost = "cross_entropy"')
    elif cost == CROSS_ENTROPY and output not in ("sigmoid", SOFTMAX):
        written = f"layers[{len(layers)}].activation"
        place = written if "layers" in top else "random.activations"
        reader.problem(
            place,
            f'cross-entropy needs an output of "sigmoid" or "softmax", found "{output}"; '
            "choose one of them, or another cost",
        )
    elif cost == CROSS_ENTROPY:
        for k, (_, targets) in enumerate(samples, 1):
            _check_probabilities(reader, targets, f"samples[{k}].targets", output == SOFTMAX)
    batch = fields.get("batch") or 1
    if fields.get("update") == "in_place" and batch != 1:
        reader.problem(
            "batch",
            'update = "in_place" changes weights within a sample; leave batch out, or update',
        )
    if batch == 1 and "batch_gradient" in top and "batch" not in top:
        reader.problem("batch_gradient", "is for batches; add batch, or leave it out")


def _check_probabilities(reader: ScenarioReader, targets: Vector, place: str, add_up: bool) -> None:
    """Check targets of cross-entropy: each from 0 to 1, of softmax with the sum 1."""
    if any(not 0 <= target <= 1 for target in targets):
        reader.problem(place, "expected numbers from 0 to 1, which cross-entropy can compare")
    elif add_up and targets and abs(sum(targets) - 1) > 1e-9:
        reader.problem(
            place,
            f"expected numbers that add up to 1 (one per class), found {sum(targets)!r}",
        )


def _inputs(samples: object) -> int | None:
    """The number of inputs of the first sample, if it can be read."""
    match samples:
        case [{"inputs": [*inputs]}, *_]:
            return len(inputs) or None
        case _:
            return None


def _of_network(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that decide which numbers a network has, as far as they could be read."""
    keys = ("update", "train_biases", "cost", "batch", "batch_gradient")
    return {key: fields[key] for key in keys if fields.get(key) is not None}
