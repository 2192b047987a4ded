"""The mistakes that learners are known to make, as a table: how each makes a formula wrong.

What each does wrong is told by the sentence mistake.<name> of the catalogues.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from stepper.backprop.equations import Equation, input_to
from stepper.backprop.expressions import (
    ONE,
    Apply,
    Difference,
    Expression,
    Number,
    Product,
    Slope,
    Square,
    Sum,
    rewritten,
    symbols_in,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import RATE, Role, Symbol

Rule = Callable[[Network, Equation], Expression | None]
# (network, the symbol that is made, a part of its formula) -> the part as the mistake has it
Change = Callable[[Network, Symbol, Expression], Expression | None]


class Mistake(NamedTuple):
    """roles: of the numbers in whose equations it is made; wrong: the formula with the mistake.

    The formula is the right one itself, or None, where the mistake cannot be made.
    """

    roles: frozenset[Role]
    wrong: Rule


def known_mistakes(net: Network, eq: Equation) -> Iterator[tuple[str, Expression]]:
    """(name, wrong formula) of each mistake that can be made in an equation, folded or unfolded.

    Its number is not always another one: a factor of 1 can be left out unpunished.
    """
    for name, mistake in MISTAKES.items():
        if eq.symbol.role not in mistake.roles:
            continue
        wrong = mistake.wrong(net, eq)
        if wrong is None or wrong is eq.formula:
            continue
        if all(symbol in net.position or symbol == RATE for symbol in symbols_in(wrong)):
            yield name, wrong


# --- how a formula is changed


def _parts(change: Change) -> Rule:
    """The formula with each of its parts changed; None drops one."""
    return lambda n, eq: rewritten(eq.formula, lambda part: change(n, eq.symbol, part))


def _symbols(
    roles: frozenset[Role], change: Callable[[Network, Symbol, Symbol], Expression | None]
) -> Rule:
    """The formula with each symbol of these roles changed."""

    def of(net: Network, made: Symbol, part: Expression) -> Expression | None:
        if isinstance(part, Symbol) and part.role in roles:
            return change(net, made, part)
        return part

    return _parts(of)


def _without(*roles: Role) -> Rule:
    return _symbols(frozenset(roles), lambda n, made, part: None)


def _as(old: Role, new: Role) -> Rule:
    """One role in place of another, of the same place in the network."""
    return _symbols(frozenset({old}), lambda n, made, part: part._replace(role=new))


def _slopes(change: Callable[[Network, Symbol], Expression | None]) -> Rule:
    """The formula with each slope a(1-a) changed, which is that of a."""

    def of(net: Network, made: Symbol, part: Expression) -> Expression | None:
        match part:
            case Product((Symbol() as a, Difference(Number(), Symbol()))):
                return change(net, a)
            case _:
                return part

    return _parts(of)


def _times(expression: Expression, factor: Expression) -> Product:
    factors = expression.factors if isinstance(expression, Product) else (expression,)
    return Product((*factors, factor))


def _slope(a: Symbol) -> Product:
    return Product((a, Difference(ONE, a)))


# --- the changes that are more than one symbol


def _first_term(net: Network, made: Symbol, part: Expression) -> Expression:
    return part.terms[0] if isinstance(part, Sum) else part


def _no_square(net: Network, made: Symbol, part: Expression) -> Expression:
    return part.of if isinstance(part, Square) else part


def _no_half(net: Network, made: Symbol, part: Expression) -> Expression | None:
    return None if isinstance(part, Number) else part


def _half_squared(net: Network, made: Symbol, part: Expression) -> Expression:
    match part:
        case Product((half, Square(difference))):
            return Square(Product((half, difference)))
        case _:
            return part


def _target_minus_prediction(net: Network, made: Symbol, part: Expression) -> Expression:
    match part:
        case Difference(Symbol(role=Role.A) as a, Symbol(role=Role.T) as t):
            return Difference(t, a)
        case _:
            return part


def _times_error(factor: float) -> Rule:
    """The error of an output with what the derivative of the square leaves, or brings down."""

    def wrong(net: Network, eq: Equation) -> Expression | None:
        error = eq.formula
        return Product((Number(factor), error)) if isinstance(error, Difference) else None

    return wrong


def _descent(change: Callable[[Expression, Expression], Expression]) -> Rule:
    """An update, from its old value and its step."""

    def wrong(net: Network, eq: Equation) -> Expression | None:
        match eq.formula:
            case Difference(old, step):
                return change(old, step)
            case _:
                return None

    return wrong


def _uphill_no_rate(net: Network, eq: Equation) -> Expression | None:
    match eq.formula:
        case Difference(old, Product((_, gradient))):
            return Sum((old, gradient))
        case _:
            return None


def _of_another_layer(net: Network, made: Symbol, weight: Symbol) -> Symbol:
    """In a chain: the weight one layer below, of the lowest one above."""
    return weight._replace(l=weight.l - 1 or 2) if net.is_chain else weight


def _of_another_neuron(net: Network, a: Symbol) -> Product:
    """The slope of the neuron above, which the source text takes for all; of the highest, below."""
    l = a.l + 1 if a.l < net.L else a.l - 1
    return _slope(Symbol(Role.A, l, min(a.j, net.sizes[l])))


# --- the table

_Z, _A, _C, _ERROR, _SLOPE, _DELTA, _DC_DW, _DC_DB = (
    frozenset({role})
    for role in (
        Role.Z, Role.A, Role.C, Role.DC_DA, Role.DA_DZ, Role.DELTA, Role.DC_DW, Role.DC_DB,
    )
)  # fmt: skip
_TERM, _TERM_OF_C, _TERM_BACK = (frozenset({role}) for role in (Role.WA, Role.CJ, Role.WDELTA))
_UPDATES = frozenset({Role.W_NEW, Role.B_NEW})
_WEIGHTS = frozenset({Role.W, Role.W_NEW})
_WEIGHTED = _Z | _ERROR | _DELTA | _TERM | _TERM_BACK  # what weights are multiplied in
_INPUTS = frozenset({Role.X, Role.A})

MISTAKES: dict[str, Mistake] = {
    # sums over what is below or above
    "no_bias": Mistake(_Z, _without(Role.B)),
    "one_term": Mistake(_Z | _C | _ERROR | _DELTA, _parts(_first_term)),
    "new_weight": Mistake(_ERROR | _DELTA | _TERM_BACK, _as(Role.W, Role.W_NEW)),
    "no_weight": Mistake(_WEIGHTED, _without(*_WEIGHTS)),
    "weight_of_another_layer": Mistake(_WEIGHTED, _symbols(_WEIGHTS, _of_another_layer)),
    "activation_for_weight": Mistake(
        _ERROR | _DELTA | _TERM_BACK,
        _symbols(_WEIGHTS, lambda n, made, w: Symbol(Role.A, w.l - 1, w.i)),
    ),
    "transposed": Mistake(
        _WEIGHTED,
        _symbols(_WEIGHTS, lambda n, made, w: w._replace(j=w.i, i=w.j)),
    ),
    "input_of_another_layer": Mistake(
        _Z | _DC_DW | _TERM,
        _symbols(frozenset({Role.A}), lambda n, made, a: input_to(a.l, a.j)),
    ),
    "squashed": Mistake(_Z, lambda n, eq: Apply("sigmoid", eq.formula)),
    # the sigmoid
    "no_sigmoid": Mistake(_A, _parts(lambda n, made, e: e.of if isinstance(e, Apply) else e)),
    "slope_for_activation": Mistake(
        _A, _parts(lambda n, made, e: Slope(e.function, e.of) if isinstance(e, Apply) else e)
    ),
    "sign_in_exponent": Mistake(_A, lambda n, eq: Difference(ONE, eq.formula)),
    # the cost, and how it changes with the prediction
    "no_half": Mistake(_C | _TERM_OF_C, _parts(_no_half)),
    "no_square": Mistake(_C | _TERM_OF_C, _parts(_no_square)),
    "half_squared": Mistake(_C | _TERM_OF_C, _parts(_half_squared)),
    "target_minus_prediction": Mistake(_ERROR | _DELTA, _parts(_target_minus_prediction)),
    "half_left": Mistake(_ERROR, _times_error(0.5)),
    "two_left": Mistake(_ERROR, _times_error(2.0)),
    # what is sent back
    "error_for_delta": Mistake(
        _ERROR | _DELTA | _DC_DW | _DC_DB | _TERM_BACK, _as(Role.DELTA, Role.DC_DA)
    ),
    "gradient_for_delta": Mistake(
        _ERROR | _DELTA,
        _symbols(frozenset({Role.DELTA}), lambda n, made, d: Symbol(Role.DC_DW, d.l, d.j, made.j)),
    ),
    "slope_too_soon": Mistake(
        _ERROR,
        lambda n, eq: _times(eq.formula, _slope(Symbol(Role.A, eq.symbol.l, eq.symbol.j))),
    ),
    # the slope
    "no_slope": Mistake(_DELTA, _slopes(lambda n, a: None)),
    "another_slope": Mistake(_SLOPE | _DELTA, _slopes(_of_another_neuron)),
    "slope_of_z": Mistake(_SLOPE | _DELTA, _slopes(lambda n, a: _slope(a._replace(role=Role.Z)))),
    "slope_at_activation": Mistake(_SLOPE | _DELTA, _slopes(lambda n, a: Slope("sigmoid", a))),
    "activation_for_slope": Mistake(_SLOPE | _DELTA, _slopes(lambda n, a: a)),
    "slope_turned_round": Mistake(_SLOPE, _slopes(lambda n, a: Product((a, Difference(a, ONE))))),
    "slope_of_tanh": Mistake(_SLOPE | _DELTA, _slopes(lambda n, a: Difference(ONE, Square(a)))),
    # the gradients
    "delta_times_input": Mistake(
        _DELTA, lambda n, eq: _times(eq.formula, input_to(eq.symbol.l, 1))
    ),
    "no_input": Mistake(_DC_DW, _without(*_INPUTS)),
    "own_activation": Mistake(
        _DC_DW, _symbols(_INPUTS, lambda n, made, a: Symbol(Role.A, made.l, made.j))
    ),
    "weight_for_input": Mistake(
        _DC_DW, _symbols(_INPUTS, lambda n, made, a: made._replace(role=Role.W))
    ),
    "input_for_bias": Mistake(_DC_DB, lambda n, eq: _times(eq.formula, input_to(eq.symbol.l, 1))),
    "sign": Mistake(
        _ERROR | _DELTA | _DC_DW | _DC_DB | _TERM_BACK,
        lambda n, eq: _times(Number(-1.0), eq.formula),
    ),
    # the update
    "uphill": Mistake(_UPDATES, _descent(lambda old, step: Sum((old, step)))),
    "uphill_no_rate": Mistake(_UPDATES, _uphill_no_rate),
    "no_rate": Mistake(_UPDATES, _without(Role.RATE)),
    "delta_for_gradient": Mistake(
        _UPDATES, _symbols(frozenset({Role.DC_DW}), lambda n, made, d: Symbol(Role.DELTA, d.l, d.j))
    ),
    "step_alone": Mistake(_UPDATES, _descent(lambda old, step: step)),
    "not_moved": Mistake(_UPDATES, _descent(lambda old, step: old)),
}
