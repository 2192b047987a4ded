"""Every column of a run, computed to 60 digits from the formulas and not from the engine."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from stepper.runs.scenario import Scenario
from tests.stress.bounded import Bounded, total

HALF = Bounded(Decimal("0.5"))
Named = tuple[str, Bounded]


def exactly(scenario: Scenario) -> Iterator[tuple[int, str, Bounded]]:
    """(iteration, column, number) in the order of the contract, each float taken to be finite.

    To be gone through with bounded.CONTEXT in force.
    """
    before: dict[str, Bounded] = {}
    for iteration in range(1, scenario.iterations + 1):
        sample = scenario.samples[(iteration - 1) % len(scenario.samples)]
        made: dict[str, Bounded] = {}
        for column, number in _Columns(scenario, made).all(sample, before):
            yield iteration, column, number
            made[column] = number.finite
        before = made


class _Columns:
    """Yield the columns of one iteration; each is in made before the next is requested."""

    def __init__(self, scenario: Scenario, made: dict[str, Bounded]) -> None:
        self._scenario, self._made = scenario, made
        self._rate = _exact(scenario.learning_rate or 0.0)
        self._L = len(scenario.layers)
        self._biases = scenario.layers[0].biases is not None
        self._in_place = scenario.update == "in_place"

    def all(
        self, sample: tuple[Sequence[float], Sequence[float]], before: dict[str, Bounded]
    ) -> Iterator[Named]:
        for name, numbers in zip("xt", sample, strict=True):
            for j, number in enumerate(numbers, 1):
                yield f"{name}[{j}]", _exact(number)
        for l, layer in enumerate(self._scenario.layers, 1):
            for j, row in enumerate(layer.weights, 1):
                for i, number in enumerate(row, 1):
                    place = f"[{l}][{j}][{i}]"
                    yield f"w{place}", before.get(f"w+{place}", _exact(number))
            for j, number in enumerate(layer.biases or (), 1):
                place = f"[{l}][{j}]"
                yield f"b{place}", before.get(f"b+{place}", _exact(number))
        for l in range(1, self._L + 1):
            yield from self._forward(l)
        yield from self._cost()
        for l in range(self._L, 0, -1):
            yield from self._backward(l)
            if self._in_place:
                yield from self._update(l)
        for l in range(self._L, 0, -1):
            if not self._in_place:
                yield from self._update(l)

    def _neurons(self, l: int) -> range:
        layers = self._scenario.layers
        return range(1, (len(layers[l - 1].weights) if l else len(layers[0].weights[0])) + 1)

    def _a(self, l: int, j: int) -> Bounded:
        return self._made[f"a[{l}][{j}]" if l else f"x[{j}]"]

    def _forward(self, l: int) -> Iterator[Named]:
        for j in self._neurons(l):
            terms = []
            for i in self._neurons(l - 1):
                terms.append(self._made[f"w[{l}][{j}][{i}]"] * self._a(l - 1, i))
                if self._biases or len(self._neurons(l - 1)) > 1:
                    yield f"w*a[{l}][{j}][{i}]", terms[-1]
            if self._biases:
                terms.append(self._made[f"b[{l}][{j}]"])
            z = total(terms)
            yield f"z[{l}][{j}]", z
            yield f"a[{l}][{j}]", z.sigmoid

    def _cost(self) -> Iterator[Named]:
        costs = []
        for j in self._neurons(self._L):
            d = self._a(self._L, j) - self._made[f"t[{j}]"]
            costs.append(HALF * (d * d))
            if len(self._neurons(self._L)) > 1:
                yield f"C[{j}]", costs[-1]
        yield "C", total(costs)

    def _backward(self, l: int) -> Iterator[Named]:
        for j in self._neurons(l):
            if l == self._L:
                slope_of_C = self._a(l, j) - self._made[f"t[{j}]"]
            else:
                terms = []
                for k in self._neurons(l + 1):
                    w = self._made[f"{'w+' if self._in_place else 'w'}[{l + 1}][{k}][{j}]"]
                    terms.append(w * self._made[f"delta[{l + 1}][{k}]"])
                    if len(self._neurons(l + 1)) > 1:
                        yield f"w*delta[{l + 1}][{k}][{j}]", terms[-1]
                slope_of_C = total(terms)
            yield f"dC/da[{l}][{j}]", slope_of_C
            slope_of_g = self._a(l, j) * self._a(l, j).rest
            yield f"da/dz[{l}][{j}]", slope_of_g
            yield f"delta[{l}][{j}]", slope_of_C * slope_of_g
        for j in self._neurons(l):
            delta = self._made[f"delta[{l}][{j}]"]
            for i in self._neurons(l - 1):
                yield f"dC/dw[{l}][{j}][{i}]", delta * self._a(l - 1, i)
            if self._biases and self._scenario.train_biases:
                yield f"dC/db[{l}][{j}]", delta

    def _update(self, l: int) -> Iterator[Named]:
        for j in self._neurons(l):
            for i in self._neurons(l - 1):
                yield self._updated("w", f"[{l}][{j}][{i}]")
            if self._biases and self._scenario.train_biases:
                yield self._updated("b", f"[{l}][{j}]")

    def _updated(self, name: str, place: str) -> Named:
        gradient = self._made[f"dC/d{name}{place}"]
        return f"{name}+{place}", self._made[f"{name}{place}"] - self._rate * gradient


def _exact(number: float) -> Bounded:
    return Bounded(Decimal(number))
