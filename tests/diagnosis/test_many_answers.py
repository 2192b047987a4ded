"""Files of very many answers, and answers to large networks: judged alike, in bounded time."""

from io import BytesIO

import pytest

from stepper.diagnosis.convention import readings
from stepper.diagnosis.diagnose import diagnose
from stepper.diagnosis.diagnosis import Diagnosis
from stepper.diagnosis.verdict import Verdict
from stepper.errors import StepperError
from stepper.explain.explainer import Explainer
from stepper.input.answer_sheet import read_answers
from stepper.input.answers import Answer
from stepper.limits import MAX_ANSWERS
from stepper.marking.words import Verdicts
from stepper.runs.trace import Trace, run
from stepper.typeset.digits import RESULT, written
from stepper.typeset.notation import COURSE, Notation
from stepper.workings.judged import JudgedFormula, judge_formula
from tests.support.networks import drawn, traced

HOME = traced("three_hidden")


def judged(text: str, trace: Trace = HOME) -> Diagnosis:
    return diagnose(trace, read_answers(BytesIO(text.encode()), "answers.txt", trace).answers)


def without_line(verdict: Verdict) -> Verdict:
    return verdict._replace(answer=verdict.answer._replace(line=0))


def test_answers_that_are_alike_have_one_verdict_each_on_its_own_line() -> None:
    once, again = judged("C = 0.1\ny = 0.5"), judged("C = 0.1\n" * 500 + "y = 0.5")
    assert [verdict.answer.line for verdict in again.verdicts] == [*range(1, 502)]
    assert {*map(without_line, again.verdicts)} == {*map(without_line, once.verdicts)}


def test_of_many_answers_to_one_number_the_last_are_explained(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stepper.diagnosis.diagnose.MOST_AGAIN", 3)
    y = HOME.value(HOME.network.by_column["a[4][1]"], 1)
    cut = str(y)[:6]
    assert not judged(f"y = {cut}").verdicts[0].agrees
    early, late = (
        judged("\n".join(f"y = {number}" for number in numbers)).verdicts
        for numbers in ((cut, 0.1, 0.2, 0.3), (0.1, 0.2, 0.3, cut))
    )
    assert early[0].explanation is None
    assert late[-1].explanation is not None


def test_how_far_off_an_answer_is_can_be_said_beside_the_smallest_numbers() -> None:
    layers = tuple(each._replace(weights=((1e-300,),)) for each in HOME.scenario.layers)
    trace = run(HOME.scenario._replace(layers=layers))
    words = Verdicts(trace, Explainer("en", Notation(COURSE, trace.model)))
    (verdict,) = judged("z1 = 1e300", trace).verdicts
    assert 0.0 < verdict.right < 1e-300
    assert "%" in words.because(verdict)


def test_more_answers_than_the_limit_are_refused() -> None:
    most = "C = 1;" * MAX_ANSWERS
    with pytest.raises(StepperError, match=r"answers.txt: line 1: expected at most 20,000 answers"):
        judged(f"{most} C = 1")
    assert len(judged(most).verdicts) == MAX_ANSWERS


def test_what_is_tried_is_counted_for_all_iterations_at_once() -> None:
    """So a progress line goes from none to all once, however many iterations there are."""
    trace = run(drawn((2, 12, 12, 1), epochs=24))
    text = "\n".join(f"iteration {n}: C = 1" for n in range(1, 25))
    answers = read_answers(BytesIO(text.encode()), "answers.txt", trace).answers
    counts: list[tuple[int, int]] = []

    def advance(done: int, count: int) -> None:
        if count:
            counts.append((done, count))

    diagnose(trace, answers, advance=advance)
    count = counts[0][1]
    assert count > len(readings(trace))
    assert counts == [(done, count) for done in range(0, count + 1, len(readings(trace)))]


def test_a_formula_is_judged_once_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[tuple[int, int]] = []
    judged_ones: list[Answer] = []

    def noted(trace: Trace, answer: Answer) -> JudgedFormula | None:
        judged_ones.append(answer)
        return judge_formula(trace, answer)

    def advance(done: int, count: int) -> None:
        counts.append((done, count))

    monkeypatch.setattr("stepper.diagnosis.diagnose.judge_formula", noted)
    trace = traced("one_hidden")
    lines = [f"dC/dw[2][1][1] = (y-t)*y*(1-y)*0.{k}" for k in range(10, 30)]
    text = "\n".join([*lines, "C = 1"])
    answers = read_answers(BytesIO(text.encode()), "answers.txt", trace).answers
    diagnosis = diagnose(trace, answers, advance=advance)
    words = Verdicts(trace, Explainer("en", Notation(COURSE, trace.model)))
    said = [words.because(verdict) for verdict in diagnosis.verdicts]
    assert sum("h belongs there" in each for each in said) == len(lines)
    assert len(judged_ones) == len(lines)
    assert counts[: len(lines) + 1] == [(k, len(lines)) for k in range(len(lines) + 1)]


def test_other_conventions_are_not_tried_on_more_numbers_than_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trace = run(drawn((2, 2, 1)))
    meant = run(trace.scenario._replace(cost="squares"))
    common = [s for s in meant.model.steps if s in trace.model.position]
    lines = (f"{s.column} = {written(meant.value(s, 1), RESULT)[0]}" for s in common)
    text = "\n".join(lines)
    assert judged(text, trace).convention
    monkeypatch.setattr("stepper.diagnosis.read_answers.MOST_TRIED", 10)
    few = judged(text, trace)
    assert few.convention is None
    assert not few.is_right
