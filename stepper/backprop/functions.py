"""The functions of expressions and their slopes, apart from the engine's own.

What leaves the range of floats becomes an infinity, and what is undefined becomes NaN:
the run stops there.
"""

from collections.abc import Callable
from math import cos, exp, inf, isfinite, log, nan, sin, sqrt, tanh
from operator import ge, gt, le, lt


def _exp(z: float) -> float:
    try:
        return exp(z)
    except OverflowError:
        return inf


def _log(a: float) -> float:
    return log(a) if a > 0.0 else nan


def _sigmoid(z: float) -> float:
    """1 / (1 + e^-z); below -700, where e^-z would overflow, e^z is as exact."""
    return exp(z) if z < -700.0 else 1.0 / (1.0 + exp(-z))


def _sign(z: float) -> float:
    """The slope of the absolute value, 0 at 0."""
    return 1.0 if z > 0.0 else -1.0 if z < 0.0 else z - z


def power(base: float, exponent: float) -> float:
    """base ** exponent; Python gives 1 for nan ** 0 and 1 ** nan."""
    if base != base or exponent != exponent:
        return nan
    try:
        result = base**exponent
    except ZeroDivisionError:
        return nan
    except OverflowError:
        return inf if base > 0.0 else nan
    return nan if isinstance(result, complex) else result


def _max(first: float, *others: float) -> float:
    """First largest number; NaN if any is NaN."""
    for other in others:
        if other > first or other != other:
            first = other
    return first


def _min(first: float, *others: float) -> float:
    for other in others:
        if other < first or other != other:
            first = other
    return first


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sigmoid": _sigmoid,
    "tanh": tanh,
    "relu": lambda z: 0.0 if z <= 0.0 else z,
    "identity": lambda z: z,
    "exp": _exp,
    "log": _log,
    "sqrt": lambda a: sqrt(a) if a >= 0.0 else nan,
    "sin": lambda z: sin(z) if isfinite(z) else nan,
    "cos": lambda z: cos(z) if isfinite(z) else nan,
    "abs": abs,
    "sign": _sign,
}

EXTREMES: dict[str, Callable[..., float]] = {"max": _max, "min": _min}

COMPARISONS: dict[str, Callable[[float, float], bool]] = {">": gt, ">=": ge, "<": lt, "<=": le}

# from z and a = g(z)
SLOPES: dict[str, Callable[[float, float], float]] = {
    "sigmoid": lambda z, a: a * (1.0 - a),
    "tanh": lambda z, a: 1.0 - a * a,
    "relu": lambda z, a: 1.0 if z > 0.0 else 0.0,
    "identity": lambda z, a: 1.0,
}
