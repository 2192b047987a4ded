"""Compares an update that keeps every number with micrograd and with bare loops."""

import tracemalloc
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from stepper.backprop.engine import train
from stepper.runs.computed.compiled import Compiled
from stepper.runs.rows import MOST_COMPILED, RUN_BEFORE, Run
from stepper.runs.scenario import Scenario
from stepper.runs.trace import run
from tests.benchmarks.bare import update
from tests.benchmarks.timing import median_seconds, medians, print_table, repeated, scenario

SHAPES = {  # sizes: (with biases, updates in a round, how many times faster than micrograd)
    (1, 1, 1): (False, 8000, 20),
    (1, 1, 1, 1, 1): (False, 5000, 20),
    (2, 2, 2): (True, 3000, 20),
    (2, 3, 3, 3, 1): (True, 1000, 20),
    (8, 16, 16, 16, 4): (True, 60, 12),
    (64, 64, 64, 64, 10): (True, 3, 12),
}
WIDEST_COMPILED = (16, 24, 22, 3)  # about 1,000 weights
LONG = 20_000  # iterations


def measure() -> None:
    rows = []
    for sizes, (biases, updates, asked) in SHAPES.items():
        s = scenario(sizes, 10**9, biases)
        works = {
            "bare": repeated(_bare(s), updates),
            "engine": repeated(_engine(s), updates // 4 or 1),
            "kept": _kept(s, updates),
        }
        if theirs := _micrograd(s):
            works["micrograd"] = repeated(theirs, updates // 40 or 1)
        us = {name: 1e6 * seconds for name, seconds in medians(works).items()}
        rows.append(
            (
                "-".join(map(str, sizes)),
                f"{us['micrograd']:,.1f}" if theirs else "?",
                f"{us['bare']:,.2f}",
                f"{us['engine']:,.1f}",
                f"{us['kept']:,.2f}",
                f"{us['micrograd'] / us['kept']:.1f} ({asked})" if theirs else f"? ({asked})",
                f"{us['bare'] / us['kept']:.2f}" + (" (1)" if max(sizes) == 1 else ""),
            )
        )
    head = ("µs an update", "micrograd", "bare loops", "engine", "all kept",
            "micrograd / kept", "bare / kept")  # fmt: skip
    print_table(head, *rows)
    print("  in brackets: at least. micrograd: ReLU, gradients and update; bare loops keep nothing")
    if not theirs:
        print("  install micrograd to compare with it")
    _compilation()
    _memory()


def _bare(s: Scenario) -> Callable[[], object]:
    (x, t), w, b = s.samples[0], s.weights[1:], s.biases[1:]
    return lambda: update(w, b, x, t, s.learning_rate or 0.0)


def _engine(s: Scenario) -> Callable[[], object]:
    iterations = train(s.weights, s.biases, s.samples, s.learning_rate, s.epochs)
    return lambda: next(iterations)


def _kept(s: Scenario, updates: int) -> Callable[[], int]:
    rows = Run(s)
    rows[2 * RUN_BEFORE if s.model.width < MOST_COMPILED else 0]

    def more() -> int:
        ready = rows.ready
        rows[ready + updates - 1]
        return rows.ready - ready

    return more


def _micrograd(s: Scenario) -> Callable[[], object] | None:
    try:
        from micrograd.nn import MLP
    except ImportError:
        return None
    sizes = s.network.sizes
    model, (x, t) = MLP(sizes[0], list(sizes[1:])), s.samples[0]

    def one() -> None:
        outputs: list[Any] = [*x]
        for layer in model.layers:
            y = layer(outputs)
            outputs = y if isinstance(y, list) else [y]
        cost: Any = sum((a - b) ** 2 for a, b in zip(outputs, t, strict=True)) * 0.5
        model.zero_grad()
        cost.backward()
        for p in model.parameters():
            p.data -= 1e-6 * p.grad  # its hidden layers are no sigmoids: larger steps explode

    return one


def _compilation() -> None:
    rows = []
    for sizes in (*SHAPES, WIDEST_COMPILED):
        network = scenario(sizes, 1).network
        weights = sum(below * size for below, size in pairwise(sizes))
        if network.width <= MOST_COMPILED:

            def compiled(sizes: tuple[int, ...] = sizes) -> object:
                return Compiled(scenario(sizes, 1))

            ms = 1e3 * median_seconds(compiled, 1)
            rows.append(("-".join(map(str, sizes)), f"{weights:,}", f"{ms:.1f} ms"))
    print_table(("equations of", "weights", "compiled in"), *rows)
    print("  (at most 40 ms up to 1,000 weights; only in runs that are long enough)")


def _memory() -> None:
    s = scenario((2, 2, 1), LONG)
    tracemalloc.start()
    trace = run(s)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    each = held / (trace.iterations * trace.model.width)
    print(f"memory of a run of {LONG:,} iterations: {each:.2f} bytes a number (at most 10)")
