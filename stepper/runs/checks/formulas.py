"""Compares the derivatives of a formula with central differences of its cost.

A number, given or computed by a line, is moved, and the lines that depend on it are computed again.
"""

from collections.abc import Callable, Sequence
from math import floor, log10, ulp
from sys import float_info

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression, Number, Product, Sum
from stepper.backprop.symbols import Symbol
from stepper.formula.formula import Formula, Line
from stepper.formula.parts import parts, with_parts
from stepper.runs.checks.central_differences import DECADES, SMALLEST, Check, best
from stepper.runs.checks.corners import following, is_before_corner
from stepper.runs.trace import Trace

SMALL = 0.1  # numbers below this size are also moved relative to their size

Numbers = dict[Symbol, float]


def check(trace: Trace, formula: Formula, iteration: int, gradient: Symbol) -> Check:
    """Check the derivative of the cost with respect to a name, given or computed."""
    analytic = trace.value(gradient, iteration)
    numbers = {s: trace.value(s, iteration) for s in formula.symbols.values()}
    moved = formula.symbols[gradient.names[1]]
    lines = list(following(formula, moved))
    rounding = _rounding(formula, numbers, lines)
    checks = []
    for epsilon in _step_sizes(numbers[moved]):
        above, below = numbers[moved] + epsilon, numbers[moved] - epsilon
        distance = above - below
        up, down = (_cost(formula, numbers | {moved: x}, lines) for x in (above, below))
        difference, unsure = (up - down) / distance, 2.0 * rounding / distance
        checks.append(Check(gradient, analytic, difference, epsilon, up, down, distance, unsure))
    at_corner = is_before_corner(formula, moved, numbers.__getitem__, SMALLEST)
    return best(checks)._replace(at_corner=at_corner)


def _step_sizes(value: float) -> list[float]:
    """The distances by which a number is moved, the largest first, relative to 1 or to its size."""
    size = abs(value)
    units = {max(1.0, size), size} if 0.0 < size < SMALL else {max(1.0, size)}
    powers = {floor(log10(unit)) + decade for unit in units for decade in DECADES}
    sizes = [float(f"1e{power}") for power in sorted(powers, reverse=True)]
    return [size for size in sizes if size]  # the smallest may be less than any double


def _cost(formula: Formula, numbers: Numbers, lines: list[Line]) -> float:
    """C after the lines that follow a number that was moved."""
    for line in lines:
        numbers[formula.symbols[line.name]] = evaluate(line.expression, numbers.__getitem__)
    return numbers[formula.C]


def _rounding(formula: Formula, numbers: Numbers, lines: list[Line]) -> float:
    """How far the rounding of the lines can change C."""
    errors: Numbers = {}
    for line in lines:
        symbol = formula.symbols[line.name]
        errors[symbol] = _error(line.expression, numbers.__getitem__, errors)[1]
    return errors[formula.C] if lines else 0.0


def _error(e: Expression, value: Callable[[Symbol], float], errors: Numbers) -> tuple[float, float]:
    """The value of an expression, and how far it can be from the exact one.

    Each part is moved in turn by its own error; then comes the rounding of the operation.
    """
    inner = parts(e)
    if not inner:
        return evaluate(e, value), errors.get(e, 0.0) if isinstance(e, Symbol) else 0.0
    each = [_error(part, value, errors) for part in inner]
    numbers = [number for number, _ in each]
    result = _on(e, numbers)
    sizes = sum(map(abs, numbers)) if isinstance(e, Sum) else abs(result)
    own = float_info.epsilon * sizes * (len(inner) if isinstance(e, Sum | Product) else 1)
    own += ulp(0.0)  # a product may be less than any double
    for k, (number, error) in enumerate(each):
        if error:
            own += abs(_on(e, [*numbers[:k], number + error, *numbers[k + 1 :]]) - result)
    return result, own


def _on(e: Expression, numbers: Sequence[float]) -> float:
    """The value of an operation on other numbers than those of its parts."""
    return evaluate(with_parts(e, [*map(Number, numbers)]), lambda symbol: 0.0)
