"""The numbers of a formula as rows, one for each iteration: its equations, evaluated in order."""

from array import array
from collections.abc import Iterator

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import RATE, UPDATED, Symbol
from stepper.formula.formula import Formula
from stepper.runs.scenario import Scenario


def formula_rows(scenario: Scenario, formula: Formula) -> Iterator["array[float]"]:
    """Yield the numbers of each iteration, in the order of the formula's columns."""
    equations = [formula.in_terms(symbol) for symbol in formula.computed]
    parameters = [s for s in formula.givens if s.role in UPDATED]
    others = [s for s in formula.givens if s.role not in UPDATED]
    numbers: dict[Symbol, float] = {RATE: scenario.learning_rate or 0.0}
    numbers |= zip(parameters, scenario.parameters, strict=True)
    samples = [scenario.given(k) for k in range(len(scenario.samples))]
    for n in range(scenario.iterations):
        numbers |= zip(others, samples[n % len(samples)], strict=True)
        for symbol, expression, _ in equations:
            numbers[symbol] = evaluate(expression, numbers.__getitem__)
        yield array("d", (numbers[symbol] for symbol in formula.columns))
        for symbol in parameters:
            numbers[symbol] = numbers[formula.becomes(symbol)]
