"""Bars of any lengths that floats can have."""

from itertools import combinations_with_replacement

from stepper.tui.canvas.bars import bar_axis
from tests.support.doubles import ENDS

ROOM = 12


def test_the_longest_bar_ends_in_its_room_and_none_but_that_of_0_is_empty() -> None:
    for lengths in combinations_with_replacement(ENDS, 3):
        axis = bar_axis(lengths, ROOM)
        reached = set()
        for length in lengths:
            x, text = axis.bar(length, ascii=False)
            assert bool(text) == (length != 0)
            assert (x >= 0 and x + len(text) <= ROOM) or not text
            assert (x > axis.zero) == (length > 0) or not text
            reached |= {x, x + len(text)} if text else set()
        assert not any(lengths) or {0, ROOM} & reached


def test_bars_to_both_sides_have_one_scale() -> None:
    axis = bar_axis([-1.0, 3.0], 9)
    assert axis.bar(-1.0, ascii=False) == (0, "██")
    assert axis.bar(3.0, ascii=False) == (3, "██████")
    assert axis.bar(1.5, ascii=True) == (3, "###")
