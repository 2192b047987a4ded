"""Rules that turn the formula of an equation into a wrong one, as a learner's mistake does."""

from collections.abc import Callable

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.equations import activation_of
from stepper.backprop.expressions import (
    Apply,
    Difference,
    Expression,
    Known,
    Negative,
    Number,
    Product,
    Quotient,
    Square,
    Sum,
    rewritten,
)
from stepper.backprop.model import Equation
from stepper.backprop.network import Network
from stepper.backprop.symbols import BATCH_SIZE, FOLLOWING, GRADIENT_OF, OF_SUM, RATE, Role, Symbol

# (net, equation) -> the wrong formula; the right one or None where there is no such mistake
Rule = Callable[[Network, Equation], Expression | None]
# (net, the symbol that is computed, a part of its formula) -> the part as the mistake has it,
# or None, which drops the part
PartRule = Callable[[Network, Symbol, Expression], Expression | None]


def each_part(change: PartRule) -> Rule:
    """Change each part of a formula."""
    return lambda net, eq: rewritten(eq.formula, lambda part: change(net, eq.symbol, part))


def each_symbol(
    roles: frozenset[Role], change: Callable[[Network, Symbol, Symbol], Expression | None]
) -> Rule:
    """Change each symbol of these roles."""

    def of(net: Network, symbol: Symbol, part: Expression) -> Expression | None:
        if isinstance(part, Symbol) and part.role in roles:
            return change(net, symbol, part)
        return part

    return each_part(of)


def without(*roles: Role) -> Rule:
    """Drop each symbol of these roles."""
    return each_symbol(frozenset(roles), lambda net, symbol, part: None)


def role_as(old: Role, new: Role) -> Rule:
    """Take the number of another role at the same place in the network."""
    return each_symbol(frozenset({old}), lambda net, symbol, part: part._replace(role=new))


def each_slope(change: Callable[[Network, Symbol], Expression | None]) -> Rule:
    """Change the slope of the neuron, such as a(1-a); change gets the symbol a."""

    def of(net: Network, symbol: Symbol, part: Expression) -> Expression | None:
        match part:
            case Known(_, Symbol(role=Role.DA_DZ) as s):
                return change(net, Symbol(Role.A, s.l, s.j))
            case _:
                return part

    def wrong(net: Network, eq: Equation) -> Expression | None:
        if eq.symbol.role is Role.DA_DZ:
            return change(net, Symbol(Role.A, eq.symbol.l, eq.symbol.j))
        return each_part(of)(net, eq)

    return wrong


def where(holds: Callable[[Network, int], bool], rule: Rule) -> Rule:
    """Restrict a rule to some networks and layers; holds gets the layer of the equation."""
    return lambda net, eq: rule(net, eq) if holds(net, eq.symbol.l) else None


def with_activation(*names: str) -> Callable[[Network, int], bool]:
    """Whether the layer has one of these activations."""
    return lambda net, l: l > 0 and net.activation(l) in names


def with_cost(*names: str) -> Callable[[Network, int], bool]:
    return lambda net, l: net.cost in names


def times(expression: Expression, factor: Expression) -> Product:
    """Append a factor to a product, or multiply the expression by it."""
    factors = expression.factors if isinstance(expression, Product) else (expression,)
    return Product((*factors, factor))


def slope_of(function: str, a: Symbol) -> Expression:
    """The slope of a function, written with a: a(1-a), 1-a^2."""
    return ACTIVATIONS[function].slope(a._replace(role=Role.Z), a)


def own_slope(net: Network, a: Symbol) -> Expression:
    """The slope of the neuron of a."""
    return slope_of(net.activation(a.l), a)


# --- changes for each_part, each_symbol and each_slope


def first_term(net: Network, symbol: Symbol, part: Expression) -> Expression:
    return part.terms[0] if isinstance(part, Sum) else part


def no_square(net: Network, symbol: Symbol, part: Expression) -> Expression:
    return part.of if isinstance(part, Square) else part


def no_half(net: Network, symbol: Symbol, part: Expression) -> Expression | None:
    return None if isinstance(part, Number) else part


def half_squared(net: Network, symbol: Symbol, part: Expression) -> Expression:
    match part:
        case Product((half, Square(difference))):
            return Square(Product((half, difference)))
        case _:
            return part


def target_minus_prediction(net: Network, symbol: Symbol, part: Expression) -> Expression:
    match part:
        case Difference(Symbol(role=Role.A) as a, Symbol(role=Role.T) as t):
            return Difference(t, a)
        case _:
            return part


def times_error(factor: float) -> Rule:
    """Multiply the error a-t of an output: 0.5 is a half left over, 2 comes from the square."""

    def wrong(net: Network, eq: Equation) -> Expression | None:
        error = eq.formula
        return Product((Number(factor), error)) if isinstance(error, Difference) else None

    return wrong


def descent(change: Callable[[Expression, Expression], Expression]) -> Rule:
    """Combine the old value and the step of an update otherwise than by old - step."""

    def wrong(net: Network, eq: Equation) -> Expression | None:
        match eq.formula:
            case Difference(old, step):
                return change(old, step)
            case _:
                return None

    return wrong


def uphill_no_rate(net: Network, eq: Equation) -> Expression | None:
    match eq.formula:
        case Difference(old, Product((_, gradient))):
            return Sum((old, gradient))
        case _:
            return None


def of_another_layer(net: Network, symbol: Symbol, weight: Symbol) -> Symbol:
    """The weight of the previous layer, for layer 1 of the next one; chains only."""
    return weight._replace(l=weight.l - 1 or 2) if net.is_chain else weight


def slope_of_another_neuron(net: Network, a: Symbol) -> Expression | None:
    """The slope of a neuron in the next layer, for the output in the previous one."""
    l = a.l + 1 if a.l < net.L else a.l - 1
    if l == 0 or not net.has_slope(l):
        return None
    return own_slope(net, Symbol(Role.A, l, min(a.j, net.sizes[l])))


def slope_of_z(net: Network, a: Symbol) -> Expression:
    """The slope as written, with z instead of a."""
    z = a._replace(role=Role.Z)
    return ACTIVATIONS[net.activation(a.l)].slope(z, z)


def slope_reversed(net: Network, a: Symbol) -> Expression:
    """The slope with its difference reversed: a(a-1), a^2-1."""
    match own_slope(net, a):
        case Product((first, Difference(one, other))):
            return Product((first, Difference(other, one)))
        case Difference(one, other):
            return Difference(other, one)
        case slope:
            return slope


def squashed(net: Network, eq: Equation) -> Expression | None:
    l = eq.symbol.l
    if net.activation(l) not in ACTIVATIONS:
        return None
    return activation_of(net, l, eq.formula)


def gradient_for_term(net: Network, symbol: Symbol, part: Expression) -> Expression:
    """The gradient of a weight, delta times activation, for delta times weight."""
    match part:
        case Product((Symbol(role=Role.DELTA), Symbol(role=Role.W | Role.W_NEW) as w)):
            return w._replace(role=Role.DC_DW)
        case _:
            return part


def update_of_sample(net: Network, eq: Equation) -> Expression | None:
    """Update by the gradient of the sample, in the middle of a batch as well."""
    old = eq.symbol.as_role(FOLLOWING)
    if not net.is_batched:
        return None
    return Difference(old, Product((RATE, old.as_role(GRADIENT_OF))))


def undivided_of_sample(net: Network, eq: Equation) -> Expression | None:
    """Update at the end of a batch by the gradient of its last sample, as if it were the mean."""
    return update_of_sample(net, eq) if isinstance(eq.formula, Difference) else None


def slope_too_soon(net: Network, eq: Equation) -> Expression:
    return times(eq.formula, own_slope(net, Symbol(Role.A, eq.symbol.l, eq.symbol.j)))


def argument(net: Network, symbol: Symbol, part: Expression) -> Expression:
    return part.of if isinstance(part, Apply) else part


def undivided(net: Network, symbol: Symbol, part: Expression) -> Expression:
    return part.above if isinstance(part, Quotient) else part


def no_two(net: Network, symbol: Symbol, part: Expression) -> Expression:
    match part:
        case Product((Number(2.0), Difference() as error)):
            return error
        case _:
            return part


def no_minus(net: Network, symbol: Symbol, part: Expression) -> Expression:
    return part.of if isinstance(part, Negative) else part


def logarithm_to(base: float) -> Rule:
    """Take the logarithm to another base."""
    return lambda net, eq: Quotient(eq.formula, Apply("log", Number(base)))


def own_gradient(net: Network, eq: Equation) -> Expression | None:
    """Leave out the sum of the samples before."""
    return eq.formula.terms[1] if isinstance(eq.formula, Sum) else None


def divided_by_batch(net: Network, symbol: Symbol, part: Symbol) -> Expression:
    return Quotient(part, BATCH_SIZE)


def gradient_of_sample(net: Network, symbol: Symbol, part: Symbol) -> Symbol:
    return part.as_role(OF_SUM)
