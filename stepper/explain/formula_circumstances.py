"""The circumstances of a step of a formula: a table by name. u is a line, x a name that it uses."""

from collections.abc import Callable

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import (
    Apply,
    Expression,
    Extreme,
    Negative,
    Number,
    Product,
    Square,
)
from stepper.backprop.symbols import Role, Symbol
from stepper.explain.ways import OPERATIONS, SPECIAL, Way, operation, ways
from stepper.formula.formula import Formula
from stepper.runs.checks.corners import is_before_corner
from stepper.runs.trace import Step

FUNCTIONS = ("exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "relu", "abs", "max", "min")
_STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}
_FLAT, _STEEP = 0.04, 0.8  # parts of the steepest slope


def formula_of(step: Step) -> Formula:
    assert isinstance(step.trace.model, Formula)
    return step.trace.model


def user_of(step: Step) -> str:
    """The line u of a local derivative, of a term or of a gradient with only one."""
    s = step.symbol
    return s.names[0] if s.role is Role.LOCAL else formula_of(step).users[s.names[-1]][0]


def local_of(step: Step) -> Symbol:
    """The local derivative du/dx that a step computes or uses."""
    return Symbol(Role.LOCAL, names=(user_of(step), step.symbol.names[-1]))


def way_of(step: Step) -> Way | None:
    """The way of x into u; None where x has several places in u."""
    u, x = local_of(step).names
    formula = formula_of(step)
    found = ways(formula.expressions[u], formula.symbols[x])
    return found[0] if len(found) == 1 else None


def users_of(step: Step) -> tuple[str, ...]:
    """The lines that use the name of a step: of a line itself, or by which C is differentiated."""
    return formula_of(step).users[step.symbol.names[-1]]


def _is(*operations: str) -> Callable[[Step], bool]:
    """Whether exactly these operations lie between x and u."""

    def holds(step: Step) -> bool:
        way = way_of(step)
        return way is not None and way.names == operations

    return holds


def _of_line(*operations: str) -> Callable[[Step], bool]:
    """Whether the last operation of the line that a step computes is one of these."""
    return lambda step: _last_operation(step) in operations


def _last_operation(step: Step) -> str:
    return operation(formula_of(step).expressions[step.symbol.names[0]])


def _slope(step: Step) -> Expression:
    return formula_of(step).slope(*local_of(step).names)


def _local(step: Step) -> float:
    return step.value_of(local_of(step))


def _received(step: Step) -> float:
    """What comes back to u: dC/du, which is 1 for the cost."""
    formula, u = formula_of(step), user_of(step)
    if u == formula.cost:
        return 1.0
    return step.value_of(Symbol(Role.GRADIENT, names=(formula.cost, u)))


def _steepness(step: Step) -> float:
    """The slope of a sigmoid or a tanh as a part of the steepest one."""
    way = way_of(step)
    assert way is not None
    return abs(_local(step)) / _STEEPEST[way.names[0]]


def _has_minus(step: Step) -> bool:
    way = way_of(step)
    return way is not None and way.has_minus


def _cancels_minus(step: Step) -> bool:
    """Whether the minus that differentiating brings in is gone, because the line has one, too."""
    way = way_of(step)
    return way is not None and way.brings_minus and not isinstance(_slope(step), Negative)


def _is_term(step: Step) -> bool:
    """Whether u is a sum or a difference of x and other terms."""
    way = way_of(step)
    return way is not None and way.names == () and way.is_term


def _cancels_half(step: Step) -> bool:
    match way_of(step):
        case Way(("multiply", "square"), (Product((Number(0.5), Square())), _)):
            return True
        case _:
            return False


def _swaps(step: Step) -> bool:
    """Whether u is a product of two numbers that are no constants of the text."""
    match way_of(step):
        case Way(("multiply",), (Product((first, second)),), has_minus=False):
            return not isinstance(first, Number) and not isinstance(second, Number)
        case _:
            return False


def _is_at_corner(step: Step) -> bool:
    """Whether x goes into a function at its corner, or two numbers of a max are equal."""
    match way_of(step):
        case Way((_,), (Apply(of=z),)):
            return evaluate(z, step.value_of) == 0.0
        case Way((_,), (Extreme(of=parts) as e,)):
            best = evaluate(e, step.value_of)
            return sum(evaluate(part, step.value_of) == best for part in parts) > 1
        case _:
            return False


def _is_before_corner(step: Step) -> bool:
    """Whether x goes into any line that is at a corner, directly or through others."""
    return is_before_corner(formula_of(step), _x(step), step.value_of)


def _x(step: Step) -> Symbol:
    return formula_of(step).symbols[step.symbol.names[-1]]


def _has_role(role: Role) -> Callable[[Step], bool]:
    return lambda step: _x(step).role is role


def inputs_of(step: Step, name: str) -> list[str]:
    """The names in a line by which C is differentiated."""
    formula = formula_of(step)
    return [x for x in formula.symbols if x not in formula.constants and name in formula.users[x]]


def _goes_on(step: Step) -> bool:
    """Whether a gradient is of a line that has names to send it on to."""
    return bool(inputs_of(step, step.symbol.names[-1]))


def _has_gradients(step: Step) -> bool:
    return bool(formula_of(step).differentiated)


CIRCUMSTANCES: dict[str, Callable[[Step], bool]] = {
    # the line
    **{f"a {name}": _of_line(name) for name in (*OPERATIONS.values(), *SPECIAL, *FUNCTIONS)},
    "the cost": lambda step: step.symbol == step.trace.model.C,
    "used often": lambda step: len(users_of(step)) > 1,
    "has constants": lambda step: bool(formula_of(step).constants and _has_gradients(step)),
    "no gradients": lambda step: not _has_gradients(step),
    # how x goes into u
    **{f"by {name}": _is(name) for name in ("multiply", "over", "under", "square", *FUNCTIONS)},
    "by power": _is("power"),
    "by exponent": _is("exponent"),
    "by sum": _is_term,
    "by name": _is(),
    "half cancels": _cancels_half,
    "swaps": _swaps,
    "in several places": lambda step: way_of(step) is None,
    "subtracted": _has_minus,
    "with a minus": _has_minus,
    "minus cancels": _cancels_minus,
    "reversed": lambda step: _has_minus(step) and not _cancels_minus(step) and not _is()(step),
    "is itself": lambda step: _slope(step) == formula_of(step).symbols[user_of(step)],
    # the numbers
    "on": lambda step: _local(step) != 0.0,
    "off": lambda step: _local(step) == 0.0,
    "in a corner": _is_at_corner,
    "before a corner": _is_before_corner,
    "nearly flat": lambda step: _steepness(step) < _FLAT,
    "nearly steepest": lambda step: _steepness(step) > _STEEP,
    "nothing back": lambda step: _received(step) == 0.0,
    # the way back
    "of the cost alone": lambda step: users_of(step) == (formula_of(step).cost,),
    "through the cost": lambda step: step.symbol.names[1] == formula_of(step).cost,
    "of a line": lambda step: _x(step).role is Role.LINE,
    "goes on": _goes_on,
    "updated name": _has_role(Role.PARAMETER),
}
