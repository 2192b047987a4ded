"""Numbers that somebody put into a formula for its symbols: 0.15·0.5 for W₁·x."""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice, product
from math import prod

from stepper.backprop.expressions import Expression, Negative, Number, rewritten, symbols_in
from stepper.backprop.symbols import RATE, Phase, Symbol
from stepper.input.numbers import TypedNumber
from stepper.runs.trace import Trace
from stepper.typeset.digits import FEWEST_DIGITS

MANY = 3  # digits that are no chance
MOST_READINGS = 600
MOST_BEFORE = 400  # numbers that a number may have been computed from


def with_symbols(
    trace: Trace, iteration: int, right: Expression, own: Expression
) -> Iterator[Expression]:
    """Yield a formula with symbols for its numbers, in every way in which they may be meant.

    A number stands for one that right is computed from, and that it is when rounded; if there is
    none, for any number of the iteration that it is to MANY digits.
    """
    numbers: list[Number] = []

    def noted(e: Expression) -> Expression:
        numbers.extend([e] if isinstance(e, Number) else [])
        return e

    rewritten(own, noted)
    if not numbers:
        return
    value = partial(trace.value, iteration=iteration)
    values = {s: value(s) for s in _before(trace, iteration, right)}
    model = trace.model
    every = {s: value(s) for s in model.columns} if model.width <= MOST_BEFORE else {}
    choices = [
        [*(_meant(number, values) or _meant(number, every, MANY)), number] for number in numbers
    ]
    while prod(map(len, choices)) > MOST_READINGS:
        max(choices, key=len).pop(-2)
    for chosen in islice(product(*choices), MOST_READINGS):
        put = rewritten(own, partial(_next_for_number, iter(chosen)))
        if put is not None and put is not own:
            yield put


def _next_for_number(chosen: Iterator[Expression], e: Expression) -> Expression:
    return next(chosen) if isinstance(e, Number) else e


def _before(trace: Trace, iteration: int, right: Expression) -> dict[Symbol, None]:
    """The numbers that an expression is computed from, however far before it."""
    model, place = trace.model, trace.scenario.in_batch(iteration)
    found: dict[Symbol, None] = {}
    left = [*symbols_in(right)]
    while left and len(found) < MOST_BEFORE:
        s = left.pop()
        if s not in found and (s in model.position or s == RATE):
            found[s] = None
            if s.role.phase is not Phase.GIVEN:
                left += symbols_in(model.equation(s, place).formula)
    return found


def _meant(
    number: Number, values: Mapping[Symbol, float], fewest: int = FEWEST_DIGITS
) -> list[Expression]:
    """What a number of at least so many digits may stand for, what is nearest first."""
    size = abs(number.value)
    typed = TypedNumber(size, (repr(size),))
    is_rounded = not size.is_integer() and typed.digits >= fewest
    near = sorted(values, key=lambda s: abs(abs(values[s]) - size))
    return [
        s if (values[s] < 0) == (number.value < 0) else Negative(s)
        for s in near
        if abs(values[s]) == size or (is_rounded and typed.agrees(abs(values[s])))
    ]
