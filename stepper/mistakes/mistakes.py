"""The table of known mistakes: which rule turns which formula into a wrong one.

The sentence mistake.<name> of the catalogues explains each mistake.
"""

from collections.abc import Iterator
from typing import NamedTuple

from stepper.backprop.equations import input_to
from stepper.backprop.expressions import (
    ONE,
    Apply,
    Difference,
    Expression,
    Negative,
    Number,
    Product,
    Slope,
    Sum,
    symbols_in,
)
from stepper.backprop.model import Equation
from stepper.backprop.network import Network
from stepper.backprop.symbols import BATCH_SIZE, OF_SUM, RATE, SUMMED, Role, Symbol
from stepper.mistakes import rules
from stepper.mistakes.rules import Rule


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
        if all(s in net.position or s in _BESIDE or s.role in SUMMED for s in symbols_in(wrong)):
            yield name, wrong


_BESIDE = (RATE, BATCH_SIZE)  # numbers without a column
_Z, _A, _C, _ERROR, _SLOPE, _DELTA, _DC_DW, _DC_DB = (
    frozenset({role})
    for role in (
        Role.Z, Role.A, Role.C, Role.DC_DA, Role.DA_DZ, Role.DELTA, Role.DC_DW, Role.DC_DB,
    )
)  # fmt: skip
_TERM, _TERM_OF_C, _TERM_BACK = (frozenset({role}) for role in (Role.WA, Role.CJ, Role.WDELTA))
_E, _S = frozenset({Role.E}), frozenset({Role.S})
_SUMS = frozenset(OF_SUM)
_UPDATES = frozenset({Role.W_NEW, Role.B_NEW})
_WEIGHTS = frozenset({Role.W, Role.W_NEW})
_WEIGHTED = _Z | _ERROR | _DELTA | _TERM | _TERM_BACK  # roles in which weights are multiplied
_INPUTS = frozenset({Role.X, Role.A})

_CURVED = ("sigmoid", "tanh")
_IS_CURVED, _with_sigmoid = rules.with_activation(*_CURVED), rules.with_activation("sigmoid")
_HALF_SQUARES, _SQUARES, _CROSS_ENTROPY = (
    rules.with_cost("half_squares"),
    rules.with_cost("squares", "mean_squares"),
    rules.with_cost("cross_entropy"),
)

MISTAKES: dict[str, Mistake] = {
    # sums over the previous or the next layer
    "no_bias": Mistake(_Z, rules.without(Role.B)),
    "one_term": Mistake(
        _Z | _S | _C | _TERM_OF_C | _ERROR | _DELTA, rules.each_part(rules.first_term)
    ),
    "new_weight": Mistake(_ERROR | _DELTA | _TERM_BACK, rules.role_as(Role.W, Role.W_NEW)),
    "old_weight": Mistake(
        _ERROR | _DELTA | _TERM_BACK,
        rules.each_symbol(
            frozenset({Role.W_NEW}),
            lambda net, symbol, w: w._replace(role=Role.W) if net.in_place else w,
        ),
    ),
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
    "squashed": Mistake(_Z, rules.squashed),
    # the activation
    "no_sigmoid": Mistake(_A, rules.each_part(rules.argument)),
    "slope_for_activation": Mistake(
        _A,
        rules.each_part(
            lambda net, symbol, e: Slope(e.function, e.of) if isinstance(e, Apply) else e
        ),
    ),
    "sign_in_exponent": Mistake(
        _A, rules.where(_with_sigmoid, lambda net, eq: Difference(ONE, eq.formula))
    ),
    "sigmoid_for_another": Mistake(
        _A,
        rules.where(
            rules.with_activation("tanh", "relu", "identity"),
            lambda net, eq: Apply("sigmoid", eq.symbol._replace(role=Role.Z)),
        ),
    ),
    "no_exp": Mistake(_E, rules.each_part(rules.argument)),
    "not_divided": Mistake(_A, rules.each_part(rules.undivided)),
    # the cost, and how it changes with the prediction
    "no_half": Mistake(_C | _TERM_OF_C, rules.where(_HALF_SQUARES, rules.each_part(rules.no_half))),
    "no_square": Mistake(_C | _TERM_OF_C, rules.each_part(rules.no_square)),
    "half_squared": Mistake(_C | _TERM_OF_C, rules.each_part(rules.half_squared)),
    "target_minus_prediction": Mistake(
        _ERROR | _DELTA, rules.each_part(rules.target_minus_prediction)
    ),
    "half_left": Mistake(_ERROR, rules.times_error(0.5)),
    "two_left": Mistake(_ERROR, rules.times_error(2.0)),
    "half_added": Mistake(
        _C | _TERM_OF_C,
        rules.where(_SQUARES, lambda net, eq: Product((Number(0.5), eq.formula))),
    ),
    "two_missing": Mistake(_ERROR | _DELTA, rules.where(_SQUARES, rules.each_part(rules.no_two))),
    "mean_missing": Mistake(
        _C | _ERROR | _DELTA,
        rules.where(lambda net, l: net.means_cost, rules.each_part(rules.undivided)),
    ),
    "no_minus": Mistake(
        _C | _TERM_OF_C, rules.where(_CROSS_ENTROPY, rules.each_part(rules.no_minus))
    ),
    "log_10": Mistake(_C | _TERM_OF_C, rules.where(_CROSS_ENTROPY, rules.logarithm_to(10.0))),
    "log_2": Mistake(_C | _TERM_OF_C, rules.where(_CROSS_ENTROPY, rules.logarithm_to(2.0))),
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
    "gradient_for_term": Mistake(
        _ERROR | _DELTA | _TERM_BACK, rules.each_part(rules.gradient_for_term)
    ),
    "slope_too_soon": Mistake(
        _ERROR, rules.where(rules.with_activation(*_CURVED, "relu"), rules.slope_too_soon)
    ),
    # the slope
    "slope_with_cross_entropy": Mistake(
        _DELTA,
        rules.where(
            lambda net, l: not net.has_slope(l),
            lambda net, eq: rules.times(
                eq.formula, rules.slope_of("sigmoid", eq.symbol._replace(role=Role.A))
            ),
        ),
    ),
    "no_slope": Mistake(
        _DELTA,
        rules.where(rules.with_activation(*_CURVED, "relu"), rules.each_slope(lambda net, a: None)),
    ),
    "another_slope": Mistake(_SLOPE | _DELTA, rules.each_slope(rules.slope_of_another_neuron)),
    "slope_of_z": Mistake(
        _SLOPE | _DELTA, rules.where(_IS_CURVED, rules.each_slope(rules.slope_of_z))
    ),
    "slope_at_activation": Mistake(
        _SLOPE | _DELTA,
        rules.where(_IS_CURVED, rules.each_slope(lambda net, a: Slope(net.activation(a.l), a))),
    ),
    "activation_for_slope": Mistake(_SLOPE | _DELTA, rules.each_slope(lambda net, a: a)),
    "slope_reversed": Mistake(
        _SLOPE, rules.where(_IS_CURVED, rules.each_slope(rules.slope_reversed))
    ),
    "slope_of_tanh": Mistake(
        _SLOPE | _DELTA,
        rules.where(
            rules.with_activation("sigmoid", "relu", "identity"),
            rules.each_slope(lambda net, a: rules.slope_of("tanh", a)),
        ),
    ),
    "slope_of_sigmoid": Mistake(
        _SLOPE | _DELTA,
        rules.where(
            rules.with_activation("tanh", "relu", "identity"),
            rules.each_slope(lambda net, a: rules.slope_of("sigmoid", a)),
        ),
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
    # the sum and the mean over a batch
    "not_added": Mistake(_SUMS, rules.own_gradient),
    "sum_for_mean": Mistake(_UPDATES, rules.each_part(rules.undivided)),
    "mean_for_sum": Mistake(
        _UPDATES,
        rules.where(
            lambda net, l: net.batch_gradient == "sum",
            rules.each_symbol(_SUMS, rules.divided_by_batch),
        ),
    ),
    "last_sample_alone": Mistake(_UPDATES, rules.each_symbol(_SUMS, rules.gradient_of_sample)),
    "last_sample_undivided": Mistake(
        _UPDATES,
        rules.where(lambda net, l: net.batch_gradient == "mean", rules.undivided_of_sample),
    ),
    "each_sample": Mistake(_UPDATES, rules.update_of_sample),
    # the update
    "gradient_transposed": Mistake(
        _UPDATES,
        rules.each_symbol(
            frozenset({Role.DC_DW, Role.SUM_DW}),
            lambda net, symbol, d: d._replace(j=d.i, i=d.j),
        ),
    ),
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
    "old_missing": Mistake(_UPDATES, rules.descent(lambda old, step: Negative(step))),
    "not_moved": Mistake(_UPDATES, rules.descent(lambda old, step: old)),
}
