"""The place of a number between two others, over all doubles, against exact fractions."""

from fractions import Fraction
from math import inf, nan, nextafter
from random import Random

from stepper.tui.canvas.fraction import fraction, within_floats
from tests.support.doubles import LARGEST, TINY, double


def test_it_is_the_exact_place_but_for_rounding_for_any_three_doubles() -> None:
    random = Random(20)
    for _ in range(5000):
        low, value, high = sorted(double(random) for _ in range(3))
        place = fraction(value, low, high)
        assert 0.0 <= place <= 1.0
        if low < high:
            exact = (Fraction(value) - Fraction(low)) / (Fraction(high) - Fraction(low))
            assert abs(Fraction(place) - exact) <= Fraction(1, 2**51)


def test_it_never_falls_where_the_value_rises() -> None:
    random = Random(21)
    for _ in range(2000):
        low, high = sorted((double(random), double(random)))
        values = sorted([low, high, nextafter(low, inf), *(double(random) for _ in range(4))])
        places = [fraction(value, low, high) for value in values]
        assert places == sorted(places)


def test_ends_are_0_and_1_and_what_is_beyond_them_is_at_the_nearer_one() -> None:
    for low, high in ((0.0, TINY), (-LARGEST, LARGEST), (-TINY, TINY), (1.0, nextafter(1.0, 2.0))):
        assert (fraction(low, low, high), fraction(high, low, high)) == (0.0, 1.0)
        assert (fraction(-inf, low, high), fraction(inf, low, high)) == (0.0, 1.0)
    assert fraction(1.0, 2.0, 2.0) == fraction(3.0, 2.0, 1.0) == 0.0


def test_what_is_no_number_is_at_0_and_what_is_beyond_floats_at_their_end() -> None:
    assert (fraction(nan, -1.0, 1.0), fraction(nan, 1.0, 3.0)) == (0.5, 0.0)
    assert [within_floats(value) for value in (-inf, -2.5, nan, inf)] == [
        *(-LARGEST, -2.5, 0.0, LARGEST)
    ]
