"""The neighbouring steps and the scrubber, at every width and place."""

import pytest

from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step
from stepper.tui.look import Frame, Look
from stepper.tui.panels import ribbon
from stepper.typeset.cells import cells
from stepper.typeset.notation import Notation
from tests.support.networks import traced

TRACES = {name: traced(name) for name in ("three_hidden", "xor")}


def texts(step: Step, width: int, ascii: bool) -> list[str]:
    look = Look(Explainer("en", Notation("ascii" if ascii else "course", step.trace.model)), ascii)
    lines = ribbon.lines(Frame(step, look, 60), width, 2)
    return ["".join(piece.text for piece in line) for line in lines]


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("name", TRACES)
def test_the_sign_that_more_steps_follow_is_whole_at_every_width(name: str, ascii: bool) -> None:
    more = "..." if ascii else "…"
    for step in TRACES[name].steps[:40:8]:
        for width in (*range(30, 90), 160):
            text = texts(step, width, ascii)[0]
            assert cells(text) <= width
            shown = text.split()
            assert shown[-1] == more or str(step.number + ribbon.AFTER - 1) in shown


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("name", TRACES)
def test_what_is_done_and_what_is_to_do_differ_without_colour(name: str, ascii: bool) -> None:
    trace = TRACES[name]
    count = len(trace.model.steps)
    first, last = (texts(trace.steps[k], 80, ascii)[1].split()[0] for k in (0, count - 1))
    assert len(first) == len(last) == count
    assert not set(first[1:]) & set(last[:-1])
    assert len(set(first[1:])) == len(set(last[:-1])) == 3
    for k in range(0, count, 3):
        assert (
            texts(trace.steps[k], 80, ascii)[1].split()[0] == last[:k] + first[0] + first[k + 1 :]
        )
