"""How long a piece of work takes, and a network of any size for it to work on."""

import statistics
import time
from collections.abc import Callable
from itertools import pairwise

from stepper.scenario import Layer, Scenario

ROUNDS = 7


def median_seconds(work: Callable[[], object], times: int) -> float:
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - start) / times)
    return statistics.median(rounds)


def scenario(sizes: tuple[int, ...], epochs: int) -> Scenario:
    layers = tuple(
        Layer(
            tuple(tuple(0.1 * (i - j) for i in range(below)) for j in range(size)),
            tuple(0.1 for _ in range(size)),
        )
        for below, size in pairwise(sizes)
    )
    sample = (tuple(0.5 for _ in range(sizes[0])), tuple(1.0 for _ in range(sizes[-1])))
    return Scenario("benchmark", 0.5, (sample,), layers, epochs)
