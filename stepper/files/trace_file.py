"""Trace files: a header line and one JSON line for each iteration, read row by row on demand."""

import json
import sys
from array import array
from bisect import bisect_right
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from os import SEEK_END
from typing import Any, BinaryIO, TypeVar

from stepper.backprop.model import Model
from stepper.backprop.symbols import UPDATED, Role, Symbol
from stepper.errors import StepperError, found, short
from stepper.files.scenario_file import scenario_from
from stepper.files.standard_input import called
from stepper.limits import MAX_HEADER, MAX_NUMBER_BYTES, MAX_NUMBERS
from stepper.runs.rows import Row, Rows
from stepper.runs.scenario import Scenario
from stepper.runs.trace import Trace

FORMAT, VERSION = "stepper-trace", 1
BLOCK = 1 << 15  # bytes that are read at once
UNLIMITED = sys.maxsize
FIX = "write the trace again"


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


class NumberText(str):
    """A number as the file writes it."""


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
        """The number of rows found so far; all of them, once the file turned out to be wrong."""
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
        """Scan one more block, and return what is wrong with it."""
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
        """Whether the file ends as a row does; most files that were cut do not."""
        size = self._file.seek(0, SEEK_END)
        return self._read(max(0, size - BLOCK), BLOCK).rstrip().endswith(b"]")

    def _read(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size)

    def _json(self, line: bytes, place: str, number: type[str | float] | None) -> Any:
        try:
            return _LOADS[number](line.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", None) or str(error).partition("\n")[0]
            raise self._error(place, f"not a line of a trace: {reason}") from None

    def _error(self, place: str, message: str) -> StepperError:
        return StepperError(f"{self.name}: {place}: {message}")


def _constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that a trace can contain")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys differ: of two values for one, other readers might take the other."""
    table = dict(pairs)
    if len(table) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"{found(twice)} has two values; {FIX}")
    return table


Value = TypeVar("Value", int, float)


def _as_written(number: type[Value]) -> Callable[[str], Value]:
    """A reader of numbers in the form that is written: others might keep more digits of another."""

    def read(text: str) -> Value:
        if len(text) > MAX_NUMBER_BYTES:
            raise ValueError(f"{short(text)} has more digits than a number needs; {FIX}")
        value = number(text)
        if repr(value) != text:
            raise ValueError(f"expected {value!r}, found {short(text)}; {FIX}")
        return value

    return read


# readers of JSON by the type of its numbers; None keeps int and float apart
_LOADS: dict[type[str | float] | None, Callable[[str], Any]] = {
    number: json.JSONDecoder(parse_float=number, parse_int=number, parse_constant=_constant).decode
    for number in (NumberText, float)
}
_LOADS[None] = json.JSONDecoder(
    parse_float=_as_written(float),
    parse_int=_as_written(int),
    parse_constant=_constant,
    object_pairs_hook=_once,
).decode


def _line_ends(data: bytes) -> int:
    """Count line ends; bytes.count takes three times as long for a single byte."""
    return len(data) - len(data.replace(b"\n", b""))


class RowTexts:
    """Converts the rows of a run to texts, in order, without converting a number twice.

    A parameter has the text that the previous row has for its update; dC/db has that of delta.
    """

    def __init__(self, model: Model) -> None:
        columns, position = model.columns, model.position
        parameters = [s for s in columns if s.role in UPDATED]
        computed = [s for s in columns if s.role not in UPDATED and s.role is not Role.DC_DB]
        places = {s: k for k, s in enumerate([*parameters, *computed])}
        self._before: list[str] = []
        self._parameters = _picks([position[model.becomes(s)] for s in parameters])
        self._computed = _picks([position[s] for s in computed])
        self._in_order = _picks([places[_same(s)] for s in columns])

    def __call__(self, row: Row) -> list[str]:
        """The numbers of the next row, each as the shortest text that reads back to it."""
        if self._before:
            texts = [*self._parameters(self._before), *map(repr, self._computed(row))]
            self._before = list(self._in_order(texts))
        else:
            self._before = list(map(repr, row))
        return self._before


def _picks(places: list[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """A function that picks what is at some places; itemgetter does, from two places on."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: [row[k] for k in places]


def _same(s: Symbol) -> Symbol:
    """A symbol with the same value in the same row."""
    return s._replace(role=Role.DELTA) if s.role is Role.DC_DB else s
