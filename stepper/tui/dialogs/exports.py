"""What can be exported: a step, its iteration, the run, or how a number is derived."""

from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from sys import maxsize
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.derive.by_hand import by_hand
from stepper.files.opening import is_formula
from stepper.files.scenario_file import read_scenario
from stepper.files.scenario_toml import toml
from stepper.files.standard_input import STANDARD_INPUT
from stepper.files.trace.file import jsonl
from stepper.files.trace.table import csv
from stepper.paper.network_formula import as_formula
from stepper.paper.paper import Paper
from stepper.runs.trace import Step, Trace
from stepper.tui.look import Look
from stepper.typeset.digits import RESULT

ALL_DIGITS = 17


class Wanted(NamedTuple):
    """What to export: a scope around step, in a look; draw() gives the picture as SVG."""

    step: Step
    look: Look
    scope: str
    draw: Callable[[], str]

    @property
    def trace(self) -> Trace:
        return self.step.trace

    def steps(self) -> Iterator[Step]:
        return (self.trace.steps[k] for k in _STEPS[self.scope](self.step))


class Kind(NamedTuple):
    """A kind of file: the ending of its name, its lines, and the scopes that it can have.

    is_text: whether it is useful on the clipboard.
    """

    ending: str
    lines: Callable[[Wanted], Iterable[str]]
    scopes: tuple[str, ...]
    is_text: bool = True


def _around(step: Step) -> range:
    """The indices of the steps in the iteration of step."""
    schedule = step.trace.schedule
    return range(schedule.first(step.iteration), schedule.first(step.iteration + 1))


_STEPS: dict[str, Callable[[Step], range]] = {
    "step": lambda step: range(step.number - 1, step.number),
    "iteration": _around,
    "run": lambda step: range(len(step.trace.steps)),
}
STEP, ITERATION, RUN = _STEPS
DERIVATION, WHOLE = "derivation", ""  # a scenario has no parts
NETWORK, FORMULA = "network", "formula"  # what the scenario of a network can be written as
PAGE = (STEP, ITERATION, RUN, DERIVATION)
_IN_NAMES: dict[str, Callable[[Step], str]] = {
    STEP: lambda step: f"-{step.label}",
    ITERATION: lambda step: f"-iteration-{step.iteration}",
    RUN: lambda step: "",
    DERIVATION: lambda step: f"-{step.label}-by-hand",
    WHOLE: lambda step: "",
    NETWORK: lambda step: "",
    FORMULA: lambda step: "-formula",
}


def _paper(format: str) -> Callable[[Wanted], Iterable[str]]:
    def lines(wanted: Wanted) -> Iterator[str]:
        trace, look, step = wanted.trace, wanted.look, wanted.step
        digits = ALL_DIGITS if look.all_digits else RESULT
        paper = Paper(trace, look.explainer, format, digits, detail=True)
        if wanted.scope == DERIVATION:
            symbol = by_hand(trace.model).derivable(trace.model, step.whole)
            assert symbol
            written = paper.derivation(step.iteration, symbol)
        else:
            written = paper.steps(wanted.steps())
        return (f"{line}\n" for line in written)

    return lines


def _scenario(wanted: Wanted) -> Iterable[str]:
    """Write the scenario as TOML.

    Raises StepperError if it is too large to be opened again, or to be a formula.
    """
    is_formula = wanted.scope == FORMULA
    text = toml(as_formula(wanted.trace) if is_formula else wanted.trace.scenario)
    read_scenario(BytesIO(text.encode()), "scenario", maxsize)
    return [text]


EXPORTS: dict[str, Kind] = {
    "picture": Kind(".svg", lambda wanted: [wanted.draw()], (STEP,), is_text=False),
    "scenario": Kind(".toml", _scenario, (WHOLE, NETWORK, FORMULA)),
    "text": Kind(".txt", _paper("text"), PAGE),
    "markdown": Kind(".md", _paper("markdown"), PAGE),
    "latex": Kind(".tex", _paper("latex"), PAGE),
    "python": Kind(".py", _paper("python"), (STEP, ITERATION, RUN)),
    "trace": Kind(".jsonl", lambda wanted: jsonl(wanted.trace), (RUN,)),
    "table": Kind(".csv", lambda wanted: csv(wanted.trace), (RUN,)),
}


def scopes(name: str, step: Step) -> tuple[str, ...]:
    """The scopes that an export can have at step."""
    model = step.trace.model
    is_network = isinstance(model, Network)
    offered = {
        DERIVATION: by_hand(model).derivable(model, step.whole) is not None,
        WHOLE: not is_network,
        NETWORK: is_network,
        FORMULA: is_network,
    }
    return tuple(s for s in EXPORTS[name].scopes if offered.get(s, True))


def of_file(file: str) -> str:
    """Return the part of a file's name that names the one it is of; a formula is no name."""
    if is_formula(file):
        return "formula"
    stem = "input" if file == STANDARD_INPUT else Path(file).stem
    return "".join(c if c.isprintable() else "_" for c in stem)


def part_of_name(wanted: Wanted) -> str:
    """The part of a file's name that names its scope."""
    return _IN_NAMES[wanted.scope](wanted.step)
