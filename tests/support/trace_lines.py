"""A stored trace as lines of cells, in which a test changes some."""

from io import BytesIO

from stepper.files.trace.file import TraceFile, jsonl
from stepper.runs.scenario import Scenario
from stepper.runs.trace import run


def table(scenario: Scenario) -> list[list[str]]:
    """The lines of a trace as cells; the header is line 0 and one cell."""
    header, *rows = jsonl(run(scenario))
    return [[header], *(row.strip()[1:-1].split(", ") for row in rows)]


def opened(lines: list[list[str]]) -> TraceFile:
    text = lines[0][0] + "".join(f"[{', '.join(cells)}]\n" for cells in lines[1:])
    return TraceFile(BytesIO(text.encode()), "stored.jsonl")
