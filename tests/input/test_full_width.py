"""Full-width digits and signs, as Korean and Japanese keyboards give them, mean the plain ones."""

from io import BytesIO

import pytest

from stepper.cli.ranges import span
from stepper.cli.reading import read
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.files.template import sizes_of
from stepper.half_width import half_width
from stepper.input.answer_sheet import read_answers
from stepper.input.edits import edited
from stepper.input.goals import read_goal
from stepper.input.numbers import read as read_number
from stepper.input.steps import find_iteration, find_step
from stepper.runs.trace import run
from stepper.typeset.notation import COURSE, Notation
from stepper.whole_number import whole
from tests.support.networks import BUNDLED

TRACE = run(BUNDLED["xor"])
FULL = {letter: letter + 0xFEE0 for letter in range(0x21, 0x7F)} | {0x20: 0x3000}


def full(text: str) -> str:
    return text.translate(FULL)


def test_every_sign_of_a_keyboard_has_a_full_width_one() -> None:
    text = "".join(map(chr, range(0x20, 0x7F)))
    assert half_width(full(text)) == text
    assert half_width("δ₃ = ½·은닉²") == "δ₃ = ½·은닉²"


@pytest.mark.parametrize("text", ["-0.013", "1/4", "7.2e-5", "+.5", "1,234", "0,5", "12", "x"])
def test_a_number_is_the_same(text: str) -> None:
    assert read_number(full(text)) == read_number(text)
    assert whole(full(text)) == whole(text)


@pytest.mark.parametrize("text", ["٣", "३", "²", "③", "1_0", "+3", "9" * 21, "", "-1"])
def test_other_digits_are_no_whole_numbers_anywhere(text: str) -> None:
    assert whole(text) is None
    assert find_step(TRACE, text) is None


def test_so_are_answers_with_their_iterations() -> None:
    plain = "iteration 2\nC = 0.29; y = 0.5\niteration 3: C = 1/4"
    read = [read_answers(BytesIO(t.encode()), "", TRACE) for t in (plain, full_lines(plain))]
    assert [sheet.unread for sheet in read] == [(), ()]
    assert [each[1:] for each in read[0].answers] == [each[1:] for each in read[1].answers]
    assert [each.iteration for each in read[1].answers] == [2, 2, 3]


def full_lines(text: str) -> str:
    return "\n".join(map(full, text.split("\n")))


def test_so_are_steps_goals_edits_and_formulas() -> None:
    assert find_step(TRACE, full("16")) == find_step(TRACE, "16")
    first = TRACE.steps[0]
    assert find_iteration(first, full("iteration 5")) == find_iteration(first, "iteration 5")
    assert read_goal(TRACE.scenario, full("C < 0.01")) == read_goal(TRACE.scenario, "C < 0.01")
    explainer = Explainer("en", Notation(COURSE, TRACE.model))
    one, other = (
        edited(TRACE.scenario, text, 1, explainer)
        for text in ("rate = 3; epochs = 2", full("rate = 3; epochs = 2"))
    )
    assert (one, one.learning_rate) == (other, 3.0)
    typed = load("f = x*2.5 + (1 - x)", values=["x=-1e-1"])
    assert load("f＝x＊２.５+（１－x）", values=["x=－１e－１"]).rows[0] == typed.rows[0]


def test_so_are_numbers_of_options() -> None:
    assert span(full("2:5"), 9, "--steps") == (2, 5)
    assert sizes_of(full("2-3-2")) == [2, 3, 2]
    plain, wide = (read(["show", "xor", "--digits", n]).digits for n in ("7", full("7")))
    assert plain == wide == 7
