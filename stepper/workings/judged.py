"""A student's formula against the right one: which factors are right, wrong, missing, too much."""

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from math import isclose
from random import Random
from typing import NamedTuple

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression, Negative, Number, Product, Sum, symbols_in
from stepper.backprop.model import InBatch
from stepper.backprop.symbols import Phase, Symbol
from stepper.errors import StepperError
from stepper.input.answers import Answer, Quantity, Working
from stepper.runs.rows import Run
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Trace
from stepper.workings.factors import Atoms
from stepper.workings.parts import (
    ADDED,
    MULTIPLIED,
    RIGHT,
    SIGN,
    SIGN_OF_TERM,
    WRONG,
    FormulaPart,
    RightFormula,
)
from stepper.workings.put_in import with_symbols

SAME = 1e-9  # relative difference of two formulas that are the same
FARTHEST = 50  # iteration up to which other runs are tried
RUNS = 2  # with other numbers
MOST_COMPARED = 24  # readings of a formula that is wrong in all of them


class JudgedFormula(NamedTuple):
    """The judgement of a formula: its right and wrong parts.

    is_right: for all numbers. agrees: its value is right here. parts: of a wrong one, as far as it
    can be compared. value: its value. meant: its value with the exact numbers in place of those
    that were put in.
    """

    is_right: bool
    agrees: bool
    value: float
    meant: float
    parts: tuple[FormulaPart, ...] = ()

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The numbers where something is wrong, to be lit."""
        wrong = (part for part in self.parts if part.what != RIGHT)
        each = (symbols_in(part.belongs or part.shown) for part in wrong)
        return tuple(dict.fromkeys(symbol for symbols in each for symbol in symbols))


def judge_formula(trace: Trace, answer: Answer) -> JudgedFormula | None:
    """Judge the formula of an answer; None for an answer without one, or about a given number.

    A number in it may stand for a symbol, and a name may have several meanings: of all these
    readings, the one with the fewest faults counts.
    """
    working, quantity = answer.working, answer.quantity
    if working is None or quantity.symbol.role.phase is Phase.GIVEN:
        return None
    value = partial(trace.value, iteration=answer.iteration)
    number, right = evaluate(working.expression, value), quantity.value(value)
    agrees = isclose(number, right, rel_tol=SAME, abs_tol=SAME * abs(right))
    read = list(_readings(trace, answer, working))
    if any(_is_right(trace, answer, each) for each in read):
        return JudgedFormula(True, True, number, right)
    named = [each for each in read if any(True for _ in symbols_in(each))]
    every = [(tuple(_parts(trace, answer, each)), each) for each in named[:MOST_COMPARED]]
    if not any(True for _ in symbols_in(working.expression)):  # numbers may fit by chance
        every = [each for each in every if any(part.what == RIGHT for part in each[0])]
    if not every:
        return JudgedFormula(False, agrees, number, number)
    parts, meant = min(every, key=lambda each: _faults(each[0]))
    if any(isinstance(part.shown, Number) for part in parts if part.what == WRONG):
        parts = tuple(part for part in parts if part.what not in (SIGN, SIGN_OF_TERM))
    return JudgedFormula(False, agrees, number, evaluate(meant, value), parts)


def as_put_in(answer: Answer, formula: JudgedFormula | None) -> Answer:
    """An answer that is a formula, exact only to the digits of the numbers that are put into it."""
    is_answer = answer.working is not None and answer.working.is_answer
    if not is_answer or formula is None or answer.number.agrees(formula.meant):
        return answer
    slack = abs(answer.number.value - formula.meant)
    return answer._replace(number=answer.number._replace(slack=slack))


def _faults(parts: Sequence[FormulaPart]) -> int:
    return sum(part.what != RIGHT for part in parts)


def _readings(trace: Trace, answer: Answer, working: Working) -> Iterator[Expression]:
    """The meanings that a formula may have, the literal one first."""
    right = _right(trace, answer.quantity, trace.scenario.in_batch(answer.iteration))
    written = (working.expression, *working.others)
    yield from written
    for each in written:
        yield from with_symbols(trace, answer.iteration, right, each)


def _is_right(trace: Trace, answer: Answer, e: Expression) -> bool:
    """Whether a formula gives the right number in this run and in others."""
    return _is_same(trace, answer, e) and (
        answer.iteration > FARTHEST or all(_is_same(other, answer, e) for other in _others(trace))
    )


def _is_same(trace: Trace, answer: Answer, e: Expression) -> bool:
    value = partial(trace.value, iteration=answer.iteration)
    try:
        number, right = evaluate(e, value), answer.quantity.value(value)
    except StepperError:  # that run stopped: it says nothing
        return True
    return isclose(number, right, rel_tol=SAME, abs_tol=SAME * abs(right))


@lru_cache(maxsize=4)  # saves running them again for each formula
def _others(trace: Trace) -> list[Trace]:
    """Runs of the same scenario with other numbers."""
    scenarios = [_changed(trace.scenario, Random(seed)) for seed in range(RUNS)]
    return [Trace(scenario, Run(scenario)) for scenario in scenarios]


def _changed(scenario: Scenario, random: Random) -> Scenario:
    def other(numbers: Sequence[float]) -> tuple[float, ...]:
        return tuple(random.uniform(0.3, 0.9) for _ in numbers)

    return scenario._replace(
        layers=tuple(
            Layer(
                tuple(map(other, layer.weights)),
                layer.biases and other(layer.biases),
                layer.activation,
            )
            for layer in scenario.layers
        ),
        values=tuple(value + random.uniform(0.1, 0.2) for value in scenario.values),
        samples=tuple((other(inputs), targets) for inputs, targets in scenario.samples),
    )


def _right(trace: Trace, quantity: Quantity, place: InBatch) -> Expression:
    """How a quantity is computed."""
    if quantity.over is None:
        right = trace.model.equation(quantity.symbol, place).formula
    else:
        right = quantity.expression
    return Negative(right) if quantity.negated else right


def _parts(trace: Trace, answer: Answer, own: Expression) -> Iterator[FormulaPart]:
    for what, turned in _turned(own):
        if _is_right(trace, answer, turned):
            yield FormulaPart(what, own)
            return
    place = trace.scenario.in_batch(answer.iteration)
    yield from _right_formula(trace, answer.quantity, place).compared(own)


@lru_cache(maxsize=64)  # saves taking it apart again for each answer
def _right_formula(trace: Trace, quantity: Quantity, place: InBatch) -> RightFormula:
    model, eq = trace.model, trace.model.equation(quantity.symbol, place)
    right = _right(trace, quantity, place)
    return RightFormula(Atoms(model, place), eq, model.unfold(eq), right)


def _turned(own: Expression) -> Iterator[tuple[str, Expression]]:
    """A formula that multiplies where it adds, and the reverse."""
    match own:
        case Sum(parts):
            yield ADDED, Product(parts)
        case Product(factors):
            yield MULTIPLIED, Sum(factors)
