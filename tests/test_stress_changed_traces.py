"""A few of the cases of `python -m tests.stress`, and what a screen says about them."""

from pathlib import Path
from random import Random

import pytest

from stepper.symbols import Role
from stepper.trace_file import TraceFile
from stepper.verify import Verifier
from tests.screens import opened, until
from tests.stress import changed_traces


@pytest.mark.parametrize("part", ["digits", "shapes", "other_machines"])
def test_a_changed_trace_is_found_and_the_cell_is_named(part: str) -> None:
    getattr(changed_traces, part)(15, 1)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_screen_names_the_cell_that_was_changed(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    while True:  # a first row that is wrong opens no screen at all
        changed = changed_traces.Changed(random, random.choice(["one_hidden", "two_paths"]))
        path = tmp_path / "changed.jsonl"
        path.write_bytes(changed.data)
        if changed.n and changed.text[0] not in '+"' and changed.symbol.role is not Role.A:
            break
    with path.open("rb") as source:
        found = Verifier(TraceFile(source, str(path))).whole()
    assert found is not None
    async with opened(str(path), (120, 36)) as pilot:
        place = f"iteration {found.iteration}, {found.column}:"
        await until(pilot, lambda: any(place in n.message for n in pilot.app._notifications))
