"""A gradient written out by the chain rule, factor by factor, as far as a single path leads."""

from itertools import zip_longest
from typing import NamedTuple

from stepper.backprop.equations import equation
from stepper.backprop.expressions import Expression, Known, Product
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol


class Factor(NamedTuple):
    """One factor: written out once the step of made brings it in, a derivative until then."""

    written: Expression
    derivative: Expression
    made: Symbol


class Derivation(NamedTuple):
    """gradient = the product of the factors; the first so many of them are a delta."""

    gradient: Symbol
    factors: list[Factor]
    deltas: list[tuple[Symbol, int]]


def derivation(net: Network, gradient: Symbol) -> Derivation | None:
    """dC/dw or dC/db of a chain in full, from C down: (y-y') y(1-y) W2 h(1-h) x.

    None where C is reached along several paths, and below the output of a network that is
    trained in place: what stands there is no derivative of C.
    """
    if not net.is_chain or equation(net, gradient).chain is None:
        return None
    result = Derivation(gradient, [], [])
    _expand(net, gradient, result)
    return result


def _expand(net: Network, symbol: Symbol, result: Derivation) -> None:
    eq = equation(net, symbol)
    for written, derivative in zip_longest(_factors(eq.formula), _factors(eq.chain)):
        assert isinstance(derivative, Known)
        if written is None:  # dz/db is 1: the formula is silent about it
            result.factors.append(Factor(derivative.value, derivative, symbol))
        elif isinstance(written, Symbol) and written.role in (Role.DELTA, Role.DC_DA):
            _expand(net, written, result)
        elif isinstance(written, Known) and isinstance(written.value, Symbol):
            result.factors.append(Factor(written, derivative, written.value))
        else:
            result.factors.append(Factor(written, derivative, symbol))
    if symbol.role is Role.DELTA:
        result.deltas.append((symbol, len(result.factors)))


def _factors(e: Expression | None) -> tuple[Expression, ...]:
    assert e is not None
    return e.factors if isinstance(e, Product) else (e,)
