"""Axes of any two doubles: their ticks, and that every value has a place."""

from math import isfinite
from random import Random
from struct import pack, unpack
from sys import float_info

from stepper.tui.canvas.plot import Axis, even, rounded, ticks

ENDS = (0.0, 5e-324, -5e-324, 1e-310, 1.0, float_info.max, -float_info.max)


def double(random: Random) -> float:
    while not isfinite(number := unpack("d", pack("Q", random.getrandbits(64)))[0]):
        pass
    return random.choice((number, random.choice(ENDS)))


def test_an_axis_ends_at_round_numbers_for_any_values() -> None:
    random = Random(22)
    for _ in range(2000):
        values = [double(random) for _ in range(random.randint(1, 4))]
        axis, rows = even(rounded(values, random.randint(1, 7)), random.randint(3, 12))
        assert rows and axis.low < axis.high
        assert (axis.low, axis.high) == (axis.ticks[0], axis.ticks[-1])
        assert all(isfinite(tick) for tick in axis.ticks)
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
