"""Goals that are typed, C < 0.01, and the first iteration where they hold."""

from time import monotonic

import pytest

from stepper.input.goals import longer, read_goal, step_of
from stepper.runs.goals import Search
from stepper.runs.rows import Run
from stepper.runs.trace import Trace
from tests.support.networks import traced


def searched(trace: Trace, text: str) -> Search:
    goal = read_goal(trace.scenario, text)
    assert goal
    search = Search(trace, goal)
    assert search.go_on(monotonic() + 60)
    return search


def lengthened(name: str, epochs: int) -> Trace:
    scenario = traced(name).scenario._replace(epochs=epochs)
    return Trace(scenario, Run(scenario))


@pytest.mark.parametrize("text", ["C < 0.01", "c<1e-2", " C ≤ 0.01", "C <= 1/100"])
def test_the_first_iteration_that_reaches_a_cost_is_found(text: str) -> None:
    trace = lengthened("one_hidden", 100)
    costs = [trace.value(trace.model.C, n) for n in range(1, 101)]
    first = next(n for n, cost in enumerate(costs, 1) if cost < 0.01)
    assert searched(trace, text).iteration == first == 48


def test_a_run_that_is_too_short_is_lengthened() -> None:
    trace = traced("one_hidden")
    search = searched(trace, "C < 0.01")
    assert (search.iteration, search.seen) == (0, 10)
    assert search.best == (min(trace.value(trace.model.C, n) for n in range(1, 11)), 10)
    more = longer(trace)
    assert more and searched(more, "C < 0.01").iteration == 48


@pytest.mark.parametrize(
    ("text", "column"), [("δy > -0.09", "delta[4][1]"), ("W4 > 0.6", "w[4][1][1]")]
)
def test_any_number_can_be_a_goal_and_its_step_is_in_that_iteration(text: str, column: str) -> None:
    trace = lengthened("three_hidden", 40)
    search = searched(trace, text)
    symbol = trace.model.by_column[column]
    holds = [trace.value(symbol, n) > search.goal.value for n in range(1, 41)]
    assert search.iteration == 1 + holds.index(True)
    step = step_of(trace, search.goal, search.iteration)
    assert step.iteration == search.iteration


def test_a_term_leads_to_the_step_of_its_sum() -> None:
    trace = traced("xor")
    goal = read_goal(trace.scenario, "w*a[1][1][1] < 100")
    assert goal and step_of(trace, goal, 1).symbol.column == "z[1][1]"


@pytest.mark.parametrize("text", ["C", "C <", "< 3", "C < x", "Q < 3", "C = 3", "iteration < 3"])
def test_what_is_no_goal_of_the_run_is_none(text: str) -> None:
    assert read_goal(traced("one_hidden").scenario, text) is None
