"""A screen over a trace file that is larger than what is read of it at once."""

from pathlib import Path

import pytest

from stepper.files.scenario_toml import toml
from stepper.files.trace.file import jsonl
from stepper.runs.trace import run
from tests.support.dialogs import message, unspaced
from tests.support.networks import BUNDLED
from tests.support.screens import do, lines_of, opened, settle, step_of, stepper, until

MANY = 1_000  # iterations
SCENARIO = BUNDLED["one_hidden"]._replace(epochs=MANY)
SIZE = (160, 45)  # with curves


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return list(jsonl(run(SCENARIO)))


async def test_a_stored_trace_and_its_run_look_alike_once_all_is_there(
    lines: list[str], tmp_path: Path
) -> None:
    scenario, trace = tmp_path / "a.toml", tmp_path / "a.jsonl"
    scenario.write_text(toml(SCENARIO), encoding="utf-8")
    trace.write_text("".join(lines), encoding="utf-8")
    seen = []
    for file in (scenario, trace):
        async with opened(str(file), SIZE) as pilot:
            await until(pilot, lambda: stepper(pilot).trace.rows.ready == MANY)
            await settle(pilot)
            seen.append(lines_of(pilot))
            await do(pilot, "last", "last")
            await settle(pilot)
            seen.append(lines_of(pilot))
    assert seen[:2] == seen[2:]
    assert seen[0] != seen[1]


async def test_a_stored_trace_that_ends_early_is_shown_as_far_as_it_goes(
    lines: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "short.jsonl"
    file.write_text("".join(lines[:-1]), encoding="utf-8")
    async with opened(str(file), SIZE) as pilot:
        told = unspaced(f"line {MANY}: cut short: {MANY - 1} of {MANY} iterations")
        await until(pilot, lambda: told in message(pilot))
        await settle(pilot)  # nothing is waited for that never comes
        await do(pilot, "last", "last")
        assert step_of(pilot) == 15
        await do(pilot, "next_iteration")
        assert step_of(pilot) == 30
