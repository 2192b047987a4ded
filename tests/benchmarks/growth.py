"""Plots as text how the cost of a run grows with depth, width and iterations."""

from collections.abc import Callable, Mapping
from math import log10

from stepper.runs.trace import run
from tests.benchmarks.timing import medians, repeated, scenario

DECADE = 12  # cells for each power of ten
UNITS = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6))
NUMBERS = 3_000_000  # of the runs whose networks are compared


def measure() -> None:
    depths = {n: (2, *[2] * n, 2) for n in (1, 2, 4, 8, 16, 32)}
    widths = {n: (n,) * 4 for n in (1, 2, 4, 8, 16, 32, 64)}
    _plot("hidden layers of 2 neurons", "an update", {n: _whole(s) for n, s in depths.items()})
    _plot("neurons in each of 4 layers", "an update", {n: _whole(s) for n, s in widths.items()})
    counts = (1, 10, 100, 1_000, 10_000, 100_000)
    _plot("iterations of 1-1-1", "the run", {n: _one_run((1, 1, 1), n) for n in counts})


def _whole(sizes: tuple[int, ...]) -> Callable[[], int]:
    """Run as many iterations as give about NUMBERS numbers for any sizes."""
    iterations = max(3, NUMBERS // scenario(sizes, 1).model.width)
    return lambda: run(scenario(sizes, iterations)).iterations


def _one_run(sizes: tuple[int, ...], iterations: int) -> Callable[[], int]:
    return repeated(lambda: run(scenario(sizes, iterations)), 1)


def _plot(title: str, what: str, works: Mapping[int, Callable[[], int]]) -> None:
    print(f"{title}: {what}, each {DECADE} cells ten times as long")
    seconds = medians({f"{n:,}": work for n, work in works.items()}, rounds=3)
    least = min(seconds.values())
    for n, each in seconds.items():
        bar = "█" * (1 + round(DECADE * log10(each / least)))
        print(f"{n:>9}  {_time(each):>9}  {bar}")


def _time(seconds: float) -> str:
    unit, size = next((u, s) for u, s in UNITS if seconds >= s or u == "µs")
    return f"{seconds / size:.3g} {unit}"
