"""Compares the gradients of an iteration with central differences of the cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from sys import float_info

from stepper import engine
from stepper.symbols import Role, Symbol
from stepper.trace import Trace

STEP_SIZES = tuple(10.0**-k for k in range(1, 8))
TOLERANCE = 1e-6  # relative
DROWNED = 1e-3  # rounding beyond this part of a gradient leaves nothing to compare


@dataclass(frozen=True)
class Check:
    """One gradient: numeric at the best step size, and what rounding of C allows there."""

    symbol: Symbol
    analytic: float
    numeric: float
    step_size: float
    rounding: float

    @property
    def size(self) -> float:
        return max(abs(self.analytic), abs(self.numeric))

    @property
    def too_small(self) -> bool:
        """Whether rounding of C drowns the gradient."""
        return self.rounding > DROWNED * self.size

    @property
    def passes(self) -> bool:
        allowed = TOLERANCE * self.size + self.rounding
        return self.too_small or abs(self.analytic - self.numeric) <= allowed


def check_gradients(trace: Trace, iteration: int) -> Iterator[Check]:
    """A Check of every gradient of an iteration (from 1), in the order of the columns.

    numeric = (C(p + h) - C(p - h)) / 2h for the parameter p of the gradient.
    """
    n = _iteration(trace, iteration)
    rounding = _rounding(n)
    for symbol in trace.network.columns:
        if symbol.role not in (Role.DC_DW, Role.DC_DB):
            continue
        analytic = trace.value(iteration, symbol)
        row, place = (
            (n.w[symbol.l][symbol.j - 1], symbol.i - 1)
            if symbol.role is Role.DC_DW
            else (n.b[symbol.l], symbol.j - 1)
        )
        value, checks = row[place], []
        for h in STEP_SIZES:
            above, below = value + h, value - h
            up, down = _cost_with(n, row, place, above), _cost_with(n, row, place, below)
            distance = above - below
            numeric = (up - down) / distance
            checks.append(Check(symbol, analytic, numeric, h, 2 * rounding / distance))
        row[place] = value
        yield _best(checks)


def _best(checks: list[Check]) -> Check:
    """The largest step size at which the curve of C no longer matters, so rounding the least.

    Whether it matters shows in the next smaller one; the analytic value has no say in the choice.
    """
    for check, smaller in pairwise(checks):
        curve = abs(check.numeric - smaller.numeric)
        if curve <= TOLERANCE / 2 * abs(check.numeric) + check.rounding:
            return check
    return checks[-1]


def _cost_with(n: engine.Iteration, row: list[float], place: int, value: float) -> float:
    row[place] = value
    engine.forward(n)
    engine.cost(n)
    return n.C


def _iteration(trace: Trace, iteration: int) -> engine.Iteration:
    """The iteration as the engine has it, forward and backward with the weights before it."""
    x, t = trace.scenario.samples[(iteration - 1) % len(trace.scenario.samples)]
    w, b = trace.scenario.weights, trace.scenario.biases
    for symbol in trace.network.columns:
        if symbol.role is Role.W:
            w[symbol.l][symbol.j - 1][symbol.i - 1] = trace.value(iteration, symbol)
        elif symbol.role is Role.B:
            b[symbol.l][symbol.j - 1] = trace.value(iteration, symbol)
    n = engine.Iteration(list(x), list(t), w, b)
    engine.forward(n)
    engine.cost(n)
    for l in range(len(w) - 1, 0, -1):
        engine.backward(n, l, w)
    return n


def _rounding(n: engine.Iteration) -> float:
    """What the rounding of every z, a and C can move C by, to first order."""
    moved = n.C
    for dC_dy, y, t in zip(n.dC_da[-1], n.a[-1], n.t, strict=True):
        moved += abs(dC_dy) * (y + abs(t))
    for l in range(1, len(n.w)):
        for j, delta in enumerate(n.delta[l]):
            terms = [*n.wa[l][j], *n.b[l][j : j + 1]]
            moved += abs(delta) * sum(map(abs, terms)) * len(terms)
            moved += abs(n.dC_da[l][j]) * n.a[l][j]
    return 2.0 * float_info.epsilon * moved
