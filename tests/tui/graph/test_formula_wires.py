"""Wires between two columns: none runs along another one."""

from itertools import combinations, pairwise
from random import Random

import pytest

from stepper.tui.canvas.wires import Wires
from stepper.tui.graph.formula.wires import Net, Wire, routed

BEGIN, END = -1, 1000  # tracks before the first and after the last one

Span = tuple[int, int, int]  # the row or track, and from where to where


def level(wire: Wire) -> list[Span]:
    """The rows of a wire, each with the tracks between which it runs there."""
    begin = BEGIN if wire.after is None else wire.after
    if wire.track is None:
        return [(wire.net.source, begin, END)]
    ends = [(row, wire.track, END) for row in wire.net.targets]
    return [(wire.net.source, begin, wire.track), *ends]


def nets(random: Random) -> list[Net]:
    """Names at rows of their own, each led to rows that no other one has; all rows are few."""
    count = random.randint(1, 6)
    rows = random.sample(range(9), 9)
    sources, targets = random.sample(range(9), count), iter(rows)
    each = [random.choice((1, 1, 1, 2)) for _ in range(count)]
    return [
        Net(f"n{k}", source, tuple(next(targets) for _ in range(min(n, 9 // count))))
        for k, (source, n) in enumerate(zip(sources, each, strict=True))
    ]


@pytest.mark.parametrize("seed", range(300))
def test_no_wire_runs_along_another_one(seed: int) -> None:
    wires = routed(nets(Random(seed)))
    for one, other in combinations(wires, 2):
        if one.net.name == other.net.name:
            continue
        if one.track is not None and one.track == other.track:
            (low, high), (begin, end) = one.net.span, other.net.span
            assert high < begin or end < low, (one, other)
        for row, low, high in level(one):
            for row_of_other, begin, end in level(other):
                assert row != row_of_other or high < begin or end < low, (one, other)


def test_every_net_gets_to_its_targets() -> None:
    for seed in range(300):
        wanted = nets(Random(seed))
        wires = routed(wanted)
        for net in wanted:
            own = [wire for wire in wires if wire.net.name == net.name]
            assert own[0].net.source == net.source
            assert own[-1].net.targets == net.targets
            assert all(a.net.targets == (b.net.source,) for a, b in pairwise(own))


def test_nets_that_change_places_go_round() -> None:
    first, second, rest = routed([Net("x", 0, (1,)), Net("y", 1, (0,))])
    assert (first.net.name, second.net.name, rest.net.name) == ("x", "y", "x")
    assert first.net.targets == (rest.net.source,) == (2,)
    assert (first.track, second.track, rest.track, rest.after) == (0, 1, 2, 0)


def test_lines_of_one_owner_join_and_others_cross() -> None:
    wires = Wires(ascii=False)
    wires.level("x", 1, 0, 4)
    wires.upright("x", 2, 1, 2)
    wires.upright("y", 3, 0, 2)
    rows = {y: {x: sign for x, row, sign in wires.cells() if row == y} for y in range(3)}
    assert "".join(rows[1][x] for x in range(5)) == "──┬│─"
    assert rows[2] == {2: "│", 3: "│"}
