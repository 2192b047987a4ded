"""Axes of any two doubles: their ticks, and that every value has a place."""

from itertools import pairwise
from math import isfinite
from random import Random

import pytest

from stepper.tui.canvas.plot import Axis, even, evenly_rounded, rounded, ticks
from tests.support.doubles import LARGEST, TINY, double


def test_an_axis_ends_at_round_numbers_for_any_values() -> None:
    random = Random(22)
    for _ in range(2000):
        values = [double(random) for _ in range(random.randint(1, 4))]
        axis, rows = even(rounded(values, random.randint(1, 7)), random.randint(3, 12))
        assert rows and axis.low < axis.high
        assert (axis.low, axis.high) == (axis.ticks[0], axis.ticks[-1])
        assert all(isfinite(tick) for tick in axis.ticks)
        assert all(before < tick for before, tick in pairwise(axis.ticks))
        places = [axis.part(value) for value in sorted(values)]
        assert places == sorted(places) and 0.0 <= places[0] <= places[-1] <= 1.0


def test_there_are_as_many_ticks_between_any_two_numbers_as_have_room() -> None:
    random = Random(23)
    for _ in range(2000):
        low, high = sorted((double(random), double(random)))
        most = random.randint(1, 7)
        axis = Axis(low, high, ticks(low, high, most))
        assert len(axis.ticks) <= most
        assert all(isfinite(tick) for tick in axis.ticks)


@pytest.mark.parametrize(
    ("values", "ends", "part"),
    [
        ((0.0, 1.7e308), (0.0, 1.79e308), 0.95),
        ((-LARGEST, LARGEST, 1e307), (-1.79e308, 1.79e308), 0.528),
        ((0.0, TINY), (0.0, TINY), 1.0),
        ((0.0, 1e-310, 3e-310), (0.0, 3e-310), 1.0),
    ],
)
def test_the_largest_and_smallest_numbers_have_places_of_their_own(
    values: tuple[float, ...], ends: tuple[float, float], part: float
) -> None:
    axis = rounded(values, 5)
    assert axis[:2] == ends
    assert axis.part(values[-1]) == pytest.approx(part, abs=1e-3)


def test_a_high_chart_has_ticks_enough_to_read_it() -> None:
    random = Random(24)
    for rows in range(20, 45):
        for _ in range(20):
            values = [random.uniform(-1, 1) * 10 ** random.uniform(-3, 3) for _ in range(2)]
            axis, taken = evenly_rounded(values, 7, rows)
            assert len(axis.ticks) >= 3 and 0.8 * rows <= taken <= rows
