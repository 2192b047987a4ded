"""Eighty random keys, clicks and sizes; tests.stress makes many more."""

from tests.stress.keys import walk


def test_the_screen_tells_the_truth_after_any_keys() -> None:
    assert walk(80, 3, each=40).startswith("8")
