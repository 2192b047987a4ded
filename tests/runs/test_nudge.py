"""A nudge: C is computed again with one number moved."""

from math import isclose, isnan

import pytest

from stepper.backprop.symbols import Phase
from stepper.input.givens import given_of, with_value
from stepper.runs.nudge import Nudge, nudged_at
from stepper.runs.rows import Run
from stepper.runs.trace import Step, Trace
from tests.support.every_kind import of_every_kind
from tests.support.networks import EVERY, begun, traced

SMALL = 1e-7  # gradients that explode have a curvature to match


def slope(nudge: Nudge) -> float:
    above, below = (nudge.cost(nudge.value + by) for by in (SMALL, -SMALL))
    return (above - below) / (2 * SMALL)


KINDS = [begun(scenario) for scenario in of_every_kind(12, seed=3)]
TRACES = [*map(traced, EVERY), *KINDS]


@pytest.mark.parametrize("trace", TRACES, ids=str)
def test_c_moves_by_the_derivative_that_the_run_has_computed(trace: Trace) -> None:
    """Of every number that is nudged at some step; the in-place mistake has wrong derivatives."""
    seen = set()
    for step in (Step(trace, 1, symbol) for symbol in trace.model.steps[:120]):
        nudged = nudged_at(step)
        if nudged in seen or nudged.derivative is None or trace.model.in_place:
            continue
        seen.add(nudged)
        nudge = Nudge(step, nudged)
        right = step.value_of(nudged.derivative)
        assert isclose(slope(nudge), right, rel_tol=1e-4, abs_tol=1e-7), step
    assert seen or trace.model.in_place


@pytest.mark.parametrize("name", ["one_hidden", "mazur", "softmax"])
def test_a_nudged_weight_gives_the_cost_of_a_run_that_begins_with_it(name: str) -> None:
    trace = traced(name)
    scenario = trace.scenario
    for symbol in trace.model.givens:
        if symbol.column.startswith("w["):
            nudge = Nudge(trace.steps[0], nudged_at(trace.steps[0], symbol))
            moved = with_value(scenario, given_of(scenario, symbol, 1), nudge.value + 0.25)
            again = Trace(moved, Run(moved))
            assert nudge.cost(nudge.value + 0.25) == again.value(trace.model.C, 1)
    assert nudge.cost(nudge.value) == trace.value(trace.model.C, 1)


@pytest.mark.parametrize("trace", TRACES, ids=str)
def test_what_is_nudged_is_given_or_computed_forwards(trace: Trace) -> None:
    for symbol in trace.model.computed[:200]:
        nudged = nudged_at(Step(trace, 1, symbol))
        assert nudged.symbol.role.phase in (Phase.GIVEN, Phase.FORWARD)
        assert nudged.symbol in trace.model.position


def test_the_in_place_mistake_is_not_how_c_moves() -> None:
    step = traced("in_place").steps.at(1, traced("in_place").model.by_column["dC/da[3][1]"])
    nudge = Nudge(step, nudged_at(step))
    assert isclose(slope(nudge), -0.0527331, rel_tol=1e-5)
    assert isclose(step.value, -0.0652, rel_tol=1e-3)


def test_a_nudge_out_of_the_range_of_floats_has_no_cost() -> None:
    trace = traced("linear_regression")
    nudge = Nudge(trace.steps[0], nudged_at(trace.steps[0], trace.model.by_column["w[1][1][1]"]))
    assert isnan(nudge.cost(1e300))
