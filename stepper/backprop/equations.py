"""The equation of each number of an iteration, as a tree that can be shown and evaluated.

They are written from the formulas, not from the engine. The central test of the project evaluates
each equation on the numbers that the engine stored: it must give the stored number, bit for bit.
"""

from collections.abc import Callable

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.costs import COSTS, sigmoid_term, softmax_term
from stepper.backprop.expressions import (
    ONE,
    Apply,
    Difference,
    Expression,
    Known,
    Number,
    Partial,
    Product,
    Quotient,
    Slope,
    Sum,
    sum_of,
)
from stepper.backprop.model import Equation, InBatch
from stepper.backprop.shape import CROSS_ENTROPY, Shape
from stepper.backprop.symbols import (
    BATCH_SIZE,
    COST,
    FOLLOWING,
    GRADIENT_OF,
    OF_SUM,
    RATE,
    SO_FAR,
    SUMS,
    Role,
    Symbol,
)


def equation(net: Shape, symbol: Symbol, place: InBatch | None = None) -> Equation:
    """The equation of a computed symbol. KeyError for a given one.

    place: of the iteration in its batch, on which the sums of gradients and the updates depend;
    left out, it is the last sample of a full batch.
    """
    if symbol.role in _IN_BATCH:
        return _IN_BATCH[symbol.role](net, symbol, place or InBatch(net.batch, net.batch))
    return _RULES[symbol.role](net, symbol)


def unfold(net: Shape, eq: Equation) -> Equation:
    """The equation of a hidden delta as the recursion, with dC/da replaced by its own formula.

    delta[l][j] = (sum_k delta[l+1][k] w[l+1][k][j]) * g'(z[l][j]). Any other equation is returned
    unchanged.
    """
    s = eq.symbol
    if s.role is not Role.DELTA or s.l == net.L:
        return eq
    following = equation(net, Symbol(Role.DC_DA, s.l, s.j))
    return Equation(
        s,
        _product(following.formula, slope(net, s)),
        following.chain and _product(following.chain, _partial_by_z(s)),
    )


# --- the equations, one function for each role


def _weighted_input(net: Shape, s: Symbol) -> Equation:
    return Equation(s, Product((Symbol(Role.W, s.l, s.j, s.i), input_to(s.l, s.i))))


def _pre_activation(net: Shape, s: Symbol) -> Equation:
    terms = [
        _weighted_input(net, Symbol(Role.WA, s.l, s.j, i)).formula for i in net.neurons(s.l - 1)
    ]
    if net.biases:
        terms.append(Symbol(Role.B, s.l, s.j))
    return Equation(s, sum_of(terms))


def _raised(net: Shape, s: Symbol) -> Equation:
    return Equation(s, Apply("exp", Symbol(Role.Z, s.l, s.j)))


def _sum_raised(net: Shape, s: Symbol) -> Equation:
    return Equation(s, sum_of([Symbol(Role.E, s.l, j) for j in net.neurons(s.l)]))


def _activation(net: Shape, s: Symbol) -> Equation:
    if s.l == net.L and net.is_softmax:
        return Equation(s, Quotient(Symbol(Role.E, s.l, s.j), Symbol(Role.S, s.l)))
    return Equation(s, activation_of(net, s.l, Symbol(Role.Z, s.l, s.j)))


def _cost_of_output(net: Shape, s: Symbol) -> Equation:
    a, t = Symbol(Role.A, net.L, s.j), Symbol(Role.T, net.L, s.j)
    if net.cost == CROSS_ENTROPY:
        return Equation(s, softmax_term(a, t) if net.is_softmax else sigmoid_term(a, t))
    return Equation(s, COSTS[net.cost].term(a, t))


def _cost(net: Shape, s: Symbol) -> Equation:
    outputs = [Symbol(Role.CJ, net.L, j) for j in net.neurons(net.L)]
    total = sum_of([_cost_of_output(net, output).formula for output in outputs])
    return Equation(s, Quotient(total, Number(float(len(outputs)))) if net.means_cost else total)


def _weighted_delta(net: Shape, s: Symbol) -> Equation:
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


def _cost_by_activation(net: Shape, s: Symbol) -> Equation:
    if s.l == net.L:
        return Equation(s, cost_by_output(net, s.j))
    terms = [
        _weighted_delta(net, Symbol(Role.WDELTA, s.l + 1, k, s.j)) for k in net.neurons(s.l + 1)
    ]
    chains = [term.chain for term in terms if term.chain is not None]
    return Equation(s, sum_of([term.formula for term in terms]), sum_of(chains) if chains else None)


def _activation_by_z(net: Shape, s: Symbol) -> Equation:
    z = Symbol(Role.Z, s.l, s.j)
    return Equation(s, slope(net, s).written, Slope(net.activation(s.l), z))


def _delta(net: Shape, s: Symbol) -> Equation:
    if not net.has_slope(s.l):
        return Equation(s, error(net, s.j))
    dC_da, a = Symbol(Role.DC_DA, s.l, s.j), Symbol(Role.A, s.l, s.j)
    received: Expression = Known(cost_by_output(net, s.j), dC_da) if s.l == net.L else dC_da
    chain = Product((Known(Partial(COST, a), dC_da), _partial_by_z(s)))
    return Equation(s, Product((received, slope(net, s))), _if_true(net, s.l, chain))


def _cost_by_weight(net: Shape, s: Symbol) -> Equation:
    delta, a, z = Symbol(Role.DELTA, s.l, s.j), input_to(s.l, s.i), Symbol(Role.Z, s.l, s.j)
    by_weight = Known(Partial(z, Symbol(Role.W, s.l, s.j, s.i)), a)
    chain = Product((Known(Partial(COST, z), delta), by_weight))
    return Equation(s, Product((delta, a)), _if_true(net, s.l, chain))


def _cost_by_bias(net: Shape, s: Symbol) -> Equation:
    delta, z = Symbol(Role.DELTA, s.l, s.j), Symbol(Role.Z, s.l, s.j)
    by_bias = Known(Partial(z, Symbol(Role.B, s.l, s.j)), ONE)
    chain = Product((Known(Partial(COST, z), delta), by_bias))
    return Equation(s, delta, _if_true(net, s.l, chain))


def _summed(net: Shape, s: Symbol, place: InBatch) -> Equation:
    """The gradients of a batch so far; the first sample has its own."""
    gradient = s.as_role(OF_SUM)
    if place.sample == 1:
        return Equation(s, gradient)
    return Equation(s, Sum((s.as_role(SO_FAR), gradient)))


def _updated(net: Shape, s: Symbol, place: InBatch) -> Equation:
    """w - rate dC/dw; in a batch w - rate (sum / n) at its last sample, and w before that."""
    old = s.as_role(FOLLOWING)
    gradient = old.as_role(GRADIENT_OF)
    if place.sample < place.size:
        return Equation(s, old)
    step: Expression = gradient
    if net.is_batched:
        step = gradient.as_role(SUMS)
        if net.batch_gradient == "mean":
            step = Quotient(step, BATCH_SIZE)
    return Equation(s, Difference(old, Product((RATE, step))))


_RULES: dict[Role, Callable[[Shape, Symbol], Equation]] = {
    Role.WA: _weighted_input,
    Role.Z: _pre_activation,
    Role.E: _raised,
    Role.S: _sum_raised,
    Role.A: _activation,
    Role.CJ: _cost_of_output,
    Role.C: _cost,
    Role.WDELTA: _weighted_delta,
    Role.DC_DA: _cost_by_activation,
    Role.DA_DZ: _activation_by_z,
    Role.DELTA: _delta,
    Role.DC_DW: _cost_by_weight,
    Role.DC_DB: _cost_by_bias,
}
_IN_BATCH: dict[Role, Callable[[Shape, Symbol, InBatch], Equation]] = {
    Role.SUM_DW: _summed,
    Role.SUM_DB: _summed,
    Role.W_NEW: _updated,
    Role.B_NEW: _updated,
}


# --- pieces that several equations share


def input_to(l: int, i: int) -> Symbol:
    """The input of layer l from neuron i of layer l-1: its activation, or x."""
    return Symbol(Role.X, 0, i) if l == 1 else Symbol(Role.A, l - 1, i)


def activation_of(net: Shape, l: int, z: Expression) -> Expression:
    """g(z), with the activation of layer l."""
    return ACTIVATIONS[net.activation(l)].value(z)


def error(net: Shape, j: int) -> Difference:
    """The difference between output j and its target."""
    return Difference(Symbol(Role.A, net.L, j), Symbol(Role.T, net.L, j))


def cost_by_output(net: Shape, j: int) -> Expression:
    """How C changes with output j, where the cost is not cross-entropy."""
    return COSTS[net.cost].derivative(error(net, j), net.sizes[-1])


def slope(net: Shape, s: Symbol) -> Known:
    """The slope of the activation of a symbol's neuron: a(1 - a) of a sigmoid."""
    z, a = Symbol(Role.Z, s.l, s.j), Symbol(Role.A, s.l, s.j)
    return Known(ACTIVATIONS[net.activation(s.l)].slope(z, a), Symbol(Role.DA_DZ, s.l, s.j))


def _partial_by_z(s: Symbol) -> Known:
    a, z = Symbol(Role.A, s.l, s.j), Symbol(Role.Z, s.l, s.j)
    return Known(Partial(a, z), Symbol(Role.DA_DZ, s.l, s.j))


def _if_true(net: Shape, l: int, chain: Product) -> Product | None:
    """The chain rule; None below the output in place, where numbers are no derivatives of C."""
    return None if net.in_place and l < net.L else chain


def _product(left: Expression, right: Expression) -> Product:
    """left * right; a product on the left is extended, not nested."""
    return Product((*(left.factors if isinstance(left, Product) else (left,)), right))
