import json
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest

from stepper.errors import StepperError
from stepper.files.load import is_trace
from stepper.files.trace.file import BLOCK, TraceFile, jsonl
from stepper.runs.scenario import Note
from stepper.runs.trace import run
from tests.support.networks import AFTER_BACKWARD, BUNDLED, EVERY

LINES = list(jsonl(run(BUNDLED["one_hidden"])))
HEADER: dict[str, Any] = json.loads(LINES[0])
COLUMNS = (
    "x[1] t[1] w[1][1][1] w[2][1][1] z[1][1] a[1][1] z[2][1] a[2][1] C "
    "dC/da[2][1] da/dz[2][1] delta[2][1] dC/dw[2][1][1] dC/da[1][1] da/dz[1][1] delta[1][1] "
    "dC/dw[1][1][1] w+[2][1][1] w+[1][1][1]"
)


def opened(*lines: str) -> TraceFile:
    return TraceFile(BytesIO("".join(lines).encode()), "stored.jsonl")


def problem(*lines: str) -> str:
    """The problem that is reported for a file with these lines, all rows read."""
    with pytest.raises(StepperError) as error:
        list(opened(*lines))
    [told] = error.value.problems
    return told


def with_header(**changes: object) -> list[str]:
    return [json.dumps(HEADER | changes) + "\n", *LINES[1:]]


def with_scenario(**changes: object) -> list[str]:
    return with_header(scenario=HEADER["scenario"] | changes)


def with_row(n: int, change: Callable[[list[str]], list[str]]) -> list[str]:
    cells = change(LINES[n].strip()[1:-1].split(", "))
    return [*LINES[:n], f"[{', '.join(cells)}]\n", *LINES[n + 1 :]]


def test_the_header_says_all_that_the_contract_asks_for() -> None:
    assert list(HEADER) == ["format", "version", "iterations", "columns", "scenario"]
    assert HEADER["format"] == "stepper-trace"
    assert HEADER["version"] == 1
    assert HEADER["iterations"] == 10
    assert HEADER["columns"] == COLUMNS.split(" ")


def test_the_scenario_of_the_header_is_complete() -> None:
    scenario = HEADER["scenario"]
    assert scenario["title"] == {"en": "One hidden layer", "ko": "은닉층 하나"}
    assert {"summary", "goal"} <= scenario.keys()
    assert [note["at"] for note in scenario["notes"]] == ["delta[2][1]", "w+[2][1][1]"]
    rest = {
        key: scenario[key]
        for key in scenario
        if key not in ("title", "summary", "goal", "source", "notes")
    }
    assert json.dumps(rest) == (
        '{"learning_rate": 2.0, "epochs": 10, "update": "after_backward", "train_biases": true, '
        '"samples": [{"inputs": [0.5], "targets": [1.0]}], '
        '"layers": [{"weights": [[0.15]]}, {"weights": [[0.4]]}]}'
    )


def test_the_header_holds_biases_names_and_notes() -> None:
    scenario = AFTER_BACKWARD["2-2-1 with fixed biases"]._replace(
        names={"w[1][1][1]": "w1"},
        notes=(Note("C", "look", 2), Note("z[1][1]", {"en": "look", "ko": "보라"})),
    )
    lines = list(jsonl(run(scenario)))
    document = json.loads(lines[0])["scenario"]
    assert document["train_biases"] is False
    assert [layer["biases"] for layer in document["layers"]] == [
        list(layer.biases or ()) for layer in scenario.layers
    ]
    assert document["names"] == {"w[1][1][1]": "w1"}
    assert document["notes"] == [
        {"at": "C", "iteration": 2, "text": "look"},
        {"at": "z[1][1]", "text": {"en": "look", "ko": "보라"}},
    ]
    assert opened(*lines).scenario == scenario


@pytest.mark.parametrize("name", EVERY)
def test_a_written_trace_reads_back_as_it_was(name: str) -> None:
    trace = run(EVERY[name])
    file = opened(*jsonl(trace))
    assert file.scenario == trace.scenario._replace(lesson=())  # which is about the screen
    assert [list(row) for row in file] == [list(row) for row in trace.rows]


@pytest.mark.parametrize("name", EVERY)
def test_each_number_is_in_its_shortest_form(name: str) -> None:
    trace = run(EVERY[name])
    for line, row in zip(list(jsonl(trace))[1:], trace.rows, strict=True):
        assert line == f"[{', '.join(map(repr, row))}]\n"


def test_rows_are_read_in_any_order() -> None:
    file = opened(*LINES)
    assert list(file[7]) == json.loads(LINES[8])
    assert list(file[0]) == json.loads(LINES[1])
    assert list(file[-1]) == json.loads(LINES[10])
    assert file.texts(0)[:4] == ["0.5", "1.0", "0.15", "0.4"]


def test_a_trace_is_recognised_by_its_content() -> None:
    assert is_trace(BytesIO(LINES[0].encode()))
    assert is_trace(BytesIO(b"\xef\xbb\xbf \n{"))
    assert not is_trace(BytesIO(b'title = "x"'))
    assert not is_trace(BytesIO(b""))


def test_a_file_that_ends_early_is_cut_short() -> None:
    assert "line 6: cut short: 5 of 10 iterations" in problem(*LINES[:6])
    assert "cut short: 0 of 10 iterations" in problem(LINES[0])
    assert "cut short: 0 of 10 iterations" in problem(LINES[0].strip())


@pytest.mark.parametrize("last", [LINES[-1][:30], LINES[-1].strip()[:-1]])
def test_a_last_line_that_ends_early_is_reported(last: str) -> None:
    told = problem(*LINES[:-1], last)
    assert told == "stored.jsonl: line 11: the last line ends early; write the trace again"


def test_a_header_that_ends_early_is_no_trace() -> None:
    assert problem(LINES[0][:300]).startswith("stored.jsonl: line 1: not a line of a trace:")
    assert problem("").startswith("stored.jsonl: line 1: not a line of a trace:")


def test_lines_too_many_are_reported() -> None:
    assert "line 12: more than 10 iterations" in problem(*LINES, LINES[-1])
    assert "line 12: more than 10 iterations" in problem(*LINES, "\n")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("NaN", "NaN is not a number that a trace can contain"),
        ("Infinity", "Infinity is not a number that a trace can contain"),
        ("-Infinity", "-Infinity is not a number that a trace can contain"),
        ('"0.5"', "expected an array of numbers"),
        ("true", "expected an array of numbers"),
        ("null", "expected an array of numbers"),
        ("[0.5]", "expected an array of numbers"),
        ("0.5, 0.5", "expected 19 numbers, one per column, found 20"),
        ("0x10", "not a line of a trace"),
        ("1_0", "not a line of a trace"),
        (".5", "not a line of a trace"),
        ("[" * 100_000, "longer than a row of numbers"),
    ],
)
def test_a_cell_that_is_no_number_is_reported_with_its_line(cell: str, said: str) -> None:
    told = problem(*with_row(4, lambda cells: [cell, *cells[1:]]))
    assert told.startswith("stored.jsonl: line 5: ")
    assert said in told


def test_a_row_must_have_every_column() -> None:
    told = problem(*with_row(10, lambda cells: cells[:-1]))
    assert told.startswith("stored.jsonl: line 11: expected 19 numbers, one per column, found 18")


@pytest.mark.parametrize("line", ["\n", "{}\n", "0.5\n", "[0.5\n", "[]\n"])
def test_a_line_that_is_no_row_is_reported(line: str) -> None:
    told = problem(*LINES[:3], line, *LINES[4:])
    assert told.startswith("stored.jsonl: line 4: ")


def test_a_line_that_is_not_utf_8_is_reported() -> None:
    file = TraceFile(
        BytesIO("".join(LINES[:-1]).encode() + b"[\xff" + LINES[-1][2:].encode()), "stored.jsonl"
    )
    with pytest.raises(StepperError, match="line 11: not a line of a trace"):
        list(file)


@pytest.mark.parametrize("header", ["[]", "{}", '"stepper-trace"', '{"format": "other-trace"}'])
def test_another_json_file_is_not_a_trace(header: str) -> None:
    assert problem(header + "\n").startswith("stored.jsonl: line 1: not a trace")


@pytest.mark.parametrize(
    ("version", "said"),
    [(2, "2"), (0, "0"), ("1", '"1"'), (None, "nothing"), (True, "true"), (1.5, "1.5"),
     ("1" * 1000, f'"{"1" * 39}…"'), ("\x9b31m", "text with control characters")],
)  # fmt: skip
def test_another_version_is_not_read(version: object, said: str) -> None:
    told = problem(*with_header(version=version))
    assert f"line 1: a trace of version {said}; this program reads version 1" in told


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"iterations": 9}, "iterations"),
        ({"iterations": None}, "iterations"),
        ({"columns": COLUMNS.split(" ")[::-1]}, "columns"),
        ({"columns": COLUMNS.split(" ")[:-1]}, "columns"),
        ({"columns": None}, "columns"),
    ],
)
def test_a_header_must_be_what_its_scenario_gives(changes: dict[str, object], place: str) -> None:
    told = problem(*with_header(**changes))
    assert told.startswith(f"stored.jsonl: line 1: {place}: does not match the scenario")


def test_a_scenario_of_another_network_contradicts_the_columns() -> None:
    layers = [{"weights": [[0.15]], "biases": [0.1]}, {"weights": [[0.4]], "biases": [0.2]}]
    told = problem(*with_scenario(layers=layers))
    assert told.startswith("stored.jsonl: line 1: columns: does not match the scenario")


def test_a_scenario_with_a_default_left_out_is_not_complete() -> None:
    scenario = {key: v for key, v in HEADER["scenario"].items() if key != "update"}
    told = problem(*with_header(scenario=scenario))
    assert told.startswith("stored.jsonl: line 1: scenario: does not match the scenario")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"learning_rate": -1.0}, "learning_rate"),
        ({"layers": [{"weights": [[0.15]]}, {"weights": [[0.4, 0.5]]}]}, "layers[2].weights[1]"),
        ({"learning_rates": 1.0}, "learning_rates"),
    ],
)
def test_a_bad_scenario_is_reported_with_its_place(changes: dict[str, object], place: str) -> None:
    told = problem(*with_scenario(**changes))
    assert told.startswith(f"stored.jsonl: line 1: scenario: {place}: ")


def test_a_header_without_a_scenario_is_reported() -> None:
    header = {key: value for key, value in HEADER.items() if key != "scenario"}
    told = problem(json.dumps(header) + "\n", *LINES[1:])
    assert told.startswith("stored.jsonl: line 1: scenario: expected a table, found nothing")


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ('"version": 1,', '"version": 1.0,'),
        ('"iterations": 10,', '"iterations": 10.0,'),
        ('"iterations": 10,', '"iterations": 10, "author": "me",'),
        ('"learning_rate": 2.0', '"learning_rate": 2'),
    ],
)
def test_the_header_must_be_what_a_run_of_its_scenario_writes(written: str, other: str) -> None:
    assert written in LINES[0]
    told = problem(LINES[0].replace(written, other), *LINES[1:])
    assert told.startswith("stored.jsonl: line 1: ")
    assert told.endswith("; write the trace again")


@pytest.mark.parametrize(
    ("written", "other", "said"),
    [
        ('"version": 1,', '"version": 2, "version": 1,', '"version" has two values'),
        ('"epochs": 10', r'"epochs": 9, "\u0065pochs": 10', '"epochs" has two values'),
        ('"inputs"', '"inputs": [9.0], "inputs"', '"inputs" has two values'),
        ("0.5]", "0.50000000000000001]", "expected 0.5, found 0.50000000000000001"),
        ("2.0", "2.00", "expected 2.0, found 2.00"),
        ("2.0", f"2.{'0' * 99}1", "2.0000000000000000000000000000000000000… has more digits than"),
        ('"version": 1,', f'"version": 1{"0" * 5000},', "10000000000000000000000000000000000000"),
        ("2.0", "0.2e1", "expected 2.0, found 0.2e1"),
        ('"version": 1,', '"version": -0,', "expected 0, found -0"),
    ],
)
def test_the_header_means_the_same_run_to_every_reader_of_json(
    written: str, other: str, said: str
) -> None:
    """Others may take the first of two values, or keep more digits than a double has."""
    assert written in LINES[0]
    told = problem(LINES[0].replace(written, other, 1), *LINES[1:])
    assert told.startswith(f"stored.jsonl: line 1: not a line of a trace: {said}")
    assert told.endswith("; write the trace again")


def test_a_byte_order_mark_is_called_by_its_name() -> None:
    assert problem(f"\ufeff{LINES[0]}", *LINES[1:]) == (
        "stored.jsonl: line 1: begins with a byte order mark (BOM); save it without one"
    )


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ('"은닉층 하나"', r'"\uc740\ub2c9\uce35 \ud558\ub098"'),
        ('"version": 1,', '"version":1,'),
        ("}\n", "}\r\n"),
    ],
)
def test_another_writer_of_json_may_space_and_escape_the_header_as_it_likes(
    written: str, other: str
) -> None:
    assert written in LINES[0]
    assert len(opened(LINES[0].replace(written, other), *LINES[1:])) == 10


def test_a_bad_scenario_is_not_fixed_as_if_it_were_toml() -> None:
    scenario = {key: v for key, v in HEADER["scenario"].items() if key not in ("title", "samples")}
    with pytest.raises(StepperError) as error:
        opened(*with_header(scenario=scenario | {"epoch": 3}))
    assert error.value.problems == (
        "stored.jsonl: line 1: scenario: epoch: unknown key; write the trace again",
        "stored.jsonl: line 1: scenario: title: missing; write the trace again",
        "stored.jsonl: line 1: scenario: samples: missing; write the trace again",
    )


def test_a_trace_larger_than_the_limit_is_refused() -> None:
    with pytest.raises(StepperError, match=r"line 1: 190 numbers, .* --max-numbers 190$"):
        TraceFile(BytesIO("".join(LINES).encode()), "stored.jsonl", max_numbers=100)


class Endless(BytesIO):
    """A file that goes on with zeros, and remembers how much was read of its rows at once."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.most = max(self.most, size or 0)
        return super().read(size).ljust(size or 0, b"0")

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        return line if line.endswith(b"\n") else line.ljust(size or 0, b"0")


@pytest.mark.parametrize("rows", [0, 3])
def test_a_line_without_an_end_is_not_read_into_memory(rows: int) -> None:
    file = Endless("".join(LINES[: rows + 1]).encode())
    with pytest.raises(StepperError, match=f"line {rows + 2}: longer than a row of numbers"):
        TraceFile(file, "stored.jsonl")
    assert file.most == BLOCK


def test_a_header_without_an_end_is_no_trace() -> None:
    file = Endless(LINES[0].strip().encode())
    with pytest.raises(StepperError, match="line 1: larger than 24,000,000 bytes: not a trace"):
        TraceFile(file, "stored.jsonl")


# --- files that are larger than what is read at once

MANY = 2_000
LONG = list(jsonl(run(BUNDLED["one_hidden"]._replace(epochs=MANY))))


class Counting(BytesIO):
    """A file that counts the bytes that are read of its rows."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.count += len(data)
        return data


def test_a_long_trace_is_opened_without_being_read() -> None:
    source = Counting("".join(LONG).encode())
    file = TraceFile(source, "stored.jsonl")
    assert list(file[0]) == json.loads(LONG[1])
    assert source.count <= 3 * BLOCK < len(source.getvalue()) / 2
    assert 1 < file.ready < MANY


def test_rows_of_a_long_trace_are_found_in_any_order() -> None:
    file = opened(*LONG)
    for n in (0, 700, 3, MANY - 1, 699, 701, *range(MANY)):
        assert list(file[n]) == json.loads(LONG[n + 1])


def test_a_long_trace_is_looked_through_a_little_at_a_time() -> None:
    file, ready = opened(*LONG), [0]
    while file.ready < MANY:
        ready.append(file.ready)
        assert list(file[ready[-1]]) == json.loads(LONG[ready[-1] + 1])
    steps = [after - before for before, after in pairwise([*ready, MANY])]
    assert len(steps) > 5
    assert all(0 < step < MANY / 4 for step in steps)


def test_no_more_is_read_than_shows_that_there_are_too_many_lines() -> None:
    source = Counting("".join(LINES).encode() + b"\n" * 1_000_000)
    with pytest.raises(StepperError, match="line 12: more than 10 iterations"):
        TraceFile(source, "stored.jsonl")
    assert source.count <= 2 * BLOCK


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (LONG[:-1], f"line {MANY}: cut short: {MANY - 1} of {MANY} iterations"),
        ([*LONG, LONG[-1]], f"line {MANY + 2}: more than {MANY} iterations"),
        ([*LONG[:900], "0" * 2 * BLOCK + "\n", *LONG[901:]], "line 901: longer than a row of"),
    ],
    ids=["too short", "too long", "a line too long"],
)
def test_what_is_wrong_far_on_is_reported_as_soon_as_the_file_is_looked_through(
    lines: list[str], told: str
) -> None:
    file = opened(*lines)
    for _ in range(2):
        assert list(file[0]) == json.loads(LONG[1])
        assert list(file[800]) == json.loads(LONG[801])
        with pytest.raises(StepperError, match=told):
            file[-1]
    assert file.ready == MANY  # no more are to come
    with pytest.raises(StepperError, match=told):
        list(opened(*lines))


def test_a_line_that_is_longer_than_a_row_is_reported_when_it_is_read() -> None:
    file = opened(*LONG[:900], "0" * 5_000 + "\n", *LONG[901:])
    assert list(file[-1]) == json.loads(LONG[-1])
    with pytest.raises(StepperError, match="line 901: longer than a row of numbers"):
        list(file)


@pytest.mark.parametrize("cut", [LONG[500][:30], LONG[500].strip()[:-1]])
def test_a_long_trace_that_was_cut_within_a_row_is_reported_at_once(cut: str) -> None:
    with pytest.raises(StepperError, match=f"line 501: cut short: 500 of {MANY} iterations"):
        opened(*LONG[:500], cut)


def test_a_long_trace_with_something_after_it_is_reported_at_once() -> None:
    with pytest.raises(StepperError, match=f"line {MANY + 2}: more than {MANY} iterations"):
        opened(*LONG, "x")


def test_a_trace_that_becomes_another_file_while_it_is_open_is_reported() -> None:
    source = BytesIO("".join(LONG).encode())
    file = TraceFile(source, "stored.jsonl")
    assert list(file[-1]) == json.loads(LONG[-1])
    source.truncate(10)
    with pytest.raises(StepperError, match="has been replaced by another file; open it again"):
        file[5]
