"""Steps of a run by the name of their number, or all of the first iteration."""

from stepper.runs.trace import Step, Trace


def at(trace: Trace, column: str, iteration: int = 1) -> Step:
    return Step(trace, iteration, trace.model.by_column[column])


def first_steps(trace: Trace) -> list[Step]:
    """Those of the first iteration, the terms of the sums among them."""
    return [Step(trace, 1, symbol) for symbol in trace.model.computed]


def some_steps(trace: Trace) -> list[Step]:
    """Steps of the first iteration with their terms: all if they are few, else 12 to 25."""
    made = first_steps(trace)
    return made[:: 1 + len(made) // 25]
