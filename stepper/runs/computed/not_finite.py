"""Why a number of a formula is not finite: the operation without a result."""

from collections.abc import Callable
from math import isfinite

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Apply, Expression, Known, Power, Quotient
from stepper.backprop.symbols import Symbol
from stepper.formula.formula import Formula
from stepper.formula.parts import parts
from stepper.typeset.digits import RESULT, written

TOO_LARGE = "the numbers have grown too large; use smaller ones"


def reason(formula: Formula, symbol: Symbol, value: Callable[[Symbol], float]) -> str:
    """The problem and its fix. value: of the numbers that were computed before."""
    too_large = f"{TOO_LARGE}, or a smaller learning_rate" if formula.learns else TOO_LARGE
    return _first(formula.in_terms(symbol).formula, value) or too_large


def _first(e: Expression, value: Callable[[Symbol], float]) -> str:
    """The first operation without a result, innermost first; empty if there is none."""
    if isinstance(e, Known):
        return _first(e.value, value)
    inner = parts(e)
    within = next(filter(None, (_first(part, value) for part in inner)), "")
    if within or not inner or isfinite(evaluate(e, value)):
        return within
    numbers = [written(evaluate(part, value), RESULT)[0] for part in inner]
    match e:
        case Quotient() if numbers[1] == "0":
            what = f"{numbers[0]} is divided by 0"
        case Apply("log" | "sqrt" as function):
            what = f"{function}({numbers[0]}) does not exist"
        case Power() if numbers[0] == "0" or numbers[0].startswith("-"):
            base, exponent = numbers
            what = f"({base})^({exponent}) does not exist"
        case _:
            return ""
    return f"{what}; change the numbers that lead to it"
