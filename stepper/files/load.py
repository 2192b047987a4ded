"""Loads a FILE of the command line as a trace: a scenario to run, or a stored trace."""

from collections.abc import Sequence
from typing import BinaryIO

from stepper.errors import StepperError, short
from stepper.files.opening import closed_on_error, is_formula, open_file
from stepper.files.scenario_file import read_scenario
from stepper.files.standard_input import START, begins_as_a_trace, called
from stepper.limits import MAX_NUMBERS
from stepper.runs.rows import Run
from stepper.runs.trace import Trace


def load(
    name: str,
    max_numbers: int = MAX_NUMBERS,
    passing: bool = False,
    values: Sequence[str] = (),
    seed: int | None = None,
) -> Trace:
    """Load the trace of a scenario or trace file, of a bundled scenario by its name, or a formula.

    Rows are computed, or verified if they are stored, when they are used. passing: keep only the
    latest rows in memory, for reading them in order. values: of a formula, such as x=-2. seed:
    draw this variant of a scenario. Raises StepperError with all problems of the file.
    """
    if is_formula(name):
        if seed is not None:
            raise StepperError("--seed: draws weights at random, which a formula has not")
        from stepper.files.typed import PLACE, typed_scenario  # where a formula is typed

        scenario = typed_scenario(name, values, max_numbers)
        return Trace(scenario, Run(scenario, passing, PLACE))
    if values:
        raise StepperError(
            f"{short(values[0])}: values are for a formula such as 'f = x*y'; leave them out"
        )
    with closed_on_error(open_file(name)) as file:
        if not is_trace(file):
            with file:
                scenario = read_scenario(file, called(name), max_numbers, seed)
            return Trace(scenario, Run(scenario, passing, called(name)))
        if seed is not None:
            what = f"{called(name)} is a trace, and has been run"
            raise StepperError(f"--seed: {what}; name its scenario")
        from stepper.files.trace.file import TraceFile  # imported where there is JSON
        from stepper.files.trace.verify import VerifiedRows

        stored = TraceFile(file, name, max_numbers)
        return Trace(stored.scenario, VerifiedRows(stored))


def is_trace(file: BinaryIO) -> bool:
    """Whether an open file is a trace."""
    start = file.read(START)
    file.seek(0)
    return begins_as_a_trace(start)
