"""Keys that move from step to step."""

from stepper.runs.moves import MOVES
from tests.support.covered import covers
from tests.support.screens import (
    do,
    go,
    lines_of,
    opened,
    step_of,
)

WAYS = [
    (1, ["next"], 2),
    (290, ["next"], 290),
    (1, ["follow"], 2),
    (1, ["back"], 1),
    (5, ["back"], 4),
    (1, ["next_delta"], 12),
    (12, ["next_delta"], 16),
    (24, ["next_delta"], 41),
    (290, ["next_delta"], 290),
    (16, ["previous_delta"], 12),
    (41, ["previous_delta"], 24),
    (12, ["previous_delta"], 12),
    (1, ["next_update"], 26),
    (29, ["next_update"], 55),
    (16, ["next_iteration"], 45),
    (277, ["next_iteration"], 277),
    (45, ["previous_iteration"], 16),
    (16, ["previous_iteration"], 16),
    (45, ["first"], 30),
    (45, ["first", "first"], 1),
    (45, ["last"], 58),
    (45, ["last", "last"], 290),
    (3, ["next_phase"], 10),
    (3, ["next_phase", "next_phase"], 26),
    (12, ["previous_phase"], 10),
    (10, ["previous_phase"], 1),
]


@covers(*MOVES, "follow")
async def test_each_move_goes_where_its_name_says() -> None:
    ways = []
    async with opened("three_hidden") as pilot:
        for start, names, _ in WAYS:
            go(pilot, start)
            await do(pilot, *names)
            ways.append((start, names, step_of(pilot)))
            assert f"equation {step_of(pilot)} " in lines_of(pilot)[0]
    assert ways == WAYS
    assert {name for _, names, _ in WAYS for name in names} == {*MOVES, "follow"}
