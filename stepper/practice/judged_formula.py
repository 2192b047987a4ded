"""A student's formula against the right one: which factors are right, wrong, missing, too much."""

from collections.abc import Iterator, Sequence
from functools import partial
from math import isclose
from random import Random
from typing import NamedTuple

from stepper.backprop.expressions import Negative, evaluate, symbols_in
from stepper.backprop.symbols import Phase, Symbol
from stepper.errors import StepperError
from stepper.input.answers import Answer, Working
from stepper.practice.factors import Atoms
from stepper.practice.formula_parts import RIGHT, Part, compared
from stepper.runs.rows import Run
from stepper.runs.scenario import Layer, Scenario
from stepper.runs.trace import Trace

SAME = 1e-9  # relative difference of two formulas that are the same
FARTHEST = 50  # iteration up to which other runs are tried
RUNS = 2  # with other numbers


class JudgedFormula(NamedTuple):
    """What is right and wrong in a formula.

    is_right: for all numbers. agrees: its value is right here. parts: of a wrong one, as far as it
    can be compared. value: its value.
    """

    is_right: bool
    agrees: bool
    value: float
    parts: tuple[Part, ...] = ()

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        """The numbers where something is wrong, to be lit."""
        wrong = (part for part in self.parts if part.what != RIGHT)
        each = (symbols_in(part.belongs or part.shown) for part in wrong)
        return tuple(dict.fromkeys(symbol for symbols in each for symbol in symbols))


def judged(trace: Trace, answer: Answer) -> JudgedFormula | None:
    """Judge the formula of an answer; None for an answer without one, or about a given number."""
    working, quantity = answer.working, answer.quantity
    if working is None or quantity.symbol.role.phase is Phase.GIVEN:
        return None
    value = partial(trace.value, answer.iteration)
    number, right = evaluate(working.expression, value), quantity.value(value)
    agrees = isclose(number, right, rel_tol=SAME, abs_tol=SAME * abs(right))
    is_right = agrees and all(_is_same(other, answer) for other in _others(trace, answer))
    if is_right or not any(True for _ in symbols_in(working.expression)):
        return JudgedFormula(is_right, agrees, number)
    return JudgedFormula(False, agrees, number, tuple(_parts(trace, answer, working)))


def _is_same(trace: Trace, answer: Answer) -> bool:
    assert answer.working
    value = partial(trace.value, answer.iteration)
    try:
        number, right = evaluate(answer.working.expression, value), answer.quantity.value(value)
    except StepperError:  # that run stopped: it says nothing
        return True
    return isclose(number, right, rel_tol=SAME, abs_tol=SAME * abs(right))


def _others(trace: Trace, answer: Answer) -> Iterator[Trace]:
    """Runs of the same scenario with other numbers."""
    if answer.iteration <= FARTHEST:
        for seed in range(RUNS):
            scenario = _changed(trace.scenario, Random(seed))
            yield Trace(scenario, Run(scenario))


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


def _parts(trace: Trace, answer: Answer, working: Working) -> Iterator[Part]:
    place = trace.scenario.in_batch(answer.iteration)
    model, quantity = trace.model, answer.quantity
    eq = model.equation(quantity.symbol, place)
    right = eq.formula if quantity.over is None else quantity.made
    right = Negative(right) if quantity.negated else right
    atoms = Atoms(model, place)
    yield from compared(atoms, eq, model.unfold(eq), right, working.expression)
