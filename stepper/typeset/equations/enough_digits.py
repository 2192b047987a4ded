"""How many digits factors and terms need so that a calculator gives the result that is shown."""

from collections.abc import Callable, Sequence

from stepper.backprop.evaluation import evaluate
from stepper.backprop.model import Equation
from stepper.backprop.symbols import Symbol
from stepper.limits import MOST_DIGITS
from stepper.typeset.digits import FACTOR, RESULT, written

TIE = 1e-12


def of_factors(value_of: Callable[[Symbol], float], eq: Equation, digits: int) -> int:
    """The digits of factors from which a calculator gets the result that is shown.

    Usually two more than the result has; more where digits cancel.
    """
    enough = digits + FACTOR - RESULT

    def rounded(symbol: Symbol) -> float:
        return float(written(value_of(symbol), enough)[0])

    while enough < MOST_DIGITS:
        if _gives(evaluate(eq.formula, rounded), value_of(eq.symbol), digits):
            break
        enough += 1
    return min(enough, MOST_DIGITS)


def adding_up(values: Sequence[float], total: float, digits: int) -> int:
    """The digits of terms whose sum, as they are shown, is the total in `digits` digits.

    As many as the total has; more where digits cancel.
    """
    enough = digits
    while enough < MOST_DIGITS and not _gives(_sum_of_shown(values, enough), total, digits):
        enough += 1
    return enough


def _sum_of_shown(values: Sequence[float], digits: int) -> float:
    from decimal import Decimal

    return float(sum(Decimal(written(value, digits)[0]) for value in values))


def _gives(result: float, value: float, digits: int) -> bool:
    """Whether a result, rounded by hand with halves up, reads as the value does."""
    shown = float(written(value, digits)[0])
    near = (result * (1 - TIE), result * (1 + TIE))  # not on a half, which format rounds to even
    return all(float(f"{x:.{digits - 1}e}") == shown for x in near)
