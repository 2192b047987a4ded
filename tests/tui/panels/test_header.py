"""The first line at every width: what is left out, and that no number is cut."""

import re

import pytest

from stepper.explain.explainer import Explainer
from stepper.input.edits import edited
from stepper.runs.trace import Step, run
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


def test_of_many_edits_the_last_ones_are_left_out_and_no_number_is_cut() -> None:
    trace = traced("mazur")
    look = Look(Explainer("en", Notation("course", trace.model, trace.scenario.names)))
    after = edited(trace.scenario, "w5=0.5; w6=0.55; w7=0.65; rate=0.3", 1, look.explainer)
    frame = Frame(run(after).steps[19], look, 60, original=trace)
    titles = {}
    for width in (60, 80, 120, 160):
        (line,) = header.lines(frame, width, 1)
        titles[width] = "".join(piece.text for piece in line).partition("◂")[0].strip()
    assert titles[60] == "what if: 4 more" or "α 0.3" in titles[60]
    assert titles[80].startswith("what if: α 0.3")
    assert "w₇ 0.65 (was 0.5)" in titles[160]
    assert not any("…" in title for title in titles.values())


@pytest.mark.parametrize(("width", "shown"), [(120, "batch 1: sample 2 of 4"), (80, "sample 2")])
def test_in_batches_the_title_is_whole(width: int, shown: str) -> None:
    text = text_of(traced("xor_learns").steps[44], width)
    assert text.startswith(" XOR, learned in batches  ")
    assert shown in text
