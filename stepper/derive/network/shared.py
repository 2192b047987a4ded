"""The factors that the gradients of two neighbouring layers share: the delta between them."""

from stepper.backprop.equations import slope
from stepper.backprop.expressions import SumOver
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.lines import Factors, Term, TermLine, factors_of, letter
from stepper.derive.network.longhand import MOST_TERMS, longhand, paths


def shared_factors(net: Network, symbol: Symbol) -> list[TermLine]:
    """Go from the last lines of two long-hand derivations to the same two written with delta.

    symbol: a gradient; or a delta, which means the first gradient of its neuron. The other
    gradient is of the next layer, for the output layer of the previous one. If several paths lead
    from the lower layer to C, the lines are the recursion of delta instead. Without a hidden layer
    the gradients of one neuron share its delta.
    """
    if net.L == 1:
        gradients = [s for s in net.columns if s.role in (Role.DC_DW, Role.DC_DB)]
        of_neuron = [s for s in gradients if s.j == symbol.j][:MOST_TERMS]
        return [_reuse(net, gradient, "shared.neuron") for gradient in of_neuron]
    upper, lower = _neighbours(net, symbol)
    return _one_path(net, upper, lower) if paths(net, lower.l) == 1 else _several(net, upper, lower)


def _neighbours(net: Network, s: Symbol) -> tuple[Symbol, Symbol]:
    """The gradients of the two layers: that nearer to C, then the other."""
    if s.role is Role.DELTA:
        s = Symbol(Role.DC_DW, s.l, s.j, 1)
    is_weight = s.role is Role.DC_DW
    if s.l < net.L:
        return Symbol(s.role, s.l + 1, 1, s.j if is_weight else 0), s
    return s, Symbol(s.role, s.l - 1, s.i or 1, 1 if is_weight else 0)


def _one_path(net: Network, upper: Symbol, lower: Symbol) -> list[TermLine]:
    above, below = (longhand(net, s)[-1].terms[0].factors for s in (upper, lower))
    delta, delta_below = _delta(upper), _delta(lower)
    end = above.index(slope(net, upper)) + 1 if net.has_slope(upper.l) else 1
    end_below = below.index(slope(net, lower), end) + 1
    shared, passed_on = above[:end], below[end:end_below]
    return [
        TermLine(upper, "shared", (Term((), shared, above[end:]),)),
        TermLine(lower, "shared", (Term((), shared, below[end:]),)),
        TermLine(delta, "shared.delta", (Term((), shared),)),
        TermLine(upper, "shared.reuse", (Term((), (delta,), above[end:]),)),
        TermLine(lower, "shared.reuse", (Term((), (delta,), below[end:]),)),
        TermLine(delta_below, "shared.next", (Term((), (delta,), passed_on),)),
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
    delta, *rest = factors_of(net.equation(gradient).formula)
    return TermLine(gradient, rule, (Term((), (delta,), tuple(rest)),))


def _recursion(net: Network, delta: Symbol) -> tuple[Factors, Factors]:
    """The factors of a delta from the next layer, and its slope."""
    above = net.sizes[delta.l + 1]
    if above <= MOST_TERMS:
        *passed_back, slope_here = factors_of(net.unfold(net.equation(delta)).formula)
        return tuple(passed_back), (slope_here,)
    k = letter(net, delta.l + 1)
    term = net.equation(Symbol(Role.WDELTA, delta.l + 1, k, delta.j)).formula
    return (SumOver(k, above, term),), (slope(net, delta),)


def _delta(gradient: Symbol) -> Symbol:
    return Symbol(Role.DELTA, gradient.l, gradient.j)
