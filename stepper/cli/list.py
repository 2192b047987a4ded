"""stepper list: the bundled scenarios, in teaching order."""

from collections.abc import Iterator

from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.files.opening import bundled
from stepper.files.scenario_file import load_scenario


def run(args: Arguments) -> Iterator[str]:
    text = shared.explainer(args).text
    scenarios = {name: load_scenario(path) for name, path in bundled().items()}
    sizes = {name: text(s.model.outline) for name, s in scenarios.items()}
    first, second = (max(map(len, column)) + 2 for column in (sizes, sizes.values()))
    for name, scenario in scenarios.items():
        yield f"{name:<{first}}{sizes[name]:<{second}}{text(scenario.title)}"
        yield f"{'':<{first + second}}{text(scenario.goal)}"
