"""Questions about steps, and the judgement of answers."""

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.mistakes.mistakes import known_mistakes
from stepper.practice.questions import LETTERS, Judgement, Question, Result
from stepper.runs.rows import Run
from stepper.runs.trace import Trace
from stepper.typeset.digits import GRAPH, RESULT, written
from stepper.typeset.equations.formulas import Names
from stepper.typeset.equations.lines import shown_as
from stepper.typeset.notation import Notation
from tests.support.networks import BUNDLED, EVERY, SHAPES, traced
from tests.support.steps import at

NAMES = [*SHAPES, "exploding"]


@pytest.fixture(scope="module")
def three_hidden() -> Trace:
    return traced("three_hidden")


# --- questions


@pytest.mark.parametrize("name", NAMES)
def test_every_step_has_a_question_with_the_right_formula_once(name: str) -> None:
    trace = traced(name)
    names = Names(Notation("course", trace.model))
    for step in trace.steps[: len(trace.model.steps)]:
        choices = Question(step).choices
        assert 2 <= len(choices) <= len(LETTERS)
        assert [c.formula for c in choices.values() if not c.mistake] == [shown_as(step).formula]
        mistakes = [choice.mistake for choice in choices.values()]
        assert len(set(mistakes)) == len(mistakes)
        texts = {"".join(s.text for s in names.write(c.formula)) for c in choices.values()}
        assert len(texts) == len(choices)


def test_where_every_mistake_gives_the_right_number_wrong_formulas_are_offered_all_the_same() -> (
    None
):
    trace = traced("exploding")
    step = at(trace, "dC/dw[3][1][1]", 2)
    assert step.value == 0
    question = Question(step)
    assert len(question.choices) == len(LETTERS)
    wrong = {letter: choice for letter, choice in question.choices.items() if choice.mistake}
    assert len({repr(choice.formula) for choice in question.choices.values()}) == len(LETTERS)
    for letter, choice in wrong.items():
        assert evaluate(choice.formula, step.value_of) == 0
        assert question.judge(letter) == Judgement(Result.MISTAKE, choice.mistake)
    assert question.judge("0") == Judgement(Result.RIGHT)


@pytest.mark.parametrize("name", EVERY)
def test_every_step_that_is_asked_about_has_a_wrong_formula(name: str) -> None:
    trace = traced(name)
    names = Names(Notation("course", trace.model))
    each = len(trace.model.steps)
    for step in trace.steps[-each:]:
        formulas = [choice.formula for choice in Question(step).choices.values()]
        texts = {"".join(s.text for s in names.write(formula)) for formula in formulas}
        assert 2 <= len(texts) == len(formulas)


@pytest.mark.parametrize("name", NAMES)
def test_each_letter_is_judged_by_its_formula(name: str) -> None:
    trace = traced(name)
    for step in trace.steps[: len(trace.model.steps)]:
        question = Question(step)
        for letter, choice in question.choices.items():
            verdict = Result.MISTAKE if choice.mistake else Result.RIGHT
            for text in (letter, f" {letter.upper()} "):
                assert question.judge(text) == Judgement(verdict, choice.mistake)


def test_a_question_is_the_same_each_time_and_the_right_letter_is_not(three_hidden: Trace) -> None:
    steps = three_hidden.steps[:58]
    right = []
    for step in steps:
        one, other = Question(step).choices, Question(step).choices
        assert one == other
        right += [letter for letter, choice in one.items() if not choice.mistake]
    assert set(right) == set(LETTERS)


def test_a_step_is_asked_about_where_the_run_stops_before_what_a_mistake_takes() -> None:
    home = BUNDLED["one_hidden"]
    large = home._replace(learning_rate=1e308, samples=(((1e10,), (20.0,)),))
    trace = Trace(large, Run(large))
    step = at(trace, "dC/da[1][1]")
    assert trace.known(trace.model.by_column["w+[2][1][1]"], 1) is None
    names = [mistake for mistake, _ in known_mistakes(trace.network, step.equation)]
    assert "new_weight" in names
    assert Question(step).judge("7").result is Result.WRONG


# --- answers


@pytest.mark.parametrize("name", NAMES)
def test_the_number_as_it_is_shown_is_right(name: str) -> None:
    trace = traced(name)
    notation = Notation("course", trace.model)
    for step in trace.steps[: len(trace.model.steps)]:
        question = Question(step)
        for digits in (GRAPH, RESULT, None):
            text = notation.number(written(step.value, digits)[0])
            assert question.judge(text) == Judgement(Result.RIGHT)


@pytest.mark.parametrize(
    ("answer", "verdict", "mistake"),
    [
        ("-0.0129822", Result.RIGHT, ""),
        ("−0.0129822", Result.RIGHT, ""),
        ("-1.29822e-2", Result.RIGHT, ""),
        ("-0.0129822001", Result.RIGHT, ""),
        ("-0.01298", Result.RIGHT, ""),
        ("-0.012982", Result.RIGHT, ""),
        ("-0.012983", Result.NEARLY, ""),
        ("-0.013", Result.NEARLY, ""),
        ("-1/77", Result.NEARLY, ""),
        ("-0.01311", Result.NEARLY, ""),
        ("-0.01286", Result.NEARLY, ""),
        ("-0.01313", Result.WRONG, ""),
        ("-0.2", Result.WRONG, ""),
        ("0", Result.WRONG, ""),
        ("0.0129822", Result.MISTAKE, "sign"),
        ("-0.0527331", Result.MISTAKE, "no_slope"),
        ("-0.05273", Result.MISTAKE, "no_slope"),
        ("-0.016059", Result.MISTAKE, "new_weight"),
        ("-0.0129266", Result.MISTAKE, "another_slope"),  # it is within 1 %, too
        ("-0.00716", Result.MISTAKE, "delta_times_input"),
        ("-0,013", Result.NEARLY, ""),
        ("-1,013", Result.NO_NUMBER, ""),
        ("e", Result.NO_NUMBER, ""),
        ("ab", Result.NO_NUMBER, ""),
        ("", Result.NO_NUMBER, ""),
        ("δ₃", Result.NO_NUMBER, ""),
        ("[/]", Result.NO_NUMBER, ""),
    ],
)
def test_an_answer_about_delta_3_is_judged(
    three_hidden: Trace, answer: str, verdict: Result, mistake: str
) -> None:
    assert Question(three_hidden.steps[15]).judge(answer) == Judgement(verdict, mistake)


@pytest.mark.parametrize(
    ("answer", "verdict", "mistake"),
    [
        ("0.150144", Result.RIGHT, ""),
        ("0.1501", Result.RIGHT, ""),
        ("0.15015", Result.NEARLY, ""),
        ("0.1506", Result.NEARLY, ""),
        ("0.1503", Result.MISTAKE, "delta_for_gradient"),
        ("0.149856", Result.MISTAKE, "uphill"),
        ("0.15", Result.MISTAKE, "not_moved"),
        ("-0.000144286", Result.MISTAKE, "step_alone"),
    ],
)
def test_an_update_that_moves_little_is_not_right_where_it_went_wrong(
    three_hidden: Trace, answer: str, verdict: Result, mistake: str
) -> None:
    step = at(three_hidden, "w+[1][1][1]")
    assert Question(step).judge(answer) == Judgement(verdict, mistake)


@pytest.mark.parametrize("factor", [0.995, 1.005])
def test_what_is_near_is_right_unless_it_is_the_number_of_a_mistake(
    three_hidden: Trace, factor: float
) -> None:
    judged = [Question(s).judge(repr(s.value * factor)) for s in three_hidden.steps[:29]]
    wrong = [judgement for judgement in judged if not judgement.result.is_right]
    assert {judgement.mistake for judgement in wrong} <= {"another_slope"}  # all are near 1/4
    assert len(wrong) <= 2


def test_zero_is_right_where_the_number_is_zero_and_nowhere_else() -> None:
    trace = traced("xor")
    zero = next(step for step in trace.steps if step.value == 0)
    assert Question(zero).judge("0").result is Result.RIGHT
    assert Question(zero).judge("-0.0").result is Result.RIGHT
    assert not Question(zero).judge("1e-9").result.is_right
