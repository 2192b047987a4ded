"""What the gradients of two neighbouring layers share: the delta of the neuron between them."""

from stepper.backprop.equations import equation, slope, unfold
from stepper.backprop.expressions import SumOver
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.lines import Factors, Line, Term, factors_of, letter
from stepper.derive.longhand import MOST_TERMS, longhand, paths


def shared_factors(n: Network, symbol: Symbol) -> list[Line]:
    """From the last lines of two long-hand derivations to the same two with delta put in.

    symbol: a gradient, or a delta, in whose place its neuron's first gradient is taken. The other
    gradient is of the layer above, for the output of the layer below. Where the lower of the two
    acts on C on several paths, the lines are the recursion: delta from the deltas above it.
    """
    upper, lower = _neighbours(n, symbol)
    return _one_path(n, upper, lower) if paths(n, lower.l) == 1 else _several(n, upper, lower)


def _neighbours(n: Network, s: Symbol) -> tuple[Symbol, Symbol]:
    """The gradient of the upper layer, and that of the lower one."""
    if s.role is Role.DELTA:
        s = Symbol(Role.DC_DW, s.l, s.j, 1)
    is_weight = s.role is Role.DC_DW
    if s.l < n.L:
        return Symbol(s.role, s.l + 1, 1, s.j if is_weight else 0), s
    return s, Symbol(s.role, s.l - 1, s.i or 1, 1 if is_weight else 0)


def _one_path(n: Network, upper: Symbol, lower: Symbol) -> list[Line]:
    above, below = (longhand(n, s)[-1].terms[0].factors for s in (upper, lower))
    delta, delta_below = _delta(upper), _delta(lower)
    end = above.index(slope(upper)) + 1
    end_below = below.index(slope(lower)) + 1
    shared, handed_down = above[:end], below[end:end_below]
    return [
        Line(upper, "shared", (Term((), shared, above[end:]),)),
        Line(lower, "shared", (Term((), shared, below[end:]),)),
        Line(delta, "shared.delta", (Term((), shared),)),
        Line(upper, "shared.reuse", (Term((), (delta,), above[end:]),)),
        Line(lower, "shared.reuse", (Term((), (delta,), below[end:]),)),
        Line(delta_below, "shared.next", (Term((), (delta,), handed_down),)),
        Line(lower, "shared.next", (Term((), (delta_below,), below[end_below:]),)),
    ]


def _several(n: Network, upper: Symbol, lower: Symbol) -> list[Line]:
    delta_below = _delta(lower)
    made_of = "shared.sum" if n.sizes[upper.l] > 1 else "shared.one"
    return [
        _reuse(n, upper, "shared.neuron"),
        Line(delta_below, made_of, (Term((), *_recursion(n, delta_below)),)),
        _reuse(n, lower, made_of),
    ]


def _reuse(n: Network, gradient: Symbol, rule: str) -> Line:
    delta, *rest = factors_of(equation(n, gradient).formula)
    return Line(gradient, rule, (Term((), (delta,), tuple(rest)),))


def _recursion(n: Network, delta: Symbol) -> tuple[Factors, Factors]:
    """What comes from above, and the slope."""
    above = n.sizes[delta.l + 1]
    if above <= MOST_TERMS:
        *blame, slope_here = factors_of(unfold(n, equation(n, delta)).formula)
        return tuple(blame), (slope_here,)
    k = letter(n, delta.l + 1)
    term = equation(n, Symbol(Role.WDELTA, delta.l + 1, k, delta.j)).formula
    return (SumOver(k, above, term),), (slope(delta),)


def _delta(gradient: Symbol) -> Symbol:
    return Symbol(Role.DELTA, gradient.l, gradient.j)
