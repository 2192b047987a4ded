"""Backpropagation with mistakes, written apart from the project's own equations.

As students write it: plain loops over lists, with one line changed for each mistake.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise
from math import exp
from random import Random
from typing import Any

from stepper.runs.scenario import Layer, Scenario

Numbers = dict[str, float]
SIZES = [
    (1, 1, 1), (2, 1, 1), (1, 2, 1), (1, 1, 2), (2, 2, 1), (2, 2, 2), (3, 2, 1), (2, 3, 1),
    (2, 3, 2), (3, 2, 2), (3, 3, 2), (3, 3, 3), (2, 4, 2), (3, 4, 2), (3, 4, 3), (2, 4, 3),
    (1, 3, 3), (3, 2, 3), (2, 2, 3), (1, 4, 1),
]  # fmt: skip


def networks(random: Random) -> Iterator[Scenario]:
    """Twenty networks from 1-1-1 to 3-4-3 with numbers of two digits, with and without biases."""
    for k, sizes in enumerate(SIZES):
        layers = tuple(
            Layer(
                tuple(tuple(_number(random) for _ in range(below)) for _ in range(size)),
                tuple(_number(random) for _ in range(size)) if k % 3 else None,
            )
            for below, size in pairwise(sizes)
        )
        inputs = tuple(_number(random) for _ in range(sizes[0]))
        targets = tuple(random.randint(1, 99) / 100 for _ in range(sizes[-1]))
        yield Scenario("drawn", random.choice((0.1, 0.5, 1.0)), ((inputs, targets),), layers)


def _number(random: Random) -> float:
    return random.choice((-1, 1)) * random.randint(10, 99) / 100


def g(z: float) -> float:
    return 1.0 / (1.0 + exp(-z))


class Student:
    """One iteration of a network of one hidden layer; each method is a line of it."""

    def __init__(self, scenario: Scenario) -> None:
        (self.x, self.t), *_ = scenario.samples
        hidden, output = scenario.layers
        self.w1, self.w2 = hidden.weights, output.weights
        self.b1, self.b2 = hidden.biases, output.biases
        self.rate = scenario.learning_rate or 0.0
        self.n, self.m, self.o = len(self.x), len(self.w1), len(self.w2)

    def z1(self, j: int) -> float:
        return sum(w * x for w, x in zip(self.w1[j], self.x, strict=True)) + self.bias1(j)

    def z2(self, k: int) -> float:
        return sum(w * h for w, h in zip(self.w2[k], self.h, strict=True)) + self.bias2(k)

    def bias1(self, j: int) -> float:
        return self.b1[j] if self.b1 else 0.0

    def bias2(self, k: int) -> float:
        return self.b2[k] if self.b2 else 0.0

    def act1(self, z: float) -> float:
        return g(z)

    def act2(self, z: float) -> float:
        return g(z)

    def error(self, k: int) -> float:
        return self.y[k] - self.t[k]

    def slope2(self, k: int) -> float:
        return self.y[k] * (1 - self.y[k])

    def slope1(self, j: int) -> float:
        return self.h[j] * (1 - self.h[j])

    def delta2(self, k: int) -> float:
        return self.error(k) * self.slope2(k)

    def term(self, k: int, j: int) -> float:
        return self.d2[k] * self.w2[k][j]

    def back(self, j: int) -> float:
        return sum(self.term(k, j) for k in range(self.o))

    def delta1(self, j: int) -> float:
        return self.back(j) * self.slope1(j)

    def gradient2(self, k: int, j: int) -> float:
        return self.d2[k] * self.h[j]

    def gradient1(self, j: int, i: int) -> float:
        return self.d1[j] * self.x[i]

    def of_bias2(self, k: int) -> float:
        return self.d2[k]

    def of_bias1(self, j: int) -> float:
        return self.d1[j]

    def updated(self, old: float, gradient: float) -> float:
        return old - self.rate * gradient

    def run(self) -> tuple[Numbers, Numbers, Numbers]:
        """All numbers but weights, the gradients and deltas' gradients, and the new weights."""
        every: Numbers = {}
        hidden, outputs, inputs = range(self.m), range(self.o), range(self.n)
        z1 = [self.z1(j) for j in hidden]
        self.zs1 = z1
        self.h = [self.act1(z) for z in z1]
        z2 = [self.z2(k) for k in outputs]
        self.zs2 = z2
        self.y = [self.act2(z) for z in z2]
        self.d2 = [self.delta2(k) for k in outputs]
        self.g2 = [[self.gradient2(k, j) for j in hidden] for k in outputs]
        self.d1 = [self.delta1(j) for j in hidden]
        self.g1 = [[self.gradient1(j, i) for i in inputs] for j in hidden]
        for l, zs, a, d in ((1, z1, self.h, self.d1), (2, z2, self.y, self.d2)):
            for j in range(len(zs)):
                every[f"z[{l}][{j + 1}]"], every[f"a[{l}][{j + 1}]"] = zs[j], a[j]
                every[f"delta[{l}][{j + 1}]"] = d[j]
        gradients: Numbers = {}
        new: Numbers = {}
        for l, w, b, grad, of_bias in (
            (2, self.w2, self.b2, self.g2, self.of_bias2),
            (1, self.w1, self.b1, self.g1, self.of_bias1),
        ):
            for j, row in enumerate(grad):
                for i, each in enumerate(row):
                    gradients[f"dC/dw[{l}][{j + 1}][{i + 1}]"] = each
                    new[f"w+[{l}][{j + 1}][{i + 1}]"] = self.update(l, w, grad, j, i)
                if b:
                    gradients[f"dC/db[{l}][{j + 1}]"] = of_bias(j)
                    new[f"b+[{l}][{j + 1}]"] = self.updated(b[j], of_bias(j))
        return every | gradients | new, gradients, new

    def update(self, l: int, w: Any, grad: Any, j: int, i: int) -> float:
        return self.updated(w[j][i], grad[j][i])


def _mistake(**lines: Callable[..., Any]) -> type[Student]:
    return type("Wrong", (Student,), lines)


def _misread(scenario: Scenario) -> Student:
    self = Student(scenario)
    w = [list(row) for row in self.w1]
    text = f"{w[0][0]:.2f}"
    w[0][0] = float(f"{text[:-1]}{(int(text[-1]) + 3) % 10}")
    self.w1 = tuple(map(tuple, w))
    return self


def _ten_times(scenario: Scenario) -> Student:
    self = Student(scenario)
    self.x = (self.x[0] * 10, *self.x[1:])
    return self


def _is_square(s: Student) -> bool:
    return s.m == s.o > 1


Make = Callable[[Scenario], Student]
MISTAKES: dict[str, Make] = {
    "no_weight": _mistake(term=lambda s, k, j: s.d2[k]),
    "divide_by_weight": _mistake(term=lambda s, k, j: s.d2[k] / s.w2[k][j]),
    "error_sent_back": _mistake(term=lambda s, k, j: s.error(k) * s.w2[k][j]),
    "gradient_for_term": _mistake(term=lambda s, k, j: s.g2[k][j]),
    "in_place": _mistake(
        term=lambda s, k, j: s.d2[k] * s.updated(s.w2[k][j], s.g2[k][j])
    ),
    "no_output_slope": _mistake(delta2=lambda s, k: s.error(k)),
    "output_gradient_no_slope": _mistake(gradient2=lambda s, k, j: s.error(k) * s.h[j]),
    "own_activation": _mistake(
        gradient2=lambda s, k, j: s.d2[k] * (s.y[j] if _is_square(s) else s.h[j])
    ),
    "own_output": _mistake(gradient2=lambda s, k, j: s.d2[k] * s.y[k]),
    "transposed_back": _mistake(
        term=lambda s, k, j: s.d2[k] * (s.w2[j][k] if _is_square(s) else s.w2[k][j])
    ),
    "uphill": _mistake(updated=lambda s, old, gradient: old + s.rate * gradient),
    # and others of the same kinds
    "no_hidden_slope": _mistake(delta1=lambda s, j: s.back(j)),
    "slope_of_z": _mistake(slope1=lambda s, j: s.zs1[j] * (1 - s.zs1[j])),
    "output_slope_of_z": _mistake(slope2=lambda s, k: s.zs2[k] * (1 - s.zs2[k])),
    "slope_at_activation": _mistake(slope1=lambda s, j: g(s.h[j]) * (1 - g(s.h[j]))),
    "activation_for_slope": _mistake(slope1=lambda s, j: s.h[j]),
    "half_a_slope": _mistake(slope1=lambda s, j: 1 - s.h[j]),
    "output_slope_twice": _mistake(delta2=lambda s, k: s.error(k) * s.slope2(k) ** 2),
    "hidden_slope_twice": _mistake(delta1=lambda s, j: s.back(j) * s.slope1(j) ** 2),
    "slope_of_output": _mistake(slope1=lambda s, j: s.slope2(min(j, s.o - 1))),
    "slope_of_hidden": _mistake(slope2=lambda s, k: s.slope1(min(k, s.m - 1))),
    "other_target": _mistake(error=lambda s, k: s.y[k] - s.t[(k + 1) % s.o]),
    "first_term": _mistake(back=lambda s, j: s.term(0, j)),
    "last_term_left_out": _mistake(
        back=lambda s, j: sum(s.term(k, j) for k in range(max(s.o - 1, 1)))
    ),
    "no_bias": _mistake(bias1=lambda s, j: 0.0, bias2=lambda s, k: 0.0),
    "no_hidden_bias": _mistake(bias1=lambda s, j: 0.0),
    "no_rate": _mistake(updated=lambda s, old, gradient: old - gradient),
    "rate_twice": _mistake(updated=lambda s, old, gradient: old - s.rate**2 * gradient),
    "divide_by_rate": _mistake(updated=lambda s, old, gradient: old - gradient / s.rate),
    "z_for_activation": _mistake(gradient2=lambda s, k, j: s.d2[k] * s.zs1[j]),
    "z_sent_on": _mistake(act1=lambda s, z: z),
    "squashed_twice": _mistake(act1=lambda s, z: g(g(z))),
    "no_output_sigmoid": _mistake(act2=lambda s, z: z),
    "target_minus_output": _mistake(error=lambda s, k: s.t[k] - s.y[k]),
    "two_left": _mistake(error=lambda s, k: 2 * (s.y[k] - s.t[k])),
    "half_left": _mistake(error=lambda s, k: 0.5 * (s.y[k] - s.t[k])),
    "activation_for_delta": _mistake(term=lambda s, k, j: s.y[k] * s.w2[k][j]),
    "output_for_error": _mistake(error=lambda s, k: s.y[k]),
    "added_target": _mistake(error=lambda s, k: s.y[k] + s.t[k]),
    "no_input": _mistake(gradient1=lambda s, j, i: s.d1[j]),
    "no_hidden_input": _mistake(gradient2=lambda s, k, j: s.d2[k]),
    "input_of_other_layer": _mistake(gradient1=lambda s, j, i: s.d1[j] * s.h[j]),
    "weight_for_input": _mistake(gradient2=lambda s, k, j: s.d2[k] * s.w2[k][j]),
    "input_for_bias": _mistake(of_bias1=lambda s, j: s.d1[j] * s.x[0]),
    "delta_times_input": _mistake(delta2=lambda s, k: s.error(k) * s.slope2(k) * s.h[0]),
    "sent_back_sign": _mistake(term=lambda s, k, j: -s.d2[k] * s.w2[k][j]),
    "step_alone": _mistake(updated=lambda s, old, gradient: s.rate * gradient),
    "weight_squared": _mistake(term=lambda s, k, j: s.d2[k] * s.w2[k][j] ** 2),
    "first_hidden_twice": _mistake(
        z2=lambda s, k: s.bias2(k)
        + sum(w * s.h[0 if j == 1 else j] for j, w in enumerate(s.w2[k]))
    ),
    "gradients_transposed": _mistake(
        update=lambda s, l, w, grad, j, i: s.updated(
            w[j][i], grad[i][j] if len(grad) == len(grad[0]) else grad[j][i]
        )
    ),
    "misread": _misread,
    "decimal_point": _ten_times,
}  # fmt: skip
FIRST = tuple(MISTAKES)[:11]
