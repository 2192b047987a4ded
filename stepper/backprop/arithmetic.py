"""The engine's arithmetic: each activation with its slope, each cost with its derivative."""

from collections.abc import Callable, Iterable
from math import exp, inf, log, nan, tanh


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
