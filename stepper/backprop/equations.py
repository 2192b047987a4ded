"""The equation of each number of an iteration, as a tree that can be shown and evaluated.

They are written from the formulas, not from the engine. The central test of the project evaluates
each equation on the numbers that the engine stored: it must give the stored number, bit for bit.
"""

from collections.abc import Callable
from typing import NamedTuple

from stepper.backprop.expressions import (
    ONE,
    Difference,
    Expression,
    Known,
    Number,
    Partial,
    Product,
    Sigmoid,
    SigmoidSlope,
    Square,
    Sum,
    sum_of,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, RATE, Role, Symbol


class Equation(NamedTuple):
    """symbol = formula. chain: the same in terms of the chain rule, where that says more."""

    symbol: Symbol
    formula: Expression
    chain: Expression | None = None


def equation(net: Network, symbol: Symbol) -> Equation:
    """The equation of a computed symbol. Raises KeyError for a given one."""
    return _RULES[symbol.role](net, symbol)


def in_terms(net: Network, symbol: Symbol) -> Equation:
    """The equation of a computed symbol, with the terms of a sum as symbols of their own.

    It evaluates to the same bits. Raises KeyError for a given symbol.
    """
    eq = equation(net, symbol)
    if not isinstance(eq.formula, Sum):
        return eq
    terms = net.terms(symbol)
    return Equation(symbol, Sum((*terms, *eq.formula.terms[len(terms) :])))


def unfold(net: Network, eq: Equation) -> Equation:
    """The equation of a hidden delta as the recursion, with dC/da replaced by its own formula.

    delta[l][j] = (sum_k delta[l+1][k] w[l+1][k][j]) * g'(z[l][j]). Any other equation is returned
    itself.
    """
    s = eq.symbol
    if s.role is not Role.DELTA or s.l == net.L:
        return eq
    above = equation(net, Symbol(Role.DC_DA, s.l, s.j))
    return Equation(
        s,
        _product(above.formula, slope(s)),
        above.chain and _product(above.chain, _partial_by_z(s)),
    )


# --- the equations, one function for each role


def _weighted_input(net: Network, s: Symbol) -> Equation:
    return Equation(s, Product((Symbol(Role.W, s.l, s.j, s.i), input_to(s.l, s.i))))


def _pre_activation(net: Network, s: Symbol) -> Equation:
    terms = [
        _weighted_input(net, Symbol(Role.WA, s.l, s.j, i)).formula for i in net.neurons(s.l - 1)
    ]
    if net.biases:
        terms.append(Symbol(Role.B, s.l, s.j))
    return Equation(s, sum_of(terms))


def _activation(net: Network, s: Symbol) -> Equation:
    return Equation(s, Sigmoid(Symbol(Role.Z, s.l, s.j)))


def _cost_of_output(net: Network, s: Symbol) -> Equation:
    return Equation(s, Product((Number(0.5), Square(error(net, s.j)))))


def _cost(net: Network, s: Symbol) -> Equation:
    outputs = (Symbol(Role.CJ, net.L, j) for j in net.neurons(net.L))
    return Equation(s, sum_of([_cost_of_output(net, output).formula for output in outputs]))


def _weighted_delta(net: Network, s: Symbol) -> Equation:
    """The effect of a[l-1][i] on C through z[l][j]."""
    delta, target = Symbol(Role.DELTA, s.l, s.j), input_to(s.l, s.i)
    if net.in_place:  # the new weight is not the dz/da of the forward pass
        return Equation(s, Product((delta, Symbol(Role.W_NEW, s.l, s.j, s.i))))
    weight, z = Symbol(Role.W, s.l, s.j, s.i), Symbol(Role.Z, s.l, s.j)
    return Equation(
        s,
        Product((delta, weight)),
        Product((Known(Partial(COST, z), delta), Known(Partial(z, target), weight))),
    )


def _cost_by_activation(net: Network, s: Symbol) -> Equation:
    if s.l == net.L:
        return Equation(s, error(net, s.j))
    terms = [
        _weighted_delta(net, Symbol(Role.WDELTA, s.l + 1, k, s.j)) for k in net.neurons(s.l + 1)
    ]
    chains = [term.chain for term in terms if term.chain is not None]
    return Equation(s, sum_of([term.formula for term in terms]), sum_of(chains) if chains else None)


def _activation_by_z(net: Network, s: Symbol) -> Equation:
    return Equation(s, _slope_written(s), SigmoidSlope(Symbol(Role.Z, s.l, s.j)))


def _delta(net: Network, s: Symbol) -> Equation:
    dC_da, a = Symbol(Role.DC_DA, s.l, s.j), Symbol(Role.A, s.l, s.j)
    dC_da_shown: Expression = Known(error(net, s.j), dC_da) if s.l == net.L else dC_da
    chain = Product((Known(Partial(COST, a), dC_da), _partial_by_z(s)))
    return Equation(s, Product((dC_da_shown, slope(s))), _if_true(net, s.l, chain))


def _cost_by_weight(net: Network, s: Symbol) -> Equation:
    delta, a, z = Symbol(Role.DELTA, s.l, s.j), input_to(s.l, s.i), Symbol(Role.Z, s.l, s.j)
    by_weight = Known(Partial(z, Symbol(Role.W, s.l, s.j, s.i)), a)
    chain = Product((Known(Partial(COST, z), delta), by_weight))
    return Equation(s, Product((delta, a)), _if_true(net, s.l, chain))


def _cost_by_bias(net: Network, s: Symbol) -> Equation:
    delta, z = Symbol(Role.DELTA, s.l, s.j), Symbol(Role.Z, s.l, s.j)
    by_bias = Known(Partial(z, Symbol(Role.B, s.l, s.j)), ONE)
    chain = Product((Known(Partial(COST, z), delta), by_bias))
    return Equation(s, delta, _if_true(net, s.l, chain))


def _new_weight(net: Network, s: Symbol) -> Equation:
    return _descent(s, Symbol(Role.W, s.l, s.j, s.i), Symbol(Role.DC_DW, s.l, s.j, s.i))


def _new_bias(net: Network, s: Symbol) -> Equation:
    return _descent(s, Symbol(Role.B, s.l, s.j), Symbol(Role.DC_DB, s.l, s.j))


_RULES: dict[Role, Callable[[Network, Symbol], Equation]] = {
    Role.WA: _weighted_input,
    Role.Z: _pre_activation,
    Role.A: _activation,
    Role.CJ: _cost_of_output,
    Role.C: _cost,
    Role.WDELTA: _weighted_delta,
    Role.DC_DA: _cost_by_activation,
    Role.DA_DZ: _activation_by_z,
    Role.DELTA: _delta,
    Role.DC_DW: _cost_by_weight,
    Role.DC_DB: _cost_by_bias,
    Role.W_NEW: _new_weight,
    Role.B_NEW: _new_bias,
}


# --- pieces that several equations share


def input_to(l: int, i: int) -> Symbol:
    """The input of layer l from neuron i of layer l-1: its activation, or x."""
    return Symbol(Role.X, 0, i) if l == 1 else Symbol(Role.A, l - 1, i)


def error(net: Network, j: int) -> Difference:
    """The difference between output j and its target."""
    return Difference(Symbol(Role.A, net.L, j), Symbol(Role.T, net.L, j))


def _slope_written(s: Symbol) -> Product:
    a = Symbol(Role.A, s.l, s.j)
    return Product((a, Difference(ONE, a)))


def slope(s: Symbol) -> Known:
    """a(1 - a), the slope of the sigmoid, for the neuron of a symbol."""
    return Known(_slope_written(s), Symbol(Role.DA_DZ, s.l, s.j))


def _partial_by_z(s: Symbol) -> Known:
    a, z = Symbol(Role.A, s.l, s.j), Symbol(Role.Z, s.l, s.j)
    return Known(Partial(a, z), Symbol(Role.DA_DZ, s.l, s.j))


def _descent(new: Symbol, old: Symbol, gradient: Symbol) -> Equation:
    return Equation(new, Difference(old, Product((RATE, gradient))))


def _if_true(net: Network, l: int, chain: Product) -> Product | None:
    """The chain rule, unless an in-place update makes the number no derivative of C."""
    return None if net.in_place and l < net.L else chain


def _product(left: Expression, right: Expression) -> Product:
    """left * right; a product on the left is extended, not nested."""
    return Product((*(left.factors if isinstance(left, Product) else (left,)), right))
