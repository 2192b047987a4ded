import pytest

import stepper
from stepper import Step, Steps, Trace, load_scenario, run


@pytest.fixture(scope="module")
def trace() -> Trace:
    return run(load_scenario("three_hidden"))


def test_the_members_of_the_package_are_those_that_are_documented(trace: Trace) -> None:
    assert isinstance(trace, Trace)
    assert isinstance(trace.steps, Steps)
    assert isinstance(trace.steps[15], Step)
    assert all(getattr(stepper, name).__doc__ for name in stepper.__all__)


def test_a_step_shows_as_its_equation(trace: Trace) -> None:
    first, begin, *_, value, end, last = trace.steps[15]._repr_latex_().splitlines()
    assert (first, last) == ("$$", "$$")
    assert (begin, end) == (r"\begin{alignedat}{1}", r"\end{alignedat}")
    assert value == r"&\approx -0.0129822"


def test_a_step_without_latex_says_which_it_is(trace: Trace) -> None:
    value = trace.steps[15].value
    assert repr(trace.steps[15]) == f"<Step 16: delta[3][1] = {value!r}>"
