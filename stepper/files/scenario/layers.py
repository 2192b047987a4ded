"""The layers of a scenario file that are written out, each field with its check."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from stepper.backprop.activations import ACTIVATIONS, EVERY_ACTIVATION
from stepper.backprop.shape import SOFTMAX
from stepper.errors import found
from stepper.files.scenario.keys import FROM_TO, TO_FROM
from stepper.files.scenario.reader import ScenarioReader
from stepper.limits import MAX_LAYERS, MAX_WEIGHTS
from stepper.runs.scenario import Layer, sizes

LAYER_KEYS = ("weights", "biases", "activation")


def read_layers(
    reader: ScenarioReader, value: object, place: str, orientation: str, inputs: int | None
) -> list[Layer] | None:
    """Read [[layers]]. inputs: the number of inputs of a sample, if it is known."""
    tables = reader.array(value, place, "at least one of [[layers]]: the output layer")
    if tables is None:
        return None
    layers: list[Layer] = []
    with_biases = any(isinstance(table, dict) and "biases" in table for table in tables)
    before: int | None = inputs
    for k, table in enumerate(tables, 1):
        is_last = k == len(tables)
        layer = read_layer(
            reader, table, f"{place}[{k}]", k, before, with_biases, orientation, is_last
        )
        before = len(layer.weights) or None
        layers.append(layer)
    if not all(layer.weights and layer.weights[0] for layer in layers):
        return None
    return layers if is_small(reader, sizes(layers), place) else None


def read_layer(
    reader: ScenarioReader,
    value: object,
    place: str,
    k: int,
    before: int | None,
    with_biases: bool,
    orientation: str,
    is_last: bool,
) -> Layer:
    """Read layer k. before: the number of neurons of the layer before it."""
    table = reader.table(value, place, LAYER_KEYS) or {}
    if isinstance(value, dict) and "weights" not in table:
        reader.problem(f"{place}.weights", "missing; write weights = [[…]], one row per neuron")
    rows = []
    if "weights" in table:
        rows = reader.array(table["weights"], f"{place}.weights", "one row per neuron") or []
    weights = _weights(reader, rows, f"{place}.weights", k, before, orientation)
    activation = None
    if "activation" in table:
        choices = EVERY_ACTIVATION if is_last else tuple(ACTIVATIONS)
        if table["activation"] == SOFTMAX and not is_last:
            reader.problem(f"{place}.activation", "softmax is for the last layer alone")
        else:
            activation = reader.choice(table["activation"], f"{place}.activation", choices)
    return Layer(
        tuple(map(tuple, weights)),
        _biases(reader, table, place, len(weights)) if with_biases else None,
        activation or "sigmoid",
    )


def _weights(
    reader: ScenarioReader,
    rows: list[Any],
    place: str,
    k: int,
    before: int | None,
    orientation: str,
) -> list[list[float]]:
    """Read the rows of a matrix, one per receiving neuron whichever way they are written."""
    of_before = "per input" if k == 1 else f"per neuron of layer {k - 1}"
    lengths = {len(row) for row in rows if isinstance(row, list)}
    first = len(rows[0]) if rows and isinstance(rows[0], list) else None
    if orientation == FROM_TO:
        is_turned = lengths == {before} and len(rows) != before
        other, has, written = TO_FROM, "per neuron of this layer", f"one row {of_before}"
    else:
        is_turned = len(rows) == before and len(lengths) == 1 and before not in lengths
        other, has, written = FROM_TO, of_before, "one row per neuron of this layer"
    if is_turned and before and first and len(rows) > 1:
        reader.problem(
            place,
            f"expected {written}, found one {has}; write the matrix the other way round, or "
            f'orientation = "{other}" above the first [table]',
        )
        return []
    if orientation == FROM_TO:
        if before and rows and len(rows) != before:
            reader.problem(place, f"expected {before} rows ({written}), found {len(rows)}")
            return []
        columns = _matrix(reader, rows, place, first, "one per neuron of this layer")
        return [list(row) for row in zip(*columns, strict=False)]  # uneven is a problem already
    if k == 1:
        before = first
    return _matrix(reader, rows, place, before, f"one {of_before}")


def _matrix(
    reader: ScenarioReader, rows: list[Any], place: str, length: int | None, one_per: str
) -> list[list[float]]:
    return reader.each(
        rows,
        place,
        lambda row, at: reader.numbers(row, at, length, one_per) or [0.0] * (length or 0),
    )


def _biases(
    reader: ScenarioReader, table: dict[str, Any], place: str, neurons: int
) -> tuple[float, ...]:
    """Read a number per neuron, or a single one for all of them."""
    if "biases" not in table:
        reader.problem(
            f"{place}.biases",
            "missing; write one number per neuron, or leave biases out of every layer",
        )
        return ()
    value = table["biases"]
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = reader.number(value, f"{place}.biases")
        return () if number is None else (number,) * neurons
    return tuple(reader.numbers(value, f"{place}.biases", neurons or None, "one per neuron") or ())


def is_small(reader: ScenarioReader, sizes: Sequence[int], place: str) -> bool:
    """Whether a network of these sizes has few enough layers and weights."""
    weights = sum(before * size for before, size in pairwise(sizes))
    counts = (("layers", len(sizes) - 1, MAX_LAYERS), ("weights", weights, MAX_WEIGHTS))
    for what, count, most in counts:
        if count > most:
            reader.problem(place, f"expected at most {most:,} {what}, found {found(count)}")
    return all(count <= most for _, count, most in counts)
