"""The functions of expressions and their slopes, apart from the engine's own.

What leaves the range of floats becomes an infinity, and what does not exist, not a number: the
run stops there.
"""

from collections.abc import Callable
from math import exp, inf, log, nan, tanh


def _exp(z: float) -> float:
    try:
        return exp(z)
    except OverflowError:
        return inf


def _log(a: float) -> float:
    return log(a) if a > 0.0 else -inf if a == 0.0 else nan


def _sigmoid(z: float) -> float:
    """1 / (1 + e^-z); below -700, where e^-z would overflow, e^z is as exact."""
    return exp(z) if z < -700.0 else 1.0 / (1.0 + exp(-z))


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": _sigmoid,
    "tanh": tanh,
    "relu": lambda z: z if z > 0.0 else 0.0,
    "identity": lambda z: z,
    "exp": _exp,
    "log": _log,
}

# from z and a = g(z)
SLOPES: dict[str, Callable[[float, float], float]] = {
    "sigmoid": lambda z, a: a * (1.0 - a),
    "tanh": lambda z, a: 1.0 - a * a,
    "relu": lambda z, a: 1.0 if z > 0.0 else 0.0,
    "identity": lambda z, a: 1.0,
}
