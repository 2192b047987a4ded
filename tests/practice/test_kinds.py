import pytest

from stepper.errors import StepperError
from stepper.practice.kinds import KINDS, kind_of, read_kinds
from tests.support.every_kind import of_every_kind
from tests.support.networks import EVERY, traced


@pytest.mark.parametrize("name", EVERY)
def test_every_numbered_step_is_of_one_kind_and_a_term_of_none(name: str) -> None:
    for symbol in EVERY[name].model.computed:
        assert (kind_of(symbol) in KINDS) == symbol.is_step


def test_every_numbered_step_of_every_kind_of_network_is_of_one_kind() -> None:
    for scenario in of_every_kind(40):
        for symbol in scenario.model.computed:
            assert (kind_of(symbol) in KINDS) == symbol.is_step


def test_the_kinds_are_those_of_the_equations() -> None:
    kinds = [kind_of(step.symbol) for step in traced("one_hidden").steps[:15]]
    assert kinds[:5] == ["z", "activation", "z", "activation", "cost"]
    assert kinds[5:9] == ["error", "slope", "delta", "gradient"]
    assert kinds[9:] == ["error", "slope", "delta", "gradient", "update", "update"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("delta,update", ("delta", "update")),
        (" update , delta,delta", ("delta", "update")),
        ("z", ("z",)),
        (",".join(KINDS), tuple(KINDS)),
        ("all", tuple(KINDS)),
    ],
)
def test_kinds_are_read_in_their_own_order(text: str, kinds: tuple[str, ...]) -> None:
    assert read_kinds(text, "--predict") == kinds


def test_all_unknown_kinds_are_reported_at_once_with_the_nearest_one() -> None:
    with pytest.raises(StepperError) as caught:
        read_kinds("dleta,z,gradeint,qqq", "--predict")
    known = (
        "z, softmax, activation, cost, line, error, slope, local, delta, gradient, sum, update, "
        "or all"
    )
    assert caught.value.problems == (
        '--predict: "dleta" is not a kind of step; did you mean delta?',
        '--predict: "gradeint" is not a kind of step; did you mean gradient?',
        f'--predict: "qqq" is not a kind of step; write one of {known}',
    )


@pytest.mark.parametrize("text", ["", " ", "delta,", ",", "delta update", "DELTA", "\x1b[1m"])
def test_what_names_no_kind_is_refused(text: str) -> None:
    with pytest.raises(StepperError):
        read_kinds(text, "--predict")
