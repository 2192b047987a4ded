"""A nudge on the screen: what is printed is what is computed with, and it says what it shows."""

import re
from decimal import Decimal
from itertools import cycle, product
from math import isclose

import pytest

from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.runs.nudge import Nudge, nudged_at
from stepper.runs.trace import Step
from stepper.tui.look import Look
from stepper.tui.panels.nudge import FIRST, SIZES, NudgeFrame, lines
from stepper.typeset.cells import cells
from stepper.typeset.notation import COURSE, Notation
from tests.support.networks import BUNDLED, traced


def frame(name: str, column: str, at: int = FIRST, language: str = "en") -> NudgeFrame:
    trace = traced(name)
    step = Step(trace, 1, trace.model.by_column[column])
    look = Look(Explainer(language, Notation(COURSE, trace.model, trace.scenario.names)))
    return NudgeFrame(look, Nudge(step, nudged_at(step)), at)


def text(shown: NudgeFrame, width: int = 60, height: int = 12) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines(shown, width, height)]


def numbers(shown: NudgeFrame) -> list[Decimal]:
    """The printed numbers: two costs, their difference, the quotient and the derivative."""
    values = (line.split("  ")[-1].strip() for line in text(shown)[:5])
    return [Decimal(value.replace("−", "-").replace("·10^", "e")) for value in values]


def prose(shown: NudgeFrame) -> str:
    return " ".join(" ".join(text(shown)).split())


@pytest.mark.parametrize("at", range(len(SIZES)))
@pytest.mark.parametrize(
    ("name", "column"),
    [("one_hidden", "dC/dw[2][1][1]"), ("three_hidden", "delta[2][1]"), ("mazur", "w+[1][1][1]")],
)
def test_the_printed_quotient_evaluated_gives_the_printed_number(
    name: str, column: str, at: int
) -> None:
    shown = frame(name, column, at)
    before, after, difference, quotient, _ = numbers(shown)
    assert after - before == difference
    half_a_unit = Decimal(5).scaleb(quotient.adjusted() - 5)
    assert abs(difference / SIZES[at] - quotient) <= half_a_unit


def test_the_smaller_the_nudge_the_closer_the_quotient_comes_to_the_derivative() -> None:
    apart = []
    for size in ("1", "0.5", "0.1", "0.01", "0.001", "0.0001"):
        *_, quotient, derivative = numbers(
            frame("one_hidden", "dC/dw[2][1][1]", SIZES.index(Decimal(size)))
        )
        apart.append(abs(quotient - derivative))
    assert apart == sorted(apart, reverse=True)
    assert isclose(quotient, derivative, rel_tol=1e-3)


@pytest.mark.parametrize(
    ("name", "column", "size", "said"),
    [
        (
            "one_hidden",
            "dC/dw[2][1][1]",
            "0.5",
            "Not the same yet: the cost does not run straight over such a distance. ←",
        ),
        ("one_hidden", "dC/dw[2][1][1]", "-0.5", "→ makes the nudge smaller"),
        ("one_hidden", "dC/dw[2][1][1]", "0.01", "Almost the same"),
        ("one_hidden", "dC/dw[2][1][1]", "0.001", "They agree"),
        ("in_place", "dC/da[3][1]", "0.0001", "they do not agree"),
        ("in_place", "dC/da[4][1]", "0.0001", "They agree"),
        ("one_hidden", "z[1][1]", "0.001", "in equation 12"),
        ("xor", "dC/dw[1][1][1]", "0.1", "Nothing moves"),
    ],
)
def test_a_sentence_says_what_the_comparison_shows(
    name: str, column: str, size: str, said: str
) -> None:
    assert said in prose(frame(name, column, SIZES.index(Decimal(size))))


@pytest.mark.parametrize("size", ["-0.0001", "0.0001"])
def test_the_smallest_nudge_is_not_told_to_become_smaller(size: str) -> None:
    said = prose(frame("one_hidden", "z[1][1]", SIZES.index(Decimal(size))))
    assert "in equation 12" in said and "smaller" not in said


def test_a_derivative_that_is_not_computed_yet_is_not_shown() -> None:
    assert "□" in text(frame("one_hidden", "z[1][1]"))[4]
    assert "□" not in text(frame("one_hidden", "delta[1][1]"))[4]


@pytest.mark.parametrize("name", BUNDLED)
def test_every_step_can_be_nudged_within_any_room(name: str) -> None:
    """In one language and room each: of 2 and 4, 8 steps in a row bring each to each."""
    steps = traced(name).model.steps[:24]
    turns = cycle(product(("en", "ko"), ((78, 11), (118, 11), (58, 6), (38, 4))))
    for symbol, (language, (width, height)) in zip(steps, turns, strict=False):
        drawn = lines(frame(name, symbol.column, language=language), width, height)
        assert len(drawn) <= height, symbol.column
        for line in drawn[:5]:
            assert sum(cells(piece.text) for piece in line) <= max(width, 62), symbol.column


def test_the_curve_has_both_points_and_only_where_there_is_room() -> None:
    shown = frame("one_hidden", "dC/dw[2][1][1]")
    assert sum(line.count("●") for line in text(shown, 78, 11)) == 2
    assert not re.search("[⠁-⣿]", "".join(text(shown, 60, 11)))


@pytest.mark.parametrize("size", ["-1", "-0.0001", "0.0001", "1"])
@pytest.mark.parametrize(
    ("text", "values", "column", "is_corner"),
    [
        ("m = max(a,b); f = (m-1)^2", "a=2 b=2", "df/db", True),
        ("f = |x|", "x=0", "df/dx", True),
        ("f = x^2 - 4*x", "x=2", "df/dx", False),
        ("f = 1e6 + sin(x)", "x=0", "df/dx", False),
    ],
)
def test_at_a_corner_a_smaller_nudge_is_not_asked_for(
    text: str, values: str, column: str, is_corner: bool, size: str
) -> None:
    trace = load(text, values=values.split())
    step = trace.steps.at(1, trace.model.by_column[column])
    look = Look(Explainer("en", Notation(COURSE, trace.model)))
    shown = prose(NudgeFrame(look, Nudge(step, nudged_at(step)), SIZES.index(Decimal(size))))
    agrees = "They agree" in shown or "Nothing moves" in shown
    assert agrees or ("A corner:" in shown) == is_corner
    assert not is_corner or "Make the nudge smaller" not in shown


@pytest.mark.parametrize("width", range(16, 60))
def test_a_number_is_never_cut_however_narrow_the_window(width: int) -> None:
    for language in ("en", "ko"):
        shown = frame("one_hidden", "dC/dw[2][1][1]", language=language)
        narrow = text(shown, width, 30)
        assert all(cells(line) <= width for line in narrow)
        for line in text(shown, 60)[:5]:
            assert any(each.endswith(line.split("  ")[-1]) for each in narrow)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_only_a_small_nudge_shows_that_a_number_is_no_derivative(language: str) -> None:
    said = {
        SIZES[at]: frame("in_place", "dC/da[3][1]", at, language).look.say("nudge.wrong", name="")
        in prose(frame("in_place", "dC/da[3][1]", at, language))
        for at in range(len(SIZES))
    }
    assert {abs(size) for size, is_said in said.items() if is_said} == {
        Decimal("0.0001"),
        Decimal("0.001"),
        Decimal("0.01"),
    }
