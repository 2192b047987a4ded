"""The factors that gradients of a formula share: that of a line is in those of all its names."""

from stepper.backprop.expressions import Sum
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.lines import Term, TermLine, factors_of
from stepper.formula.formula import Formula, names_in

MOST_GRADIENTS = 4  # shown side by side


def shared_factors(formula: Formula, gradient: Symbol) -> list[TermLine]:
    """The gradients that contain the gradient of the same line as a factor; nothing if one does.

    Of the lines that use the name, it is the first whose gradient is a factor of others, too.
    """
    C, x = gradient.names
    for u in formula.users[x]:
        received = Symbol(Role.GRADIENT, names=(C, u))
        names = [n for n in names_in(formula.expressions[u]) if n not in formula.constants]
        if u != C and len(names) > 1:
            kept = [x, *(name for name in names if name != x)][:MOST_GRADIENTS]
            in_order = [name for name in names if name in kept]
            return [_with(formula, received, name) for name in in_order]
    return []


def _with(formula: Formula, received: Symbol, name: str) -> TermLine:
    """The gradient by a name, with the factor that it shares marked."""
    gradient = Symbol(Role.GRADIENT, names=(formula.cost, name))
    whole = formula.equation(gradient).formula
    each = whole.terms if formula.terms(gradient) and isinstance(whole, Sum) else (whole,)
    terms = []
    for term in each:
        factors = factors_of(term)
        is_shared = factors[0] == received
        new = 1 if is_shared else 0
        terms.append(Term((), factors[:new], factors[new:]))
    line = formula.symbols[received.names[1]]
    return TermLine(
        gradient, "shared.line", tuple(terms), names=(("received", received), ("line", line))
    )
