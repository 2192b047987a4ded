"""TOML text -> Scenario, every field checked and every problem told at once."""

import math
import random
import re
import tomllib
from collections.abc import Callable
from itertools import pairwise
from typing import Any, BinaryIO

from stepper.document import Document, nearest
from stepper.errors import StepperError
from stepper.files import open_file
from stepper.notation import SEED, Notation
from stepper.scenario import LANGUAGES, UPDATES, Layer, Note, Scenario, Text, Vector, sizes
from stepper.symbols import Network, Phase, Symbol

MAX_BYTES = 1_000_000
MAX_WEIGHTS = 100_000
MAX_NUMBERS = 20_000_000

# a.b.c.… in a key, which tomllib reads in quadratic time and space
_DEEP_KEY = re.compile(
    r"""(?:\.[ \t]*+(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+){50}"""
)

Samples = list[tuple[Vector, Vector]]


def load_scenario(path: object, max_numbers: int = MAX_NUMBERS) -> Scenario:
    """The scenario of a TOML file, or of a bundled scenario's bare name.

    Raises StepperError with all problems of the file.
    """
    with open_file(str(path)) as file:
        return read_scenario(file, str(path), max_numbers)


def read_scenario(source: BinaryIO, file: str, max_numbers: int = MAX_NUMBERS) -> Scenario:
    """The scenario of an open TOML file; file is its name in messages."""
    data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise StepperError(f"{file}: larger than {MAX_BYTES:,} bytes, the limit for a scenario")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        if _DEEP_KEY.search(text):
            raise RecursionError
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StepperError(f"{file}: line {line}: not UTF-8; save the file as UTF-8") from None
    except RecursionError:
        raise StepperError(f"{file}: nested too deeply; a scenario needs four levels") from None
    except tomllib.TOMLDecodeError as error:
        raise StepperError(f"{file}: not TOML: {error}") from None
    except ValueError:
        raise StepperError(f"{file}: a number has thousands of digits; write fewer") from None
    return scenario_from(document, file, max_numbers)


def scenario_from(document: object, file: str, max_numbers: int = MAX_NUMBERS) -> Scenario:
    """The scenario of a parsed document. Raises StepperError with all its problems."""
    reader = _Reader(file)
    scenario = reader.scenario(document, max_numbers)
    if reader.problems or scenario is None:
        raise StepperError(*reader.problems)
    return scenario


class _Reader(Document):
    """The fields of a scenario, each with its check."""

    def scenario(self, document: object, max_numbers: int) -> Scenario | None:
        top = self.table(document, "", KEYS)
        if top is None:
            return None
        for key, mend in REQUIRED.items():
            if not top.keys() & set(key.split(" or ")):
                self.problem(key, f"missing; write {mend}")
        if "layers" in top and "random" in top:
            self.problem("random", "stands beside [[layers]]; keep one of the two")

        fields = {
            key: read(self, top[key], key) for key, read in PLAIN_FIELDS.items() if key in top
        }
        drawn = "random" in top and "layers" not in top
        layers = (
            self.drawn_layers(top["random"]) if drawn else self.layers(top.get("layers"), "layers")
        )
        samples = self.samples(top.get("samples"), layers)
        if layers:
            biases_trained = fields.get("train_biases") is not False
            in_place = fields.get("update") == "in_place"
            network = Network(sizes(layers), layers[0].biases is not None, biases_trained, in_place)
            iterations = (fields.get("epochs") or 1) * len(samples or [()])
            self.limit(len(network.columns), iterations, max_numbers)
            fields["names"] = self.names(top.get("names", {}), network)
            fields["notes"] = tuple(self.notes(top.get("notes", []), network, iterations))
        if self.problems:
            return None
        return Scenario(layers=tuple(layers or ()), samples=tuple(samples or ()), **fields)

    def text(self, value: object, place: str) -> Text | None:
        """A string, or one by language."""
        if not isinstance(value, dict):
            return self.line(value, place)
        texts = self.table(value, place, LANGUAGES)
        if not texts:
            self.expected(place, f"text in one of the languages {', '.join(LANGUAGES)}", {})
            return None
        return {key: self.line(text, f"{place}.{key}") or "" for key, text in texts.items()}

    def rate(self, value: object, place: str) -> float | None:
        rate = self.number(value, place)
        if rate is not None and rate <= 0:
            self.expected(place, "a number above 0", value)
        return rate

    def layers(self, value: object, place: str) -> list[Layer] | None:
        if value is None:
            return None
        tables = self.array(value, place, "at least two [[layers]]: a hidden one and the output")
        if tables is None:
            return None
        if len(tables) == 1:
            self.problem(place, "expected at least one hidden layer and the output, found 1 layer")
        before = len(self.problems)
        layers: list[Layer] = []
        below: int | None = None
        with_biases = any(isinstance(table, dict) and "biases" in table for table in tables)
        for k, table in enumerate(tables, 1):
            layer = self.layer(table, f"{place}[{k}]", k, below, with_biases)
            below = len(layer.weights) or None
            layers.append(layer)
        if sum(len(row) for layer in layers for row in layer.weights) > MAX_WEIGHTS:
            self.problem(place, f"more than {MAX_WEIGHTS:,} weights, the limit for a network")
        return layers if len(self.problems) == before and len(layers) > 1 else None

    def layer(
        self, value: object, place: str, k: int, below: int | None, with_biases: bool
    ) -> Layer:
        table = self.table(value, place, ("weights", "biases")) or {}
        if isinstance(value, dict) and "weights" not in table:
            self.problem(f"{place}.weights", "missing; write weights = [[…]], one row per neuron")
        rows = []
        if "weights" in table:
            rows = self.array(table["weights"], f"{place}.weights", "one row per neuron") or []
        if k == 1 and rows and isinstance(rows[0], list):
            below = len(rows[0]) or None
        one_per = "one per input" if k == 1 else f"one per neuron of layer {k - 1}"
        weights = self.each(
            rows, f"{place}.weights", lambda row, at: self.numbers(row, at, below, one_per)
        )
        biases = None
        if with_biases and "biases" not in table:
            self.problem(
                f"{place}.biases",
                "missing; write one number per neuron, or leave biases out of every layer",
            )
        elif with_biases:
            biases = self.numbers(
                table["biases"], f"{place}.biases", len(rows) or None, "one per neuron"
            )
        return Layer(
            tuple(tuple(row or ()) for row in weights), None if biases is None else tuple(biases)
        )

    def drawn_layers(self, value: object) -> list[Layer] | None:
        """Each number is low + (high - low) * r, neuron by neuron, its bias last."""
        before = len(self.problems)
        table = self.table(value, "random", ("sizes", "seed", "range", "biases")) or {}
        for key, mend in RANDOM_REQUIRED.items():
            if isinstance(value, dict) and key not in table:
                self.problem(f"random.{key}", f"missing; write {mend}")
        listed = self.array(table.get("sizes", [1, 1, 1]), "random.sizes", "an array of sizes")
        sizes = self.each(
            listed or [], "random.sizes", lambda size, at: self.whole(size, at, 1) or 1
        )
        if 0 < len(sizes) < 3:
            self.problem("random.sizes", "expected inputs, at least one hidden layer and outputs")
        if sum(below * size for below, size in pairwise(sizes)) > MAX_WEIGHTS:
            self.problem("random.sizes", f"more than {MAX_WEIGHTS:,} weights, the limit")
        seed = self.whole(table.get("seed", 0), "random.seed", 0)
        ends = self.numbers(table.get("range", [0, 0]), "random.range", 2, "lowest and highest")
        if ends and not 0 <= ends[1] - ends[0] < math.inf:
            self.problem("random.range", "expected the lowest number first, and a finite distance")
        biases = self.flag(table.get("biases", False), "random.biases")
        if len(self.problems) > before or ends is None:
            return None
        low, high = ends
        r = random.Random(seed)
        layers = []
        for below, size in pairwise(sizes):
            draws = [
                tuple(low + (high - low) * r.random() for _ in range(below + bool(biases)))
                for _ in range(size)
            ]
            layers.append(
                Layer(
                    tuple(draw[:below] for draw in draws),
                    tuple(draw[-1] for draw in draws) if biases else None,
                )
            )
        return layers

    def samples(self, value: object, layers: list[Layer] | None) -> Samples | None:
        if value is None:
            return None
        tables = self.array(value, "samples", "at least one [[samples]]") or []
        counts = (sizes(layers)[0], sizes(layers)[-1]) if layers else (None, None)
        return self.each(tables, "samples", lambda table, at: self.sample(table, at, counts))

    def sample(
        self, value: object, place: str, counts: tuple[int | None, int | None]
    ) -> tuple[Vector, Vector]:
        table = self.table(value, place, SAMPLE_KEYS) or {}
        numbers: list[Vector] = []
        for key, count in zip(SAMPLE_KEYS, counts, strict=True):
            if key in table:
                one_per = "one per " + key.removesuffix("s").replace("target", "output neuron")
                read = self.numbers(table[key], f"{place}.{key}", count, one_per)
                numbers.append(tuple(read or ()))
            elif isinstance(value, dict):
                self.problem(f"{place}.{key}", f"missing; write {key} = […]")
        return (numbers[0], numbers[1]) if len(numbers) == 2 else ((), ())

    def limit(self, columns: int, iterations: int, max_numbers: int) -> None:
        if columns * iterations > max_numbers:
            self.problem(
                "epochs",
                f"{iterations:,} iterations of {columns:,} numbers are more than {max_numbers:,}; "
                "write fewer epochs, or raise the limit with --max-numbers",
            )

    def names(self, value: object, network: Network) -> dict[str, str]:
        if not isinstance(value, dict):
            self.expected("names", "a table: column = letters", value)
            return {}
        names = {}
        for column, letters in value.items():
            place = f'names."{column}"' if column.isprintable() else "names"
            if self.column(column, place, network) and self.line(letters, place):
                names[column] = str(letters)
        for first, second, letters in Notation(SEED, network, names).clashes() if names else ():
            self.problem("names", f'"{letters}" stands for {first} and for {second}; change one')
        return names

    def notes(self, value: object, network: Network, iterations: int) -> list[Note]:
        if not isinstance(value, list):
            self.expected("notes", "[[notes]]", value)
            return []
        return self.each(
            value, "notes", lambda table, at: self.note(table, at, network, iterations)
        )

    def note(self, value: object, place: str, network: Network, iterations: int) -> Note:
        table = self.table(value, place, ("at", "iteration", "text")) or {}
        for key in ("at", "text"):
            if isinstance(value, dict) and key not in table:
                self.problem(f"{place}.{key}", f"missing; write {NOTE_MENDS[key]}")
        at = table.get("at", "C")
        if not isinstance(at, str):
            self.expected(f"{place}.at", "the name of a column", at)
        elif (s := self.column(at, f"{place}.at", network)) and s.role.phase is Phase.GIVEN:
            self.problem(f"{place}.at", f"{at} is given and has no step; name a computed column")
        iteration = table.get("iteration")
        if iteration is not None:
            iteration = self.whole(iteration, f"{place}.iteration", 1)
            if iteration and iteration > iterations:
                self.problem(
                    f"{place}.iteration", f"{iteration} is after the last one, {iterations}"
                )
        text = self.text(table["text"], f"{place}.text") if "text" in table else None
        return Note(str(at), text or "", iteration)

    def column(self, name: str, place: str, network: Network) -> Symbol | None:
        symbol = network.by_column.get(name)
        if symbol is None:
            self.problem(
                place,
                "no such number in this network; "
                + (
                    nearest(name, network.by_column)
                    or "columns look like w[1][1][1] and delta[1][1]"
                ),
            )
        return symbol


REQUIRED = {
    "title": 'title = "…"',
    "learning_rate": "a number above 0, learning_rate = 0.5",
    "samples": "[[samples]] with inputs = […] and targets = […]",
    "layers or random": "[[layers]] with weights = [[…]], or [random]",
}
PLAIN_FIELDS: dict[str, Callable[[_Reader, object, str], Any]] = {
    "title": _Reader.text,
    "summary": _Reader.text,
    "goal": _Reader.text,
    "source": _Reader.line,
    "learning_rate": _Reader.rate,
    "epochs": lambda reader, value, place: reader.whole(value, place, 1),
    "update": lambda reader, value, place: reader.choice(value, place, UPDATES),
    "train_biases": _Reader.flag,
}
RANDOM_REQUIRED = {
    "sizes": "sizes = [2, 3, 1]",
    "seed": "seed = 7",
    "range": "range = [-1.0, 1.0]",
}
SAMPLE_KEYS = ("inputs", "targets")
NOTE_MENDS = {"at": 'at = "C"', "text": 'text = "…"'}
KEYS = [*PLAIN_FIELDS, "samples", "layers", "random", "names", "notes"]
