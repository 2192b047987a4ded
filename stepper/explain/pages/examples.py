"""The run that a page shows if the open one is of another kind of model."""

from collections.abc import Callable
from functools import cache

from stepper.files.scenario_file import load_scenario
from stepper.formula.reading import read_formula
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace, run


def _formula() -> Scenario:
    formula = read_formula("q = x + y\nr = 2*x\nf = q*r", ("x", "y"))
    return Scenario("f = (x + y)·2x", None, (((), ()),), (), formula=formula, values=(2.0, 3.0))


EXAMPLES: dict[str, Callable[[], Scenario]] = {
    "network": lambda: load_scenario("one_hidden"),
    "formula": _formula,
}


@cache  # saves running it again for each frame of the pages
def example(kind: str) -> Trace:
    """A short run of a kind of model."""
    return run(EXAMPLES[kind]())
