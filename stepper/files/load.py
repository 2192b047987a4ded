"""A FILE of the command line -> Trace: a scenario to run or a stored trace, told by content."""

from typing import BinaryIO

from stepper.files.opening import open_file
from stepper.files.scenario_file import read_scenario
from stepper.limits import MAX_NUMBERS
from stepper.runs.rows import Run
from stepper.runs.trace import Trace


def load(name: str, max_numbers: int = MAX_NUMBERS, passing: bool = False) -> Trace:
    """The trace of a scenario or trace file, or of a bundled scenario's bare name.

    Rows are computed, those of a stored trace verified, when they are looked at; passing: for
    whoever goes through them in order, the latest are kept. Raises StepperError with all problems
    of the file.
    """
    file = open_file(name)
    if is_trace(file):
        from stepper.files.trace_file import TraceFile  # JSON is loaded where there is some
        from stepper.files.verify import VerifiedRows

        stored = TraceFile(file, name, max_numbers)
        return Trace(stored.scenario, VerifiedRows(stored))
    with file:
        scenario = read_scenario(file, name, max_numbers)
    return Trace(scenario, Run(scenario, passing, name))


def is_trace(file: BinaryIO) -> bool:
    """Whether an open file holds a trace: JSON begins with a brace, which TOML cannot."""
    start = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    return start.startswith(b"{")
