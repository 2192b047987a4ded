"""Reads a scenario from TOML: every field is checked, and all problems are reported at once."""

import math
import re
import tomllib
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, BinaryIO

from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Symbol
from stepper.errors import StepperError, found, nearest, short
from stepper.files.document import Document
from stepper.files.opening import open_file
from stepper.limits import LARGEST_LIMIT, MAX_BYTES, MAX_NEAR, MAX_NUMBERS, MAX_WEIGHTS
from stepper.runs.scenario import LANGUAGES, UPDATES, Layer, Note, Scenario, Text, Vector, sizes
from stepper.typeset.notation import SEED, Notation

IN_ANSWERS = frozenset("#;")  # in a file of answers, a remark or another answer begins there

# a.b.c.… in a key, for which tomllib takes quadratic time and space
_DEEP_KEY = re.compile(r"""(?:\.[ \t]*+(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+){50}""")

_LONG_NUMBER = re.compile(r"[0-9][0-9_]{4300}")  # beyond that, Python refuses to convert it

Samples = list[tuple[Vector, Vector]]


def load_scenario(path: object, max_numbers: int = MAX_NUMBERS) -> Scenario:
    """Read the scenario of a TOML file, or a bundled scenario by its name.

    max_numbers: the most numbers that its run may have. Raises StepperError with all problems of
    the file.
    """
    with open_file(str(path)) as file:
        return read_scenario(file, str(path), max_numbers)


def read_scenario(source: BinaryIO, file: str, max_numbers: int = MAX_NUMBERS) -> Scenario:
    """Read the scenario of an open TOML file; file is its name in messages."""
    data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise StepperError(f"{file}: larger than {MAX_BYTES:,} bytes, the limit for a scenario")
    try:
        text = data.decode("utf-8-sig")
        if _DEEP_KEY.search(text):
            raise RecursionError
        document = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise StepperError(f"{file}: line {line}: not UTF-8; save the file as UTF-8") from None
    except RecursionError:
        raise StepperError(
            f"{file}: nested too deeply; a scenario needs only four levels"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise StepperError(f"{file}: not valid TOML: {error}") from None
    except ValueError:
        long = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, long.start() if long else 0) + 1
        raise StepperError(
            f"{file}: line {line}: a number has thousands of digits; write fewer"
        ) from None
    return scenario_from(document, file, max_numbers)


def scenario_from(document: object, file: str, max_numbers: int = MAX_NUMBERS) -> Scenario:
    """Build the scenario of a parsed document. Raises StepperError with all its problems."""
    reader = _Reader(file)
    scenario = reader.scenario(document, max_numbers)
    if reader.problems or scenario is None:
        raise StepperError(*reader.problems)
    return scenario


class _Reader(Document):
    """Reads and checks the fields of a scenario."""

    def scenario(self, document: object, max_numbers: int) -> Scenario | None:
        top = self.table(document, "", KEYS)
        if top is None:
            return None
        for key, fix in REQUIRED.items():
            if not top.keys() & set(key.split(" or ")):
                self.problem(key, f"missing; write {fix}")
        if "layers" in top and "random" in top:
            self.problem("random", "cannot be combined with [[layers]]; keep one of the two")

        fields = {
            key: read(self, top[key], key) for key, read in PLAIN_FIELDS.items() if key in top
        }
        written = self.layers(top["layers"], "layers") if "layers" in top else None
        drawn = self.drawn_layers(top["random"]) if "random" in top else None
        layers = written or drawn
        samples = self.samples(top["samples"], layers) if "samples" in top else None
        network, epochs = None, fields.get("epochs", 1)
        if layers:
            biases_trained = fields.get("train_biases") is not False
            in_place = fields.get("update") == "in_place"
            network = Network(sizes(layers), layers[0].biases is not None, biases_trained, in_place)
            self.limit(epochs or 1, network.width * len(samples or [()]), max_numbers)
            if network.width > max_numbers:
                network = None  # too large to create its columns
        iterations = epochs * len(samples) if epochs and samples else None
        fields["names"] = self.names(top.get("names", {}), network)
        fields["notes"] = tuple(self.notes(top.get("notes", []), network, iterations))
        if self.problems:
            return None
        return Scenario(layers=tuple(layers or ()), samples=tuple(samples or ()), **fields)

    def title(self, value: object, place: str) -> Text | None:
        return self.by_language(value, place, self.line)

    def text(self, value: object, place: str) -> Text | None:
        return self.by_language(value, place, self.lines)

    def by_language(
        self, value: object, place: str, read: Callable[[object, str], str | None]
    ) -> Text | None:
        """A text, or a table with a text for each language."""
        if not isinstance(value, dict):
            return read(value, place)
        texts = self.table(value, place, LANGUAGES)
        if not texts:
            self.expected(place, f"text in one of the languages {', '.join(LANGUAGES)}", {})
            return None
        return {key: read(text, f"{place}.{key}") or "" for key, text in texts.items()}

    def rate(self, value: object, place: str) -> float | None:
        rate = self.number(value, place)
        if rate is not None and rate <= 0:
            self.expected(place, "a number above 0", value)
        return rate

    def layers(self, value: object, place: str) -> list[Layer] | None:
        tables = self.array(
            value, place, "at least two [[layers]]: a hidden layer and the output layer"
        )
        if tables is None:
            return None
        if len(tables) == 1:
            self.problem(place, "expected a hidden layer and the output layer, found 1 layer")
        layers: list[Layer] = []
        below: int | None = None
        with_biases = any(isinstance(table, dict) and "biases" in table for table in tables)
        for k, table in enumerate(tables, 1):
            layer = self.layer(table, f"{place}[{k}]", k, below, with_biases)
            below = len(layer.weights) or None
            layers.append(layer)
        if not all(layer.weights and layer.weights[0] for layer in layers) or len(layers) == 1:
            return None
        return layers if self.few_weights(sizes(layers), place) else None

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
            rows,
            f"{place}.weights",
            lambda row, at: self.numbers(row, at, below, one_per) or [0.0] * (below or 0),
        )
        biases = None
        if with_biases and "biases" not in table:
            self.problem(
                f"{place}.biases",
                "missing; write one number per neuron, or leave biases out of every layer",
            )
        elif with_biases:
            count = len(rows) or None
            biases = self.numbers(table["biases"], f"{place}.biases", count, "one per neuron")
        return Layer(tuple(map(tuple, weights)), tuple(biases or ()) if with_biases else None)

    def few_weights(self, sizes: Sequence[int], place: str) -> bool:
        count = sum(below * size for below, size in pairwise(sizes))
        if count > MAX_WEIGHTS:
            self.problem(place, f"expected at most {MAX_WEIGHTS:,} weights, found {found(count)}")
        return count <= MAX_WEIGHTS

    def drawn_layers(self, value: object) -> list[Layer] | None:
        """Draw each number as low + (high - low) * r, neuron by neuron, with the bias last."""
        from random import Random

        table = self.table(value, "random", ("sizes", "seed", "range", "biases")) or {}
        for key, fix in RANDOM_REQUIRED.items():
            if isinstance(value, dict) and key not in table:
                self.problem(f"random.{key}", f"missing; write {fix}")
        sizes = self.random_sizes(table["sizes"]) if "sizes" in table else None
        seed = self.whole(table.get("seed", 0), "random.seed", 0)
        ends = self.numbers(table.get("range", [0, 0]), "random.range", 2, "lowest and highest")
        low, high = ends or (0.0, 0.0)
        if not 0 <= high - low < math.inf:
            what = "the lowest number first, and a finite distance between them"
            self.problem("random.range", f"expected {what}, found {low} and {high}")
        biases = self.flag(table.get("biases", False), "random.biases")
        if sizes is None:
            return None
        r = Random(seed)
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

    def random_sizes(self, value: object) -> list[int] | None:
        place, what = "random.sizes", "at least 3 numbers (inputs, hidden layers, outputs)"
        listed = self.array(value, place, what)
        if listed is None:
            return None
        sizes = self.each(listed, place, lambda size, at: self.whole(size, at, 1))
        if len(sizes) < 3:
            self.problem(place, f"expected {what}, found {len(sizes)}")
        known = [size for size in sizes if size is not None]
        fit = self.few_weights(known, place) and len(known) == len(sizes) > 2
        return known if fit else None

    def samples(self, value: object, layers: list[Layer] | None) -> Samples:
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

    def limit(self, epochs: int, numbers: int, max_numbers: int) -> None:
        """Check that all epochs, of `numbers` numbers each, stay within max_numbers."""
        total = epochs * numbers
        if total <= max_numbers:
            return
        smaller = "a smaller network or fewer samples"
        if total < LARGEST_LIMIT:
            smaller += f", or raise the limit with --max-numbers {total}"
        if numbers > max_numbers:
            what = f"at most {max_numbers:,} numbers in an epoch, found {numbers:,}"
            self.problem("samples", f"expected {what}; use {smaller}")
        else:
            what = f"at most {max_numbers // numbers:,} epochs of {numbers:,} numbers"
            what = f"{what}, {max_numbers:,} in all, found {found(epochs)}"
            self.problem("epochs", f"expected {what}; use fewer epochs, {smaller}")

    def names(self, value: object, network: Network | None) -> dict[str, str]:
        if not isinstance(value, dict):
            self.expected("names", "a table: column = name", value)
            return {}
        names = {}
        for column, letters in value.items():
            place = f'names."{short(column)}"' if column.isprintable() else "names"
            known = self.column(column, place, network)
            if self.line(letters, place) and known:
                names[column] = letters
                other = network and network.by_column.get(letters)
                if other and other != known:
                    self.problem(
                        place,
                        f"{found(letters)} is the column of another number; choose another name",
                    )
                if IN_ANSWERS & set(letters):
                    self.problem(
                        place,
                        f"{found(letters)} cannot be read in answers; leave out # and ;",
                    )
        clashes = list(Notation(SEED, network, names).clashes()) if network and names else []
        own = [clash for clash in clashes if clash[2] in names.values()]
        for first, second, letters in own or clashes:
            self.problem(
                "names", f"{found(letters)} is the name of both {first} and {second}; change one"
            )
        return names

    def notes(self, value: object, network: Network | None, iterations: int | None) -> list[Note]:
        if not isinstance(value, list):
            self.expected("notes", "[[notes]]", value)
            return []
        return self.each(
            value, "notes", lambda table, at: self.note(table, at, network, iterations)
        )

    def note(
        self, value: object, place: str, network: Network | None, iterations: int | None
    ) -> Note:
        table = self.table(value, place, ("at", "iteration", "text")) or {}
        for key in ("at", "text"):
            if isinstance(value, dict) and key not in table:
                self.problem(f"{place}.{key}", f"missing; write {NOTE_REQUIRED[key]}")
        at = table.get("at", "C")
        if not isinstance(at, str):
            self.expected(f"{place}.at", "the name of a column", at)
        elif (s := self.column(at, f"{place}.at", network)) and s.role.phase is Phase.GIVEN:
            self.problem(f"{place}.at", f"{at} is given, so it has no step; name a computed column")
        iteration = table.get("iteration")
        if iteration is not None:
            iteration = self.whole(iteration, f"{place}.iteration", 1)
            if iteration and iterations and iteration > iterations:
                what = f"an iteration of the run, from 1 to {found(iterations)}"
                self.expected(f"{place}.iteration", what, iteration)
        text = self.text(table["text"], f"{place}.text") if "text" in table else None
        return Note(str(at), text or "", iteration)

    def column(self, name: str, place: str, network: Network | None) -> Symbol | None:
        """The symbol of a column's name; while the sizes are unknown, no name is a problem."""
        if network is None:
            return None
        columns = network.by_column
        symbol = columns.get(name)
        if symbol is None:
            is_searched = len(columns) <= MAX_NEAR and not self.is_full
            near = nearest(name, columns) if is_searched else ""
            near = near or "columns look like w[1][1][1] and delta[1][1]"
            self.problem(place, f"no such number in this network; {near}")
        return symbol

    def fix(self, key: str, keys: list[str]) -> str:
        if key in KEYS:
            return f"{key} belongs to the whole file: write it above the first [table]"
        return super().fix(key, keys)


REQUIRED = {
    "title": 'title = "…"',
    "learning_rate": "learning_rate = 0.5, or another number above 0",
    "samples": "[[samples]] with inputs = […] and targets = […]",
    "layers or random": "[[layers]] with weights = [[…]], or [random]",
}
PLAIN_FIELDS: dict[str, Callable[[_Reader, object, str], Any]] = {
    "title": _Reader.title,
    "summary": _Reader.text,
    "goal": _Reader.text,
    "source": _Reader.lines,
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
NOTE_REQUIRED = {"at": 'at = "C"', "text": 'text = "…"'}
KEYS = [*PLAIN_FIELDS, "samples", "layers", "random", "names", "notes"]
