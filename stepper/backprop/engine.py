"""Backpropagation on plain lists, with every intermediate number kept.

    x  input          w  weight           C      cost
    t  target         b  bias             delta  dC/dz, the error of a neuron
    a  activation     z  pre-activation   rate   learning rate

Layer 0 is the input, a[0] = x; layers 1..L compute. w[l][j][i] is the weight from neuron i of
layer l-1 to neuron j of layer l; w[0] is empty, so that the code is indexed as the equations are.
A network without biases has an empty list for each b[l]. g[l] names the activation of layer l.
"""

from collections.abc import Iterator, Sequence
from math import nan

from stepper.backprop.arithmetic import ACTIVATIONS, SQUARES, one_of_many, raised, total, yes_or_no
from stepper.backprop.iteration import Iteration, Matrices, Sample, Vectors


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

    w, b: as Scenario.weights and Scenario.biases are, with an empty layer 0. samples: pairs of
    inputs and targets. rate: the learning rate; None leaves all weights as they are. g: the
    activation of each layer by its name, g[0] unused; left out, all are sigmoids. mean: whether an
    update takes the mean of the gradients of its batch, not their sum. in_place: use weights that
    are already updated in the backward pass, which is the classic mistake.

    An Iteration n has every number by its name, in lists in which neurons count from 0: n.C,
    n.a[l][j], n.delta[l][j].

    This is the engine itself: it checks nothing. Lists that do not fit together are computed as far
    as possible or raise an error of Python's, and numbers may overflow. Scenario.train() passes it
    a checked scenario.
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

    w must be the weights of the forward pass; using the updated ones is the classic mistake. With
    cross-entropy, the slope of the output cancels: delta[L] = a[L] - t.
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
    """sum dC/dw = the sum of the samples before + dC/dw, within a batch; likewise dC/db."""
    n.sum_dw[l], n.sum_db[l] = n.dC_dw[l], n.dC_db[l]
    if before is not None:
        inputs, neurons = range(len(n.a[l - 1])), range(len(n.a[l]))
        dw, db = before.sum_dw[l], before.sum_db[l]
        n.sum_dw[l] = [[dw[j][i] + n.dC_dw[l][j][i] for i in inputs] for j in neurons]
        n.sum_db[l] = [db[j] + n.dC_db[l][j] for j in neurons[: len(db)]]


def update(n: Iteration, l: int, rate: float, size: int, train_biases: bool) -> None:
    """w+ = w - rate * (sum dC/dw / size), b+ likewise: gradient descent.

    size: the number of samples for the mean of a batch; 1 for the sum, and without batches.
    """
    w, b, dw, db = n.w, n.b, n.sum_dw, n.sum_db
    inputs, neurons = range(len(n.a[l - 1])), range(len(w[l]))
    n.w_new[l] = [[w[l][j][i] - rate * (dw[l][j][i] / size) for i in inputs] for j in neurons]
    n.b_new[l] = (
        [b[l][j] - rate * (db[l][j] / size) for j in range(len(b[l]))] if train_biases else b[l]
    )
