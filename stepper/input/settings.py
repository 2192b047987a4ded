"""Settings that are words, such as activations, cost and batch, read as in a scenario file."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from stepper.errors import StepperError
from stepper.files.scenario_file import scenario_from
from stepper.input.numbers import read
from stepper.limits import MAX_NUMBERS
from stepper.runs.scenario import Scenario


class Setting(NamedTuple):
    """A key of a scenario file; layer: that of an activation, from 1, else 0."""

    key: str
    layer: int = 0

    @property
    def name(self) -> str:
        return f"{self.key}[{self.layer}]" if self.layer else self.key

    def value(self, scenario: Scenario) -> str:
        """Its value as in a file, but without quotes."""
        if self.layer:
            return scenario.layers[self.layer - 1].activation
        return str(getattr(scenario, self.key))

    def put(self, document: dict[str, Any], value: object) -> None:
        """Write a value into the document of a scenario."""
        table = document["layers"][self.layer - 1] if self.layer else document
        table[self.key] = value


def settings(scenario: Scenario) -> Iterator[Setting]:
    """The settings that can be edited; a formula has no such settings."""
    if scenario.formula:
        return
    for l in range(1, len(scenario.layers) + 1):
        yield Setting("activation", l)
    yield Setting("cost")
    yield Setting("batch")
    if scenario.batch != 1:
        yield Setting("batch_gradient")


def words(scenario: Scenario) -> dict[str, Setting]:
    """The settings by what can be typed for them."""
    named = {setting.name: setting for setting in settings(scenario)}
    if named:
        named["batch_gradient"] = Setting("batch_gradient")
    if len(scenario.layers) == 1:
        named["activation"] = Setting("activation", 1)
    return named


def with_settings(
    scenario: Scenario, edits: Sequence[tuple[Setting, str]]
) -> tuple[Scenario, list[str]]:
    """The scenario after edits of settings, and its problems, as of a scenario file."""
    document = scenario.to_document()
    for setting, text in edits:
        setting.put(document, _value(text))
    most = max(MAX_NUMBERS, scenario.model.width * scenario.iterations)
    try:
        after = scenario_from(document | {"names": {}}, "", most)
    except StepperError as error:
        return scenario, [problem.removeprefix(": ") for problem in error.problems]
    columns = after.model.by_column
    names = {column: name for column, name in scenario.names.items() if column in columns}
    return after._replace(names=names), []


def _value(text: str) -> str | int | float:
    """A whole number as an int; a word as in a file, without quotes and in small letters."""
    number = read(text)
    if number is not None:
        return int(number) if number.is_integer() else number
    return text.strip("\"'“”").lower().replace(" ", "_").replace("-", "_")
