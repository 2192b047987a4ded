"""A small count of the random numbers, and that their tests notice what is wrong."""

from collections.abc import Callable
from math import exp

import pytest

from stepper import engine
from tests.stress.numbers import numbers
from tests.stress.shown import shown

backward = engine.backward


def test_no_number_of_a_random_run_is_further_off_than_rounding_explains() -> None:
    assert "40 networks" in numbers(40, seed=0)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("engine.exp", lambda z: exp(z) * (1 + 2e-15)),
        ("engine.g", lambda z: 1.0 - 1.0 / (1.0 + exp(min(z, 700.0)))),
        ("engine.total", lambda terms: sum(terms) * (1 + 1e-15)),
        (
            "engine.backward",
            lambda n, l, w: backward(n, l, [[[-v for v in r] for r in m] for m in w]),
        ),
        ("trace.isfinite", lambda x: True),
        ("trace.isfinite", lambda x: abs(x) < 1e300),
    ],
)
def test_a_wrong_operation_is_noticed(
    monkeypatch: pytest.MonkeyPatch, name: str, wrong: Callable[..., object]
) -> None:
    monkeypatch.setattr(f"stepper.{name}", wrong)
    with pytest.raises(AssertionError, match=r"network \d+ of seed 0"):
        numbers(40, seed=0)


def test_numbers_are_shown_rounded_by_hand() -> None:
    assert "3,000 numbers" in shown(3_000, seed=0)
