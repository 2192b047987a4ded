"""The JSON of a trace, read only as it is written."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from stepper.errors import found, short
from stepper.limits import MAX_NUMBER_BYTES

FIX = "write the trace again"


class NumberText(str):
    """A number as the file writes it."""


def _constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that a trace can contain")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys differ: of two values for one, other readers might take the other."""
    table = dict(pairs)
    if len(table) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"{found(twice)} has two values; {FIX}")
    return table


Value = TypeVar("Value", int, float)


def _as_written(number: type[Value]) -> Callable[[str], Value]:
    """A reader of numbers as they are written: other forms may be read differently elsewhere."""

    def read(text: str) -> Value:
        if len(text) > MAX_NUMBER_BYTES:
            raise ValueError(f"{short(text)} has more digits than a number needs; {FIX}")
        value = number(text)
        if repr(value) != text:
            raise ValueError(f"expected {value!r}, found {short(text)}; {FIX}")
        return value

    return read


# readers of JSON by the type of its numbers; None keeps int and float apart
DECODERS: dict[type[str | float] | None, Callable[[str], Any]] = {
    number: json.JSONDecoder(parse_float=number, parse_int=number, parse_constant=_constant).decode
    for number in (NumberText, float)
}
DECODERS[None] = json.JSONDecoder(
    parse_float=_as_written(float),
    parse_int=_as_written(int),
    parse_constant=_constant,
    object_pairs_hook=_once,
).decode
