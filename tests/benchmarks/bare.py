"""Backpropagation as loops that keep only the weights: the least that lists can do."""

from collections.abc import Sequence
from math import exp

from stepper.backprop.iteration import Matrices, Vectors


def update(w: Matrices, b: Vectors, x: Sequence[float], t: Sequence[float], rate: float) -> None:
    """Update in place; w[l] and b[l] begin at the first hidden layer, b[l] is empty without."""
    a = [x]
    for l in range(len(w)):
        here = []
        for j in range(len(w[l])):
            row, below = w[l][j], a[l]
            z = b[l][j] if b[l] else 0.0
            for i in range(len(row)):
                z += row[i] * below[i]
            here.append(1.0 / (1.0 + exp(-z)))
        a.append(here)
    y = a[-1]
    delta = [(y[j] - t[j]) * y[j] * (1.0 - y[j]) for j in range(len(y))]
    for l in range(len(w) - 1, -1, -1):
        below, passed = a[l], [0.0] * len(a[l])
        for j in range(len(delta)):
            row, step = w[l][j], rate * delta[j]
            for i in range(len(row)):
                passed[i] += row[i] * delta[j]
                row[i] -= step * below[i]
            if b[l]:
                b[l][j] -= step
        delta = [passed[i] * below[i] * (1.0 - below[i]) for i in range(len(below))]
