"""The layers of a scenario file: written out, or drawn at random; each field with its check."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from stepper.backprop.activations import ACTIVATIONS, EVERY_ACTIVATION
from stepper.backprop.shape import SOFTMAX
from stepper.errors import found
from stepper.files.document import Document
from stepper.limits import MAX_LAYERS, MAX_WEIGHTS
from stepper.runs.scenario import Layer, sizes
from stepper.typeset.digits import MOST_DECIMAL

if TYPE_CHECKING:
    from random import Random

TO_FROM, FROM_TO = ORIENTATIONS = ("to_from", "from_to")
RANDOM_REQUIRED = {
    "sizes": "sizes = [2, 3, 1]",
    "seed": "seed = 7",
    "range": "range = [-1.0, 1.0]",
}
RANDOM_KEYS = (*RANDOM_REQUIRED, "decimals", "biases", "activations")
MOST_DRAWS = 100  # of one number
LAYER_KEYS = ("weights", "biases", "activation")


class LayerReader(Document):
    """Reads and checks [[layers]] and [random].

    seed: which variant to draw, in place of the seed of [random].
    """

    def __init__(self, file: str, seed: int | None = None) -> None:
        super().__init__(file)
        self.seed = seed

    def layers(
        self, value: object, place: str, orientation: str, inputs: int | None
    ) -> list[Layer] | None:
        """Read [[layers]]; inputs is the number of inputs of a sample, where that is known."""
        tables = self.array(value, place, "at least one of [[layers]]: the output layer")
        if tables is None:
            return None
        layers: list[Layer] = []
        with_biases = any(isinstance(table, dict) and "biases" in table for table in tables)
        before: int | None = inputs
        for k, table in enumerate(tables, 1):
            is_last = k == len(tables)
            layer = self.layer(table, f"{place}[{k}]", k, before, with_biases, orientation, is_last)
            before = len(layer.weights) or None
            layers.append(layer)
        if not all(layer.weights and layer.weights[0] for layer in layers):
            return None
        return layers if self.is_small(sizes(layers), place) else None

    def layer(
        self,
        value: object,
        place: str,
        k: int,
        before: int | None,
        with_biases: bool,
        orientation: str,
        is_last: bool,
    ) -> Layer:
        """Read layer k; before is the number of neurons of the layer before it."""
        table = self.table(value, place, LAYER_KEYS) or {}
        if isinstance(value, dict) and "weights" not in table:
            self.problem(f"{place}.weights", "missing; write weights = [[…]], one row per neuron")
        rows = []
        if "weights" in table:
            rows = self.array(table["weights"], f"{place}.weights", "one row per neuron") or []
        weights = self.weights(rows, f"{place}.weights", k, before, orientation)
        activation = None
        if "activation" in table:
            choices = EVERY_ACTIVATION if is_last else tuple(ACTIVATIONS)
            if table["activation"] == SOFTMAX and not is_last:
                self.problem(f"{place}.activation", "softmax is for the last layer alone")
            else:
                activation = self.choice(table["activation"], f"{place}.activation", choices)
        return Layer(
            tuple(map(tuple, weights)),
            self.biases(table, place, len(weights)) if with_biases else None,
            activation or "sigmoid",
        )

    def weights(
        self, rows: list[Any], place: str, k: int, before: int | None, orientation: str
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
            self.problem(
                place,
                f"expected {written}, found one {has}; write the matrix the other way round, or "
                f'orientation = "{other}" above the first [table]',
            )
            return []
        if orientation == FROM_TO:
            if before and rows and len(rows) != before:
                self.problem(place, f"expected {before} rows ({written}), found {len(rows)}")
                return []
            columns = self.matrix(rows, place, first, "one per neuron of this layer")
            return [list(row) for row in zip(*columns, strict=False)]  # uneven is a problem already
        if k == 1:
            before = first
        return self.matrix(rows, place, before, f"one {of_before}")

    def matrix(
        self, rows: list[Any], place: str, length: int | None, one_per: str
    ) -> list[list[float]]:
        return self.each(
            rows,
            place,
            lambda row, at: self.numbers(row, at, length, one_per) or [0.0] * (length or 0),
        )

    def biases(self, table: dict[str, Any], place: str, neurons: int) -> tuple[float, ...]:
        """Read a number per neuron, or one with which each of them begins."""
        if "biases" not in table:
            self.problem(
                f"{place}.biases",
                "missing; write one number per neuron, or leave biases out of every layer",
            )
            return ()
        value = table["biases"]
        if isinstance(value, int | float) and not isinstance(value, bool):
            number = self.number(value, f"{place}.biases")
            return () if number is None else (number,) * neurons
        return tuple(
            self.numbers(value, f"{place}.biases", neurons or None, "one per neuron") or ()
        )

    def is_small(self, sizes: Sequence[int], place: str) -> bool:
        """Whether a network of these sizes has few enough layers and weights."""
        weights = sum(before * size for before, size in pairwise(sizes))
        counts = (("layers", len(sizes) - 1, MAX_LAYERS), ("weights", weights, MAX_WEIGHTS))
        for what, count, most in counts:
            if count > most:
                self.problem(place, f"expected at most {most:,} {what}, found {found(count)}")
        return all(count <= most for _, count, most in counts)

    def drawn_layers(self, value: object) -> list[Layer] | None:
        """Draw each number as low + (high - low) * r, neuron by neuron, with the bias last."""
        from random import Random

        table = self.table(value, "random", RANDOM_KEYS) or {}
        for key, fix in RANDOM_REQUIRED.items():
            if isinstance(value, dict) and key not in table:
                self.problem(f"random.{key}", f"missing; write {fix}")
        sizes = self.random_sizes(table["sizes"]) if "sizes" in table else None
        seed = self.whole(table.get("seed", 0), "random.seed", 0)
        self.seed = seed if self.seed is None else self.seed
        decimals = self.decimals(table["decimals"]) if "decimals" in table else None
        ends = self.numbers(table.get("range", [0, 0]), "random.range", 2, "lowest and highest")
        low, high = ends or (0.0, 0.0)
        if not 0 <= high - low < math.inf:
            what = "the lowest number first, and a finite distance between them"
            self.problem("random.range", f"expected {what}, found {low} and {high}")
        biases = self.flag(table.get("biases", False), "random.biases")
        if sizes is None:
            return None
        activations = self.random_activations(table.get("activations"), len(sizes) - 1)
        r = Random(self.seed)
        layers = []
        for (before, size), activation in zip(pairwise(sizes), activations, strict=True):
            draws = [
                tuple(draw(r, low, high, decimals) for _ in range(before + bool(biases)))
                for _ in range(size)
            ]
            layers.append(
                Layer(
                    tuple(draw[:before] for draw in draws),
                    tuple(draw[-1] for draw in draws) if biases else None,
                    activation,
                )
            )
        return layers

    def decimals(self, value: object) -> int | None:
        """Read how many decimals each number that is drawn has."""
        number = self.whole(value, "random.decimals", 0)
        if number is not None and number > MOST_DECIMAL:
            self.expected("random.decimals", f"at most {MOST_DECIMAL}", number)
        return number

    def random_sizes(self, value: object) -> list[int] | None:
        place, what = "random.sizes", "at least 2 numbers (inputs, hidden layers, outputs)"
        listed = self.array(value, place, what)
        if listed is None:
            return None
        sizes = self.each(listed, place, lambda size, at: self.whole(size, at, 1))
        if len(sizes) < 2:
            self.problem(place, f"expected {what}, found {len(sizes)}")
        known = [size for size in sizes if size is not None]
        fit = self.is_small(known, place) and len(known) == len(sizes) > 1
        return known if fit else None

    def random_activations(self, value: object, layers: int) -> list[str]:
        """Read the activation of each layer of weights."""
        place, every = "random.activations", ["sigmoid"] * layers
        if value is None:
            return every
        what = f"{layers} name{'s' * (layers > 1)}, one per layer of weights"
        listed = self.array(value, place, what)
        if listed is None:
            return every
        if len(listed) != layers:
            self.problem(place, f"expected {what}, found {len(listed)}")
            return every
        last = len(listed)
        for k, name in enumerate(listed, 1):
            if name == SOFTMAX and k < last:
                self.problem(f"{place}[{k}]", "softmax is for the last layer alone")
            else:
                choices = EVERY_ACTIVATION if k == last else tuple(ACTIVATIONS)
                every[k - 1] = self.choice(name, f"{place}[{k}]", choices) or "sigmoid"
        return every


def draw(r: "Random", low: float, high: float, decimals: int | None) -> float:
    """Draw low + (high - low) * r, rounded to decimals if any.

    A rounded 0 hides what its weight does, and rounding may leave the range: both are drawn again,
    as long as anything else seems to be possible.
    """
    number = low + (high - low) * r.random()
    if decimals is None:
        return number
    for _ in range(MOST_DRAWS):
        number = round(number, decimals)
        if number and low <= number <= high:
            break
        number = low + (high - low) * r.random()
    return round(number, decimals) + 0.0  # not -0.0
