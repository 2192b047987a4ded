"""Compares gradients and deltas with central differences of the cost C."""

from collections.abc import Iterator
from math import ceil, floor, log10
from sys import float_info

from stepper.backprop import engine
from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.arithmetic import total
from stepper.backprop.iteration import Iteration
from stepper.backprop.shape import CROSS_ENTROPY, SOFTMAX
from stepper.backprop.symbols import Role, Symbol
from stepper.runs.checks import formulas
from stepper.runs.checks.central_differences import DECADES, SMALLEST, Check, best
from stepper.runs.trace import Trace

LEAST_STEP = 1e-15  # relative to the parameter: below it, rounding would swallow the step
LEAST_INPUT = 1e-100  # a smaller one changes z too little for C to show

GRADIENTS = (Role.DC_DW, Role.DC_DB, Role.GRADIENT)


def check_gradients(trace: Trace, iteration: int) -> Iterator[Check]:
    """Yield a Check for each gradient of an iteration (from 1), in the order of the columns."""
    gradients = [s for s in trace.model.columns if s.role in GRADIENTS]
    if trace.scenario.formula:
        for s in gradients:
            yield formulas.check(trace, trace.scenario.formula, iteration, s)
        return
    n = _iteration(trace, iteration)
    for s in gradients:
        yield _checked(n, s, trace.value(s, iteration))


def check_gradient(trace: Trace, iteration: int, s: Symbol) -> Check:
    """Check one gradient, or a delta, which is the gradient of its z.

    numeric = (C(p + ε) - C(p - ε)) / 2ε, where p is the weight, the bias, z or a formula's number.
    """
    if trace.scenario.formula:
        return formulas.check(trace, trace.scenario.formula, iteration, s)
    n = _iteration(trace, iteration)
    if s.role is Role.DELTA and not trace.network.biases:
        n.b = [[0.0] * len(neurons) for neurons in n.w]  # a bias changes its z, and nothing else
    return _checked(n, s, trace.value(s, iteration))


def _checked(n: Iteration, s: Symbol, analytic: float) -> Check:
    at_corner = _reaches_corner(n, s)
    return best(list(_checks(n, s, analytic)))._replace(at_corner=at_corner)


def _checks(n: Iteration, s: Symbol, analytic: float) -> Iterator[Check]:
    """Yield a Check for each step size, from the largest; n is unchanged afterwards."""
    row, place, dz_dp = (
        (n.w[s.l][s.j - 1], s.i - 1, n.a[s.l - 1][s.i - 1])
        if s.role is Role.DC_DW
        else (n.b[s.l], s.j - 1, 1.0)
    )
    value = row[place]
    decade = floor(log10(1 / max(abs(dz_dp), LEAST_INPUT)))
    if value:
        decade = max(decade, ceil(log10(abs(value)) + log10(LEAST_STEP / SMALLEST)))
    for size in DECADES:
        epsilon = float(f"1e{decade + size}")
        row[place] = above = value + epsilon
        up, rounding_up = _cost(n)
        row[place] = below = value - epsilon
        down, rounding_down = _cost(n)
        distance = above - below
        rounding = (rounding_up + rounding_down) / distance
        yield Check(s, analytic, (up - down) / distance, epsilon, up, down, distance, rounding)
    row[place] = value
    engine.forward(n)


def _reaches_corner(n: Iteration, s: Symbol) -> bool:
    """Whether a z that depends on the parameter of s is at a corner, nearer than any step."""
    for l in range(s.l, len(n.w)):
        activation = ACTIVATIONS.get(n.g[l])
        if activation is None or activation.corner is None:
            continue
        reached = n.z[l][s.j - 1 : s.j] if l == s.l else n.z[l]
        if any(abs(z - activation.corner) < SMALLEST for z in reached):
            return True
    return False


def _cost(n: Iteration) -> tuple[float, float]:
    """C for the current weights and biases, and how far rounding can change it."""
    engine.forward(n)
    engine.cost_of(n)
    for l in range(len(n.w) - 1, 0, -1):
        engine.backward(n, l, n.w)
    return n.C, _rounding(n)


def _iteration(trace: Trace, iteration: int) -> Iteration:
    """The iteration in the engine's form, with the weights before its update."""
    x, t = trace.scenario.samples[(iteration - 1) % len(trace.scenario.samples)]
    w, b = trace.scenario.weights, trace.scenario.biases
    for symbol in trace.model.columns:
        if symbol.role is Role.W:
            w[symbol.l][symbol.j - 1][symbol.i - 1] = trace.value(symbol, iteration)
        elif symbol.role is Role.B:
            b[symbol.l][symbol.j - 1] = trace.value(symbol, iteration)
    g = ("", *(layer.activation for layer in trace.scenario.layers))
    n = Iteration(list(x), list(t), w, b, g, trace.scenario.cost)
    engine.forward(n)
    return n


def _rounding(n: Iteration) -> float:
    """How far the rounding of every z, a and C can move C, to first order."""
    by_output = _by_output(n)
    moved = abs(n.C)
    for dC_dy, y, t in zip(by_output, n.a[-1], n.t, strict=True):
        moved += abs(dC_dy) * (abs(y) + abs(t))
    for l in range(1, len(n.w)):
        dC_da = by_output if l == len(n.w) - 1 else n.dC_da[l]
        for j, delta in enumerate(n.delta[l]):
            terms = [*n.wa[l][j], *n.b[l][j : j + 1]]
            moved += abs(delta) * total(map(abs, terms)) * len(terms)
            moved += abs(dC_da[j] * n.a[l][j])
    return 2.0 * float_info.epsilon * moved


def _by_output(n: Iteration) -> list[float]:
    """∂C/∂y of each output, also for cross-entropy, whose equations do without it."""
    if n.cost != CROSS_ENTROPY:
        return n.dC_da[-1]
    no = 0.0 if n.g[-1] == SOFTMAX else 1.0
    return [
        (t / y if t and y else 0.0) + (no * (1.0 - t) / (1.0 - y) if t != 1.0 and y != 1.0 else 0.0)
        for y, t in zip(n.a[-1], n.t, strict=True)
    ]
