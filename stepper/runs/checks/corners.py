"""Where a formula has a corner: relu or abs at 0, a max or min of two equal numbers."""

from collections.abc import Callable, Collection, Iterator

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Apply, Expression, Extreme, symbols_in
from stepper.backprop.symbols import Symbol
from stepper.formula.formula import Formula, Line
from stepper.formula.parts import parts

CORNERS = ("relu", "abs")  # functions with a corner at 0

Value = Callable[[Symbol], float]


def following(formula: Formula, moved: Symbol) -> Iterator[Line]:
    """The lines that change with a number, in order."""
    changed = set(moved.names)
    for line in formula.lines:
        if any(line.name in formula.users[name] for name in changed):
            changed.add(line.name)
            yield line


def is_before_corner(formula: Formula, moved: Symbol, value: Value, near: float = 0.0) -> bool:
    """Whether a number enters a line that is at a corner, or within near of one."""
    lines = list(following(formula, moved))
    changed = {*moved.names, *(line.name for line in lines)}
    return any(_has_corner(line.expression, changed, value, near) for line in lines)


def _has_corner(e: Expression, changed: Collection[str], value: Value, near: float) -> bool:
    match e:
        case Apply(function, of) if function in CORNERS:
            ties = [of] if abs(evaluate(of, value)) <= near else []
        case Extreme(_, of):
            best = evaluate(e, value)
            ties = [part for part in of if abs(evaluate(part, value) - best) <= near]
            ties = ties if len(ties) > 1 else []
        case _:
            ties = []
    moves = any(name in changed for part in ties for s in symbols_in(part) for name in s.names)
    return moves or any(_has_corner(part, changed, value, near) for part in parts(e))
