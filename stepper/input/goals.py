"""Read a goal that a learner types, C < 0.01, and find the step that reaches it."""

from stepper.backprop.symbols import Phase
from stepper.input.numbers import read
from stepper.input.steps import find_symbol
from stepper.limits import MAX_NUMBERS
from stepper.runs.goals import Goal, parts
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Step, Trace

LONGER = 1000  # times as many epochs are looked through for a goal that a run does not reach
MOST_LOOKED_AT = MAX_NUMBERS // 10  # numbers of such a longer run


def read_goal(scenario: Scenario, text: str) -> Goal | None:
    """The goal of a text such as `C < 0.01`, in any notation; None for any other text."""
    found = parts(text)
    symbol = find_symbol(scenario, found.name) if found else None
    value = read(found.value) if found else None
    if found is None or symbol is None or value is None:
        return None
    return Goal(symbol, found.relation, value)


def step_of(trace: Trace, goal: Goal, iteration: int) -> Step:
    """The step of an iteration that computes the number of a goal, or uses a given one first."""
    if goal.symbol.role.phase is Phase.GIVEN:
        return next(trace.steps.used(iteration, goal.symbol))
    return trace.steps.at(iteration, trace.model.sum_of.get(goal.symbol, goal.symbol))


def longer(trace: Trace) -> Trace | None:
    """The same run with more epochs; None for one without updates, or one that is long already."""
    scenario = trace.scenario
    each = scenario.model.width * max(1, scenario.iterations // scenario.epochs)
    epochs = min(LONGER * scenario.epochs, MOST_LOOKED_AT // each)
    if scenario.learning_rate is None or epochs <= scenario.epochs:
        return None
    more = scenario._replace(epochs=epochs)
    return Trace(more, Run(more))
