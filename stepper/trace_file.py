"""Trace files: a header line and one JSON line for each iteration, read by row on demand."""

import json
import sys
from array import array
from collections.abc import Iterator
from typing import Any, BinaryIO

from stepper.document import found
from stepper.errors import StepperError
from stepper.scenario import Scenario
from stepper.scenario_file import MAX_NUMBERS, scenario_from
from stepper.trace import Row, Rows, Trace

FORMAT, VERSION = "stepper-trace", 1
MAX_HEADER = 24_000_000  # bytes: the columns of the widest network fit
MAX_NUMBER = 64  # bytes of a number in a row: the longest takes 24, the rest is room for spaces
UNLIMITED = sys.maxsize
MEND = "write the trace again"


def jsonl(trace: Trace) -> Iterator[str]:
    """The lines of a trace file."""
    yield json.dumps(_document(trace.scenario), ensure_ascii=False) + "\n"
    for row in trace.rows:
        yield json.dumps(list(row)) + "\n"


def _document(scenario: Scenario) -> dict[str, Any]:
    """The header of a trace, parsed."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "iterations": scenario.iterations,
        "columns": [symbol.column for symbol in scenario.network.columns],
        "scenario": scenario.to_document(),
    }


def _literally(header: dict[str, Any]) -> str:
    """A header as text, in which 1 is not 1.0; spaces and the order of keys do not count."""
    return json.dumps(header, sort_keys=True)


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
        self.scenario = self._header(max_numbers)
        self._columns = len(self.scenario.network.columns)
        self._starts = self._find_rows()

    def __len__(self) -> int:
        return self.scenario.iterations

    def row(self, n: int) -> Row:
        return self.read(n)[1]

    def read(self, n: int) -> tuple[list[NumberText], Row]:
        """Row n (from 0): its numbers as they stand in the file, and their values."""
        texts = self._texts(n)
        return texts, array("d", map(float, texts))

    def _texts(self, n: int) -> list[NumberText]:
        self._file.seek(self._starts[n])
        line, place = self._file.read(self._starts[n + 1] - self._starts[n]), f"line {n + 2}"
        numbers = self._json(line, place)
        if not isinstance(numbers, list) or not all(isinstance(x, NumberText) for x in numbers):
            raise self._error(place, f"expected an array of numbers; {MEND}")
        if len(numbers) != self._columns:
            raise self._error(
                place,
                f"expected {self._columns} numbers, one per column, found {len(numbers)}; {MEND}",
            )
        return numbers

    def _header(self, max_numbers: int) -> Scenario:
        """The scenario of line 1, which must be what a run of that scenario writes there."""
        line = self._file.readline(MAX_HEADER + 1)
        if len(line) > MAX_HEADER:
            raise self._error("line 1", f"larger than {MAX_HEADER:,} bytes: not a trace")
        header = self._json(line, "line 1", number=None)
        if not isinstance(header, dict) or header.get("format") != FORMAT:
            raise self._error("line 1", f'not a trace: its header has no "format": "{FORMAT}"')
        version = header.get("version")
        if isinstance(version, bool) or version != VERSION:
            raise self._error(
                "line 1",
                f"a trace of version {found(version)}; this program reads version {VERSION}: "
                "write the trace again with `stepper trace`",
            )
        scenario = self._scenario(header)
        numbers = scenario.iterations * scenario.network.width
        if numbers > max_numbers:
            raise self._error(
                "line 1",
                f"{numbers:,} numbers, expected at most {max_numbers:,}; "
                f"raise the limit with --max-numbers {numbers}",
            )
        columns = [symbol.column for symbol in scenario.network.columns]
        for key, expected in (
            ("scenario", scenario.to_document()),
            ("iterations", scenario.iterations),
            ("columns", columns),
        ):
            if header.get(key) != expected:
                raise self._error("line 1", f"{key}: not what the scenario gives; {MEND}")
        if _literally(header) != _literally(_document(scenario)):  # 10.0 for 10, unknown keys
            raise self._error("line 1", f"not what a run of its scenario writes; {MEND}")
        return scenario

    def _scenario(self, header: dict[str, Any]) -> Scenario:
        try:
            return scenario_from(header.get("scenario"), "line 1: scenario", UNLIMITED)
        except StepperError as error:  # what to write in a TOML file is no mend for a trace
            problems = (problem.partition("; ")[0] for problem in error.problems)
            raise StepperError(*(f"{self.name}: {told}; {MEND}" for told in problems)) from None

    def _find_rows(self) -> "array[int]":
        """Where each row begins, and the last one ends: all of the file that is kept in memory."""
        starts = array("q", [self._file.tell()])
        most, expected, last = self._columns * MAX_NUMBER, len(self), b""
        while line := self._file.readline(most + 1):
            rows = len(starts)
            if rows > expected:
                raise self._error(f"line {rows + 1}", f"more than {expected} iterations; {MEND}")
            if len(line) > most:
                raise self._error(f"line {rows + 1}", f"longer than a row of numbers; {MEND}")
            starts.append(starts[-1] + len(line))
            last = line
        rows = len(starts) - 1
        if rows < expected:
            raise self._error(
                f"line {rows + 1}", f"cut short: {rows} of {expected} iterations; {MEND}"
            )
        if not last.rstrip().endswith(b"]"):
            raise self._error(f"line {rows + 1}", f"the last line ends early; {MEND}")
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
