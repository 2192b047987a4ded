"""Trace files: a header line and one JSON line for each iteration, read by row on demand."""

import json
from array import array
from collections.abc import Iterator
from typing import Any, BinaryIO

from stepper.errors import StepperError
from stepper.scenario import Scenario
from stepper.scenario_file import MAX_NUMBERS, scenario_from
from stepper.trace import Row, Rows, Trace

FORMAT, VERSION = "stepper-trace", 1
MAX_HEADER = 64_000_000  # the columns of the widest network fit


def jsonl(trace: Trace) -> Iterator[str]:
    """The lines of a trace file."""
    header = {
        "format": FORMAT,
        "version": VERSION,
        "iterations": trace.iterations,
        "columns": [symbol.column for symbol in trace.network.columns],
        "scenario": trace.scenario.to_document(),
    }
    yield json.dumps(header, ensure_ascii=False) + "\n"
    for row in trace.rows:
        yield json.dumps(list(row)) + "\n"


def csv(trace: Trace) -> Iterator[str]:
    """The same table as comma-separated values: the names of the columns, then the rows."""
    yield ",".join(symbol.column for symbol in trace.network.columns) + "\n"
    for row in trace.rows:
        yield ",".join(map(repr, row)) + "\n"


class NumberText(str):
    """A number as it stands in the file."""


class TraceFile(Rows):
    """The rows of a trace file. Raises StepperError unless it is a whole trace of this version."""

    def __init__(self, file: BinaryIO, name: str, max_numbers: int = MAX_NUMBERS) -> None:
        self._file = file
        self.name = name
        header = self._header()
        self.scenario = self._scenario(header, max_numbers)
        self._columns = len(self.scenario.network.columns)
        self._starts = self._find_rows()

    def __len__(self) -> int:
        return self.scenario.iterations

    def row(self, n: int) -> Row:
        return array("d", map(float, self.texts(n)))

    def texts(self, n: int) -> list[NumberText]:
        """The numbers of row n (from 0) as they stand in the file."""
        self._file.seek(self._starts[n])
        line, place = self._file.read(self._starts[n + 1] - self._starts[n]), f"line {n + 2}"
        numbers = self._json(line, place)
        if not isinstance(numbers, list) or not all(isinstance(x, NumberText) for x in numbers):
            raise self._error(place, "expected an array of numbers; write the trace again")
        if len(numbers) != self._columns:
            raise self._error(
                place,
                f"expected {self._columns} numbers, one per column, found {len(numbers)}; "
                "write the trace again",
            )
        return numbers

    def _header(self) -> dict[str, Any]:
        line = self._file.readline(MAX_HEADER)
        header = self._json(line, "line 1", number=None)
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            raise self._error("line 1", f'not a trace: its header has no "format": "{FORMAT}"')
        version = header.get("version")
        if isinstance(version, bool) or version != VERSION:
            raise self._error(
                "line 1",
                f"a trace of version {version!r}; this program reads version {VERSION}: "
                "write the trace again with `stepper trace`",
            )
        return header

    def _scenario(self, header: dict[str, Any], max_numbers: int) -> Scenario:
        scenario = scenario_from(
            header.get("scenario"), f"{self.name}: line 1: scenario", max_numbers
        )
        for key, expected in (
            ("scenario", scenario.to_document()),
            ("iterations", scenario.iterations),
            ("columns", [symbol.column for symbol in scenario.network.columns]),
        ):
            if header.get(key) != expected:
                raise self._error(
                    "line 1", f"{key}: not what the scenario gives; write the trace again"
                )
        return scenario

    def _find_rows(self) -> "array[int]":
        starts = array("q", [self._file.tell()])
        for line in self._file:
            starts.append(starts[-1] + len(line))
            last = line
        found, expected = len(starts) - 1, len(self)
        if found < expected or (found == expected and not last.rstrip().endswith(b"]")):
            raise self._error(
                f"line {found + 1}",
                f"cut short: {found} of {expected} iterations; write the trace again",
            )
        if found > expected:
            raise self._error(
                f"line {expected + 2}", f"more than {expected} iterations; write the trace again"
            )
        return starts

    def _json(self, line: bytes, place: str, number: type[str] | None = NumberText) -> Any:
        def constant(name: str) -> None:
            raise ValueError(f"{name} is not a number that a trace can hold")

        try:
            return json.loads(
                line.decode("utf-8"), parse_float=number, parse_int=number, parse_constant=constant
            )
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or str(error).partition("\n")[0]
            raise self._error(place, f"not a line of a trace: {reason}") from None

    def _error(self, place: str, message: str) -> StepperError:
        return StepperError(f"{self.name}: {place}: {message}")
