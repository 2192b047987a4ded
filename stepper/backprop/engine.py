"""One iteration of backpropagation on plain lists, with every intermediate number kept.

    x  input          w  weight           C      cost
    t  target         b  bias             delta  dC/dz, the error of a neuron
    a  activation     z  pre-activation   rate   learning rate

Layer 0 is the input, a[0] = x; layers 1..L compute. w[l][j][i] is the weight from neuron i of
layer l-1 to neuron j of layer l; w[0] is empty, so that the code is indexed as the equations are.
A network without biases has an empty list for each b[l]. g[l] names the activation of layer l.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import exp, inf, log, nan, tanh
from typing import Any

Vector = list[float]
Vectors = list[Vector]  # [layer][neuron]
Matrices = list[Vectors]  # [layer][neuron][neuron of the previous layer]
Sample = tuple[Sequence[float], Sequence[float]]


class Iteration:
    """Every number of one forward pass, backward pass and update on one sample."""

    def __init__(
        self,
        x: Vector,
        t: Vector,
        w: Matrices,
        b: Vectors,
        g: Sequence[str] = (),
        cost: str = "half_squares",
    ) -> None:
        def layers() -> list[Any]:
            return [[]] * len(w)  # each layer is put in its place when it is computed

        self.x = x
        self.t = t
        self.w = w
        self.b = b
        self.g = g or ["sigmoid"] * len(w)
        self.cost = cost
        self.wa: Matrices = layers()  # w[l][j][i] * a[l-1][i], the terms of z[l][j]
        self.z: Vectors = layers()
        self.e: Vector = []  # of softmax: exp(z[L][j]), and their sum S
        self.S = 0.0
        self.a: Vectors = layers()
        self.Cj: Vector  # the cost of each output, the terms of C
        self.C: float
        self.wdelta: Matrices = layers()  # w[l][j][i] * delta[l][j], the terms of dC/da[l-1][i]
        self.dC_da: Vectors = layers()
        self.da_dz: Vectors = layers()
        self.delta: Vectors = layers()
        self.dC_dw: Matrices = layers()
        self.dC_db: Vectors = layers()
        self.sum_dw: Matrices = layers()  # of the gradients, from the batch's first sample on
        self.sum_db: Vectors = layers()
        self.w_new: Matrices = layers()
        self.b_new: Vectors = layers()


def train(
    w: Matrices,
    b: Vectors,
    samples: Sequence[Sample],
    rate: float | None,
    epochs: int,
    *,
    g: Sequence[str] = (),
    cost: str = "half_squares",
    batch: int = 1,
    mean: bool = True,
    train_biases: bool = True,
    in_place: bool = False,
) -> Iterator[Iteration]:
    """Yield one Iteration for each sample of each epoch; the last one of a batch updates.

    rate: None leaves all weights as they are.
    """
    layers = range(len(w) - 1, 0, -1)
    for _ in range(epochs):
        for start in range(0, len(samples), batch):
            size = len(samples[start : start + batch])
            before = None
            for k, (x, t) in enumerate(samples[start : start + batch], 1):
                n = Iteration(list(x), list(t), w, b, g, cost)
                forward(n)
                cost_of(n)
                for l in layers:
                    backward(n, l, n.w_new if in_place else n.w)
                    gradients(n, l)
                    add_up(n, l, before)
                    if rate is None or k < size:
                        n.w_new[l], n.b_new[l] = w[l], b[l]
                    else:
                        update(n, l, rate, size if mean else 1, train_biases)
                yield n
                before = n
            w, b = n.w_new, n.b_new


def forward(n: Iteration) -> None:
    """z[l] = w[l] a[l-1] + b[l], a[l] = g(z[l]) for l = 1..L."""
    w, b, wa, z, a = n.w, n.b, n.wa, n.z, n.a
    a[0] = n.x
    for l in range(1, len(w)):
        inputs, neurons = range(len(a[l - 1])), range(len(w[l]))
        wa[l] = [[w[l][j][i] * a[l - 1][i] for i in inputs] for j in neurons]
        z[l] = [total(wa[l][j] + b[l][j : j + 1]) for j in neurons]
        if n.g[l] == "softmax":
            n.e = [raised(z[l][j]) for j in neurons]
            n.S = total(n.e)
            a[l] = [n.e[j] / n.S if n.S != 0.0 else nan for j in neurons]
        else:
            g, _ = ACTIVATIONS[n.g[l]]
            a[l] = [g(z[l][j]) for j in neurons]


def cost_of(n: Iteration) -> None:
    """C[j] of each output, and C: their sum, or their mean."""
    if n.cost == "cross_entropy":
        term = one_of_many if n.g[-1] == "softmax" else yes_or_no
        n.Cj = [term(y, t) for y, t in zip(n.a[-1], n.t, strict=True)]
    else:
        square, _ = SQUARES[n.cost]
        n.Cj = [square(y - t) for y, t in zip(n.a[-1], n.t, strict=True)]
    n.C = total(n.Cj) / len(n.Cj) if n.cost == "mean_squares" else total(n.Cj)


def backward(n: Iteration, l: int, w: Matrices) -> None:
    """delta[l] = dC/da[l] * da/dz[l]; in hidden layers, dC/da[l] = sum_k w[l+1][k] delta[l+1][k].

    Those are the weights of the forward pass; to use the updated ones is the classic mistake.
    With cross-entropy, the slope of the output cancels: delta[L] = a[L] - t.
    """
    a, z, t, wdelta, dC_da, da_dz, delta = n.a, n.z, n.t, n.wdelta, n.dC_da, n.da_dz, n.delta
    neurons = range(len(a[l]))
    if l == len(a) - 1:
        d = [a[l][j] - t[j] for j in neurons]
        if n.cost == "cross_entropy":
            delta[l] = d
            return
        _, derivative = SQUARES[n.cost]
        dC_da[l] = [derivative(d[j], len(d)) for j in neurons]
    else:
        following = range(len(a[l + 1]))
        wdelta[l + 1] = [[w[l + 1][k][j] * delta[l + 1][k] for j in neurons] for k in following]
        dC_da[l] = [total(wdelta[l + 1][k][j] for k in following) for j in neurons]
    _, slope = ACTIVATIONS[n.g[l]]
    da_dz[l] = [slope(z[l][j], a[l][j]) for j in neurons]
    delta[l] = [dC_da[l][j] * da_dz[l][j] for j in neurons]


def gradients(n: Iteration, l: int) -> None:
    """dC/dw[l][j][i] = delta[l][j] * a[l-1][i], dC/db[l][j] = delta[l][j]."""
    a, delta = n.a, n.delta
    inputs, neurons = range(len(a[l - 1])), range(len(a[l]))
    n.dC_dw[l] = [[delta[l][j] * a[l - 1][i] for i in inputs] for j in neurons]
    n.dC_db[l] = [delta[l][j] for j in neurons[: len(n.b[l])]]


def add_up(n: Iteration, l: int, before: Iteration | None) -> None:
    """The gradients of the batch so far: those of the samples before, and the sample's own."""
    n.sum_dw[l], n.sum_db[l] = n.dC_dw[l], n.dC_db[l]
    if before is not None:
        inputs, neurons = range(len(n.a[l - 1])), range(len(n.a[l]))
        dw, db = before.sum_dw[l], before.sum_db[l]
        n.sum_dw[l] = [[dw[j][i] + n.dC_dw[l][j][i] for i in inputs] for j in neurons]
        n.sum_db[l] = [db[j] + n.dC_db[l][j] for j in neurons[: len(db)]]


def update(n: Iteration, l: int, rate: float, size: int, train_biases: bool) -> None:
    """w+ = w - rate * dC/dw, b+ = b - rate * dC/db: gradient descent, on the mean of a batch."""
    w, b, dw, db = n.w, n.b, n.sum_dw, n.sum_db
    inputs, neurons = range(len(n.a[l - 1])), range(len(w[l]))
    n.w_new[l] = [[w[l][j][i] - rate * (dw[l][j][i] / size) for i in inputs] for j in neurons]
    n.b_new[l] = (
        [b[l][j] - rate * (db[l][j] / size) for j in range(len(b[l]))] if train_biases else b[l]
    )


def sigmoid(z: float) -> float:
    """1 / (1 + e^-z); below -700, where e^-z would overflow, e^z is as exact."""
    return exp(z) if z < -700.0 else 1.0 / (1.0 + exp(-z))


def raised(z: float) -> float:
    """e^z, infinite where it leaves the range of floats."""
    try:
        return exp(z)
    except OverflowError:
        return inf


def one_of_many(a: float, t: float) -> float:
    """-(t ln a), and 0 where t is 0: cross-entropy of an output of softmax."""
    return -(t * ln(a)) if t != 0.0 else 0.0


def yes_or_no(a: float, t: float) -> float:
    """-(t ln a + (1-t) ln(1-a)), cross-entropy of a sigmoid; a term whose factor is 0 is 0."""
    yes = t * ln(a) if t != 0.0 else 0.0
    no = (1.0 - t) * ln(1.0 - a) if 1.0 - t != 0.0 else 0.0
    return -(yes + no)


def ln(a: float) -> float:
    """The natural logarithm, minus infinity at 0."""
    return log(a) if a > 0.0 else -inf if a == 0.0 else nan


def total(terms: Iterable[float]) -> float:
    """Add from left to right; the built-in sum() rounds differently since Python 3.12."""
    first, *rest = terms
    for term in rest:
        first += term
    return first


# a = g(z) and its slope da/dz
ACTIVATIONS: dict[str, tuple[Callable[[float], float], Callable[[float, float], float]]] = {
    "sigmoid": (sigmoid, lambda z, a: a * (1.0 - a)),
    "tanh": (tanh, lambda z, a: 1.0 - a * a),
    "relu": (lambda z: z if z > 0.0 else 0.0, lambda z, a: 1.0 if z > 0.0 else 0.0),
    "identity": (lambda z: z, lambda z, a: 1.0),
}
# C[j] of the error d = a[L][j] - t[j], and dC/da[L][j] with n outputs
SQUARES: dict[str, tuple[Callable[[float], float], Callable[[float, int], float]]] = {
    "half_squares": (lambda d: 0.5 * (d * d), lambda d, n: d),
    "squares": (lambda d: d * d, lambda d, n: 2.0 * d),
    "mean_squares": (lambda d: d * d, lambda d, n: 2.0 * d / n),
}
