"""Predicting on the screen: the dialog, what is asked about, the score and the summary."""

from pathlib import Path

import pytest
from textual.events import Key, MouseScrollDown
from textual.pilot import Pilot
from textual.widgets import Input

from stepper.files.opening import FORMULAS
from stepper.tui.app import StepperApp
from stepper.tui.dialogs.learner.predict import PredictDialog, shortened
from stepper.tui.dialogs.learner.score import PredictSummary
from stepper.typeset.cells import cells
from stepper.typeset.spans import Span
from tests.support.screens import (
    do,
    go,
    lines_of,
    mouse,
    opened,
    resize,
    settle,
    step_of,
    stepper,
    text_of,
)

ENTER, RIGHT, ESCAPE = "enter", "right", "escape"


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await settle(pilot)


def asks(pilot: Pilot[None]) -> bool:
    return isinstance(pilot.app.screen, PredictDialog)


def sums_up(pilot: Pilot[None]) -> bool:
    return isinstance(pilot.app.screen, PredictSummary)


async def answer(pilot: Pilot[None], text: str) -> str:
    """Answer, and give what the screen says."""
    assert asks(pilot)
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, ENTER)
    return " ".join(text_of(pilot).split())


async def right_answer(pilot: Pilot[None]) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, PredictDialog)
    assert "Correct" in await answer(pilot, repr(screen._step.value))
    await press(pilot, RIGHT)


def score_of(pilot: Pilot[None]) -> tuple[int, int] | None:
    return stepper(pilot).frame.predicted


# --- the dialog


async def test_the_coming_number_is_hidden_while_it_is_asked_for() -> None:
    async with opened("three_hidden", (120, 36), step=15) as pilot:
        await do(pilot, "predict")
        lines = [" ".join(line.split()) for line in lines_of(pilot)]
        assert "equation 15 of 29" in lines[0]
        assert any("16 δ₃ = ?" in line for line in lines)
        assert any(line.endswith("16 δ₃ □") for line in lines)
        assert sum(line.count("◂ −0.05273") for line in lines) == 1
        assert "0.0129822" not in text_of(pilot)
        assert [f"{c})" in text_of(pilot) for c in "abcde"] == [True] * 4 + [False]
        assert "δy·W₄·h₃(1−h₃)" in text_of(pilot)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("−0.0129822", "Correct. = δy · W₄ · h₃(1−h₃)"),
        ("-0.013", "Correct to within 1 %. = δy · W₄ · h₃(1−h₃)"),
        ("-1/77", "Correct to within 1 %. = δy"),
    ],
)
async def test_a_right_number_gets_the_equation_and_then_the_step(text: str, said: str) -> None:
    async with opened("three_hidden", step=15) as pilot:
        await do(pilot, "predict")
        screen = await answer(pilot, text)
        assert said in screen
        assert "= −0.10546610 · 0.5 · 0.24618716 ≈ −0.0129822" in screen
        await press(pilot, ENTER)
        assert not asks(pilot)
        assert step_of(pilot) == 16
        assert score_of(pilot) == (1, 1)


async def test_what_is_wrong_is_explained_and_can_be_tried_again() -> None:
    async with opened("three_hidden", step=15) as pilot:
        await do(pilot, "predict")
        for text, said in (
            ("0.0129822", "Not quite. The sign is reversed."),
            ("-0.0527", "Not quite. The slope is missing: the way back from h₃ to z₃"),
            ("-0.2", "That is not within 1 % of the number."),
            ("-0,013", "-0,013: use a decimal point, not a comma."),
            ("[/] [b]", "[/] [b] is not a number."),
            ("e", "e is not a number."),
        ):
            assert said in await answer(pilot, text)
            assert "0.0129822" not in text_of(pilot).replace(text, "")
            assert step_of_below(pilot) == 15
        assert "Correct." in await answer(pilot, "-0.0129822")
        await press(pilot, RIGHT)
        assert step_of(pilot) == 16
        assert score_of(pilot) == (0, 1)


def step_of_below(pilot: Pilot[None]) -> int:
    assert isinstance(pilot.app, StepperApp)
    assert pilot.app.stepper
    return pilot.app.stepper.step.number


async def test_what_is_no_number_is_no_wrong_answer() -> None:
    async with opened("three_hidden", step=15) as pilot:
        await do(pilot, "predict")
        for text in ("", "  ", "W", "0,1"):
            await answer(pilot, text)
        await right_answer(pilot)
        assert score_of(pilot) == (1, 1)


async def test_a_letter_chooses_a_formula_on_a_korean_keyboard_too() -> None:
    async with opened("three_hidden", step=15) as pilot:
        await do(pilot, "predict")
        screen = pilot.app.screen
        assert isinstance(screen, PredictDialog)
        choices = screen._question.choices
        right = next(letter for letter, choice in choices.items() if not choice.mistake)
        wrong = next(
            letter for letter, choice in choices.items() if choice.mistake == "another_slope"
        )
        hangul = dict(zip("abcd", "ㅁㅠㅊㅇ", strict=True))
        assert "the slope of another neuron" in await answer(pilot, hangul[wrong])
        await press(pilot, right, ENTER)  # it takes the place of the wrong letter
        assert "Correct." in text_of(pilot)


async def test_escape_shows_the_answer_and_counts_it() -> None:
    async with opened("three_hidden", step=15) as pilot:
        await do(pilot, "predict")
        await press(pilot, ESCAPE)
        assert asks(pilot)
        assert "This is how it is computed:" in text_of(pilot)
        assert "≈ −0.0129822" in text_of(pilot)
        await press(pilot, ESCAPE)
        assert asks(pilot)
        await press(pilot, RIGHT)
        assert step_of(pilot) == 16
        await do(pilot, "predict")
        assert sums_up(pilot)
        assert any("δ 0 of 1 1" in " ".join(line.split()) for line in lines_of(pilot))


async def test_a_wide_sum_is_offered_with_its_first_terms_and_its_last() -> None:
    async with opened("xor") as pilot:
        look = stepper(pilot).look
    terms = [" + " if k % 2 else f"t{k // 2}" for k in range(9)]
    spans = tuple(map(Span, ("(", *terms, ")", "·s")))
    short = shortened(spans, 20, look)
    assert "".join(span.text for span in short) == "(t0 + t1 + … + t4)·s"
    assert shortened(spans, 26, look) == spans
    assert shortened(spans[:6], 3, look) == spans[:6]


# --- what is asked about


async def test_only_the_kinds_that_are_wanted_are_asked_about() -> None:
    asked = []
    async with opened("one_hidden", predict=("delta", "update")) as pilot:
        assert not asks(pilot)
        for step in range(2, 16):
            await do(pilot, "next")
            if asks(pilot):
                asked.append(step)
                await right_answer(pilot)
            assert step_of(pilot) == step
        assert score_of(pilot) == (4, 4)
        assert isinstance(pilot.app, StepperApp)
        assert pilot.app.predicted_kinds == ("delta", "update")
    assert asked == [8, 12, 14, 15]


async def test_a_step_is_asked_about_once_and_other_moves_are_free() -> None:
    async with opened("one_hidden", step=4) as pilot:
        await do(pilot, "predict")
        await right_answer(pilot)
        assert step_of(pilot) == 5
        await do(pilot, "back", "next")
        assert step_of(pilot) == 5
        for name in ("next_phase", "next_iteration", "previous_phase", "back"):
            await do(pilot, name)
            assert not asks(pilot)
        await do(pilot, "follow")  # Enter, with nothing selected, is next
        assert asks(pilot)


@pytest.mark.parametrize(("name", "reached"), [("next_delta", 16), ("next_update", 26)])
async def test_a_move_to_a_delta_or_an_update_asks_about_it_before_it_is_shown(
    name: str, reached: int
) -> None:
    async with opened("three_hidden", step=12, predict=("delta", "update")) as pilot:
        await do(pilot, name)
        assert asks(pilot)
        await right_answer(pilot)
        assert step_of(pilot) == reached


async def test_terms_are_gone_through_freely_and_their_sum_is_asked_for() -> None:
    async with opened("xor", step=4, predict=("z",)) as pilot:
        await do(pilot, "fine_steps", "next", "next")
        assert stepper(pilot).step.label == "5.2"
        await do(pilot, "next")
        assert asks(pilot)
        await right_answer(pilot)
        assert stepper(pilot).step.label == "5"


async def test_nothing_plays_by_itself_while_the_learner_predicts() -> None:
    async with opened("one_hidden", predict=("delta",)) as pilot:
        await do(pilot, "play")
        assert stepper(pilot).frame.speed == 0
        await settle(pilot)
        assert "Steps do not play by themselves" in text_of(pilot)
        await do(pilot, "predict", "play", "predict")
        assert asks(pilot) or stepper(pilot).frame.speed == 0


async def test_what_the_picker_opens_is_asked_about_too() -> None:
    async with opened(None, predict=("delta",)) as pilot:
        await press(pilot, *["down"] * (1 + len(FORMULAS)), "enter")
        await settle(pilot)
        assert score_of(pilot) == (0, 0)
        go(pilot, 7)
        await do(pilot, "next")
        assert asks(pilot)


async def test_nothing_is_asked_where_the_run_has_stopped(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    file.write_text(LARGE, encoding="utf-8")
    async with opened(str(file), step=14) as pilot:
        await do(pilot, "predict")
        assert asks(pilot)
        await press(pilot, ESCAPE, RIGHT)
        await do(pilot, "next")
        assert (asks(pilot), step_of(pilot)) == (False, 15)


LARGE = """
title = "large"
learning_rate = 1e307
epochs = 9
[[samples]]
inputs = [0.5]
targets = [20.0]
[[samples]]
inputs = [1e10]
targets = [20.0]
[[layers]]
weights = [[0.15]]
[[layers]]
weights = [[0.4]]
"""


# --- the summary


async def test_the_summary_says_what_was_right_and_what_to_practise() -> None:
    async with opened("one_hidden", step=11) as pilot:
        await do(pilot, "predict")
        await right_answer(pilot)  # δh
        await do(pilot, "next")
        await press(pilot, ESCAPE, RIGHT)  # a gradient
        await do(pilot, "next")
        await answer(pilot, "7")
        await right_answer(pilot)  # an update
        assert score_of(pilot) == (1, 3)
        await do(pilot, "predict")
        assert sums_up(pilot)
        rows = [" ".join(line.split()) for line in lines_of(pilot)]
        for row in ("δ 1 of 1", "gradient 0 of 1 1", "update 0 of 1", "total 1 of 3 1"):
            assert any(row in line for line in rows), row
        assert any("Worth practising: gradient." in line for line in rows)
        await press(pilot, "p")
        assert not sums_up(pilot)
        assert score_of(pilot) is None


async def test_at_the_end_of_the_run_the_summary_comes_by_itself() -> None:
    async with opened("one_hidden", step=149) as pilot:
        await do(pilot, "predict")
        await right_answer(pilot)
        assert sums_up(pilot)
        assert "You got every one right the first time." in text_of(pilot)
        await press(pilot, RIGHT)
        assert step_of(pilot) == 150
        await do(pilot, "predict")
        assert sums_up(pilot)


async def test_the_summary_comes_once_and_again_only_when_the_last_step_is_reached_again() -> None:
    async with opened("one_hidden", step=149) as pilot:
        await do(pilot, "predict")
        await right_answer(pilot)
        assert sums_up(pilot)
        await press(pilot, RIGHT)
        for _ in range(2):
            await do(pilot, "next")
            assert not sums_up(pilot)
        await mouse(pilot, 9, 9, MouseScrollDown)
        assert not sums_up(pilot)
        await do(pilot, "back", "next")
        assert sums_up(pilot)


async def test_p_after_an_answer_goes_on_and_ends_the_questions() -> None:
    async with opened("one_hidden", step=149) as pilot:
        await do(pilot, "predict")
        await press(pilot, ESCAPE, "p")
        assert sums_up(pilot)
        await press(pilot, ENTER)
        assert step_of(pilot) == 150
        assert score_of(pilot) is None


async def test_where_nothing_was_asked_there_is_nothing_to_sum_up() -> None:
    async with opened("one_hidden", predict=("delta",)) as pilot:
        await do(pilot, "predict")
        assert score_of(pilot) is None


# --- sizes and languages


@pytest.mark.parametrize(("language", "ascii"), [("en", True), ("ko", False)])
async def test_every_size_asks_judges_and_sums_up_within_its_width(
    language: str, ascii: bool
) -> None:
    async with opened("xor", step=15, language=language, ascii=ascii) as pilot:
        for act in ("ask", "wrong", "show", "sum up"):
            match act:
                case "ask":
                    await do(pilot, "predict")
                case "wrong":
                    await answer(pilot, "7")
                case "show":
                    await press(pilot, ESCAPE)
                case "sum up":
                    await press(pilot, RIGHT)
                    await do(pilot, "predict")
            for size in ((1, 1), (20, 5)):
                await resize(pilot, *size)
                lines = lines_of(pilot)
                assert len(lines) == size[1]
                assert {cells(line) for line in lines} == {size[0]}
                if ascii:
                    scroll_bars = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"), " ")
                    assert text_of(pilot).translate(scroll_bars).isascii()


async def test_a_question_can_be_answered_in_the_smallest_window() -> None:
    async with opened("three_hidden", (20, 5), step=15, language="ko") as pilot:
        await do(pilot, "predict")
        assert "δ₃ =" in " ".join(text_of(pilot).split())
        assert "아직 아니다." in await answer(pilot, "-0.0527")
        assert "정답! (1 % 이내)" in await answer(pilot, "-0.013")
        await press(pilot, ENTER)
        assert step_of(pilot) == 16


async def test_a_at_the_summary_asks_about_the_kind_to_practise_alone() -> None:
    async with opened("one_hidden", step=11) as pilot:
        await do(pilot, "predict")
        await press(pilot, ESCAPE, "p")  # the δ is shown
        assert sums_up(pilot)
        await press(pilot, "a")
        screen = pilot.app.screen
        assert isinstance(screen, PredictDialog)
        assert screen._step.symbol.column == "delta[2][1]"  # of the next iteration
        await right_answer(pilot)
        assert stepper(pilot).predicting.kinds == ("delta",)
        await do(pilot, "next")
        assert not asks(pilot)


async def test_after_an_answer_the_next_delta_or_number_is_one_key_away() -> None:
    async with opened("three_hidden", step=11) as pilot:
        await do(pilot, "predict")
        asked = []
        for key in ("down", "down", "space"):
            screen = pilot.app.screen
            assert isinstance(screen, PredictDialog)
            asked.append(screen._step.symbol.column)
            await press(pilot, ESCAPE, key)
        screen = pilot.app.screen
        assert isinstance(screen, PredictDialog)
        asked.append(screen._step.symbol.column)
        assert asked == ["delta[4][1]", "delta[3][1]", "delta[2][1]", "dC/dw[2][1][1]"]


async def test_what_was_typed_goes_when_the_answer_is_shown() -> None:
    async with opened("one_hidden", step=1) as pilot:
        await do(pilot, "predict")
        await answer(pilot, "0.9")
        await press(pilot, ESCAPE)
        assert pilot.app.screen.query_one(Input).value == "0.518741"
        assert "eq 2   h = 0.518741" in text_of(pilot)


async def test_a_far_step_is_asked_about_with_all_that_it_is_computed_from_in_sight() -> None:
    async with opened("three_hidden", (120, 36)) as pilot:
        await do(pilot, "predict")
        await press(pilot, "escape", "enter")
        await do(pilot, "next_delta")
        text = text_of(pilot)
        assert "δy" in text and "11 g′ at y" in text
        assert "0.245133" in text and "−0.430239" in text  # its factors, which are computed
        assert "−0.105466" not in text


async def test_an_answer_in_hangul_is_quoted_as_it_was_typed() -> None:
    async with opened("one_hidden", step=7, language="ko") as pilot:
        await do(pilot, "predict")
        pilot.app.screen.query_one(Input).value = "가"
        await press(pilot, "enter")
        assert "가" in text_of(pilot)
        assert "rk" not in text_of(pilot)


async def test_a_gradient_that_only_repeats_the_number_before_it_is_not_asked() -> None:
    async with opened("product_of_sum", predict=("local", "gradient")) as pilot:
        asked = []
        while not sums_up(pilot) and step_of(pilot) < len(stepper(pilot).trace.steps):
            await do(pilot, "next")
            if asks(pilot):
                asked.append(pilot.app.screen._step.symbol.column)  # type: ignore[attr-defined]
                await right_answer(pilot)
        assert asked == [
            "local df/dq", "local dq/dx", "df/dx", "local dq/dy", "df/dy", "local df/dz",
        ]  # fmt: skip
