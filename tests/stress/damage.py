"""Damages good files: bytes, words, whole values; the same damage from the same random numbers."""

import json
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any, NamedTuple

from stepper.files.scenario_toml import toml
from stepper.files.trace.file import jsonl
from stepper.runs.trace import run
from tests.support.every_kind import of_every_kind
from tests.support.filled import FORMULA, NETWORK
from tests.support.formulas import drawn
from tests.support.hostile import TEXTS
from tests.support.networks import AFTER_BACKWARD, FORMULAS, IN_PLACE
from tests.support.places import ROOT

NUMBERS = (  # as they are written
    "0", "-0", "0.0", "-0.0", "1", "-1", "1e308", "-1e308", "1e309", "1e999", "5e-324", "1e-400",
    "nan", "-nan", "inf", "-inf", "NaN", "Infinity", "0.1.2", "1e", "1_000", "1__0", "01", "+1",
    ".5",
    "5.", "0x1F", "0b1", "9" * 20, "9" * 400, "9" * 4299, "9" * 4300, "9" * 4301,
    "0x1" + "0" * 5000,
    "1" * 200_000, "0." + "3" * 100_000, "1e" + "9" * 5000, "1979-05-27", "07:32:00", "1,5", "½",
    "١",
)  # fmt: skip


EACH_KIND = 30  # networks and formulas drawn at random
MOST_REPEATED = 1_000_000  # letters and numbers in a list: the case fits into the memory of a run


class Literally(str):
    """A value as it is written in the file."""


VALUES: tuple[Any, ...] = (
    True, False, None, "", "0.5", "1", "true", [], [[]], [[[]]], {}, {"": 1}, {"en": ""}, [{}],
    [None],
    {"en": "a", "de": "b"}, {"en": 1, "ko": []}, 0, 1, -1, 2, 10**9, 0.5, -0.0, [1, [2]], [1, "2"],
    *map(Literally, NUMBERS), *TEXTS,
    "ab " * 330_000, "\u0301" * 300_000, "\x1b[5m" * 100_000, "은" * 300_000, "word\n" * 100_000,
    [0.5] * 50_000, [True] * 100_000, [[]] * 100_000, [[0.5]] * 1000, [[0.5] * 40] * 40,
    [{}] * 50_000,
    {f"unknown{k}": k for k in range(40_000)}, {f"w[1][1][{k}]": "w" for k in range(20_000)},
    Literally("[" * 50 + "]" * 50), Literally("[" * 100_000), Literally("{a=" * 2000),
    Literally('{"a":' * 50_000), Literally("[" * 900 + "]" * 900),
)  # fmt: skip
KEYS = (
    "", "titel", "Title", "learning-rate", "epoch", "w[1][1][1]", "C", "x" * 100_000, "seed",
    "sizes",
    "random", "names", "notes", "at", "iteration", "text", "biases", "weights", "en", "ko",
    *TEXTS,
)  # fmt: skip


class Damaged(NamedTuple):
    data: bytes
    how: str


# --- what is damaged


def scenarios() -> list[str]:
    files = sorted(ROOT.glob("scenarios/*.toml")) + sorted(ROOT.glob("tests/data/refused/*.toml"))
    texts = [path.read_text("utf-8", "replace") for path in files]
    networks = [*(AFTER_BACKWARD | IN_PLACE).values(), *of_every_kind(EACH_KIND)]
    formulas = (drawn(Random(k)).scenario for k in range(EACH_KIND))
    wide = "[random]\nsizes = [{}]\nseed = 7\nrange = [-1, 1]\nbiases = true\n"
    start = 'title = "wide"\nlearning_rate = 0.5\n[[samples]]\ninputs = [1]\ntargets = [0]\n'
    sizes = ("1, 110, 3, 1", "1, 300, 1", "1, 30, 30, 1", "1, 40000, 1", "1, 1, 1" + ", 1" * 90)
    texts += [NETWORK, FORMULA, *map(toml, [*networks, *formulas])]
    return [*texts, *(start + wide.format(size) for size in sizes)]


def traces() -> list[str]:
    stored = [path.read_text("utf-8") for path in sorted(ROOT.glob("tests/data/traces/*.jsonl"))]
    scenarios = [*(IN_PLACE | FORMULAS).values(), *of_every_kind(EACH_KIND)]
    return [*stored, *("".join(jsonl(run(scenario))) for scenario in scenarios)]


# --- bytes


def _flip(data: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 1, 5, 100))):
        k = random.randrange(len(data) or 1)
        data = data[:k] + bytes([random.randrange(256)]) + data[k + 1 :]
    return data


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _drop(data: bytes, random: Random) -> bytes:
    k = random.randrange(len(data) + 1)
    return data[:k] + data[k + random.choice((1, 2, 10, 100)) :]


def _double(data: bytes, random: Random) -> bytes:
    first, last = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:last] + data[first:last] * random.choice((1, 1, 20)) + data[last:]


def _insert(data: bytes, random: Random) -> bytes:
    k = random.randrange(len(data) + 1)
    new = random.choice(
        (*TEXTS, *NUMBERS, "\x1b[2J" * 1000, '"', "'", "[", "]", "{", "}", ",", "=")
    )
    return data[:k] + new.encode("utf-8", "surrogatepass") + data[k:]


def _noise(data: bytes, random: Random) -> bytes:
    return random.choice((data[:1], b"{", b"")) + random.randbytes(random.choice((0, 10, 5000)))


def _encoded(data: bytes, random: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    coding = random.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "cp949"))
    return text.encode(coding, "replace")


def _line_ends(data: bytes, random: Random) -> bytes:
    end = random.choice((b"\r\n", b"\r", b"\n\n", b"\n\r", b"\0\n", b"\x85", b"", b" \n"))
    return data.replace(b"\n", end)


def _lines(data: bytes, random: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    for _ in range(random.choice((1, 1, 3))):
        line = lines.pop(random.randrange(len(lines)))
        for _ in range(random.choice((0, 1, 2, 2, 50))):
            lines.insert(random.randrange(len(lines) + 1), line)
        lines = lines or [b""]
    return b"".join(lines)


def _swapped(data: bytes, random: Random) -> bytes:
    """One word, number or sign in the place of another."""
    text = data.decode("utf-8", "replace")
    starts = [k for k in range(1, len(text)) if text[k - 1] in " [,={" and text[k] not in " \n"]
    for k in random.sample(starts, min(len(starts), random.choice((1, 1, 2)))):
        end = next((e for e in range(k, len(text)) if text[e] in " ],\n}="), len(text))
        new = random.choice(
            (*NUMBERS, "true", "null", '""', "[]", "{}", "[[0.5]]", '"0.5"', "0.25")
        )
        text = text[:k] + new + text[max(end, k + 1) :]
    return text.encode("utf-8", "replace")


BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip, _cut, _drop, _double, _insert, _noise, _encoded, _line_ends, _lines, _swapped, _swapped,
)  # fmt: skip


def in_bytes(text: str, random: Random) -> Damaged:
    data, how = text.encode("utf-8", "replace"), []
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        damage = random.choice(BYTES)
        data = damage(data, random)
        how.append(damage.__name__)
    return Damaged(data, " ".join(how))


# --- values


def in_values(document: Any, random: Random) -> str:
    """Changes values of a parsed document, and says how."""
    how = []
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        holder, key = random.choice(list(_places(document)))
        what = random.choice(("value", "value", "value", "key", "delete", "repeat", "nest", "swap"))
        value = holder[key]
        if what == "key" and isinstance(holder, dict):
            holder[random.choice(KEYS)] = holder.pop(key)
        elif what == "delete":
            del holder[key]
        elif what == "repeat" and isinstance(value, list):
            times = random.choice((2, 3, 100))
            holder[key] = value * min(times, MOST_REPEATED // _size(value))
        elif what == "nest":
            holder[key] = random.choice(
                ([value], {"en": value}, [value, [value]], str(value)[:100])
            )
        elif what == "swap":
            other, place = random.choice(list(_places(document)))
            holder[key] = other[place] if not isinstance(other[place], dict | list) else None
        else:
            holder[key] = deepcopy(random.choice(VALUES))  # a later change leaves the table alone
        how.append(f"{what} {key!r:.30}")
    return ", ".join(how)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    yield {"": value}, ""  # so that there is one always
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(pairs) if isinstance(value, dict | list) else []:
        yield value, key
        if isinstance(inner, dict | list) and len(inner) < 1000:
            yield from list(_places(inner))[1:]


def _size(value: Any) -> int:
    """About how many letters and numbers a value has when it is written."""
    match value:
        case str():
            return len(value) + 1
        case dict():
            return 1 + sum(len(key) + _size(inner) for key, inner in value.items())
        case list():
            return 1 + sum(map(_size, value))
    return 1


def scenario_with_other_values(text: str, random: Random) -> Damaged:
    try:
        document = tomllib.loads(text)
    except (ValueError, RecursionError):
        return in_bytes(text, random)
    how = in_values(document, random)
    lines = [f"{_key(key)} = {_toml(value)}" for key, value in document.items()]
    if random.random() < 0.1:
        lines += random.sample(lines, 1) if lines else []  # a key twice
    return Damaged("\n".join(lines).encode("utf-8", "surrogatepass"), how)


def trace_with_other_values(text: str, random: Random) -> Damaged:
    lines = text.splitlines(keepends=True)
    k = random.choice((0, 0, 0, random.randrange(len(lines))))
    document = json.loads(lines[k])
    how = f"line {k + 1}: {in_values(document, random)}"
    lines[k] = written(document) + "\n"
    return Damaged("".join(lines).encode("utf-8", "surrogatepass"), how)


def _key(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _toml(value: Any) -> str:
    match value:
        case Literally():
            return value
        case None:
            return "nothing"
        case dict():
            return "{" + ", ".join(f"{_key(k)} = {_toml(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case str():
            return _quoted(value)
        case bool():
            return str(value).lower()
        case _:
            return repr(value)


def written(value: Any) -> str:
    match value:
        case Literally():
            return value
        case dict():
            return "{" + ", ".join(f"{_quoted(k)}: {written(v)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(written, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


# --- all kinds of them


SETTINGS = """\
theme = "light"
language = "ko"
notation = "standard"
all_digits = true

[keys]
next = "j, right, space"
back = "k,left"
notation = "ctrl+n"
"""


def damaged_scenario(random: Random, text: str) -> Damaged:
    damage = random.choice((in_bytes, scenario_with_other_values, scenario_with_other_values))
    return damage(text, random)


def damaged_trace(random: Random, text: str) -> Damaged:
    damage = random.choice((in_bytes, trace_with_other_values, trace_with_other_values))
    return damage(text, random)


SIGNS = ("=", ":", "≈", "~", "= =", " ", "==", "=~", "/", "")
LINES = (
    "iteration 2", "iteration 0", "iteration 1 of 10", "iteration 2: C = 0.29", "iteration",
    "# x = 1",
    "iteration" + " " * 3000 + "= =", "반복 2", "C" + " " * 30_000 + "D = 3",
    "C = " + "1" * 100_000 + "x",
    "C = " + "1" * 100_000, "C = 1e99999", "C = 1/0", "C = 1e-99999/1e99999",
    "C = 0." + "3" * 50_000,
    "a" * 900_000 + " = 1", "=" * 100_000, "C = 7·10" + "⁹" * 5000, "-" * 50_000 + "C = 1",
    "C = 1,5",
    "C =" + " " * 200_000 + "1", "C/" * 20_000 + "C = 1", "minus " * 20_000 + "C = 1",
    "x" * 300 + "\n" * 9,
    "\n".join(f"w[1][1][{k}]x = 1" for k in range(3000)), "C = 0.3\n" * 100,
    "delta[1][1] = 0.1\n" * 50, "C / a[2][1] = 0.3\n" * 50, "−C = 0.29", "C = -0", "C = 1 2",
)  # fmt: skip


def answers(random: Random, names: list[str]) -> str:
    """The numbers of a student who knows few of them; the names are those of the network."""
    lines = []
    for _ in range(random.choice((1, 5, 20))):
        number = random.choice((f"{random.uniform(-1, 1):.{random.randint(1, 9)}g}", "1/4", "2e-5"))
        lines.append(f"{random.choice(names)} = {number}")
    return "\n".join(lines) + "\n"


def damaged_answers(random: Random, names: list[str]) -> Damaged:
    text, how = answers(random, names), []
    for _ in range(random.choice((1, 1, 2, 3))):
        what = random.choice(("line", "number", "name", "sign", "bytes"))
        how.append(what)
        lines = text.split("\n")
        k = random.randrange(len(lines))
        name, _, number = lines[k].partition(" = ")
        sign = " = "
        if what == "line":
            lines[k] = random.choice(LINES)
        elif what == "bytes":
            data = random.choice(BYTES)(text.encode("utf-8", "replace"), random)
            return Damaged(data, " ".join(how))
        else:
            number = random.choice((*NUMBERS, *TEXTS)) if what == "number" else number
            name = random.choice(KEYS) if what == "name" else name
            sign = random.choice(SIGNS) if what == "sign" else sign
            lines[k] = f"{name}{sign}{number}"
        text = "\n".join(lines)
    return Damaged(text.encode("utf-8", "surrogatepass"), " ".join(how))
