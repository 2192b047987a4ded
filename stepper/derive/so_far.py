"""The gradient of a chain by the chain rule, factor by factor, to be written out step by step."""

from itertools import zip_longest
from typing import NamedTuple

from stepper.backprop.expressions import Expression, Known, Partial
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.derive.lines import factors_of


class Factor(NamedTuple):
    """One factor: shown as a derivative before the step of made, and as written from then on."""

    written: Expression
    derivative: Expression
    made: Symbol


class Derivation(NamedTuple):
    """A gradient as the product of its factors.

    deltas: (delta, n), where the product of the first n factors is that delta.
    """

    gradient: Symbol
    factors: list[Factor]
    deltas: list[tuple[Symbol, int]]


def derivation(net: Network, gradient: Symbol) -> Derivation | None:
    """Expand dC/dw or dC/db of a chain, from C down: (y-y') y(1-y) W2 h(1-h) x.

    None if net is not a chain, and below the output of a network that is trained in place: a delta
    there is not a derivative of C.
    """
    if not net.is_chain or net.equation(gradient).chain is None:
        return None
    result = Derivation(gradient, [], [])
    _expand(net, gradient, result)
    return result


def _expand(net: Network, symbol: Symbol, result: Derivation) -> None:
    eq = net.equation(symbol)
    if not net.has_slope(symbol.l) and symbol.role is Role.DELTA:
        by_z = Known(Partial(COST, Symbol(Role.Z, symbol.l, symbol.j)), symbol)
        result.factors.append(Factor(Known(eq.formula, symbol), by_z, symbol))
        result.deltas.append((symbol, len(result.factors)))
        return
    assert eq.chain is not None
    for written, derivative in zip_longest(factors_of(eq.formula), factors_of(eq.chain)):
        assert isinstance(derivative, Known)
        if written is None:  # dz/db is 1, which the formula leaves out
            result.factors.append(Factor(derivative.value, derivative, symbol))
        elif isinstance(written, Symbol) and written.role in (Role.DELTA, Role.DC_DA):
            _expand(net, written, result)
        elif isinstance(written, Known) and isinstance(written.value, Symbol):
            result.factors.append(Factor(written, derivative, written.value))
        else:
            result.factors.append(Factor(written, derivative, symbol))
    if symbol.role is Role.DELTA:
        result.deltas.append((symbol, len(result.factors)))
