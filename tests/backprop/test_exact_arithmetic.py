"""Networks of every kind against 60 digits, computed from the formulas and not by the engine."""

from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext

from stepper.backprop.shape import CROSS_ENTROPY, SOFTMAX
from stepper.runs.rows import Run
from stepper.runs.scenario import Scenario
from tests.support.every_kind import of_every_kind

TOLERANCE = Decimal("1e-11")
ZERO, ONE, TWO = Decimal(0), Decimal(1), Decimal(2)
Matrix = list[list[Decimal]]


def test_every_column_is_within_1e_11_of_exact_arithmetic() -> None:
    compared = 0
    for scenario in of_every_kind(60, seed=5):
        columns = scenario.model.columns
        with localcontext(prec=60):
            for n, numbers in enumerate(exactly(scenario)):
                row = Run(scenario).row(n)
                assert len(numbers) == len(columns) == len(row)
                for symbol, stored in zip(columns, row, strict=True):
                    exact = numbers[symbol.column]
                    off = abs(Decimal(stored) - exact)
                    assert off <= TOLERANCE * max(ONE, abs(exact)), (
                        scenario.title,
                        n + 1,
                        symbol.column,
                        stored,
                        exact,
                    )
                    compared += 1
    assert compared > 30_000


def exactly(scenario: Scenario) -> list[dict[str, Decimal]]:
    """The numbers of each iteration by column."""
    w = [[list(map(Decimal, row)) for row in layer.weights] for layer in scenario.layers]
    b = [list(map(Decimal, layer.biases or ())) for layer in scenario.layers]
    found = []
    sums: dict[str, Decimal] = {}
    for _ in range(scenario.epochs):
        for k, (x, t) in enumerate(scenario.samples):
            start = k - k % scenario.batch
            size = min(scenario.batch, len(scenario.samples) - start)
            numbers = _Sample(scenario, w, b, x, t, {} if k == start else sums, size, k - start)
            found.append(numbers.numbers)
            sums, w, b = numbers.sums, numbers.new_w, numbers.new_b
    return found


class _Sample:
    """One pass: forward, cost, backward layer by layer, and the update of a batch's last one."""

    def __init__(
        self,
        scenario: Scenario,
        w: list[Matrix],
        b: Matrix,
        x: Sequence[float],
        t: Sequence[float],
        before: dict[str, Decimal],
        size: int,
        place: int,
    ) -> None:
        self.numbers: dict[str, Decimal] = {}
        self.sums: dict[str, Decimal] = {}
        self.scenario, self.w, self.b, self.before = scenario, w, b, before
        self.updates = place == size - 1 and scenario.learning_rate is not None
        mean = scenario.batch > 1 and scenario.batch_gradient == "mean"
        self.part = ONE / size if mean else ONE
        self.new_w, self.new_b = [[list(r) for r in m] for m in w], [list(v) for v in b]
        self.a = [list(map(Decimal, x))]
        self.t = list(map(Decimal, t))
        for name, values in (("x", self.a[0]), ("t", self.t)):
            self.put((f"{name}[{j}]", value) for j, value in enumerate(values, 1))
        for l, (matrix, vector) in enumerate(zip(w, b, strict=True), 1):
            for j, row in enumerate(matrix, 1):
                self.put((f"w[{l}][{j}][{i}]", value) for i, value in enumerate(row, 1))
            self.put((f"b[{l}][{j}]", value) for j, value in enumerate(vector, 1))
        self.z: Matrix = [[]]
        for l in range(1, len(w) + 1):
            self.forward(l)
        self.cost()
        delta: list[Decimal] = []
        for l in range(len(w), 0, -1):
            delta = self.backward(l, delta)

    def put(self, pairs: Iterable[tuple[str, Decimal]]) -> None:
        self.numbers.update(pairs)

    def forward(self, l: int) -> None:
        z, matrix, vector = [], self.w[l - 1], self.b[l - 1]
        for j, row in enumerate(matrix, 1):
            terms = [w * a for w, a in zip(row, self.a[-1], strict=True)]
            if len(terms) + len(vector[:1]) > 1:
                self.put((f"w*a[{l}][{j}][{i}]", term) for i, term in enumerate(terms, 1))
            z.append(sum(terms, ZERO) + (vector[j - 1] if vector else 0))
        activation = self.scenario.layers[l - 1].activation
        if activation == SOFTMAX:
            e = [value.exp() for value in z]
            a = [value / sum(e) for value in e]
            self.put((f"e[{j}]", value) for j, value in enumerate(e, 1))
            self.numbers["S"] = sum(e, ZERO)
        else:
            a = [g(activation, value) for value in z]
        self.z.append(z)
        self.a.append(a)
        self.put((f"z[{l}][{j}]", value) for j, value in enumerate(z, 1))
        self.put((f"a[{l}][{j}]", value) for j, value in enumerate(a, 1))

    def cost(self) -> None:
        kind, pairs = self.scenario.cost, list(zip(self.a[-1], self.t, strict=True))
        if kind == CROSS_ENTROPY:
            is_softmax = self.scenario.layers[-1].activation == SOFTMAX
            each = [
                -(t * a.ln() if t else ZERO)
                - (ZERO if is_softmax or t == 1 else (1 - t) * (1 - a).ln())
                for a, t in pairs
            ]
        else:
            factor = ONE / TWO if kind == "half_squares" else ONE
            each = [factor * (a - t) * (a - t) for a, t in pairs]
        if len(each) > 1:
            self.put((f"C[{j}]", value) for j, value in enumerate(each, 1))
        self.numbers["C"] = sum(each, ZERO) / (len(each) if kind == "mean_squares" else 1)

    def backward(self, l: int, following: list[Decimal]) -> list[Decimal]:
        a, kind, is_output = self.a[l], self.scenario.cost, l == len(self.w)
        if is_output and kind == CROSS_ENTROPY:
            delta = [y - t for y, t in zip(a, self.t, strict=True)]
        else:
            if is_output:
                factor = {"half_squares": ONE, "squares": TWO}.get(kind, TWO / len(a))
                slopes = [factor * (y - t) for y, t in zip(a, self.t, strict=True)]
            else:
                slopes = [self.received(l, j, following) for j in range(len(a))]
            self.put((f"dC/da[{l}][{j}]", value) for j, value in enumerate(slopes, 1))
            activation = self.scenario.layers[l - 1].activation
            of_g = [dg(activation, z, y) for z, y in zip(self.z[l], a, strict=True)]
            self.put((f"da/dz[{l}][{j}]", value) for j, value in enumerate(of_g, 1))
            delta = [one * other for one, other in zip(slopes, of_g, strict=True)]
        self.put((f"delta[{l}][{j}]", value) for j, value in enumerate(delta, 1))
        for j, value in enumerate(delta, 1):
            for i, sent in enumerate(self.a[l - 1], 1):
                self.gradient("w", f"[{l}][{j}][{i}]", value * sent, self.new_w[l - 1][j - 1], i)
            if self.b[l - 1] and self.scenario.train_biases:
                self.gradient("b", f"[{l}][{j}]", value, self.new_b[l - 1], j)
        return delta

    def received(self, l: int, j: int, following: list[Decimal]) -> Decimal:
        in_place = self.scenario.update == "in_place"
        matrix = self.new_w[l] if in_place else self.w[l]
        terms = [row[j] * delta for row, delta in zip(matrix, following, strict=True)]
        if len(terms) > 1:
            self.put((f"w*delta[{l + 1}][{k}][{j + 1}]", term) for k, term in enumerate(terms, 1))
        return sum(terms, ZERO)

    def gradient(self, name: str, place: str, value: Decimal, row: list[Decimal], k: int) -> None:
        column = f"dC/d{name}{place}"
        self.numbers[column] = value
        total = self.before.get(column, ZERO) + value
        self.sums[column] = total
        if self.scenario.batch > 1:
            self.numbers[f"sum {column}"] = total
        if self.updates:
            row[k - 1] -= Decimal(self.scenario.learning_rate or 0.0) * total * self.part
        if self.scenario.learning_rate is not None:
            self.numbers[f"{name}+{place}"] = row[k - 1]


def g(activation: str, z: Decimal) -> Decimal:
    match activation:
        case "sigmoid":
            return 1 / (1 + (-z).exp())
        case "tanh":
            return (z.exp() - (-z).exp()) / (z.exp() + (-z).exp())
        case "relu":
            return max(z, ZERO)
        case _:
            return z


def dg(activation: str, z: Decimal, a: Decimal) -> Decimal:
    match activation:
        case "sigmoid":
            return a * (1 - a)
        case "tanh":
            return 1 - a * a
        case "relu":
            return Decimal(int(z > 0))
        case _:
            return ONE
