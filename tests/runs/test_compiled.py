"""Compiled equations give the numbers of the engine, every bit of them."""

import pytest

from stepper.runs.computed.compiled import Compiled
from stepper.runs.computed.engine import engine_rows
from stepper.runs.rows import RUN_BEFORE, Row, Run
from stepper.runs.scenario import Layer, Scenario
from tests.support.networks import EVERY, drawn, random_networks

ITERATIONS = 7
HARD = {  # zeros of both signs, activations of exactly 0 and 1, z below -700
    "zeros": drawn((2, 2, 1), biases=True)._replace(
        samples=(((0.0, -0.0), (1.0,)), ((-0.0, 0.0), (0.0,))),
    ),
    "beyond -700": drawn((1, 2, 1), biases=True, reach=1500.0, samples=4),
    "one long sum": drawn((40, 2, 30), biases=True),
}


def by_the_engine(scenario: Scenario) -> list[bytes]:
    rows = engine_rows(scenario._replace(epochs=ITERATIONS))
    return [next(rows).tobytes() for _ in range(ITERATIONS)]


def by_equations(scenario: Scenario, first: bytes) -> list[bytes]:
    """The rows after the first one, with the rows before and after them left unchanged."""
    width = scenario.model.width
    rows = memoryview(bytearray(8 * width * (ITERATIONS + 1))).cast("d")
    before = memoryview(first).cast("d")
    assert Compiled(scenario).fill(rows, width, ITERATIONS - 1, 1, before)
    made = [rows[k * width : (k + 1) * width].tobytes() for k in range(ITERATIONS + 1)]
    assert made[0] == made[-1] == bytes(8 * width)
    return made[1:-1]


@pytest.mark.parametrize("name", EVERY | HARD)
def test_the_rows_are_those_of_the_engine(name: str) -> None:
    scenario = (EVERY | HARD)[name]
    first, *rest = by_the_engine(scenario)
    assert by_equations(scenario, first) == rest


def test_the_rows_of_random_networks_are_those_of_the_engine() -> None:
    for scenario in random_networks(50):
        first, *rest = by_the_engine(scenario)
        assert by_equations(scenario, first) == rest, scenario


QUIET = ((1.0,), (0.5,))  # the output is 0.5 too as long as all weights are 0
STOPS = {  # column: (sample, learning rate, first weight)
    "C": (((1.0,), (1e200,)), 1.0, 0.0),  # alone: the weights stay finite, and all after it
    "w+[2][1][1]": (((1.0,), (1e150,)), 1e200, 0.0),
    "z[1][1]": (((1e308,), (0.5,)), 1e200, 1e3),
}


def stopping(column: str) -> Scenario:
    """A run that leaves the range of floats long after its equations were compiled."""
    sample, rate, first_weight = STOPS[column]
    return Scenario(
        title=column,
        learning_rate=rate,
        samples=(*[QUIET] * (2 * RUN_BEFORE), sample, QUIET),
        layers=(Layer(((first_weight,),)), Layer(((0.0,),))),
        epochs=3,
    )


@pytest.mark.parametrize("column", STOPS)
def test_a_compiled_run_stops_where_the_engine_does(
    column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows(pays: int) -> tuple[list[Row], str]:
        monkeypatch.setattr("stepper.runs.rows.RUN_BEFORE", pays)
        rows = Run(stopping(column))
        for n in range(2 * RUN_BEFORE + 1):
            rows[n]
        return [list(rows[n]) for n in range(rows.ready)], str(rows.stop)

    engine, compiled = rows(10**9), rows(RUN_BEFORE)
    assert engine == compiled
    assert f"iteration {2 * RUN_BEFORE + 1}: {column} is not finite" in compiled[1]


def test_the_last_row_of_a_run_is_watched_too() -> None:
    scenario = stopping("w+[2][1][1]")
    rows = Run(scenario._replace(samples=scenario.samples[:-1], epochs=1))
    assert len(rows[-1]) < scenario.model.width
    assert rows.stop
