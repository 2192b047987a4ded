"""Reads a scenario from TOML: every field is checked, and all problems are reported at once."""

import re
import tomllib
from collections.abc import Callable
from typing import Any, BinaryIO

from stepper.backprop.costs import EVERY_COST
from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.shape import CROSS_ENTROPY, SOFTMAX
from stepper.backprop.symbols import Symbol
from stepper.errors import StepperError, found, nearest, short
from stepper.files.document import at_key
from stepper.files.formula_tables import OF_NETWORKS, FormulaReader
from stepper.files.layers import FROM_TO, ORIENTATIONS, TO_FROM, LayerReader
from stepper.files.legible import illegible
from stepper.files.lesson import LessonReader
from stepper.files.opening import open_file
from stepper.limits import LARGEST_LIMIT, MAX_BYTES, MAX_NEAR, MAX_NUMBERS
from stepper.runs.scenario import (
    BATCH_GRADIENTS,
    LANGUAGES,
    UPDATES,
    Layer,
    Note,
    Scenario,
    Text,
    Vector,
    sizes,
)
from stepper.typeset.notation import COURSE, Notation

IN_ANSWERS = frozenset("#;")  # in a file of answers, a remark or another answer begins there

# a.b.c.… in a key, for which tomllib takes quadratic time and space
_DEEP_KEY = re.compile(r"""(?:\.[ \t]*+(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')[ \t]*+){50}""")

_KEY = re.compile(r"\s*(?=[A-Za-z0-9_-]*[^A-Za-z0-9_\-.\s=])([^\W\d][^\s=\"\[\]{}#]*)\s*=")

_LONG_NUMBER = re.compile(r"[0-9][0-9_]{4300}")  # beyond that, Python refuses to convert it

Samples = list[tuple[Vector, Vector]]


def load_scenario(
    path: object, max_numbers: int = MAX_NUMBERS, seed: int | None = None
) -> Scenario:
    """Read the scenario of a TOML file, or a bundled scenario by its name.

    max_numbers: the most numbers that its run may have. seed: draw this variant of its [random].
    Raises StepperError with all problems of the file.
    """
    with open_file(str(path)) as file:
        return read_scenario(file, str(path), max_numbers, seed)


def read_scenario(
    source: BinaryIO, file: str, max_numbers: int = MAX_NUMBERS, seed: int | None = None
) -> Scenario:
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
        raise StepperError(f"{file}: not valid TOML: {error}{_unquoted(text, error)}") from None
    except ValueError:
        long = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, long.start() if long else 0) + 1
        raise StepperError(
            f"{file}: line {line}: a number has thousands of digits; write fewer"
        ) from None
    return scenario_from(document, file, max_numbers, seed)


def _unquoted(text: str, error: tomllib.TOMLDecodeError) -> str:
    """What to write where an error is at a name such as W₁ or y' that has no quotes."""
    place = re.search(r"at line (\d+)", str(error))
    line = text.splitlines()[int(place[1]) - 1] if place else ""
    name = _KEY.match(line)
    return f'; write quotes around the name, "{short(name[1])}" = …' if name else ""


def scenario_from(
    document: object, file: str, max_numbers: int = MAX_NUMBERS, seed: int | None = None
) -> Scenario:
    """Build the scenario of a parsed document. Raises StepperError with all its problems."""
    reader = ScenarioReader(file, seed)
    scenario = reader.scenario(document, max_numbers)
    reader.settle()
    assert scenario is not None
    return scenario


class ScenarioReader(LayerReader, FormulaReader, LessonReader):
    """Reads and checks the fields of a scenario."""

    def scenario(self, document: object, max_numbers: int) -> Scenario | None:
        is_formula = isinstance(document, dict) and "formula" in document
        top = self.table(document, "", FORMULA_KEYS if is_formula else KEYS)
        if top is None:
            return None
        return (
            self.of_formula(top, max_numbers) if is_formula else self.of_network(top, max_numbers)
        )

    def of_formula(self, top: dict[str, Any], max_numbers: int) -> Scenario | None:
        if "title" not in top:
            self.problem("title", f"missing; write {REQUIRED['title']}")
        if self.seed is not None:
            self.problem("--seed", "draws weights at random, which a formula has not; leave it out")
        for key in OF_NETWORKS.keys() & top.keys():
            self.problem(key, OF_NETWORKS[key])
        fields = {key: PLAIN_FIELDS[key](self, top[key], key) for key in OF_ALL if key in top}
        fields.setdefault("learning_rate", None)
        epochs = fields.get("epochs", 1)
        parts = self.formula(top, epochs)
        model = parts and parts.formula
        if parts:
            numbers = parts.formula.width * len(parts.samples)
            self.limit(epochs or 1, numbers, max_numbers, "formula")
        iterations = epochs * len(parts.samples) if epochs and parts else None
        fields["names"] = self.names(top.get("names", {}), model)
        fields["notes"] = tuple(self.notes(top.get("notes", []), model, iterations))
        if self.problems or parts is None:
            return None
        return Scenario(layers=(), **parts._asdict(), **fields)

    def is_key(self, name: str) -> bool:
        return name in KEYS

    def of_network(self, top: dict[str, Any], max_numbers: int) -> Scenario | None:
        for key, fix in REQUIRED.items():
            if not top.keys() & set(key.split(" or ")):
                self.problem(key, f"missing; write {fix}")
        if "layers" in top and "random" in top:
            self.problem("random", "cannot be combined with [[layers]]; keep one of the two")

        fields = {
            key: read(self, top[key], key) for key, read in PLAIN_FIELDS.items() if key in top
        }
        orientation = fields.pop("orientation", TO_FROM) or TO_FROM
        inputs = _inputs(top.get("samples"))
        written = None
        if "layers" in top:
            written = self.layers(top["layers"], "layers", orientation, inputs)
        elif orientation == FROM_TO:
            self.problem("orientation", "is for [[layers]]; remove it")
        drawn = None
        if "random" in top:
            drawn = self.drawn_layers(top["random"])
            fields["seed"] = self.seed
        elif self.seed is not None:
            self.problem("--seed", f"draws the weights of [random], which is missing; {FOR_SEED}")
        layers = written or drawn
        samples = self.samples(top["samples"], layers) if "samples" in top else None
        network, epochs = None, fields.get("epochs", 1)
        fields.setdefault("learning_rate", None)
        if fields.get("batch") == ALL:
            fields["batch"] = len(samples or [()])
        self.without_updates(top, epochs)
        if layers:
            self.kind(layers, samples or [], top, fields)
            network = Scenario(
                "", fields["learning_rate"], (), tuple(layers), **_of_network(fields)
            ).network
            self.limit(epochs or 1, network.width * len(samples or [()]), max_numbers)
            if network.width > max_numbers:
                network = None  # too large to create its columns
        iterations = epochs * len(samples) if epochs and samples else None
        fields["names"] = self.names(top.get("names", {}), network)
        fields["notes"] = tuple(self.notes(top.get("notes", []), network, iterations))
        fields["lesson"] = tuple(self.lesson(top.get("lesson", []), network, iterations))
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
        return {key: read(text, at_key(place, key)) or "" for key, text in texts.items()}

    def without_updates(self, top: dict[str, Any], epochs: int | None) -> None:
        """Check what has no meaning where no learning rate is given."""
        if "learning_rate" in top:
            return
        for key, wrong, what in (
            ("epochs", epochs not in (None, 1), "every epoch would be the same"),
            ("update", top.get("update") == "in_place", "there are no new weights to use"),
        ):
            if wrong:
                fix = f"leave {key} out, or write learning_rate = 0.5"
                self.problem(key, f"without learning_rate nothing is updated, and {what}; {fix}")

    def kind(
        self, layers: list[Layer], samples: Samples, top: dict[str, Any], fields: dict[str, Any]
    ) -> None:
        """Check that activations, cost, targets, update and batch go together."""
        output, cost = layers[-1].activation, fields.get("cost") or "half_squares"
        if output == SOFTMAX and cost != CROSS_ENTROPY:
            self.problem("cost", 'softmax needs cross-entropy; write cost = "cross_entropy"')
        elif cost == CROSS_ENTROPY and output not in ("sigmoid", SOFTMAX):
            written = f"layers[{len(layers)}].activation"
            place = written if "layers" in top else "random.activations"
            self.problem(
                place,
                f'cross-entropy needs an output of "sigmoid" or "softmax", found "{output}"; '
                "choose one of them, or another cost",
            )
        elif cost == CROSS_ENTROPY:
            for k, (_, targets) in enumerate(samples, 1):
                self.probabilities(targets, f"samples[{k}].targets", output == SOFTMAX)
        batch = fields.get("batch") or 1
        if fields.get("update") == "in_place" and batch != 1:
            self.problem(
                "batch",
                'update = "in_place" changes weights within a sample; leave batch out, or update',
            )
        if batch == 1 and "batch_gradient" in top and "batch" not in top:
            self.problem("batch_gradient", "is for batches; add batch, or leave it out")

    def probabilities(self, targets: Vector, place: str, add_up: bool) -> None:
        """Check targets of cross-entropy: each from 0 to 1, of softmax with the sum 1."""
        if any(not 0 <= target <= 1 for target in targets):
            self.problem(place, "expected numbers from 0 to 1, which cross-entropy can compare")
        elif add_up and targets and abs(sum(targets) - 1) > 1e-9:
            self.problem(
                place,
                f"expected numbers that add up to 1 (one per class), found {sum(targets)!r}",
            )

    def batch(self, value: object, place: str) -> int | str | None:
        if value == ALL:
            return ALL
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            self.expected(place, f'a whole number of samples, at least 1, or "{ALL}"', value)
            return None
        return value

    def rate(self, value: object, place: str) -> float | None:
        rate = self.number(value, place)
        if rate is not None and rate <= 0:
            self.expected(place, "a number above 0", value)
        return rate

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

    def limit(self, epochs: int, numbers: int, max_numbers: int, model: str = "network") -> None:
        """Check that all epochs, of `numbers` numbers each, stay within max_numbers."""
        total = epochs * numbers
        if total <= max_numbers:
            return
        smaller, many = f"a smaller {model} or fewer samples", found(epochs)
        if total < LARGEST_LIMIT:
            many = f"{epochs:,}"
            smaller += f", or raise the limit with --max-numbers {total}"
        if numbers > max_numbers:
            what = f"at most {max_numbers:,} numbers in an epoch, found {numbers:,}"
            self.problem("samples", f"expected {what}; use {smaller}")
        else:
            most = max_numbers // numbers
            what = f"at most {most:,} epoch{'s' * (most > 1)} of {numbers:,} numbers"
            what = f"{what}, {max_numbers:,} in all, found {many}"
            self.problem("epochs", f"expected {what}; use fewer epochs, {smaller}")

    def names(self, value: object, model: Model | None) -> dict[str, str]:
        if not isinstance(value, dict):
            self.expected("names", "a table: column = name", value)
            return {}
        names = {}
        for column, letters in value.items():
            place = f'names."{short(column)}"'
            known = self.column(column, place, model)
            if self.line(letters, place) and known:
                names[column] = letters
                other = model and model.by_column.get(letters)
                if other and other != known:
                    self.problem(
                        place,
                        f"{found(letters)} is the column of another number; choose another name",
                    )
                if wrong := illegible(letters):
                    self.problem(place, wrong)
                if IN_ANSWERS & set(letters):
                    self.problem(
                        place,
                        f"{found(letters)} cannot be read in answers; leave out # and ;",
                    )
        clashes = list(Notation(COURSE, model, names).clashes()) if model and names else []
        own = [clash for clash in clashes if clash[2] in names.values()]
        for first, second, letters in own or clashes:
            self.problem(
                "names", f"{found(letters)} is the name of both {first} and {second}; change one"
            )
        return names

    def notes(self, value: object, model: Model | None, iterations: int | None) -> list[Note]:
        if not isinstance(value, list):
            self.expected("notes", "[[notes]]", value)
            return []
        return self.each(value, "notes", lambda table, at: self.note(table, at, model, iterations))

    def note(self, value: object, place: str, model: Model | None, iterations: int | None) -> Note:
        table = self.table(value, place, NOTE_KEYS) or {}
        for key in NOTE_REQUIRED:
            if isinstance(value, dict) and key not in table:
                self.problem(f"{place}.{key}", f"missing; write {NOTE_REQUIRED[key]}")
        at = table.get("at", model.C.column if model else "C")
        self.computed(at, f"{place}.at", model)
        iteration = table.get("iteration")
        if iteration is not None:
            iteration = self.within_run(iteration, f"{place}.iteration", iterations)
        text = self.text(table["text"], f"{place}.text") if "text" in table else None
        general = table.get("general", False)
        if not isinstance(general, bool):
            self.expected(f"{place}.general", "true or false", general)
        return Note(str(at), text or "", iteration, general is True)

    def column(self, name: str, place: str, model: Model | None) -> Symbol | None:
        """The symbol of a column's name; while the model is unknown, no name is a problem."""
        if model is None:
            return None
        columns = model.by_column
        symbol = columns.get(name)
        if symbol is None:
            is_searched = len(columns) <= MAX_NEAR and not self.is_full
            near = nearest(name, columns) if is_searched else ""
            what, examples = ("network", "w[1][1][1] and delta[1][1]")
            if not isinstance(model, Network):
                what, examples = "formula", f"{model.C.column} and {model.made[-1].column}"
            self.problem(
                place, f"no such number in this {what}; {near or f'columns look like {examples}'}"
            )
        return symbol

    def fix(self, key: str, keys: list[str]) -> str:
        if key in KEYS:
            return f"{key} belongs to the whole file: write it above the first [table]"
        return KNOWN_ELSEWHERE.get(key) or super().fix(key, keys)


def _inputs(samples: object) -> int | None:
    """How many inputs the first sample has, where that can be told."""
    match samples:
        case [{"inputs": [*inputs]}, *_]:
            return len(inputs) or None
        case _:
            return None


def _of_network(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that decide which numbers a network has, as far as they could be read."""
    keys = ("update", "train_biases", "cost", "batch", "batch_gradient")
    return {key: fields[key] for key in keys if fields.get(key) is not None}


REQUIRED = {
    "title": 'title = "…"',
    "samples": "[[samples]] with inputs = […] and targets = […]",
    "layers or random": "[[layers]] with weights = [[…]], or [random]; or [formula] instead",
}
PLAIN_FIELDS: dict[str, Callable[[ScenarioReader, object, str], Any]] = {
    "title": ScenarioReader.title,
    "summary": ScenarioReader.text,
    "goal": ScenarioReader.text,
    "source": ScenarioReader.lines,
    "learning_rate": ScenarioReader.rate,
    "epochs": lambda reader, value, place: reader.whole(value, place, 1),
    "update": lambda reader, value, place: reader.choice(value, place, UPDATES),
    "train_biases": ScenarioReader.flag,
    "cost": lambda reader, value, place: reader.choice(value, place, EVERY_COST),
    "batch": ScenarioReader.batch,
    "batch_gradient": lambda reader, value, place: reader.choice(value, place, BATCH_GRADIENTS),
    "orientation": lambda reader, value, place: reader.choice(value, place, ORIENTATIONS),
}
# What people write who know other programs, and what to write here.
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
ALL = "all"  # samples in one batch
SAMPLE_KEYS = ("inputs", "targets")
NOTE_REQUIRED = {"at": 'at = "C"', "text": 'text = "…"'}
NOTE_KEYS = ("at", "iteration", "text", "general")
FOR_SEED = "leave --seed out, or write [random] with sizes, seed and range instead of [[layers]]"
KEYS = [*PLAIN_FIELDS, "samples", "layers", "random", "names", "notes", "lesson"]
OF_ALL = ("title", "summary", "goal", "source", "learning_rate", "epochs")
FORMULA_KEYS = [*OF_ALL, "formula", "values", "samples", "names", "notes", *OF_NETWORKS]
