"""Every number of random runs against 60 digits: none is further off than rounding explains."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal, localcontext
from random import Random

import pytest

from stepper.backprop.shape import CROSS_ENTROPY
from stepper.errors import NotFiniteError
from stepper.files.scenario_toml import toml
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import run
from tests.stress.bounded import CONTEXT, Bounded, Overflow
from tests.stress.exact import exactly
from tests.support.every_kind import random_scenario

# the powers of ten of a network's learning rate, weights and biases, inputs, targets
SIZES = (
    ((-2, 1), (-1, 1), (-1, 1), (-1, 0)),  # a network that learns
    ((-2, 0), (-1, 0), (-1, 0), (-1, 0)),
    ((-12, 6), (0, 4), (-1, 2), (-1, 0)),  # saturated, dead, exp overflows
    ((-12, 6), (-8, 5), (-8, 5), (-8, 5)),
    ((-12, 6), (-8, 150), (-8, 150), (-8, 150)),
    ((0, 6), (-8, 1), (-8, 0), (140, 155)),  # C grows too large, or what is learnt from it
    ((-12, 6), (100, 200), (100, 200), (-8, 200)),
    ((-2, 1), (-320, -150), (-160, 0), (-320, 0)),  # denormal
)
ZEROS = 0.05  # the part of the numbers that is 0


def numbers(count: int, seed: int) -> str:
    """500 random networks of any kind, depth, width and size of number."""
    tally = Tally()
    for k in range(count):
        scenario = network(Random(f"numbers {seed} {k}"))
        try:
            compare(scenario, tally)
        except AssertionError as problem:
            raise AssertionError(
                f"network {k} of seed {seed}: {problem}\n{toml(scenario)}"
            ) from None
    return f"{count} networks, {tally}"


class Tally:
    """What the numbers were like that were compared."""

    def __init__(self) -> None:
        self.causes: Counter[str] = Counter()  # why a number is ill conditioned; "" where it is not
        self.worst = Decimal(0)  # of error to bound
        self.stops: Counter[str] = Counter()  # columns that were the first not finite

    def __str__(self) -> str:
        explained = (f"{n:,} by {cause}" for cause, n in self.causes.most_common() if cause)
        stops = (f"{n} at {name}" for name, n in self.stops.most_common())
        return (
            f"{self.causes.total():,} numbers: {self.causes['']:,} well conditioned and within "
            f"1e-12, the others within their bounds ({', '.join(explained)}); the largest error is "
            f"{self.worst:.2f} of its bound; {self.stops.total()} runs stopped where they had to "
            f"({', '.join(stops)})"
        )


def compare(scenario: Scenario, tally: Tally) -> None:
    """Raises AssertionError at the first number of a run that rounding does not explain."""
    rows, columns = Run(scenario), [symbol.column for symbol in scenario.model.columns]
    with localcontext(CONTEXT):
        for k, (iteration, column, number) in enumerate(exactly(scenario)):
            row, place = rows.row(iteration - 1), k % len(columns)
            assert column == columns[place], f"{columns[place]} stands where {column} should"
            if place == len(row):
                assert number.overflow, f"{iteration}, {column}: stopped at {number.value:.17g}"
                stopped_at(scenario, iteration, column)
                tally.stops[column.partition("[")[0]] += 1
                return
            part = part_of_bound(iteration, column, row[place], number)
            tally.worst = max(tally.worst, part)
            tally.causes[number.cause] += 1
    assert k + 1 == scenario.iterations * len(columns), f"more columns than {column}"
    run(scenario)


def part_of_bound(iteration: int, column: str, stored: float, number: Bounded) -> Decimal:
    """The error of a stored number as a part of its bound."""
    error = abs(Decimal(stored) - number.value)
    if error > number.error or number.overflow is Overflow.YES:
        exact = f"{number.value:.25g} ± {number.error:.3g}"
        raise AssertionError(f"{iteration}, {column}: {stored!r} is not {exact}")
    return error / number.error if error else error


def stopped_at(scenario: Scenario, iteration: int, column: str) -> None:
    with pytest.raises(NotFiniteError) as stop:
        run(scenario)
    said = (stop.value.iteration, stop.value.column)
    assert said == (iteration, column), f"stopped at {said}, not at {(iteration, column)}"


def network(random: Random) -> Scenario:
    """Of any kind, with 1 to 5 layers of 1 to 5 neurons, with numbers of any size."""
    like = random_scenario(random, most=5)
    rate, weights, inputs, targets = random.choice(SIZES)
    layers = tuple(
        layer._replace(
            weights=tuple(vector(random, len(row), weights) for row in layer.weights),
            biases=layer.biases and vector(random, len(layer.biases), weights),
        )
        for layer in like.layers
    )
    is_free = like.cost != CROSS_ENTROPY  # else targets are 0, 1, or between
    samples = tuple(
        (vector(random, len(x), inputs), vector(random, len(t), targets) if is_free else t)
        for x, t in like.samples
    )
    learns = like.learning_rate is not None
    return like._replace(
        layers=layers,
        samples=samples,
        learning_rate=10 ** random.uniform(*rate) if learns else None,
    )


def vector(random: Random, size: int, powers: Sequence[float]) -> tuple[float, ...]:
    """Numbers that are about as large as each other, some of them 0."""
    power = random.uniform(*powers)
    return tuple(
        random.choice((-1, 1)) * (0.0 if random.random() < ZEROS else random.random() * 10**power)
        for _ in range(size)
    )
