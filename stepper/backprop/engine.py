"""One iteration of backpropagation on plain lists, with every intermediate number kept.

    x  input          w  weight           C      cost
    t  target         b  bias             delta  dC/dz, the error of a neuron
    a  activation     z  pre-activation   rate   learning rate

Layer 0 is the input, a[0] = x; layers 1..L compute. w[l][j][i] is the weight from neuron i of
layer l-1 to neuron j of layer l; w[0] is empty, so that the code is indexed as the equations are.
A network without biases has an empty list for each b[l].
"""

from collections.abc import Iterable, Iterator, Sequence
from math import exp
from typing import Any

Vector = list[float]
Vectors = list[Vector]  # [layer][neuron]
Matrices = list[Vectors]  # [layer][neuron][neuron of the previous layer]
Sample = tuple[Sequence[float], Sequence[float]]


class Iteration:
    """Every number of one forward pass, backward pass and update on one sample."""

    def __init__(self, x: Vector, t: Vector, w: Matrices, b: Vectors) -> None:
        def layers() -> list[Any]:
            return [[]] * len(w)  # the list of a layer is put in once it is computed

        self.x = x
        self.t = t
        self.w = w
        self.b = b
        self.wa: Matrices = layers()  # w[l][j][i] * a[l-1][i], the terms of z[l][j]
        self.z: Vectors = layers()
        self.a: Vectors = layers()
        self.Cj: Vector  # the cost of each output, the terms of C
        self.C: float
        self.wdelta: Matrices = layers()  # w[l][j][i] * delta[l][j], the terms of dC/da[l-1][i]
        self.dC_da: Vectors = layers()
        self.da_dz: Vectors = layers()
        self.delta: Vectors = layers()
        self.dC_dw: Matrices = layers()
        self.dC_db: Vectors = layers()
        self.w_new: Matrices = layers()
        self.b_new: Vectors = layers()


def train(
    w: Matrices,
    b: Vectors,
    samples: Sequence[Sample],
    rate: float,
    epochs: int,
    *,
    train_biases: bool = True,
    in_place: bool = False,
) -> Iterator[Iteration]:
    """Yield one Iteration for each sample of each epoch.

    rate: the learning rate. in_place: use weights that are already updated in the backward pass,
    which is the classic mistake.
    """
    for _ in range(epochs):
        for x, t in samples:
            n = Iteration(list(x), list(t), w, b)
            forward(n)
            cost(n)
            for l in range(len(w) - 1, 0, -1):
                backward(n, l, n.w_new if in_place else n.w)
                gradients(n, l)
                update(n, l, rate, train_biases)
            yield n
            w, b = n.w_new, n.b_new


def forward(n: Iteration) -> None:
    """z[l] = w[l] a[l-1] + b[l], a[l] = g(z[l]) for l = 1..L."""
    w, b, wa, z, a = n.w, n.b, n.wa, n.z, n.a
    a[0] = n.x
    for l in range(1, len(w)):
        inputs, neurons = range(len(a[l - 1])), range(len(w[l]))
        wa[l] = [[w[l][j][i] * a[l - 1][i] for i in inputs] for j in neurons]
        z[l] = [total(wa[l][j] + b[l][j : j + 1]) for j in neurons]
        a[l] = [g(z[l][j]) for j in neurons]


def cost(n: Iteration) -> None:
    """C = sum_j 1/2 (a[L][j] - t[j])^2, half the squared error of one sample."""
    d = [y - t for y, t in zip(n.a[-1], n.t, strict=True)]
    n.Cj = [0.5 * (d[j] * d[j]) for j in range(len(d))]
    n.C = total(n.Cj)


def backward(n: Iteration, l: int, w: Matrices) -> None:
    """delta[l] = dC/da[l] * da/dz[l]; in hidden layers, dC/da[l] = sum_k w[l+1][k] delta[l+1][k].

    w must be the weights of the forward pass; using the updated ones is the classic mistake.
    """
    a, t, wdelta, dC_da, da_dz, delta = n.a, n.t, n.wdelta, n.dC_da, n.da_dz, n.delta
    neurons = range(len(a[l]))
    if l == len(a) - 1:
        dC_da[l] = [a[l][j] - t[j] for j in neurons]
    else:
        above = range(len(a[l + 1]))
        wdelta[l + 1] = [[w[l + 1][k][j] * delta[l + 1][k] for j in neurons] for k in above]
        dC_da[l] = [total(wdelta[l + 1][k][j] for k in above) for j in neurons]
    da_dz[l] = [a[l][j] * (1.0 - a[l][j]) for j in neurons]
    delta[l] = [dC_da[l][j] * da_dz[l][j] for j in neurons]


def gradients(n: Iteration, l: int) -> None:
    """dC/dw[l][j][i] = delta[l][j] * a[l-1][i], dC/db[l][j] = delta[l][j]."""
    a, delta = n.a, n.delta
    inputs, neurons = range(len(a[l - 1])), range(len(a[l]))
    n.dC_dw[l] = [[delta[l][j] * a[l - 1][i] for i in inputs] for j in neurons]
    n.dC_db[l] = [delta[l][j] for j in neurons[: len(n.b[l])]]


def update(n: Iteration, l: int, rate: float, train_biases: bool) -> None:
    """w+ = w - rate * dC/dw, b+ = b - rate * dC/db: gradient descent."""
    w, b, dC_dw, dC_db = n.w, n.b, n.dC_dw, n.dC_db
    inputs, neurons = range(len(n.a[l - 1])), range(len(w[l]))
    n.w_new[l] = [[w[l][j][i] - rate * dC_dw[l][j][i] for i in inputs] for j in neurons]
    n.b_new[l] = [b[l][j] - rate * dC_db[l][j] for j in range(len(b[l]))] if train_biases else b[l]


def g(z: float) -> float:
    """The sigmoid, 1 / (1 + e^-z); below -700, where e^-z overflows, e^z is just as exact."""
    return exp(z) if z < -700.0 else 1.0 / (1.0 + exp(-z))


def total(terms: Iterable[float]) -> float:
    """Add from left to right; the built-in sum() rounds differently since Python 3.12."""
    first, *rest = terms
    for term in rest:
        first += term
    return first
