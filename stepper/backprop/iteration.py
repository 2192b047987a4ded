"""All numbers of one iteration, as the engine keeps them."""

from collections.abc import Sequence
from typing import Any

Vector = list[float]
Vectors = list[Vector]  # [layer][neuron]
Matrices = list[Vectors]  # [layer][neuron][neuron of the previous layer]
Sample = tuple[Sequence[float], Sequence[float]]


class Iteration:
    """Every number of one forward pass, backward pass and update on one sample.

    x, t: inputs and targets. w, b: weights and biases by layer. g: the activation of each layer by
    its name, g[0] unused. cost: the name of the cost.
    """

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

    def __repr__(self) -> str:
        return f"<Iteration: x = {self.x}, C = {vars(self).get('C')}>"
