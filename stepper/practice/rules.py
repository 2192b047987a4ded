"""Rules that turn the formula of an equation into a wrong one, as a learner's mistake does."""

from collections.abc import Callable

from stepper.backprop.equations import Equation
from stepper.backprop.expressions import (
    ONE,
    Difference,
    Expression,
    Number,
    Product,
    Square,
    Sum,
    rewritten,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol

# (net, equation) -> the wrong formula; the right one or None where the mistake cannot be symbol
Rule = Callable[[Network, Equation], Expression | None]
# (net, the symbol that is computed, a part of its formula) -> the part as the mistake has it,
# or None, which drops the part
Change = Callable[[Network, Symbol, Expression], Expression | None]


def each_part(change: Change) -> Rule:
    """Change each part of the formula."""
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
    """Change each slope a(1-a); change gets the symbol a."""

    def of(net: Network, symbol: Symbol, part: Expression) -> Expression | None:
        match part:
            case Product((Symbol() as a, Difference(Number(), Symbol()))):
                return change(net, a)
            case _:
                return part

    return each_part(of)


def times(expression: Expression, factor: Expression) -> Product:
    """Append a factor to a product, or multiply the expression by it."""
    factors = expression.factors if isinstance(expression, Product) else (expression,)
    return Product((*factors, factor))


def slope_of(a: Symbol) -> Product:
    """Return a(1-a)."""
    return Product((a, Difference(ONE, a)))


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
    """Return the weight of the previous layer, for layer 1 of the next one; chains only."""
    return weight._replace(l=weight.l - 1 or 2) if net.is_chain else weight


def slope_of_another_neuron(net: Network, a: Symbol) -> Product:
    """Return the slope of a neuron in the next layer, for the output in the previous one."""
    l = a.l + 1 if a.l < net.L else a.l - 1
    return slope_of(Symbol(Role.A, l, min(a.j, net.sizes[l])))
