"""`stepper verify`: stored traces that are right, wrong, or cut short."""

import json
from pathlib import Path

import pytest

from tests.support.commands import Runner, file_of
from tests.support.networks import BUNDLED


@pytest.mark.parametrize("name", ["one_hidden", "two_paths", "xor", "in_place"])
def test_verify_passes_the_traces_that_the_program_writes(run: Runner, name: str) -> None:
    scenario = BUNDLED[name]
    run("trace", file_of(name), "-o", "right.jsonl")
    code, out, err = run("verify", "right.jsonl")
    assert (code, err) == (0, "")
    assert f"right.jsonl: {scenario.iterations} iterations" in out
    assert f"{len(scenario.model.columns)} numbers" in out


def test_verify_names_the_first_cell_that_differs_and_exits_1(run: Runner) -> None:
    lines = run("trace", "one_hidden").out.splitlines(keepends=True)
    row = json.loads(lines[4])
    column = json.loads(lines[0])["columns"].index("delta[2][1]")
    right, row[column] = row[column], row[column] * 2
    lines[4] = json.dumps(row) + "\n"
    Path("wrong.jsonl").write_text("".join(lines), encoding="utf-8")
    assert run("verify", "wrong.jsonl") == (
        1,
        f"wrong.jsonl: iteration 4, delta[2][1]: {row[column]!r} is stored, "
        f"but the correct value is {right!r}\n",
        "",
    )


def test_verify_allows_another_machine_two_units_in_the_last_place_of_an_activation(
    run: Runner,
) -> None:
    header, row = run("trace", "xor").out.splitlines()[:2]
    document = json.loads(header)
    document["iterations"] = document["scenario"]["epochs"] = 1
    document["scenario"]["samples"] = document["scenario"]["samples"][:1]
    cells = json.loads(row)
    place = document["columns"].index("a[1][1]")
    cells[place] += 2.0**-53
    text = f"{json.dumps(document)}\n{json.dumps(cells)}\n"
    Path("other.jsonl").write_text(text, encoding="utf-8")
    assert "a[1][1]" in run("verify", "other.jsonl").out
    # what follows from the other activation is no rounding of exp any more
    assert "w*a[2][1][1]" in run("verify", "other.jsonl", "--other-machine").out


def test_verify_is_told_a_scenario_is_no_trace(run: Runner) -> None:
    assert run("verify", "xor") == (
        2,
        "",
        "stepper: xor: not a trace; `stepper trace xor -o OUT` writes the trace of a scenario\n",
    )


@pytest.mark.parametrize(
    ("cut", "problem"),
    [
        (slice(0, 5), "line 5: cut short: 4 of 10 iterations; write the trace again"),
        (slice(0, 1), "line 1: cut short: 0 of 10 iterations; write the trace again"),
        (slice(1, None), 'line 1: not a trace: its header has no "format": "stepper-trace"'),
    ],
)
def test_a_trace_that_is_cut_is_bad_input(run: Runner, cut: slice, problem: str) -> None:
    lines = run("trace", "one_hidden").out.splitlines(keepends=True)[cut]
    if cut.start:
        lines[0] = "{}\n"
    Path("cut.jsonl").write_text("".join(lines), encoding="utf-8")
    for name in ("verify", "show", "check", "trace"):
        assert run(name, "cut.jsonl") == (2, "", f"stepper: cut.jsonl: {problem}\n")
