"""The table of mistakes that learners are known to make: which rule makes which formula wrong.

The sentence mistake.<name> of the catalogues says what each mistake does wrong.
"""

from collections.abc import Iterator
from typing import NamedTuple

from stepper.backprop.equations import Equation, input_to
from stepper.backprop.expressions import (
    ONE,
    Difference,
    Expression,
    Number,
    Product,
    Sigmoid,
    SigmoidSlope,
    Square,
    Sum,
    symbols_in,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.practice import rules
from stepper.practice.rules import Rule


class Mistake(NamedTuple):
    """A way to get an equation wrong.

    roles: the roles whose equations it applies to. wrong: the rule that gives the wrong formula.
    """

    roles: frozenset[Role]
    wrong: Rule


def known_mistakes(net: Network, eq: Equation) -> Iterator[tuple[str, Expression]]:
    """Yield (name, wrong formula) for each mistake that applies to an equation in either form.

    The wrong formula may still give the right number: leaving out a factor of 1 changes nothing.
    """
    for name, mistake in MISTAKES.items():
        if eq.symbol.role not in mistake.roles:
            continue
        wrong = mistake.wrong(net, eq)
        if wrong is None or wrong is eq.formula:
            continue
        if all(symbol in net.position or symbol == RATE for symbol in symbols_in(wrong)):
            yield name, wrong


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
    # sums over the previous or the next layer
    "no_bias": Mistake(_Z, rules.without(Role.B)),
    "one_term": Mistake(_Z | _C | _ERROR | _DELTA, rules.each_part(rules.first_term)),
    "new_weight": Mistake(_ERROR | _DELTA | _TERM_BACK, rules.role_as(Role.W, Role.W_NEW)),
    "no_weight": Mistake(_WEIGHTED, rules.without(*_WEIGHTS)),
    "weight_of_another_layer": Mistake(
        _WEIGHTED, rules.each_symbol(_WEIGHTS, rules.of_another_layer)
    ),
    "activation_for_weight": Mistake(
        _ERROR | _DELTA | _TERM_BACK,
        rules.each_symbol(_WEIGHTS, lambda net, symbol, w: Symbol(Role.A, w.l - 1, w.i)),
    ),
    "transposed": Mistake(
        _WEIGHTED,
        rules.each_symbol(_WEIGHTS, lambda net, symbol, w: w._replace(j=w.i, i=w.j)),
    ),
    "input_of_another_layer": Mistake(
        _Z | _DC_DW | _TERM,
        rules.each_symbol(frozenset({Role.A}), lambda net, symbol, a: input_to(a.l, a.j)),
    ),
    "squashed": Mistake(_Z, lambda net, eq: Sigmoid(eq.formula)),
    # the sigmoid
    "no_sigmoid": Mistake(
        _A, rules.each_part(lambda net, symbol, e: e.of if isinstance(e, Sigmoid) else e)
    ),
    "slope_for_activation": Mistake(
        _A,
        rules.each_part(lambda net, symbol, e: SigmoidSlope(e.of) if isinstance(e, Sigmoid) else e),
    ),
    "sign_in_exponent": Mistake(_A, lambda net, eq: Difference(ONE, eq.formula)),
    # the cost, and how it changes with the prediction
    "no_half": Mistake(_C | _TERM_OF_C, rules.each_part(rules.no_half)),
    "no_square": Mistake(_C | _TERM_OF_C, rules.each_part(rules.no_square)),
    "half_squared": Mistake(_C | _TERM_OF_C, rules.each_part(rules.half_squared)),
    "target_minus_prediction": Mistake(
        _ERROR | _DELTA, rules.each_part(rules.target_minus_prediction)
    ),
    "half_left": Mistake(_ERROR, rules.times_error(0.5)),
    "two_left": Mistake(_ERROR, rules.times_error(2.0)),
    # what is sent back
    "error_for_delta": Mistake(
        _ERROR | _DELTA | _DC_DW | _DC_DB | _TERM_BACK, rules.role_as(Role.DELTA, Role.DC_DA)
    ),
    "gradient_for_delta": Mistake(
        _ERROR | _DELTA,
        rules.each_symbol(
            frozenset({Role.DELTA}), lambda net, symbol, d: Symbol(Role.DC_DW, d.l, d.j, symbol.j)
        ),
    ),
    "slope_too_soon": Mistake(
        _ERROR,
        lambda net, eq: rules.times(
            eq.formula, rules.slope_of(Symbol(Role.A, eq.symbol.l, eq.symbol.j))
        ),
    ),
    # the slope
    "no_slope": Mistake(_DELTA, rules.each_slope(lambda net, a: None)),
    "another_slope": Mistake(_SLOPE | _DELTA, rules.each_slope(rules.slope_of_another_neuron)),
    "slope_of_z": Mistake(
        _SLOPE | _DELTA, rules.each_slope(lambda net, a: rules.slope_of(a._replace(role=Role.Z)))
    ),
    "slope_at_activation": Mistake(
        _SLOPE | _DELTA, rules.each_slope(lambda net, a: SigmoidSlope(a))
    ),
    "activation_for_slope": Mistake(_SLOPE | _DELTA, rules.each_slope(lambda net, a: a)),
    "slope_turned_round": Mistake(
        _SLOPE, rules.each_slope(lambda net, a: Product((a, Difference(a, ONE))))
    ),
    "slope_of_tanh": Mistake(
        _SLOPE | _DELTA, rules.each_slope(lambda net, a: Difference(ONE, Square(a)))
    ),
    # the gradients
    "delta_times_input": Mistake(
        _DELTA, lambda net, eq: rules.times(eq.formula, input_to(eq.symbol.l, 1))
    ),
    "no_input": Mistake(_DC_DW, rules.without(*_INPUTS)),
    "own_activation": Mistake(
        _DC_DW,
        rules.each_symbol(_INPUTS, lambda net, symbol, a: Symbol(Role.A, symbol.l, symbol.j)),
    ),
    "weight_for_input": Mistake(
        _DC_DW, rules.each_symbol(_INPUTS, lambda net, symbol, a: symbol._replace(role=Role.W))
    ),
    "input_for_bias": Mistake(
        _DC_DB, lambda net, eq: rules.times(eq.formula, input_to(eq.symbol.l, 1))
    ),
    "sign": Mistake(
        _ERROR | _DELTA | _DC_DW | _DC_DB | _TERM_BACK,
        lambda net, eq: rules.times(Number(-1.0), eq.formula),
    ),
    # the update
    "uphill": Mistake(_UPDATES, rules.descent(lambda old, step: Sum((old, step)))),
    "uphill_no_rate": Mistake(_UPDATES, rules.uphill_no_rate),
    "no_rate": Mistake(_UPDATES, rules.without(Role.RATE)),
    "delta_for_gradient": Mistake(
        _UPDATES,
        rules.each_symbol(
            frozenset({Role.DC_DW}), lambda net, symbol, d: Symbol(Role.DELTA, d.l, d.j)
        ),
    ),
    "step_alone": Mistake(_UPDATES, rules.descent(lambda old, step: step)),
    "not_moved": Mistake(_UPDATES, rules.descent(lambda old, step: old)),
}
