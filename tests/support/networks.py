"""The networks that the tests run, by name: chains and wider ones, biases trained or fixed."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from random import Random

from stepper.files import opening
from stepper.files.scenario_file import load_scenario
from stepper.runs.rows import Run
from stepper.runs.scenario import UPDATES, Layer, Scenario, Vector
from stepper.runs.trace import Trace


def drawn(
    sizes: tuple[int, ...],
    *,
    biases: bool = False,
    train_biases: bool = True,
    update: str = "after_backward",
    samples: int = 2,
    epochs: int = 2,
    reach: float = 1.0,
) -> Scenario:
    """Draw the numbers of a scenario between -reach and reach, the same ones every time."""
    random = Random(7)

    def vector(size: int) -> Vector:
        return tuple(random.uniform(-reach, reach) for _ in range(size))

    layers = [
        Layer(tuple(vector(below) for _ in range(size)), vector(size) if biases else None)
        for below, size in pairwise(sizes)
    ]
    targets = [tuple(random.random() for _ in range(sizes[-1])) for _ in range(samples)]
    return Scenario(
        title="-".join(map(str, sizes)),
        learning_rate=0.5,
        samples=tuple((vector(sizes[0]), target) for target in targets),
        layers=tuple(layers),
        epochs=epochs,
        update=update,
        train_biases=train_biases,
    )


AFTER_BACKWARD = {
    "1-1-1": drawn((1, 1, 1)),
    "1-1-1-1-1": drawn((1, 1, 1, 1, 1), samples=1, epochs=4),
    "1-1-1 with biases": drawn((1, 1, 1), biases=True),
    "2-3-3-2": drawn((2, 3, 3, 2)),
    "2-2-1 with biases": drawn((2, 2, 1), biases=True, samples=3),
    "2-2-1 with fixed biases": drawn((2, 2, 1), biases=True, train_biases=False, samples=3),
    "2-3-1-2 with biases": drawn((2, 3, 1, 2), biases=True),
    "3-4-2-5-2 with biases": drawn((3, 4, 2, 5, 2), biases=True),
}
IN_PLACE = {
    f"{name} in place": scenario._replace(update="in_place")
    for name, scenario in AFTER_BACKWARD.items()
}
LONG = 400  # iterations


def shortened(scenario: Scenario, epochs: int = 3) -> Scenario:
    """Cut a long run to its first epochs and their notes; return any other unchanged."""
    if scenario.iterations < LONG:
        return scenario
    short = scenario._replace(epochs=epochs)
    notes = (note for note in scenario.notes if (note.iteration or 1) <= short.iterations)
    return short._replace(notes=tuple(notes))


BUNDLED = {name: shortened(load_scenario(name)) for name in opening.NETWORKS}
FORMULAS = {name: load_scenario(name) for name in opening.FORMULAS}
EVERY = AFTER_BACKWARD | IN_PLACE | BUNDLED
SIGMOIDS = {  # what is said of half squares of sigmoids, with a hidden layer
    name: scenario
    for name, scenario in EVERY.items()
    if len(scenario.layers) > 1
    and not scenario.network.activations
    and scenario.cost == "half_squares"
}
SHAPES = {  # few of them, of each kind one: where what is tested takes its time
    name: EVERY[name]
    for name in (
        "1-1-1-1-1", "2-3-3-2", "2-2-1 with fixed biases", "2-3-1-2 with biases in place",
        "three_hidden", "xor",
    )
}  # fmt: skip
ONE_OF_EACH_KIND = (  # bundled: chain, wide, in place, published, softmax, batch
    "three_hidden", "xor", "in_place", "mazur", "softmax", "xor_learns",
)  # fmt: skip
RIGHT = [name for name, scenario in EVERY.items() if scenario.update == "after_backward"]


def begun(scenario: Scenario) -> Trace:
    """Begin a run whose iterations are computed when they are read."""
    return Trace(scenario, Run(scenario))


@cache
def traced(name: str) -> Trace:
    """Return the run of a network of EVERY, or of a bundled formula, one for all tests."""
    return begun((EVERY | FORMULAS)[name])


@cache
def bundled(name: str, update: str | None = None) -> Trace:
    """Return the whole run of a bundled scenario, however long, one for all tests."""
    scenario = load_scenario(name)
    return begun(scenario._replace(update=update or scenario.update))


def random_networks(count: int, most_layers: int = 4, widest: int = 4) -> Iterator[Scenario]:
    """Draw scenarios of any shape and any kind of training, the same ones every time."""
    random = Random(11)
    for _ in range(count):
        sizes = tuple(random.randint(1, widest) for _ in range(random.randint(3, most_layers + 1)))
        yield drawn(
            sizes,
            biases=random.random() < 0.5,
            train_biases=random.random() < 0.8,
            update=random.choice(UPDATES),
            samples=random.randint(1, 2),
            epochs=1,
            reach=random.choice((0.5, 1.0, 2.0, 6.0)),
        )
