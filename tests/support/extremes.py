"""Runs of the largest and smallest numbers that there are, which may stop anywhere."""

from collections.abc import Iterator
from itertools import takewhile
from random import Random
from sys import float_info

from stepper.runs.scenario import Layer, Vector
from stepper.runs.trace import Step, Trace
from tests.support import formulas, special
from tests.support.every_kind import random_scenario
from tests.support.networks import begun

NUMBERS = (
    *(0.0, -0.0, 5e-324, -5e-324, 1e-310, -1e-320, 2.3e-308, -1e-300, 1e-160, 1e-8, 0.5, 1.0, -1.0),
    *(3.0, 40.0, -745.0, 1e10, 1e100, -1e154, 1.5e154, 1e200, 1e300, -1.7e308, float_info.max),
)
RATES = (0.5, 1.0, 1e-310, 1e308)


def network(seed: int) -> Trace:
    """The run of a random network of any kind with such numbers."""
    random = Random(seed)
    scenario = random_scenario(random, 3)
    numbers = (*random.sample(NUMBERS, random.randint(1, 5)), 0.5, 1.0)

    def others(vector: Vector) -> Vector:
        return tuple(random.choice(numbers) for _ in vector)

    layers = tuple(
        Layer(tuple(map(others, layer.weights)), layer.biases and others(layer.biases), *layer[2:])
        for layer in scenario.layers
    )
    keeps_targets = scenario.cost == "cross_entropy"
    samples = tuple((others(x), t if keeps_targets else others(t)) for x, t in scenario.samples)
    rate = scenario.learning_rate and random.choice(RATES)
    return begun(scenario._replace(layers=layers, samples=samples, learning_rate=rate))


def formula(seed: int) -> Trace:
    """The run of a random formula with such numbers."""
    random = Random(seed)
    drawn = formulas.drawn(random, tame=False)
    numbers = (*random.sample(NUMBERS, random.randint(1, 5)), 0.5, 1.0)
    values = {name: random.choice(numbers) for name in drawn.values}
    return begun(drawn._replace(values=values).scenario._replace(title="formula"))


# where a run stops -> the seed of one that stops there
NETWORKS = {
    "": 2,
    "WA": 10,
    "Z": 14,
    "A": 148,
    "E": 21,
    "CJ": 3,
    "C": 1,
    "WDELTA": 1023,
    "DC_DA": 74,
    "DC_DW": 299,
    "SUM_DW": 232,
    "W_NEW": 7,
    "B_NEW": 313,
}
FORMULAS = {"": 2, "LINE": 1, "LOCAL": 29, "PATH": 6867, "GRADIENT": 1006}
OTHERS = {
    "S": special.network(
        ("softmax", ((709.7,), (709.7,))), samples=(((1.0,), (0.0, 1.0)),), cost="cross_entropy"
    ),
    "SUM_DB": special.network(
        ("identity", ((1.0,),), (0.0,)),
        ("identity", ((1.5e154,),), (0.0,)),
        samples=(((0.0,), (-1e154,)),) * 2,
        batch=2,
    ),
    "NEW": formulas.Drawn("C = x*1e300", {"x": 1e-300}, update=("x",)).scenario._replace(
        learning_rate=1e10
    ),
}


def runs() -> Iterator[tuple[str, Trace]]:
    """Where a run stops, and one that stops there; empty for one that ends."""
    yield from ((role, network(seed)) for role, seed in NETWORKS.items())
    yield from ((role, formula(seed)) for role, seed in FORMULAS.items())
    yield from ((role, begun(scenario)) for role, scenario in OTHERS.items())


def steps_of(trace: Trace) -> list[Step]:
    """The steps up to the one where the run stops."""
    return [*takewhile(_exists, (step for step in trace.steps))]


def _exists(step: Step) -> bool:
    return step.trace.known(step.symbol, step.iteration) is not None


def stopped_at(trace: Trace) -> str:
    """The role of the number where the run stops; empty for one that ends."""
    steps_of(trace)
    stop = trace.rows.stop
    return trace.model.by_column[stop.column].role.name if stop else ""
