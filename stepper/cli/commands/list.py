"""stepper list: the bundled scenarios, in teaching order."""

from collections.abc import Callable, Iterator
from typing import Any

from stepper.cli import shared
from stepper.cli.arguments import JSON, Arguments
from stepper.files.opening import bundled
from stepper.files.scenario_file import load_scenario
from stepper.runs.scenario import Scenario, Text


def run(args: Arguments) -> Iterator[str]:
    text = shared.explainer(args).text
    scenarios = {name: load_scenario(path) for name, path in bundled().items()}
    if args.format == JSON:
        from stepper.files.json_report import json_report

        about = [_document(name, scenario, text) for name, scenario in scenarios.items()]
        yield json_report({"scenarios": about})
        return
    sizes = {name: text(s.model.outline) for name, s in scenarios.items()}
    first, second = (max(map(len, column)) + 2 for column in (sizes, sizes.values()))
    for name, scenario in scenarios.items():
        yield f"{name:<{first}}{sizes[name]:<{second}}{text(scenario.title)}"
        yield f"{'':<{first + second}}{text(scenario.goal)}"


def _document(name: str, scenario: Scenario, text: Callable[[Text | None], str]) -> dict[str, Any]:
    model = scenario.model
    return {
        "name": name,
        "title": text(scenario.title),
        "goal": text(scenario.goal),
        "kind": "formula" if scenario.formula else "network",
        "outline": model.outline,
        "iterations": scenario.iterations,
        "columns": len(model.columns),
    }
