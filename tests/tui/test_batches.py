"""Batches on the screen: sums at the weights, updates only at the end, the cost of the batch."""

import pytest

from stepper.backprop.symbols import SUMS, Role, Symbol
from stepper.files.scenario_file import load_scenario
from stepper.runs.batches import change, iterations, mean_cost, number
from stepper.runs.trace import Step
from stepper.tui.panels import header, ribbon
from stepper.tui.panels.step_list import step_list
from tests.support.frames import frame_of, parts_of, text
from tests.support.kinds import bundled, first_batches, graph_of, look_of, part
from tests.support.networks import begun
from tests.support.screens import (
    do,
    opened,
    stepper,
)


@pytest.mark.parametrize("name", ["linear_regression", "xor_learns", "coursera_logistic"])
def test_within_a_batch_nothing_is_shown_to_happen_to_a_weight(name: str) -> None:
    trace = bundled(name)
    for step in first_batches(trace, 1):
        shown = [
            piece.symbol.role
            for _, _, lines in parts_of(step, look_of(trace), (120, 36))
            for line in lines
            for piece in line
            if piece.symbol
        ]
        is_last = step.iteration == len(trace.scenario.samples)
        updates = {Role.W_NEW, Role.B_NEW} & {*shown}
        assert bool(updates) == is_last
        if step.symbol.role in SUMS.values():
            assert step.symbol.role in shown


def test_the_sum_is_beside_the_gradient_and_divided_in_the_update() -> None:
    trace = bundled("linear_regression")
    w = Symbol(Role.W_NEW, 1, 1, 1)
    rows = graph_of(Step(trace, 4, w))
    assert any("W₁ 1 ◂−14 Σ−14/4 →1.700" in row for row in rows)
    rows = graph_of(Step(trace, 2, Symbol(Role.SUM_DW, 1, 1, 1)))
    assert any("W₁ 1 ◂0 Σ1 " in f"{row} " and "→" not in row for row in rows)


def test_a_sum_by_the_sum_is_not_divided() -> None:
    trace = bundled("schiendorfer")
    step = Step(trace, 2, Symbol(Role.W_NEW, 2, 1, 1))
    assert any("Σ" in row for row in graph_of(step, (200, 60)))
    assert not any("/2" in row for row in graph_of(step, (200, 60)))


def test_the_table_of_a_neuron_has_the_sums_and_their_mean() -> None:
    trace = bundled("coursera_logistic")
    before = "\n".join(graph_of(Step(trace, 2, Symbol(Role.SUM_DW, 1, 1, 1)), view="neuron"))
    assert "sum so far" in before and "gradient" in before
    update = "\n".join(graph_of(Step(trace, 3, Symbol(Role.W_NEW, 1, 1, 1)), view="neuron"))
    assert "mean" in update and "0.9985" in update


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (150, "iteration 3 of 1000   epoch 1, sample 3   batch 1: sample 3 of 4"),
        (112, "  epoch 1, sample 3   batch 1: sample 3 of 4"),
        (80, "  epoch 1, sample 3 "),
    ],
)
def test_the_first_line_says_epoch_sample_and_batch_where_there_is_room(
    width: int, said: str
) -> None:
    trace = bundled("xor_learns")
    step = Step(trace, 3, Symbol(Role.C))
    assert said in text(header.lines(frame_of(step), width, 1)[0])


def test_the_number_of_equations_is_that_of_the_iteration() -> None:
    trace = bundled("xor_learns")
    for iteration, count in ((1, 32), (4, 41)):
        step = trace.steps.at(iteration, Symbol(Role.C))
        assert f"of {count}" in text(header.lines(frame_of(step), 120, 1)[0])


def test_the_scales_lead_to_the_samples_of_the_batch_and_mark_the_ends_of_batches() -> None:
    trace = bundled("schiendorfer")
    short = begun(trace.scenario._replace(epochs=5))
    step = Step(short, 3, Symbol(Role.Z, 1, 2))
    line = ribbon.lines(frame_of(step), 120, 2)[1]
    batch = line[[piece.text for piece in line].index("○") - 1 :][:2]
    assert [piece.text for piece in batch] == ["●", "○"]
    targets = [short.steps[piece.target] for piece in batch if isinstance(piece.target, int)]
    assert [(s.iteration, s.symbol) for s in targets] == [(3, step.symbol), (4, step.symbol)]
    assert [piece.text for piece in line].count("┬") == 5
    for piece in line:
        if isinstance(piece.target, int):
            assert 0 <= piece.target < len(short.steps)


def test_every_mark_of_the_scales_is_a_step() -> None:
    trace = bundled("coursera_logistic")
    for step in first_batches(trace, 1):
        for line in ribbon.lines(frame_of(step), 80, 2):
            targets = [piece.target for piece in line if isinstance(piece.target, int)]
            assert all(trace.steps[k].number == k + 1 for k in targets)


def test_batches_are_counted_through_the_run() -> None:
    trace = begun(load_scenario("linear_regression")._replace(batch=3, epochs=2))
    assert [number(trace, n) for n in range(1, 9)] == [1, 1, 1, 2, 3, 3, 3, 4]
    assert [[*iterations(trace, k)] for k in (1, 2, 3, 4)] == [[1, 2, 3], [4], [5, 6, 7], [8]]


@pytest.mark.parametrize(("sample", "expected"), [(1, None), (2, 0.25), (4, 3.25)])
def test_the_cost_of_the_batch_so_far_is_said_at_the_cost_of_a_sample(
    sample: int, expected: float | None
) -> None:
    trace = bundled("linear_regression")
    step = Step(trace, sample, Symbol(Role.C))
    words = part(step, "equation", (80, 24))
    said = [line for line in words if "of the batch so far" in line]
    costs = [trace.value(Symbol(Role.C), n) for n in range(1, sample + 1)]
    assert said == (
        [f"   mean C of the {sample} samples of the batch so far: {expected}"] if expected else []
    )
    assert expected in (None, sum(costs) / sample)


def test_after_an_update_the_mean_cost_of_the_batch_is_compared() -> None:
    trace = bundled("xor_learns")
    last = trace.steps[trace.schedule.first(5) - 1]
    costs = [mean_cost(trace, range(first, first + 4)) for first in (1, 5)]
    assert change(last) == tuple(costs)
    words = equation_text(last)
    assert "The mean C of the batch fell from 0.7774 to 0.7292." in words
    assert "with the new weights" in words
    assert "with the same weights" in equation_text(trace.steps[trace.schedule.first(2) - 1])


def equation_text(step: Step) -> str:
    return " ".join(map(str.strip, part(step, "equation", (120, 50))))


def test_batches_of_different_samples_are_not_compared() -> None:
    trace = begun(load_scenario("linear_regression")._replace(batch=2))
    assert change(trace.steps[trace.schedule.first(3) - 1]) is None


def test_the_list_of_a_sample_within_a_batch_has_no_updates_and_groups_its_sums() -> None:
    trace = bundled("xor_learns")
    within, end = (
        [text(line) for line in step_list.lines(frame_of(Step(trace, n, Symbol(Role.C))), 33, 60)]
        for n in (1, 4)
    )
    assert not any("update" in row for row in within)
    assert any("update" in row for row in end)
    short = [
        text(line) for line in step_list.lines(frame_of(Step(trace, 1, Symbol(Role.C))), 39, 20)
    ]
    sums = [row.split()[1] for row in short if "Σ" in row]
    assert sums == ["Σ∂C/∂W₂,₁₁", "Σ∂C/∂W₁,₁₁", "Σ∂C/∂W₁,₂₁"]


async def test_the_keys_go_through_a_batch() -> None:
    async with opened("linear_regression", (80, 24)) as pilot:

        def at() -> tuple[int, Role]:
            return stepper(pilot).step.iteration, stepper(pilot).step.symbol.role

        await do(pilot, "next_update")
        assert at() == (4, Role.W_NEW)
        await do(pilot, "previous_iteration")
        assert at()[0] == 3 and stepper(pilot).step.is_last
        await do(pilot, "first", "first", "next_phase", "next_phase")
        assert at() == (2, Role.Z)
        await do(pilot, "next_iteration", "next_iteration", "last")
        assert at() == (4, Role.B_NEW)
        await do(pilot, "next")
        assert at() == (5, Role.Z)
