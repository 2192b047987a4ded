"""The first line at every width: what is left out, and that no number is cut."""

import re

import pytest

from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step
from stepper.tui.look import Frame, Look
from stepper.tui.panels import header
from stepper.typeset.cells import cells
from stepper.typeset.notation import Notation
from tests.support.networks import traced
from tests.support.screens import lines_of, opened

THREE, XOR = traced("three_hidden"), traced("xor")
STEPS = {"first": THREE.steps[15], "last": THREE.steps[276], "samples": XOR.steps[215]}


def text_of(step: Step, width: int, language: str = "en") -> str:
    look = Look(Explainer(language, Notation("course", step.trace.model)))
    (line,) = header.lines(Frame(step, look, 60), width, 1)
    return "".join(piece.text for piece in line)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", STEPS)
def test_every_number_is_whole_at_every_width_and_that_of_the_equation_stays(
    name: str, language: str
) -> None:
    step = STEPS[name]
    numbers = set(re.findall(r"\d+", text_of(step, 200, language)))
    for width in range(1, 200):
        text = text_of(step, width, language)
        assert cells(text) <= max(width, 1)
        assert set(re.findall(r"\d+", text)) <= numbers
        assert (step.label in text) == (width >= len(step.label) + 2)


def test_the_word_of_the_phase_goes_first_then_the_words_of_the_equation() -> None:
    assert text_of(STEPS["first"], 30).split() == ["◂", "equation", "16", "of", "29"]
    assert text_of(STEPS["first"], 18).split() == ["◂", "16/29"]
    assert text_of(STEPS["last"], 20).split() == ["◂", "277", "(16/29)"]
    assert text_of(STEPS["last"], 12).split() == ["277"]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", STEPS)
def test_two_blanks_stand_between_what_is_run_and_where_we_are(name: str, language: str) -> None:
    for width in range(30, 120):
        left, sign, _ = text_of(STEPS[name], width, language).partition("◂")
        assert sign
        assert not left.strip() or left.endswith("  ")


def test_a_title_of_which_less_than_eight_letters_would_stand_is_left_out() -> None:
    for step in STEPS.values():
        for width in range(1, 120):
            title = text_of(step, width).partition("iteration")[0].partition("◂")[0].strip()
            assert not title or title[0].isdecimal() or cells(title) >= 8


async def test_beside_the_list_the_header_has_the_whole_width() -> None:
    async with opened("xor", (120, 36), step=216) as pilot:
        first, second, *_ = lines_of(pilot)
    assert first.startswith(" XOR: one of the two, not both  iteration 7 of 100")
    assert "epoch 2, sample 3" in first
    assert first.endswith("equation 216 (12 of 34) ")
    assert second.partition("│")[2].strip() == "▸ forward"
