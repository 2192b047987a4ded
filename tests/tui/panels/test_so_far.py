"""The line so far of a formula says something, or is not there."""

import pytest

from stepper.files.load import load
from stepper.tui.panels.equation import so_far
from tests.support.frames import frame_of


@pytest.mark.parametrize(
    "text", ["f = x^2", "q = x + y; f = q*x", "u = x*x; v = u + x; f = u*v + x"]
)
def test_a_derivative_of_which_nothing_is_known_is_not_written_out(text: str) -> None:
    values = ["x=2", "y=3"] if "y" in text else ["x=2"]
    for step in load(text, values=values).steps:
        for line in so_far.lines(frame_of(step), 0):
            _, left, right = "".join(piece.text for piece in line).partition(" = ")
            assert left and any(piece.style in ("key", "backward") for piece in line), right


def test_what_is_known_is_written_out() -> None:
    steps = load("q = x + y; f = q*z", values=["x=-2", "y=5", "z=-4"]).steps
    text = [
        "".join(piece.text for line in so_far.lines(frame_of(s), 0)[:1] for piece in line)
        for s in steps
    ]
    assert text[1] == ""  # at the cost
    assert text[2] == "so far  ∂f/∂q = z"
    assert text[4] == "so far  ∂f/∂x = z·1"
