"""The score of a session."""

import pytest

from stepper.practice.kinds import KINDS
from stepper.practice.score import Outcome, Score, Tally
from stepper.runs.trace import Trace
from tests.support.networks import traced
from tests.support.steps import at


@pytest.fixture(scope="module")
def three_hidden() -> Trace:
    return traced("three_hidden")


def test_the_score_counts_by_kind_what_was_right_at_once_and_what_was_shown(
    three_hidden: Trace,
) -> None:
    score = Score()
    assert (score.total, score.by_kind, score.to_practise) == (Tally(0, 0, 0), {}, None)
    for column, outcome in (
        ("delta[4][1]", Outcome.RIGHT),
        ("delta[3][1]", Outcome.LATER),
        ("delta[3][1]", Outcome.RIGHT),  # it was asked about before
        ("w+[4][1][1]", Outcome.SHOWN),
        ("w+[3][1][1]", Outcome.RIGHT),
        ("w+[2][1][1]", Outcome.LATER),
        ("z[1][1]", Outcome.RIGHT),
    ):
        score.note(at(three_hidden, column), outcome)
    assert score.by_kind == {
        "z": Tally(1, 1, 0),
        "delta": Tally(2, 1, 0),
        "update": Tally(3, 1, 1),
    }
    assert list(score.by_kind) == [kind for kind in KINDS if kind in score.by_kind]
    assert score.total == Tally(6, 3, 1)
    assert score.to_practise == "update"
    assert score.holds(at(three_hidden, "delta[3][1]"))
    assert not score.holds(at(three_hidden, "delta[3][1]", 2))


def test_where_all_was_right_there_is_nothing_to_practise(three_hidden: Trace) -> None:
    score = Score()
    score.note(three_hidden.steps[0], Outcome.RIGHT)
    assert score.to_practise is None
