"""The layers of a scenario file that are drawn at random: [random], each field with its check."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from stepper.backprop.activations import ACTIVATIONS, EVERY_ACTIVATION
from stepper.backprop.shape import SOFTMAX
from stepper.files.scenario.layers import is_small
from stepper.files.scenario.reader import ScenarioReader
from stepper.runs.scenario import Layer
from stepper.typeset.digits import MOST_DECIMAL

if TYPE_CHECKING:
    from random import Random

RANDOM_REQUIRED = {
    "sizes": "sizes = [2, 3, 1]",
    "seed": "seed = 7",
    "range": "range = [-1.0, 1.0]",
}
RANDOM_KEYS = (*RANDOM_REQUIRED, "decimals", "biases", "activations")
MOST_DRAWS = 100  # of one number


def draw_layers(
    reader: ScenarioReader, value: object, seed: int | None
) -> tuple[list[Layer] | None, int | None]:
    """Draw each number as low + (high - low) * r, neuron by neuron, with the bias last.

    seed: which variant to draw, in place of the seed of [random]. Returns the layers, if they can
    be drawn, and the seed.
    """
    from random import Random

    table = reader.table(value, "random", RANDOM_KEYS) or {}
    for key, fix in RANDOM_REQUIRED.items():
        if isinstance(value, dict) and key not in table:
            reader.problem(f"random.{key}", f"missing; write {fix}")
    sizes = _sizes(reader, table["sizes"]) if "sizes" in table else None
    own_seed = reader.whole(table.get("seed", 0), "random.seed", 0)
    seed = own_seed if seed is None else seed
    decimals = _decimals(reader, table["decimals"]) if "decimals" in table else None
    ends = reader.numbers(table.get("range", [0, 0]), "random.range", 2, "lowest and highest")
    low, high = ends or (0.0, 0.0)
    if not 0 <= high - low < math.inf:
        what = "the lowest number first, and a finite distance between them"
        reader.problem("random.range", f"expected {what}, found {low} and {high}")
    biases = reader.flag(table.get("biases", False), "random.biases")
    if sizes is None:
        return None, seed
    activations = _activations(reader, table.get("activations"), len(sizes) - 1)
    r = Random(seed)
    layers = []
    for (before, size), activation in zip(pairwise(sizes), activations, strict=True):
        draws = [
            tuple(_draw(r, low, high, decimals) for _ in range(before + bool(biases)))
            for _ in range(size)
        ]
        layers.append(
            Layer(
                tuple(draw[:before] for draw in draws),
                tuple(draw[-1] for draw in draws) if biases else None,
                activation,
            )
        )
    return layers, seed


def _decimals(reader: ScenarioReader, value: object) -> int | None:
    """Read how many decimals each number that is drawn has."""
    number = reader.whole(value, "random.decimals", 0)
    if number is not None and number > MOST_DECIMAL:
        reader.expected("random.decimals", f"at most {MOST_DECIMAL}", number)
    return number


def _sizes(reader: ScenarioReader, value: object) -> list[int] | None:
    place, what = "random.sizes", "at least 2 numbers (inputs, hidden layers, outputs)"
    listed = reader.array(value, place, what)
    if listed is None:
        return None
    sizes = reader.each(listed, place, lambda size, at: reader.whole(size, at, 1))
    if len(sizes) < 2:
        reader.problem(place, f"expected {what}, found {len(sizes)}")
    known = [size for size in sizes if size is not None]
    fit = is_small(reader, known, place) and len(known) == len(sizes) > 1
    return known if fit else None


def _activations(reader: ScenarioReader, value: object, layers: int) -> list[str]:
    """Read the activation of each layer of weights."""
    place, every = "random.activations", ["sigmoid"] * layers
    if value is None:
        return every
    what = f"{layers} name{'s' * (layers > 1)}, one per layer of weights"
    listed = reader.array(value, place, what)
    if listed is None:
        return every
    if len(listed) != layers:
        reader.problem(place, f"expected {what}, found {len(listed)}")
        return every
    last = len(listed)
    for k, name in enumerate(listed, 1):
        if name == SOFTMAX and k < last:
            reader.problem(f"{place}[{k}]", "softmax is for the last layer alone")
        else:
            choices = EVERY_ACTIVATION if k == last else tuple(ACTIVATIONS)
            every[k - 1] = reader.choice(name, f"{place}[{k}]", choices) or "sigmoid"
    return every


def _draw(r: "Random", low: float, high: float, decimals: int | None) -> float:
    """Draw low + (high - low) * r, rounded to decimals if any.

    A rounded 0 hides the effect of its weight, and rounding may leave the range: both are drawn
    again, as long as other numbers seem possible.
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
