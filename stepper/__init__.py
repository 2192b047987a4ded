"""See backpropagation happen, one equation at a time.

from stepper import load_scenario, run

trace = run(load_scenario("three_hidden"))
trace.steps[15].value
"""

from importlib import import_module

TYPE_CHECKING = False  # importing typing takes longer than --version
if TYPE_CHECKING:
    from stepper.files.scenario_file import load_scenario as load_scenario
    from stepper.runs.trace import Step as Step
    from stepper.runs.trace import Steps as Steps
    from stepper.runs.trace import Trace as Trace
    from stepper.runs.trace import run as run

__version__ = "0.1.0"
__all__ = ["Step", "Steps", "Trace", "load_scenario", "run"]

_HOMES = {
    "load_scenario": "stepper.files.scenario_file",
    "run": "stepper.runs.trace",
    "Trace": "stepper.runs.trace",
    "Steps": "stepper.runs.trace",
    "Step": "stepper.runs.trace",
}


def __dir__() -> list[str]:
    return ["__version__", *__all__]


def __getattr__(name: str) -> object:
    # imported on first use, so that `stepper --version` need not wait
    if name not in _HOMES:
        raise AttributeError(f"module 'stepper' has no attribute {name!r}")
    member: object = getattr(import_module(_HOMES[name]), name)
    return member
