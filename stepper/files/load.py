"""Loads a FILE of the command line as a trace: a scenario to run, or a stored trace."""

from typing import BinaryIO

from stepper.errors import StepperError
from stepper.files.opening import open_file
from stepper.files.scenario_file import read_scenario
from stepper.limits import MAX_NUMBERS
from stepper.runs.rows import Run
from stepper.runs.trace import Trace


def load(
    name: str, max_numbers: int = MAX_NUMBERS, passing: bool = False, seed: int | None = None
) -> Trace:
    """Load the trace of a scenario or trace file, or of a bundled scenario by its name.

    Rows are computed, or verified if they are stored, when they are used. passing: keep only the
    latest rows in memory, for reading them in order. seed: draw this variant of a scenario.
    Raises StepperError with all problems of the file.
    """
    file = open_file(name)
    if is_trace(file):
        if seed is not None:
            raise StepperError(f"--seed: {name} is a trace, and has been run; name its scenario")
        from stepper.files.trace_file import TraceFile  # imported where there is JSON
        from stepper.files.verify import VerifiedRows

        stored = TraceFile(file, name, max_numbers)
        return Trace(stored.scenario, VerifiedRows(stored))
    with file:
        scenario = read_scenario(file, name, max_numbers, seed)
    return Trace(scenario, Run(scenario, passing, name))


def is_trace(file: BinaryIO) -> bool:
    """Whether an open file is a trace: JSON begins with a brace, which TOML cannot."""
    start = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    return start.startswith(b"{")
