"""Speed as ratios within one run: python -m tests.benchmarks. Nothing here is asserted."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from stepper.engine import train
from stepper.explain import Explainer
from stepper.layout import block
from stepper.notation import Notation
from stepper.scenario import Layer, Scenario
from stepper.trace import run
from stepper.typeset import Span

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


def random_access() -> None:
    """A step of a long run against the same step of a short one."""

    def show(epochs: int) -> float:
        trace = run(scenario((1, 1, 1), epochs))
        notation = Notation("seed", trace.network)
        explainer = Explainer("en", notation)

        def one() -> tuple[Span, str]:
            step = trace.steps[len(trace.steps) - 7]
            return block(step, notation, 60).left, explainer.why(step)

        one()
        return median_seconds(one, 500)

    each = len(scenario((1, 1, 1), 1).network.steps)
    short, long = show(1), show(1_000_000 // each)
    print(f"a step of 1,000,000 equations / of {each}: {long / short:.2f} (at most 1.2)")


def engine() -> None:
    """One update with everything stored, against micrograd where it is installed."""
    try:
        from micrograd.nn import MLP
    except ImportError:
        print("engine: install micrograd to compare with it")
        return
    for sizes in ((1, 1, 1), (2, 2, 2), (8, 16, 16, 16, 4)):
        model = MLP(sizes[0], list(sizes[1:]))
        x, t = [0.5] * sizes[0], [1.0] * sizes[-1]

        def theirs(model: MLP = model, x: list[float] = x, t: list[float] = t) -> None:
            outputs: list[Any] = [*x]
            for layer in model.layers:
                y = layer(outputs)
                outputs = y if isinstance(y, list) else [y]
            cost: Any = sum((a - b) ** 2 for a, b in zip(outputs, t, strict=True)) * 0.5
            model.zero_grad()
            cost.backward()
            for p in model.parameters():
                p.data -= 0.5 * p.grad

        s = scenario(sizes, 1)
        times = 3 if sizes[0] == 8 else 200
        many = scenario(sizes, 20 * times)
        iterations = train(s.weights, s.biases, s.samples, 0.5, 10**9)
        ours = median_seconds(lambda it=iterations: next(it), times)  # type: ignore[misc]
        with_rows = median_seconds(lambda m=many: run(m), 1) / many.iterations  # type: ignore[misc]
        other = median_seconds(theirs, times)
        name = "-".join(map(str, sizes))
        print(
            f"an update of {name} / micrograd's: engine {ours / other:.2f}, "
            f"engine and stored row {with_rows / other:.2f} (below 1)"
        )


def version() -> None:
    """stepper --version against a Python that does nothing."""

    def process(*arguments: str) -> float:
        command = [sys.executable, *arguments]
        return median_seconds(lambda: subprocess.run(command, capture_output=True, check=True), 3)

    ratio = process("-m", "stepper", "--version") / process("-c", "pass")
    print(f"stepper --version / python -c pass: {ratio:.2f} (at most 3)")


for benchmark in (random_access, engine, version):
    benchmark()
