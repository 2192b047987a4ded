"""Every column of a run, computed to 60 digits from the formulas and not from the engine."""

from collections.abc import Iterator
from decimal import Decimal

from stepper.backprop.shape import CROSS_ENTROPY, SOFTMAX
from stepper.runs.scenario import Scenario
from tests.stress.bounded import ONE, ZERO, Bounded, total

HALF, TWO = Bounded(Decimal("0.5")), Bounded(Decimal(2))
Named = tuple[str, Bounded]


def exactly(scenario: Scenario) -> Iterator[tuple[int, str, Bounded]]:
    """(iteration, column, number) in the order of the contract, each float taken to be finite.

    To be gone through with bounded.CONTEXT in force.
    """
    before: dict[str, Bounded] = {}
    for iteration in range(1, scenario.iterations + 1):
        place = (iteration - 1) % len(scenario.samples)
        made: dict[str, Bounded] = {}
        for column, number in _Columns(scenario, made, before, place).all():
            yield iteration, column, number
            made[column] = number.finite
        before = made


class _Columns:
    """Yield the columns of one iteration; each is in made before the next is requested.

    before: the numbers of the iteration before. place: of the sample, from 0.
    """

    def __init__(
        self, scenario: Scenario, made: dict[str, Bounded], before: dict[str, Bounded], place: int
    ) -> None:
        self._scenario, self._made, self._before = scenario, made, before
        self._x, self._t = scenario.samples[place]
        self._L = len(scenario.layers)
        self._biases = scenario.layers[0].biases is not None
        self._in_place = scenario.update == "in_place"
        self._learns = scenario.learning_rate is not None
        self._rate = _exact(scenario.learning_rate or 0.0)
        begin = place - place % scenario.batch
        size = min(scenario.batch, len(scenario.samples) - begin)
        self._is_first, self._is_last = place == begin, place == begin + size - 1
        self._divisor = size if scenario.batch_gradient == "mean" else 1

    def all(self) -> Iterator[Named]:
        for name, numbers in (("x", self._x), ("t", self._t)):
            for j, number in enumerate(numbers, 1):
                yield f"{name}[{j}]", _exact(number)
        for l, layer in enumerate(self._scenario.layers, 1):
            for j, row in enumerate(layer.weights, 1):
                for i, number in enumerate(row, 1):
                    place = f"[{l}][{j}][{i}]"
                    yield f"w{place}", self._before.get(f"w+{place}", _exact(number))
            for j, number in enumerate(layer.biases or (), 1):
                place = f"[{l}][{j}]"
                yield f"b{place}", self._before.get(f"b+{place}", _exact(number))
        layers = range(1, self._L + 1)
        for l in layers:
            yield from self._softmax() if self._g(l) == SOFTMAX else self._forward(l)
        yield from self._cost()
        for l in reversed(layers):
            yield from self._backward(l)
            if self._in_place:
                yield from self._update(l)
        if self._scenario.batch > 1:
            for l in reversed(layers):
                yield from map(self._summed, self._parameters(l))
        for l in reversed(layers):
            if not self._in_place:
                yield from self._update(l)

    def _g(self, l: int) -> str:
        return self._scenario.layers[l - 1].activation

    def _neurons(self, l: int) -> range:
        layers = self._scenario.layers
        return range(1, (len(layers[l - 1].weights) if l else len(layers[0].weights[0])) + 1)

    def _a(self, l: int, j: int) -> Bounded:
        return self._made[f"a[{l}][{j}]" if l else f"x[{j}]"]

    def _forward(self, l: int) -> Iterator[Named]:
        for j in self._neurons(l):
            yield from self._z(l, j)
            z = self._made[f"z[{l}][{j}]"]
            yield f"a[{l}][{j}]", z.activation(self._g(l))

    def _softmax(self) -> Iterator[Named]:
        l, neurons = self._L, self._neurons(self._L)
        for j in neurons:
            yield from self._z(l, j)
            yield f"e[{j}]", self._made[f"z[{l}][{j}]"].exp
        yield "S", total(self._made[f"e[{j}]"] for j in neurons)
        for j in neurons:
            yield f"a[{l}][{j}]", self._made[f"e[{j}]"].share(self._made["S"])

    def _z(self, l: int, j: int) -> Iterator[Named]:
        terms = []
        for i in self._neurons(l - 1):
            terms.append(self._made[f"w[{l}][{j}][{i}]"] * self._a(l - 1, i))
            if self._biases or len(self._neurons(l - 1)) > 1:
                yield f"w*a[{l}][{j}][{i}]", terms[-1]
        if self._biases:
            terms.append(self._made[f"b[{l}][{j}]"])
        yield f"z[{l}][{j}]", total(terms)

    def _cost(self) -> Iterator[Named]:
        neurons = self._neurons(self._L)
        costs = []
        for j in neurons:
            costs.append(self._cost_of(self._a(self._L, j), self._made[f"t[{j}]"]))
            if len(neurons) > 1:
                yield f"C[{j}]", costs[-1]
        is_mean = self._scenario.cost == "mean_squares"
        yield "C", total(costs).divided(len(neurons) if is_mean else 1)

    def _cost_of(self, a: Bounded, t: Bounded) -> Bounded:
        if self._scenario.cost == CROSS_ENTROPY:
            yes = ZERO if t.is_zero else t * a.ln
            if self._g(self._L) == SOFTMAX:
                return -yes
            return -(yes + (ZERO if t == ONE else t.rest * a.rest.ln))
        d = a - t
        return HALF * (d * d) if self._scenario.cost == "half_squares" else d * d

    def _backward(self, l: int) -> Iterator[Named]:
        for j in self._neurons(l):
            if l == self._L and self._scenario.cost == CROSS_ENTROPY:
                yield f"delta[{l}][{j}]", self._a(l, j) - self._made[f"t[{j}]"]
                continue
            if l == self._L:
                slope_of_C = self._slope_of_C(j)
            else:
                terms = []
                for k in self._neurons(l + 1):
                    w = self._made[f"{'w+' if self._in_place else 'w'}[{l + 1}][{k}][{j}]"]
                    terms.append(w * self._made[f"delta[{l + 1}][{k}]"])
                    if len(self._neurons(l + 1)) > 1:
                        yield f"w*delta[{l + 1}][{k}][{j}]", terms[-1]
                slope_of_C = total(terms)
            yield f"dC/da[{l}][{j}]", slope_of_C
            slope_of_g = self._made[f"z[{l}][{j}]"].slope(self._g(l), self._a(l, j))
            yield f"da/dz[{l}][{j}]", slope_of_g
            yield f"delta[{l}][{j}]", slope_of_C * slope_of_g
        for j in self._neurons(l):
            delta = self._made[f"delta[{l}][{j}]"]
            for i in self._neurons(l - 1):
                yield f"dC/dw[{l}][{j}][{i}]", delta * self._a(l - 1, i)
            if self._biases and self._scenario.train_biases:
                yield f"dC/db[{l}][{j}]", delta

    def _slope_of_C(self, j: int) -> Bounded:
        d = self._a(self._L, j) - self._made[f"t[{j}]"]
        if self._scenario.cost == "half_squares":
            return d
        is_mean = self._scenario.cost == "mean_squares"
        return (TWO * d).divided(len(self._neurons(self._L)) if is_mean else 1)

    def _parameters(self, l: int) -> Iterator[tuple[str, str]]:
        """What is learned in a layer: w or b, and its indices."""
        for j in self._neurons(l):
            for i in self._neurons(l - 1):
                yield "w", f"[{l}][{j}][{i}]"
            if self._biases and self._scenario.train_biases:
                yield "b", f"[{l}][{j}]"

    def _summed(self, parameter: tuple[str, str]) -> Named:
        column = "dC/d{}{}".format(*parameter)
        own, name = self._made[column], f"sum {column}"
        return name, own if self._is_first else self._before[name] + own

    def _update(self, l: int) -> Iterator[Named]:
        for name, place in self._parameters(l) if self._learns else ():
            old, column = self._made[f"{name}{place}"], f"dC/d{name}{place}"
            if self._scenario.batch > 1:
                column = f"sum {column}"
            step = self._rate * self._made[column].divided(self._divisor)
            yield f"{name}+{place}", old - step if self._is_last else old


def _exact(number: float) -> Bounded:
    return Bounded(Decimal(number))
