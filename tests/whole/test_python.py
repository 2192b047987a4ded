"""The package used from Python."""

import pytest

import stepper


def test_a_scenario_runs_from_python() -> None:
    from stepper import load_scenario, run

    trace = run(load_scenario("three_hidden"))
    step = trace.steps[15]
    assert (step.number, step.symbol.column) == (16, "delta[3][1]")
    assert step.value == trace.value(1, step.symbol)
    assert len(trace.steps) == 290


def test_the_package_has_no_other_members() -> None:
    with pytest.raises(AttributeError, match="no attribute 'walk'"):
        _ = stepper.walk
    assert set(stepper.__all__) == {"Step", "Steps", "Trace", "load_scenario", "run"}
