"""Known mistakes in the equations of a formula: which rule turns which equation into a wrong one.

The sentence mistake.<name> of the catalogues explains each mistake.
"""

from collections.abc import Callable, Iterator

from stepper.backprop.expressions import (
    ZERO,
    Apply,
    Difference,
    Expression,
    Known,
    Negative,
    Number,
    Product,
    Square,
    Sum,
    product_of,
    rewritten,
    sum_of,
)
from stepper.backprop.model import Equation
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.lines import factors_of
from stepper.formula.formula import Formula

# the wrong formula; None where the mistake cannot be made
Rule = Callable[[Formula, Equation], Expression | None]


def known_mistakes(formula: Formula, eq: Equation) -> Iterator[tuple[str, Expression]]:
    """Yield (name, wrong formula) for each mistake that applies to an equation."""
    for name, wrong in MISTAKES.get(eq.symbol.role, {}).items():
        found = wrong(formula, eq)
        if found is not None and found != eq.formula:
            yield name, found


def _first_term(formula: Formula, eq: Equation) -> Expression | None:
    return eq.formula.terms[0] if isinstance(eq.formula, Sum) else None


def _added(formula: Formula, eq: Equation) -> Expression | None:
    return Sum(eq.formula.factors) if isinstance(eq.formula, Product) else None


def _other_sign(formula: Formula, eq: Equation) -> Expression | None:
    match eq.formula:
        case Difference(left, right) if eq.symbol.role is Role.LINE:
            return Sum((left, right))
        case Difference(left, right):
            return Difference(right, left)
        case Negative(of):
            return of
        case e:
            return Negative(e)


def _argument(formula: Formula, eq: Equation) -> Expression | None:
    return eq.formula.of if isinstance(eq.formula, Apply) else None


def _no_square(formula: Formula, eq: Equation) -> Expression | None:
    def without(e: Expression) -> Expression:
        return e.of if isinstance(e, Square) else e

    return rewritten(eq.formula, without)


def _no_two(formula: Formula, eq: Equation) -> Expression | None:
    match eq.formula:
        case Product((Number(2.0), *factors)):
            return product_of(factors)
        case _:
            return None


def _value_of_line(formula: Formula, eq: Equation) -> Expression | None:
    u, _ = eq.symbol.names
    return None if isinstance(eq.formula, Number) else formula.symbols[u]


def _own_name(formula: Formula, eq: Equation) -> Expression | None:
    """The name itself for its local derivative: the factors of a product are not swapped."""
    x = formula.symbols[eq.symbol.names[-1]]
    if eq.symbol.role is Role.LOCAL:
        return None if isinstance(eq.formula, Number) else x

    def swapped(e: Expression) -> Expression:
        return x if isinstance(e, Known) and not isinstance(e.written, Number) else e

    return rewritten(eq.formula, swapped)


def _without(is_received: bool) -> Rule:
    """Leave out the gradient of each line, or its local derivative."""

    def wrong(formula: Formula, eq: Equation) -> Expression | None:
        def change(e: Expression) -> Expression | None:
            known = isinstance(e, Known)
            received = isinstance(e, Symbol) and e.role is Role.GRADIENT
            return None if (received if is_received else known) else e

        return rewritten(eq.formula, change) if _has_products(eq.formula) else None

    return wrong


def _has_products(e: Expression) -> bool:
    """Whether it is a product of a gradient and a slope, or a sum of such products."""
    return all(isinstance(term, Product) for term in (e.terms if isinstance(e, Sum) else (e,)))


def _paths_multiplied(formula: Formula, eq: Equation) -> Expression | None:
    """The product of the terms, written as these are, so that it does not stand out."""
    if not formula.terms(eq.symbol) or not isinstance(eq.formula, Sum):
        return None
    return product_of([factor for term in eq.formula.terms for factor in factors_of(term)])


def _update(change: Callable[[Expression, Expression, Expression], Expression]) -> Rule:
    """Combine the old value, the step and the gradient otherwise than by old - step."""

    def wrong(formula: Formula, eq: Equation) -> Expression | None:
        match eq.formula:
            case Difference(old, Product((_, gradient)) as step):
                return change(old, step, gradient)
            case _:
                return None

    return wrong


MISTAKES: dict[Role, dict[str, Rule]] = {
    Role.LINE: {
        "one_term": _first_term,
        "added": _added,
        "sign": _other_sign,
        "no_function": _argument,
        "no_power": _no_square,
    },
    Role.LOCAL: {
        "own_name": _own_name,
        "sign": _other_sign,
        "no_two": _no_two,
        "value_of_line": _value_of_line,
        "zero": lambda formula, eq: ZERO,
    },
    Role.GRADIENT: {
        "one_path": _first_term,
        "paths_multiplied": _paths_multiplied,
        "no_local": _without(is_received=False),
        "no_received": _without(is_received=True),
        "own_name": _own_name,
        "sign": _other_sign,
    },
    Role.NEW: {
        "uphill": _update(lambda old, step, gradient: sum_of((old, step))),
        "uphill_no_rate": _update(lambda old, step, gradient: sum_of((old, gradient))),
        "no_rate": _update(lambda old, step, gradient: Difference(old, gradient)),
        "step_alone": _update(lambda old, step, gradient: step),
        "not_moved": _update(lambda old, step, gradient: old),
    },
}
MISTAKES[Role.PATH] = MISTAKES[Role.GRADIENT]
