"""A FILE of the command line -> Trace: a scenario to run or a stored trace, told by content."""

from typing import BinaryIO

from stepper.errors import NotFiniteError
from stepper.files import open_file
from stepper.scenario_file import MAX_NUMBERS, read_scenario
from stepper.trace import Run, Trace, run


def load(name: str, max_numbers: int = MAX_NUMBERS, *, as_needed: bool = False) -> Trace:
    """The trace of a scenario or trace file, or of a bundled scenario's bare name.

    as_needed computes rows when they are looked at, so that even a run that leaves the range of
    floats can be seen up to there; else such a run raises NotFiniteError. Rows of a stored trace
    are verified when they are looked at. Raises StepperError with all problems of the file.
    """
    file = open_file(name)
    if is_trace(file):
        from stepper.trace_file import TraceFile  # JSON is loaded where there is some
        from stepper.verify import VerifiedRows

        stored = TraceFile(file, name, max_numbers)
        return Trace(stored.scenario, VerifiedRows(stored))
    with file:
        scenario = read_scenario(file, name, max_numbers)
    if as_needed:
        return Trace(scenario, Run(scenario))
    try:
        return run(scenario)
    except NotFiniteError as error:
        raise NotFiniteError(error.column, error.iteration, name) from None


def is_trace(file: BinaryIO) -> bool:
    """Whether an open file holds a trace: JSON begins with a brace, which TOML cannot."""
    start = file.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    return start.startswith(b"{")
