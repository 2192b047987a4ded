"""Measures pieces of work in turn, prints tables, and makes networks of any size."""

import statistics
import time
from collections.abc import Callable, Mapping
from itertools import pairwise

from stepper.runs.scenario import Layer, Scenario

ROUNDS = 7


def median_seconds(work: Callable[[], object], times: int) -> float:
    """Measure the median seconds of a piece of work, done times times in each round."""
    return medians({"": repeated(work, times)})[""]


def repeated(work: Callable[[], object], times: int) -> Callable[[], int]:
    """Return work that is the same work times times over."""

    def all_of_them() -> int:
        for _ in range(times):
            work()
        return times

    return all_of_them


def medians(works: Mapping[str, Callable[[], int]], rounds: int = ROUNDS) -> dict[str, float]:
    """Measure the median seconds of each piece of work, all in turn in each round.

    A piece of work returns how often it did what is measured.
    """
    measured: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            start = time.perf_counter()
            times = work()
            measured[name].append((time.perf_counter() - start) / times)
    return {name: statistics.median(seconds) for name, seconds in measured.items()}


def print_table(head: tuple[str, ...], *rows: tuple[str, ...]) -> None:
    """Print a table, its first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        first, *others = (
            cell.rjust(width) if k else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]).rstrip(), flush=True)


def scenario(sizes: tuple[int, ...], epochs: int, biases: bool = True) -> Scenario:
    layers = tuple(
        Layer(
            tuple(tuple(0.1 * (i - j) for i in range(below)) for j in range(size)),
            tuple(0.1 for _ in range(size)) if biases else None,
        )
        for below, size in pairwise(sizes)
    )
    sample = (tuple(0.5 for _ in range(sizes[0])), tuple(1.0 for _ in range(sizes[-1])))
    return Scenario("benchmark", 0.5, (sample,), layers, epochs)
