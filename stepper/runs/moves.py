"""Moves from one step of a trace to another: functions from an index of its steps to an index."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.errors import NotFiniteError
from stepper.runs.trace import Step, Trace

Move = Callable[[Trace, int], int]
Marks = Callable[[Symbol, Symbol | None], bool]  # of the symbols of a step and its predecessor


def by(distance: int) -> Move:
    """Move by a number of steps, at most to the ends of the run."""
    return lambda trace, k: _within(trace, k + distance)


def by_iterations(distance: int) -> Move:
    """Move to the same equation a number of iterations away; stay where there is none."""

    def move(trace: Trace, k: int) -> int:
        to = k + distance * len(trace.network.steps)
        return to if 0 <= to < len(trace.steps) else k

    return move


def finely(step: Step, distance: int) -> Step:
    """The step of the number computed before (distance -1) or after (1), terms of sums included."""
    trace = step.trace
    made, place = trace.network.made, trace.network.position[step.symbol]
    given = len(trace.network.columns) - len(made)
    n, k = divmod((step.iteration - 1) * len(made) + place - given + distance, len(made))
    return Step(trace, n + 1, made[k]) if 0 <= n < trace.iterations else step


def to_next(marks: Marks) -> Move:
    """Move to the next marked step, in this iteration or the following one."""

    def move(trace: Trace, k: int) -> int:
        marked = _marked(trace.network, marks)
        n, place = divmod(k, len(trace.network.steps))
        at = bisect_right(marked, place)
        n, at = (n, at) if at < len(marked) else (n + 1, 0)
        return n * len(trace.network.steps) + marked[at] if n < trace.iterations else k

    return move


def to_previous(marks: Marks) -> Move:
    """Move to the previous marked step, in this iteration or the one before it."""

    def move(trace: Trace, k: int) -> int:
        marked = _marked(trace.network, marks)
        n, place = divmod(k, len(trace.network.steps))
        at = bisect_left(marked, place) - 1
        n = n if at >= 0 else n - 1
        return n * len(trace.network.steps) + marked[at] if n >= 0 else k

    return move


def to_first(trace: Trace, k: int) -> int:
    """Move to the first step of the iteration; from there, of the run."""
    first = k - k % len(trace.network.steps)
    return first if first < k else 0


def to_last(trace: Trace, k: int) -> int:
    """Move to the last step of the iteration; from there, of the run."""
    each = len(trace.network.steps)
    last = k - k % each + each - 1
    return last if last > k else len(trace.steps) - 1


def within_run(step: Step) -> tuple[Step, NotFiniteError | None]:
    """The step, or the last one that a run reached before it stopped, and why it stopped.

    Raises NotFiniteError where it reached no step, and StepperError for a wrong stored row.
    """
    try:
        _ = step.value
    except NotFiniteError as stop:
        network, steps = step.trace.network, step.trace.steps
        end = network.position[network.by_column[stop.column]]
        made = sum(network.position[symbol] < end for symbol in network.steps)
        k = (stop.iteration - 1) * len(network.steps) + made - 1
        if k < 0:
            raise
        return steps[k], stop
    return step, None


def is_delta(symbol: Symbol, before: Symbol | None) -> bool:
    return symbol.role is Role.DELTA


def has_role(role: Role) -> Marks:
    return lambda symbol, before: symbol.role is role


def begins(phase: Phase) -> Marks:
    """Mark the first step of a phase."""
    return lambda symbol, before: symbol.role.phase is phase and begins_phase(symbol, before)


def is_update(symbol: Symbol, before: Symbol | None) -> bool:
    return symbol.role.phase is Phase.UPDATE


def begins_phase(symbol: Symbol, before: Symbol | None) -> bool:
    return before is None or symbol.role.phase is not before.role.phase


MOVES: dict[str, Move] = {
    "next": by(1),
    "back": by(-1),
    "next_delta": to_next(is_delta),
    "previous_delta": to_previous(is_delta),
    "next_phase": to_next(begins_phase),
    "previous_phase": to_previous(begins_phase),
    "next_update": to_next(is_update),
    "next_iteration": by_iterations(1),
    "previous_iteration": by_iterations(-1),
    "first": to_first,
    "last": to_last,
}
_FINE = {"next": 1, "back": -1}


def moved(step: Step, name: str, among_terms: bool) -> Step:
    """The step to which a move of MOVES leads; the same step where it leads nowhere.

    among_terms: whether the terms of a sum are steps of their own.
    """
    if among_terms and name in _FINE:
        return finely(step, _FINE[name])
    return step.trace.steps[MOVES[name](step.trace, step.number - 1)]


def _marked(network: Network, marks: Marks) -> list[int]:
    steps = network.steps
    return [k for k, s in enumerate(steps) if marks(s, steps[k - 1] if k else None)]


def _within(trace: Trace, k: int) -> int:
    return max(0, min(k, len(trace.steps) - 1))
