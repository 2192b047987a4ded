"""A trace as comma-separated values."""

import csv as csv_module

import pytest

from stepper.files.load import load
from stepper.files.trace.table import csv
from stepper.runs.trace import run
from tests.support.networks import EVERY, FORMULAS

SOME = EVERY | FORMULAS


def table(lines: list[str]) -> tuple[list[str], list[list[str]]]:
    names, *rows = csv_module.reader(lines)
    return names, rows


@pytest.mark.parametrize("name", SOME)
def test_a_row_has_its_place_in_the_run_and_the_numbers_of_the_trace(name: str) -> None:
    trace = run(SOME[name])
    names, rows = table(list(csv(trace)))
    width = len(trace.model.columns)
    assert names[-width:] == [symbol.column for symbol in trace.model.columns]
    assert [[float(cell) for cell in row[-width:]] for row in rows] == [
        list(row) for row in trace.rows
    ]
    samples = len(trace.scenario.samples)
    places = [
        (epoch, sample) for epoch in range(trace.scenario.epochs) for sample in range(samples)
    ]
    assert names[:3] == ["iteration", "epoch", "sample"]
    assert [[int(cell) for cell in row[:3]] for row in rows] == [
        [k, epoch + 1, sample + 1] for k, (epoch, sample) in enumerate(places, 1)
    ]


def test_batches_are_counted_in_their_epoch() -> None:
    trace = load("xor_learns")
    names, rows = table(list(csv(trace)))
    assert names[:4] == ["iteration", "epoch", "sample", "batch"]
    size, samples = trace.model.batch, len(trace.scenario.samples)
    assert [int(row[3]) for row in rows[:samples]] == [k // size + 1 for k in range(samples)]
    assert "batch" not in table(list(csv(load("xor"))))[0]


def test_a_name_that_is_also_a_place_is_no_second_column_of_that_name() -> None:
    names, rows = table(list(csv(load("epoch = sample*2", values=["sample=3"]))))
    assert names[:3] == ["iteration", "run epoch", "run sample"]
    assert len(names) == len(set(names)) == len(rows[0])
