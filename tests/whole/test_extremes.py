"""At the ends of the range of floats: the right number, or the error naming the first column."""

from math import exp, inf, nextafter

import pytest

from stepper.backprop.arithmetic import sigmoid
from stepper.errors import NotFiniteError
from stepper.explain.explainer import Explainer
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Trace, run
from stepper.typeset.digits import written
from stepper.typeset.notation import COURSE, Notation
from tests.stress.numbers import Tally, compare


def chain(
    x: float = 1.0,
    w1: float = 1.0,
    w2: float = 1.0,
    t: float = 0.5,
    rate: float = 1.0,
    epochs: int = 1,
    bias: float | None = None,
) -> Scenario:
    """x -> h -> y with one sample; bias: that of the hidden neuron, beside a 0 at the output."""
    biases = (None, None) if bias is None else ((bias,), (0.0,))
    return Scenario(
        title="chain",
        learning_rate=rate,
        samples=(((x,), (t,)),),
        layers=tuple(Layer(((w,),), b) for w, b in zip((w1, w2), biases, strict=True)),
        epochs=epochs,
    )


def value(trace: Trace, column: str, iteration: int = 1) -> float:
    return trace.value(trace.model.by_column[column], iteration)


# The logarithms of the largest float, 709.78, of the smallest normal one, -708.40, and of the
# smallest, -744.44, are on both sides of these.
@pytest.mark.parametrize(
    "z",
    [
        sign * z
        for z in (1e-320, 1e-8, 36.0, 36.7, 37.0, 38.0, 699.0, 700.0, 701.0, 709.0, 710.0, 744.0)
        for sign in (1, -1)
    ]
    + [-745.0, 745.0, -746.0, 746.0, -1e4, 1e4, -1e150, 1e150, nextafter(-700.0, -inf)],
)
def test_far_from_0_no_number_is_further_off_than_rounding_explains(z: float) -> None:
    tally = Tally()
    for w2 in (1.0, -1.0, 1e150):
        compare(chain(w1=z, w2=w2, epochs=3), tally)
        compare(chain(x=z, w2=w2, epochs=3, rate=1e6), tally)
    assert not tally.stops


@pytest.mark.parametrize(
    ("z", "a"),
    [
        (-1e4, 0.0),
        (-746.0, 0.0),
        (-745.0, 5e-324),
        (-710.0, 4.47628622567513e-309),
        (-709.0, 1.2167807506234229e-308),
        (-700.0, 9.859676543759770e-305),
        (-37.0, 8.533047625744066e-17),
        (36.0, 0.9999999999999998),
        (36.73, 0.9999999999999999),
        (36.74, 1.0),
        (37.0, 1.0),
        (709.0, 1.0),
        (710.0, 1.0),
        (745.0, 1.0),
        (1e4, 1.0),
    ],
)
def test_the_sigmoid_far_from_0(z: float, a: float) -> None:
    trace = run(chain(w1=z))
    assert value(trace, "z[1][1]") == z
    assert abs(value(trace, "a[1][1]") - a) <= 4e-16 * a
    assert (value(trace, "a[1][1]") in (0.0, 1.0)) == (a in (0.0, 1.0))


def test_where_the_sigmoid_is_written_in_the_other_way_it_goes_on_rising() -> None:
    below, at = nextafter(-700.0, -inf), -700.0
    assert sigmoid(below) == exp(below)
    assert sigmoid(below) < sigmoid(at)
    assert sigmoid(at) / sigmoid(below) - 1 == pytest.approx(at - below, rel=1e-2)


@pytest.mark.parametrize("z", [40.0, -1e4])
def test_at_a_sigmoid_that_is_flat_nothing_is_learned_and_it_says_so(z: float) -> None:
    scenario = chain(w1=z, rate=1e6)
    trace = run(scenario)
    for column in ("da/dz[1][1]", "delta[1][1]", "dC/dw[1][1][1]"):
        assert value(trace, column) == 0.0
    assert value(trace, "w+[1][1][1]") == z
    explainer = Explainer("en", Notation(COURSE, trace.model, scenario.names))
    said = {
        step.symbol.column: "".join(s.text for spans in explainer.why(step) for s in spans)
        for step in trace.steps
    }
    assert f"rounds to exactly {int(z > 0)}" in said["a[1][1]"]
    assert "slope is exactly 0" in said["da/dz[1][1]"]
    assert "stays as it is" in said["w+[1][1][1]"]


@pytest.mark.parametrize(("rate", "moves"), [(1e-12, True), (1e-15, False)])
def test_an_update_moves_a_weight_only_if_it_counts(rate: float, moves: bool) -> None:
    trace = run(chain(x=0.5, w1=0.15, w2=0.4, t=0.6, rate=rate, epochs=2))
    gradient = value(trace, "dC/dw[2][1][1]")
    assert gradient == pytest.approx(-0.0061982963, rel=1e-7)
    assert (value(trace, "w+[2][1][1]") > 0.4) == moves
    assert value(trace, "w[2][1][1]", 2) == value(trace, "w+[2][1][1]")
    assert value(trace, "w+[2][1][1]") - 0.4 == pytest.approx(-rate * gradient, abs=2.0**-54)


def test_a_learning_rate_of_a_million_is_taken_as_it_is() -> None:
    trace = run(chain(x=0.5, w1=0.15, w2=0.4, t=0.6, rate=1e6, epochs=3))
    assert value(trace, "w+[2][1][1]") == pytest.approx(6198.6963, rel=1e-7)
    assert value(trace, "a[2][1]", 2) == 1.0
    assert value(trace, "w+[2][1][1]", 3) == value(trace, "w+[2][1][1]")


def test_weights_of_0_learn_at_the_output_alone() -> None:
    trace = run(chain(w1=0.0, w2=0.0, t=1.0))
    assert value(trace, "a[1][1]") == value(trace, "a[2][1]") == 0.5
    assert value(trace, "delta[2][1]") == -0.125
    assert value(trace, "w+[2][1][1]") == 0.0625
    assert value(trace, "delta[1][1]") == value(trace, "w+[1][1][1]") == 0.0


def test_a_weight_from_an_input_of_0_gets_a_gradient_of_minus_0_that_is_shown_as_0() -> None:
    trace = run(chain(x=0.0, w1=3.0, w2=1.0, t=1.0))
    gradient = value(trace, "dC/dw[1][1][1]")
    assert repr(gradient) == "-0.0"
    assert written(gradient, 6) == written(gradient, None) == ("0", True)
    assert value(trace, "w+[1][1][1]") == 3.0


@pytest.mark.parametrize("t", [-3.0, 5.0, -1e150, 1e150])
def test_a_target_that_the_sigmoid_cannot_reach_is_a_target(t: float) -> None:
    trace = run(chain(x=0.0, w2=0.0, t=t))
    assert value(trace, "C") == pytest.approx((0.5 - t) ** 2 / 2, rel=1e-15)
    assert value(trace, "dC/da[2][1]") == 0.5 - t
    compare(chain(t=t, epochs=5), Tally())


@pytest.mark.parametrize(
    ("scenario", "column", "iteration"),
    [
        (chain(x=1e200, w1=1e200), "z[1][1]", 1),
        (chain(x=1e200, w1=-1e200, bias=0.0), "w*a[1][1][1]", 1),
        (chain(x=1e154, w1=1e154, bias=1.7e308), "z[1][1]", 1),
        (chain(w1=40.0, w2=1.7e308, bias=0.0, t=1e155), "C", 1),
        (chain(t=1e155), "C", 1),
        (chain(t=-1.35e154), "C", 1),  # half of its square is a float, and its square is not
        (chain(x=0.0, w2=1.0, t=1e154, rate=1e156), "w+[2][1][1]", 1),
        (chain(x=1e154, w1=1e-154, w2=1.0, t=1e154, rate=1e6), "w+[1][1][1]", 1),
        (chain(x=1e156, w1=1e-156, w2=1.0, t=1e154), "dC/dw[1][1][1]", 1),
    ],
)
def test_a_run_stops_at_the_first_column_that_is_not_finite(
    scenario: Scenario, column: str, iteration: int
) -> None:
    compare(scenario, Tally())
    with pytest.raises(NotFiniteError) as stop:
        run(scenario)
    assert (stop.value.column, stop.value.iteration) == (column, iteration)
