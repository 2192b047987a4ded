"""Traces in which something was changed: verify finds each, and names the cell."""

import json
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO
from math import inf, nextafter, ulp
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from stepper.backprop.evaluation import evaluate
from stepper.backprop.shape import CROSS_ENTROPY
from stepper.backprop.symbols import BATCH_SIZE, FOLLOWING, RATE, SO_FAR, Role, Symbol
from stepper.errors import StepperError
from stepper.files.trace.file import TraceFile, jsonl
from stepper.files.trace.verify import OTHER_MACHINE_ULPS, Discrepancy, VerifiedRows, Verifier
from stepper.runs.scenario import Scenario
from stepper.runs.trace import run
from tests.support.networks import AFTER_BACKWARD, BUNDLED, EVERY, random_networks

NAME = "changed.jsonl"
EVERY_SO_MANY = 20  # changed traces one is written, and checked in the background as a screen does


class Changed:
    """A trace with another text in one cell; n is the row, from 0."""

    def __init__(self, random: Random, name: str) -> None:
        self.lines = list(_lines(name))
        self.n = random.randrange(len(self.lines) - 1)
        cells = self.lines[self.n + 1].strip()[1:-1].split(", ")
        k = random.randrange(len(cells))
        self.symbol = EVERY[name].model.columns[k]
        self.is_inexact = _is_inexact(EVERY[name], self.symbol)
        self.was = cells[k]
        self.text = cells[k] = _other(random, self.was)
        self.lines[self.n + 1] = f"[{', '.join(cells)}]\n"

    @property
    def data(self) -> bytes:
        return "".join(self.lines).encode()

    def __str__(self) -> str:
        return f"iteration {self.n + 1}, {self.symbol.column}: {self.text} for {self.was}"


@cache
def _lines(name: str) -> tuple[str, ...]:
    return tuple(jsonl(run(EVERY[name])))


def _other(random: Random, text: str) -> str:
    """The text of a number with one digit changed, or the same number written otherwise."""
    if random.random() < 0.7:
        k = random.choice([k for k, letter in enumerate(text) if letter.isdigit()])
        digits = [digit for digit in "0123456789" if digit != text[k]]
        return text[:k] + random.choice(digits) + text[k + 1 :]
    mantissa, e, power = text.partition("e")
    forms = [
        mantissa + "0" + e + power,
        "+" + text,
        text.removeprefix("-") if text.startswith("-") else "-" + text,
        f"{float(text):.16e}",
        f"{float(text):.25e}",
        f"{mantissa}e{power or 0}" if not e else f"{mantissa}E{power}",
        text.removesuffix(".0") if text.endswith(".0") else f'"{text}"',
        f"{mantissa}0e{power or '+00'}",
    ]
    return random.choice([form for form in forms if form != text])


def digits(count: int, seed: int) -> str:
    """Each equation is evaluated on the stored numbers before it, all right: so the cell that was
    changed is itself the first that does not fit, whatever later equations make of it."""
    random, not_numbers = Random(seed), 0
    with TemporaryDirectory() as folder:
        for case in range(count):
            changed = Changed(random, random.choice(list(EVERY)))
            file = TraceFile(BytesIO(changed.data), NAME)
            if changed.is_inexact:
                _is_told_somewhere(file, changed)
            try:
                found = Verifier(file).whole()
            except StepperError as error:
                not_numbers += 1
                assert str(error).startswith(f"{NAME}: line {changed.n + 2}: "), changed
                continue
            assert found is not None, changed
            assert (found.iteration, found.column, found.stored) == (
                changed.n + 1,
                changed.symbol.column,
                changed.text,
            ), f"{changed}, told: {found}"
            if not changed.is_inexact:
                _a_screen_says_so(file, changed, found)
                if case % EVERY_SO_MANY == 0:
                    _is_told_behind(Path(folder) / NAME, changed, found)
    return f"{count} changed numbers found, {not_numbers} of them no numbers of JSON"


def _is_told_somewhere(file: TraceFile, changed: Changed) -> None:
    """Check that an activation which another exp could give does not fit what follows from it.

    Nothing follows from C: it may be what another log gives.
    """
    try:
        found = Verifier(file, other_machine=True).whole()
    except StepperError:
        return
    if found is None and changed.symbol == file.scenario.model.C:
        was = float(changed.was)
        assert abs(float(changed.text) - was) <= OTHER_MACHINE_ULPS * ulp(was), changed
        return
    assert found is not None, changed
    position = file.scenario.model.position
    column = file.scenario.model.by_column[found.column]
    assert found.iteration == changed.n + 1, f"{changed}, told: {found}"
    assert position[column] >= position[changed.symbol], f"{changed}, told: {found}"


def _a_screen_says_so(file: TraceFile, changed: Changed, found: Discrepancy) -> None:
    """At the row that was changed; rows before it are as right as ever."""
    rows = VerifiedRows(file)
    for n in range(changed.n):
        rows.row(n)
    try:
        rows.row(changed.n)
    except StepperError as error:
        assert str(found) in str(error), changed
    else:
        raise AssertionError(f"{changed}: shown as if it were right")


def _is_told_behind(path: Path, changed: Changed, found: Discrepancy) -> None:
    path.write_bytes(changed.data)
    with path.open("rb") as file:
        told = VerifiedRows(TraceFile(file, str(path))).problem(lambda: False)
    assert told.startswith(f"{path}: {found}"), f"{changed}, told: {told}"


# --- lines and headers


def _cut(random: Random, lines: list[str]) -> bytes:
    data = "".join(lines).encode()
    return data[: random.randrange(len(data) - 1)]  # without the last line end it is whole


def _rows_swapped(random: Random, lines: list[str]) -> bytes:
    a, b = random.sample(range(1, len(lines)), 2)
    lines[a], lines[b] = lines[b], lines[a]
    return "".join(lines).encode()


def _row_repeated(random: Random, lines: list[str]) -> bytes:
    a, b = random.sample(range(1, len(lines)), 2)
    if random.random() < 0.5:
        lines[a] = lines[b]
    else:
        lines.insert(a, lines[b])
    return "".join(lines).encode()


def _row_missing(random: Random, lines: list[str]) -> bytes:
    del lines[random.randrange(len(lines))]
    return "".join(lines).encode()


def _garbage_behind(random: Random, lines: list[str]) -> bytes:
    garbage = random.choice((b"\n", b"[]", b"\0", b"]", b"x", b" \n\n", b"{}\n", b"\xff", b"0.5"))
    return "".join(lines).encode() + garbage


def _number_missing(random: Random, lines: list[str]) -> bytes:
    n = random.randrange(1, len(lines))
    cells = lines[n].strip()[1:-1].split(", ")
    k = random.randrange(len(cells))
    cells[k : k + 1] = random.choice(([], [cells[k], cells[k]]))
    lines[n] = f"[{', '.join(cells)}]\n"
    return "".join(lines).encode()


def _header_lies(random: Random, lines: list[str]) -> bytes:
    """Each field but those of which no number of the trace can tell whether they are true: texts,
    and the kind of update where there is one layer."""
    header = json.loads(lines[0])
    places = [(header, key) for key in header if key != "scenario"]
    scenario = header["scenario"]
    places += [(scenario, key) for key in ("learning_rate", "epochs")]
    if scenario["layers"][1:]:
        places += [(scenario, "update")]
    if "biases" in scenario["layers"][0]:
        places += [(scenario, "train_biases")]
        places += [(layer["biases"], 0) for layer in scenario["layers"]]
    places += [(sample[key], 0) for sample in scenario["samples"] for key in sample]
    places += [(layer["weights"][0], 0) for layer in scenario["layers"]]
    places += [(header["columns"], random.randrange(len(header["columns"])))]
    holder, key = random.choice(places)
    match holder[key]:
        case bool() as flag:
            holder[key] = not flag
        case int() | float() as number:
            holder[key] = random.choice((number * 2 + 1, number + 0.5, -number - 1, number + 1))
        case str() as text:
            other = {"in_place": "after_backward", "after_backward": "in_place"}
            holder[key] = other.get(text, text + random.choice(("x", "[1]")))
        case list() as values:
            holder[key] = random.choice((values[1:], values[::-1], [*values, values[0]], []))
    lines[0] = json.dumps(header, ensure_ascii=False) + "\n"
    return "".join(lines).encode()


SHAPES: tuple[Callable[[Random, list[str]], bytes], ...] = (
    _cut,
    _rows_swapped,
    _row_repeated,
    _row_missing,
    _garbage_behind,
    _number_missing,
    _header_lies,
    _header_lies,
)


def shapes(count: int, seed: int) -> str:
    """Check that what is not a whole trace any more is reported with its place."""
    random, refused = Random(seed), 0
    names = [name for name, scenario in EVERY.items() if scenario.iterations > 1]
    for case in range(count):
        change = random.choice(SHAPES)
        name = random.choice(names)
        data = change(random, list(_lines(name)))
        if data == "".join(_lines(name)).encode():
            continue  # rows of a network that learns no more are all the same
        what = f"case {case}, {change.__name__} of {name}"
        try:
            found = Verifier(TraceFile(BytesIO(data), NAME)).whole()
        except StepperError as error:
            refused += 1
            assert re.match(rf"{NAME}: line \d+: ", str(error)), f"{what}: {error}"
        else:
            assert found is not None, what
    return f"{count} changed files found, {refused} of them no traces"


# --- another machine


def _elsewhere(random: Random, scenario: Scenario) -> list[dict[Symbol, float]]:
    """The rows of a machine whose exp gives every activation one unit off, up or down."""
    rows: list[dict[Symbol, float]] = []
    for n, row in enumerate(run(scenario).rows):
        values = dict(zip(scenario.model.columns, row, strict=True))
        if rows:
            taken_over = FOLLOWING | SO_FAR
            new = (s for s in rows[-1] if s.role in taken_over)
            values |= {s._replace(role=taken_over[s.role]): rows[-1][s] for s in new}
        _work_out(scenario, n, values, lambda a: nextafter(a, random.choice((-inf, inf))))
        rows.append(values)
    return rows


def _work_out(
    scenario: Scenario, n: int, values: dict[Symbol, float], moved: Callable[[float], float]
) -> None:
    """Compute row n again from its given numbers, with all that exp gives moved."""
    for s in scenario.model.computed:
        number = _evaluated(scenario, n, s, values)
        values[s] = moved(number) if _uses_exp(scenario, s) else number


def _uses_exp(scenario: Scenario, s: Symbol) -> bool:
    exps = ("sigmoid", "tanh")
    return s.role is Role.E or (s.role is Role.A and scenario.network.activation(s.l) in exps)


def _is_inexact(scenario: Scenario, s: Symbol) -> bool:
    """Whether exp or log gives a number."""
    is_log = s.role in (Role.C, Role.CJ) and scenario.cost == CROSS_ENTROPY
    return is_log or _uses_exp(scenario, s)


def _evaluated(scenario: Scenario, n: int, s: Symbol, values: dict[Symbol, float]) -> float:
    """The number of a symbol in row n, by its equation."""
    place = scenario.in_batch(n + 1)
    beside = {RATE: scenario.learning_rate or 0.0, BATCH_SIZE: float(place.size)}
    return evaluate(scenario.model.equation(s, place).formula, (values | beside).__getitem__)


def _file(scenario: Scenario, rows: list[dict[Symbol, float]]) -> TraceFile:
    lines = [json.dumps([row[s] for s in scenario.model.columns]) + "\n" for row in rows]
    return TraceFile(BytesIO("".join([next(jsonl(run(scenario))), *lines]).encode()), NAME)


def other_machines(count: int, seed: int) -> str:
    """Another exp passes with --other-machine and not without; nothing else passes with it."""
    random = Random(seed)
    scenarios = [*AFTER_BACKWARD.values(), *BUNDLED.values(), *random_networks(20)]
    scenarios = [s for s in scenarios if s.layers[0].activation in ("sigmoid", "tanh")]
    for case in range(count):
        scenario = random.choice(scenarios)
        rows, what = _elsewhere(random, scenario), f"case {case}, {scenario.title}"
        found = Verifier(_file(scenario, rows), other_machine=True).whole()
        assert found is None, f"{what}: {found}"
        found = Verifier(_file(scenario, rows)).whole()
        assert found is not None and found.column == "a[1][1]", f"{what}: {found}"

        n = random.randrange(len(rows))
        s = random.choice(scenario.model.columns)
        right = rows[n][s]
        is_inexact = _is_inexact(scenario, s)
        if is_inexact:  # too far from what it is computed from, wherever it was moved to
            right = _evaluated(scenario, n, s, rows[n])
        wrong, least = right, OTHER_MACHINE_ULPS * ulp(right) if is_inexact else 0.0
        up = random.choice((-inf, inf))
        while abs(wrong - right) <= least:
            wrong = nextafter(wrong, up)
        rows[n][s] = wrong
        found = Verifier(_file(scenario, rows), other_machine=True).whole()
        assert found is not None, f"{what}: {s.column} {wrong!r} for {right!r} in iteration {n + 1}"
        assert (found.iteration, found.column) == (n + 1, s.column), f"{what}: {found}"
    return f"{count} runs of other machines pass, and a unit too many in each of them does not"
