"""What the gradients of two neighbouring layers share: the delta of the neuron between them."""

from stepper.backprop.equations import equation, slope, unfold
from stepper.backprop.expressions import SumOver
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.lines import Factors, Term, TermLine, factors_of, letter
from stepper.derive.longhand import MOST_TERMS, longhand, paths


def shared_factors(net: Network, symbol: Symbol) -> list[TermLine]:
    """From the last lines of two long-hand derivations to the same two with delta put in.

    symbol: a gradient, or a delta, in whose place its neuron's first gradient is taken. The other
    gradient is of the layer above, for the output of the layer below. Where the lower of the two
    acts on C on several paths, the lines are the recursion: delta from the deltas above it.
    """
    upper, lower = _neighbours(net, symbol)
    return _one_path(net, upper, lower) if paths(net, lower.l) == 1 else _several(net, upper, lower)


def _neighbours(net: Network, s: Symbol) -> tuple[Symbol, Symbol]:
    """The gradient of the upper layer, and that of the lower one."""
    if s.role is Role.DELTA:
        s = Symbol(Role.DC_DW, s.l, s.j, 1)
    is_weight = s.role is Role.DC_DW
    if s.l < net.L:
        return Symbol(s.role, s.l + 1, 1, s.j if is_weight else 0), s
    return s, Symbol(s.role, s.l - 1, s.i or 1, 1 if is_weight else 0)


def _one_path(net: Network, upper: Symbol, lower: Symbol) -> list[TermLine]:
    above, below = (longhand(net, s)[-1].terms[0].factors for s in (upper, lower))
    delta, delta_below = _delta(upper), _delta(lower)
    end = above.index(slope(net, upper)) + 1
    end_below = below.index(slope(net, lower)) + 1
    shared, handed_down = above[:end], below[end:end_below]
    return [
        TermLine(upper, "shared", (Term((), shared, above[end:]),)),
        TermLine(lower, "shared", (Term((), shared, below[end:]),)),
        TermLine(delta, "shared.delta", (Term((), shared),)),
        TermLine(upper, "shared.reuse", (Term((), (delta,), above[end:]),)),
        TermLine(lower, "shared.reuse", (Term((), (delta,), below[end:]),)),
        TermLine(delta_below, "shared.next", (Term((), (delta,), handed_down),)),
        TermLine(lower, "shared.next", (Term((), (delta_below,), below[end_below:]),)),
    ]


def _several(net: Network, upper: Symbol, lower: Symbol) -> list[TermLine]:
    delta_below = _delta(lower)
    made_of = "shared.sum" if net.sizes[upper.l] > 1 else "shared.one"
    return [
        _reuse(net, upper, "shared.neuron"),
        TermLine(delta_below, made_of, (Term((), *_recursion(net, delta_below)),)),
        _reuse(net, lower, made_of),
    ]


def _reuse(net: Network, gradient: Symbol, rule: str) -> TermLine:
    delta, *rest = factors_of(equation(net, gradient).formula)
    return TermLine(gradient, rule, (Term((), (delta,), tuple(rest)),))


def _recursion(net: Network, delta: Symbol) -> tuple[Factors, Factors]:
    """What comes from above, and the slope."""
    above = net.sizes[delta.l + 1]
    if above <= MOST_TERMS:
        *blame, slope_here = factors_of(unfold(net, equation(net, delta)).formula)
        return tuple(blame), (slope_here,)
    k = letter(net, delta.l + 1)
    term = equation(net, Symbol(Role.WDELTA, delta.l + 1, k, delta.j)).formula
    return (SumOver(k, above, term),), (slope(net, delta),)


def _delta(gradient: Symbol) -> Symbol:
    return Symbol(Role.DELTA, gradient.l, gradient.j)
