"""Moves from one step of a trace to another: functions from an index of its steps to an index."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable

from stepper.backprop.model import Model
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.errors import NotFiniteError
from stepper.runs.trace import Step, Trace

Move = Callable[[Trace, int], int]
Places = Callable[[Model], list[int]]  # of some steps, among those of an iteration


def by(distance: int) -> Move:
    """Move by a number of steps, at most to the ends of the run."""
    return lambda trace, k: _within(trace, k + distance)


def by_iterations(distance: int) -> Move:
    """Move to the same equation `distance` iterations later, if there is such an iteration.

    An iteration within a batch has no updates: from one of these, move to its last step.
    """

    def move(trace: Trace, k: int) -> int:
        schedule = trace.schedule
        iteration, place = schedule.locate(k)
        to = iteration + distance
        if not 1 <= to <= trace.iterations:
            return k
        return schedule.first(to) + min(place, len(schedule.steps(to)) - 1)

    return move


def finely(step: Step, distance: int) -> Step:
    """The number computed before (-1) or after (1) this one, where each term of a sum counts."""
    trace, iteration = step.trace, step.iteration
    computed = _computed(trace, iteration)
    k = computed.index(step.symbol) + distance
    if not 0 <= k < len(computed):
        iteration += distance
        if not 1 <= iteration <= trace.iterations:
            return step
        computed = _computed(trace, iteration)
        k = 0 if distance > 0 else len(computed) - 1
    return Step(trace, iteration, computed[k])


def _computed(trace: Trace, iteration: int) -> tuple[Symbol, ...]:
    """The numbers that an iteration computes, terms too; no updates within a batch."""
    net = trace.model
    return net.computed[: net.computed.index(trace.schedule.steps(iteration)[-1]) + 1]


def to_next(places: Places) -> Move:
    """Move to the next step at such a place, in this iteration or a following one."""

    def move(trace: Trace, k: int) -> int:
        marked, schedule = places(trace.model), trace.schedule
        iteration, place = schedule.locate(k)
        for later in range(iteration, trace.iterations + 1):
            at = bisect_right(marked, place)
            if at < len(marked) and marked[at] < len(schedule.steps(later)):
                return schedule.first(later) + marked[at]
            place = -1
            if not marked:
                break
        return k

    return move


def to_previous(places: Places) -> Move:
    """Move to the previous step at such a place, in this iteration or an earlier one."""

    def move(trace: Trace, k: int) -> int:
        marked, schedule = places(trace.model), trace.schedule
        iteration, place = schedule.locate(k)
        for earlier in range(iteration, 0, -1):
            at = bisect_left(marked, min(place, len(schedule.steps(earlier)))) - 1
            if at >= 0:
                return schedule.first(earlier) + marked[at]
            place = len(trace.model.steps)
            if not marked:
                break
        return k

    return move


def to_first(trace: Trace, k: int) -> int:
    """The first step of the iteration; from there, of the run."""
    first = trace.schedule.first(trace.schedule.locate(k)[0])
    return first if first < k else 0


def to_last(trace: Trace, k: int) -> int:
    """The last step of the iteration; from there, of the run."""
    last = trace.schedule.first(trace.schedule.locate(k)[0] + 1) - 1
    return last if last > k else len(trace.steps) - 1


def within_run(step: Step) -> tuple[Step, NotFiniteError | None]:
    """The step, or the last one that a run reached before it stopped, and why it stopped.

    Raises NotFiniteError where it reached no step, and StepperError for a wrong stored row.
    """
    try:
        _ = step.value
    except NotFiniteError as stop:
        model, steps = step.trace.model, step.trace.steps
        end = model.position[model.by_column[stop.column]]
        done = sum(model.position[s] < end for s in step.trace.schedule.steps(stop.iteration))
        k = step.trace.schedule.first(stop.iteration) + done - 1
        if k < 0:
            raise
        return steps[k], stop
    return step, None


DELTAS = (Role.DELTA, Role.GRADIENT)  # each δ of a network, each gradient of a formula


def has_role(*roles: Role) -> Places:
    """Where the steps of some roles are."""
    return lambda model: [k for k, s in enumerate(model.steps) if s.role in roles]


def begins(*phases: Phase) -> Places:
    """Where one of these phases begins; with updates in place, phases take turns."""

    def places(model: Model) -> list[int]:
        of_steps = [s.role.phase for s in model.steps]
        each = enumerate(zip([None, *of_steps], of_steps, strict=False))
        return [k for k, (before, phase) in each if before is not phase and phase in phases]

    return places


def _updates(model: Model) -> list[int]:
    return [k for k, s in enumerate(model.steps) if s.role.phase is Phase.UPDATE]


MOVES: dict[str, Move] = {
    "next": by(1),
    "back": by(-1),
    "next_delta": to_next(has_role(*DELTAS)),
    "previous_delta": to_previous(has_role(*DELTAS)),
    "next_phase": to_next(begins(*Phase)),
    "previous_phase": to_previous(begins(*Phase)),
    "next_update": to_next(_updates),
    "next_iteration": by_iterations(1),
    "previous_iteration": by_iterations(-1),
    "first": to_first,
    "last": to_last,
}
_FINE = {"next": 1, "back": -1}


def moved(step: Step, name: str, among_terms: bool) -> Step:
    """The step that a move of MOVES leads to; the same step where it leads nowhere.

    among_terms: whether the terms of a sum are steps of their own.
    """
    if among_terms and name in _FINE:
        return finely(step, _FINE[name])
    return step.trace.steps[MOVES[name](step.trace, step.number - 1)]


def _within(trace: Trace, k: int) -> int:
    return max(0, min(k, len(trace.steps) - 1))
