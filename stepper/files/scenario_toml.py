"""Writes a scenario as TOML that reads back to an equal scenario, and so to the same trace."""

from collections.abc import Iterator
from typing import Any

from stepper.runs.scenario import Scenario

BLOCK = "lines"  # the key of a text that is written as it is
WIDTH = 100  # a longer array of arrays has a line for each row

_ESCAPES = str.maketrans(
    {code: f"\\u{code:04X}" for code in (*range(32), 127)}
    | {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
)


def toml(scenario: Scenario) -> str:
    """The scenario in the format of a scenario file, with every default written out."""
    document = scenario.to_document()
    if scenario.lesson:
        document["lesson"] = [stop.to_document() for stop in scenario.lesson]
    if _follows_from_samples(scenario):
        document["values"] = {
            x: v for x, v in document["values"].items() if x not in scenario.varied
        }
    return "\n".join(_lines(document)) + "\n"


def _follows_from_samples(scenario: Scenario) -> bool:
    """Whether the values of varied names may be left out: reading takes them from the samples."""
    count = len(scenario.varied)
    if not scenario.formula or not count:
        return False
    return (
        scenario.formula.given[-count:] == scenario.varied
        and scenario.values[-count:] == scenario.samples[0][0]
    )


def _lines(document: dict[str, Any]) -> Iterator[str]:
    """Yield the lines, single values first: after a [table] they would belong to it."""
    tables = {key: value for key, value in document.items() if _tables(value)}
    for key, value in document.items():
        if key not in tables:
            yield _field(key, value)
    for key, value in tables.items():
        heading = f"[{key}]" if isinstance(value, dict) else f"[[{key}]]"
        for table in [value] if isinstance(value, dict) else value:
            yield from ("", heading)
            yield from (_field(name, inner) for name, inner in table.items())


def _tables(value: object) -> list[Any]:
    """The tables that a value is written as; empty for a value on one line."""
    match value:
        case dict():
            return [value]
        case [dict(), *_] as tables:
            return list(tables)
        case _:
            return []


def _field(key: str, value: object) -> str:
    name = key if key.isidentifier() and key.isascii() else _text(key)
    return f"{name} = {_block(str(value)) if key == BLOCK else _value(value)}"


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _text(value)
        case dict():
            return "{ " + ", ".join(_field(key, inner) for key, inner in value.items()) + " }"
        case [*values]:
            texts = list(map(_value, values))
            line = f"[{', '.join(texts)}]"
            rows = any(isinstance(inner, list) for inner in values) and len(line) > WIDTH
            return "[\n" + "".join(f"    {text},\n" for text in texts) + "]" if rows else line
        case _:
            return repr(value)


def _block(text: str) -> str:
    """A text of several lines, which must end with a line end to be read back."""
    return '"""\n' + "".join(f"{line.translate(_ESCAPES)}\n" for line in text.split("\n")) + '"""'


def _text(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
