"""Trace files: a header line and one JSON line for each iteration, read row by row on demand."""

import json
import sys
from array import array
from bisect import bisect_right
from codecs import BOM_UTF8
from collections.abc import Iterator
from os import SEEK_END
from typing import Any, BinaryIO, TypeVar

from stepper.errors import StepperError, found
from stepper.files.scenario_file import scenario_from
from stepper.files.standard_input import called
from stepper.files.trace.decoders import DECODERS, FIX, NumberText
from stepper.files.trace.row_texts import RowTexts
from stepper.limits import MAX_HEADER, MAX_NUMBER_BYTES, MAX_NUMBERS
from stepper.runs.rows import Row, Rows
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace

FORMAT, VERSION = "stepper-trace", 1
BLOCK = 1 << 15  # bytes that are read at once
UNLIMITED = sys.maxsize


def jsonl(trace: Trace) -> Iterator[str]:
    """Yield the lines of a trace file."""
    yield json.dumps(_document(trace.scenario), ensure_ascii=False) + "\n"
    texts = RowTexts(trace.model)
    for row in trace.rows:
        yield f"[{', '.join(texts(row))}]\n"


def _document(scenario: Scenario) -> dict[str, Any]:
    """The header of a trace as a JSON document."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "iterations": scenario.iterations,
        "columns": [symbol.column for symbol in scenario.model.columns],
        "scenario": scenario.to_document(),
    }


def _literally(header: dict[str, Any]) -> str:
    """A header as text for comparing: 1 differs from 1.0, the order of keys does not matter."""
    return json.dumps(header, sort_keys=True)


Number = TypeVar("Number", NumberText, float)


class TraceFile(Rows):
    """The rows of a trace file, which is scanned as far as rows are asked for.

    Raises StepperError unless the file begins as a trace of this version, and for a row up to
    which it does not continue as one. Reading the last row scans the rest of the file.
    """

    def __init__(self, file: BinaryIO, name: str, max_numbers: int = MAX_NUMBERS) -> None:
        self._file = file
        self.path = name
        self.name = called(name)
        self.scenario = self._header(max_numbers)
        self._columns = len(self.scenario.model.columns)
        self._longest = self._columns * MAX_NUMBER_BYTES
        # the first row of each scanned block and of the next one, and its place in the file
        self._firsts, self._starts = array("q", [0]), array("q", [file.tell()])
        self._is_whole = False
        self._problem: StepperError | None = None
        self._block = -1  # the block that was read last, and its lines
        self._lines: list[bytes] = []
        self._find(0 if self._ends_as_a_row() else len(self) - 1)

    def __len__(self) -> int:
        return self.scenario.iterations

    @property
    def ready(self) -> int:
        """The number of rows found so far; all of them, once a problem was found."""
        return len(self) if self._is_whole or self._problem else self._firsts[-1]

    def go_on(self) -> None:
        self._problem = self._look_on()

    def row(self, n: int) -> Row:
        return array("d", self._numbers(n, float))

    def texts(self, n: int) -> list[NumberText]:
        """The numbers of row n (from 0) as the file writes them."""
        return self._numbers(n, NumberText)

    def line(self, n: int) -> bytes:
        """The bytes of row n (from 0) in the file, without the line end."""
        self._find(n)
        block = bisect_right(self._firsts, n) - 1
        if block != self._block:
            start, end = self._starts[block : block + 2]
            self._block, self._lines = block, self._read(start, end - start).split(b"\n")
        try:
            line = self._lines[n - self._firsts[block]]
        except IndexError:
            raise StepperError(
                f"{self.name}: has been replaced by another file; open it again"
            ) from None
        if len(line) > self._longest:
            raise self._error(f"line {n + 2}", f"longer than a row of numbers; {FIX}")
        return line

    def _numbers(self, n: int, number: type[Number]) -> list[Number]:
        place = f"line {n + 2}"
        numbers = self._json(self.line(n), place, number)
        if not isinstance(numbers, list) or not all(isinstance(x, number) for x in numbers):
            raise self._error(place, f"expected an array of numbers; {FIX}")
        if len(numbers) != self._columns:
            raise self._error(
                place,
                f"expected {self._columns} numbers, one per column, found {len(numbers)}; {FIX}",
            )
        return numbers

    def _header(self, max_numbers: int) -> Scenario:
        """The scenario of line 1, which has to be the header that its run would write."""
        line = self._file.readline(MAX_HEADER + 1)
        if len(line) > MAX_HEADER:
            raise self._error("line 1", f"larger than {MAX_HEADER:,} bytes: not a trace")
        if line.startswith(BOM_UTF8):
            raise self._error("line 1", "begins with a byte order mark (BOM); save it without one")
        header = self._json(line, "line 1", None)
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
        numbers = scenario.iterations * scenario.model.width
        if numbers > max_numbers:
            raise self._error(
                "line 1",
                f"{numbers:,} numbers, expected at most {max_numbers:,}; "
                f"raise the limit with --max-numbers {numbers}",
            )
        columns = [symbol.column for symbol in scenario.model.columns]
        for key, expected in (
            ("scenario", scenario.to_document()),
            ("iterations", scenario.iterations),
            ("columns", columns),
        ):
            if header.get(key) != expected:
                raise self._error("line 1", f"{key}: does not match the scenario; {FIX}")
        if _literally(header) != _literally(_document(scenario)):  # 10.0 for 10, unknown keys
            raise self._error("line 1", f"not what a run of its scenario writes; {FIX}")
        return scenario

    def _scenario(self, header: dict[str, Any]) -> Scenario:
        try:
            return scenario_from(header.get("scenario"), "line 1: scenario", UNLIMITED)
        except StepperError as error:  # what to write in a TOML file is no fix for a trace
            causes = (problem.partition("; ")[0] for problem in error.problems)
            raise StepperError(*(f"{self.name}: {cause}; {FIX}" for cause in causes)) from None

    def _find(self, n: int) -> None:
        """Scan the file up to row n; if that is the last one, to the end."""
        is_last = n == len(self) - 1
        while not self._is_whole and (is_last or self._firsts[-1] <= n):
            self._problem = self._problem or self._look_on()
            if self._problem:
                raise self._problem

    def _look_on(self) -> StepperError | None:
        """Scan one more block, and return its problem."""
        size = max(BLOCK, self._longest + 1)
        data, expected = self._read(self._starts[-1], size), len(self)
        rows, end = self._firsts[-1] + _line_ends(data), data.rfind(b"\n") + 1
        is_last = len(data) < size
        if is_last and end < len(data):  # the last line needs no end
            rows, end = rows + 1, len(data)
        if rows > expected:
            return self._error(f"line {expected + 2}", f"more than {expected} iterations; {FIX}")
        if is_last and rows < expected:
            return self._error(
                f"line {rows + 1}", f"cut short: {rows} of {expected} iterations; {FIX}"
            )
        if is_last and not self._ends_as_a_row():
            return self._error(f"line {rows + 1}", f"the last line ends early; {FIX}")
        if not is_last and end == 0:
            return self._error(f"line {rows + 2}", f"longer than a row of numbers; {FIX}")
        self._firsts.append(rows)
        self._starts.append(self._starts[-1] + end)
        self._is_whole = is_last
        return None

    def _ends_as_a_row(self) -> bool:
        """Whether the file ends like a row; most files that were cut do not."""
        size = self._file.seek(0, SEEK_END)
        return self._read(max(0, size - BLOCK), BLOCK).rstrip().endswith(b"]")

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)

    def _json(self, line: bytes, place: str, number: type[str | float] | None) -> Any:
        try:
            return DECODERS[number](line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or str(error).partition("\n")[0]
            raise self._error(place, f"not a line of a trace: {reason}") from None

    def _error(self, place: str, message: str) -> StepperError:
        return StepperError(f"{self.name}: {place}: {message}")


def _line_ends(data: bytes) -> int:
    """Count line ends; bytes.count takes three times as long for a single byte."""
    return len(data) - len(data.replace(b"\n", b""))
