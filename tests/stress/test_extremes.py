"""Extremes of each activation and cost: within the bounds of rounding, or stopped."""

from typing import NamedTuple

import pytest

from stepper.runs.scenario import Layer, Scenario
from tests.stress.numbers import Tally, compare

RELU, TANH = ("relu", "identity"), ("tanh", "tanh")
SIGMOIDS, IDENTITIES = ("sigmoid", "sigmoid"), ("identity", "identity")
TO_SOFTMAX, TO_SIGMOID = ("identity", "softmax"), ("identity", "sigmoid")


class Extreme(NamedTuple):
    """A network 1-2-2 in which all weights are w, with one sample.

    stops: the kind of column that is not finite, if the run has to stop.
    """

    activations: tuple[str, str]
    cost: str
    w: float
    x: float
    targets: tuple[float, float]
    stops: str = ""


EXTREMES = {
    "a dead layer": Extreme(RELU, "half_squares", -1.0, 1.0, (1.0, 1.0)),
    "a relu of 0": Extreme(RELU, "squares", 0.0, 1.0, (1.0, 1.0)),
    "a flat tanh": Extreme(TANH, "mean_squares", 30.0, 1.0, (1.0, 0.0)),
    "a flat sigmoid": Extreme(SIGMOIDS, "squares", 800.0, -1.0, (1.0, 0.0)),
    "an e^z that overflows": Extreme(TO_SOFTMAX, "cross_entropy", 30.0, 1.0, (1.0, 0.0), "e"),
    "every e^z is 0": Extreme(TO_SOFTMAX, "cross_entropy", -30.0, -1.0, (1.0, 0.0), "a"),
    "ln 0": Extreme(TO_SIGMOID, "cross_entropy", -30.0, -1.0, (1.0, 0.0), "C"),
    "ln 0 left out": Extreme(TO_SIGMOID, "cross_entropy", -30.0, -1.0, (0.0, 0.0)),
    "ln of 1 − 1": Extreme(TO_SIGMOID, "cross_entropy", 30.0, 1.0, (1.0, 0.0), "C"),
    "the smallest numbers": Extreme(IDENTITIES, "half_squares", 5e-324, 1.0, (5e-324, 0.0)),
    "squares that overflow": Extreme(IDENTITIES, "squares", 1e100, 1.0, (0.0, 0.0), "C"),
    "targets that overflow": Extreme(TANH, "mean_squares", 1.0, 1.0, (1e155, 0.0), "C"),
}


@pytest.mark.parametrize("what", EXTREMES)
def test_extremes_are_exact_or_the_run_stops_where_it_has_to(what: str) -> None:
    extreme = EXTREMES[what]
    sizes = zip((1, 2), extreme.activations, strict=True)
    scenario = Scenario(
        title=what,
        learning_rate=0.5,
        samples=(((extreme.x,), extreme.targets),),
        layers=tuple(Layer(((extreme.w,) * size,) * 2, None, g) for size, g in sizes),
        cost=extreme.cost,
    )
    tally = Tally()
    compare(scenario, tally)
    assert "".join(tally.stops) == extreme.stops
