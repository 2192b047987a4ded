"""One update with everything stored, against micrograd where it is installed."""

from typing import Any

from stepper.engine import train
from stepper.trace import run
from tests.benchmarks.timing import median_seconds, scenario


def measure() -> None:
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
