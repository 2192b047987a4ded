"""Questions about the steps of a formula: wrong formulas that people write, and what they show."""

from functools import cache

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import Role
from stepper.explain.en import SENTENCES
from stepper.explain.explainer import Explainer
from stepper.formula.reading import read_formula
from stepper.mistakes.formula_mistakes import MISTAKES, known_mistakes
from stepper.practice.kinds import kind_of
from stepper.practice.questions import LETTERS, Judgement, Question, Result
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT, written
from stepper.typeset.equations.formulas import Names
from stepper.typeset.equations.lines import shown_as
from stepper.typeset.notation import COURSE, Notation
from stepper.typeset.spans import text_of
from tests.support import graphs


@cache
def traces() -> dict[str, Trace]:
    return graphs.traces()


def question(name: str, column: str) -> Question:
    trace = traces()[name]
    return Question(Step(trace, 1, trace.model.by_column[column]))


def shown_mistakes(asked: Question) -> dict[str, str]:
    names = Names(Notation(COURSE, asked.step.trace.model))
    return {c.mistake: text_of(names.write(c.formula)) for c in asked.choices.values()}


@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_every_step_of_a_formula_has_a_question_with_the_right_formula_once(name: str) -> None:
    trace = traces()[name]
    names = Names(Notation(COURSE, trace.model))
    for step in trace.steps[: len(trace.model.steps)]:
        assert kind_of(step.symbol)
        choices = Question(step).choices
        assert 2 <= len(choices) <= len(LETTERS)
        assert [c.formula for c in choices.values() if not c.mistake] == [shown_as(step).formula]
        texts = {text_of(names.write(c.formula)) for c in choices.values()}
        assert len(texts) == len(choices)


@pytest.mark.parametrize("name", graphs.FORMULAS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mistake_is_explained(name: str, language: str) -> None:
    trace = traces()[name]
    explainer = Explainer(language, Notation(COURSE, trace.model))
    for step in trace.steps[: len(trace.model.steps)]:
        asked = Question(step)
        for letter, choice in asked.choices.items():
            if choice.mistake:
                assert asked.judge(letter) == Judgement(Result.MISTAKE, choice.mistake)
                assert explainer.mistake(step, choice.mistake)


def test_the_number_of_a_mistake_is_known_as_that_mistake() -> None:
    asked = question("used twice", "df/dx")
    assert asked.judge("21.25") == Judgement(Result.RIGHT)
    found = {
        choice.mistake: asked.judge(
            written(evaluate(choice.formula, asked.step.value_of), RESULT)[0]
        )
        for choice in asked.choices.values()
        if choice.mistake
    }
    assert found == {name: Judgement(Result.MISTAKE, name) for name in found}
    assert found


def test_wrong_formulas_are_those_that_people_write() -> None:
    every: dict[Role, set[str]] = {}
    for trace in traces().values():
        for step in trace.steps[: len(trace.model.steps)]:
            every.setdefault(step.symbol.role, set()).update(shown_mistakes(Question(step)))
    assert {"one_path", "own_name", "no_local", "no_received", "sign"} <= every[Role.GRADIENT]
    assert {"own_name", "sign", "value_of_line", "no_two"} <= every[Role.LOCAL]
    assert {"one_term", "added", "no_function"} <= every[Role.LINE]
    formula = graphs.FORMULAS["neuron"].formula
    assert formula
    mistakes = known_mistakes(formula, formula.equation(formula.by_column["dC/dw"]))
    names = Names(Notation(COURSE, formula))
    assert {name: text_of(names.write(wrong)) for name, wrong in mistakes} == {
        "no_local": "∂C/∂z",
        "no_received": "x",
        "own_name": "∂C/∂z·w",
        "sign": "−∂C/∂z·x",
    }


def test_every_mistake_has_a_sentence() -> None:
    names = {name for table in MISTAKES.values() for name in table}
    assert {f"mistake.{name}" for name in names} <= SENTENCES.keys()


def test_no_choice_of_a_sum_gives_itself_away_by_its_notation() -> None:
    formula = read_formula("x = t^2; y = 3*t; f = x*y", ("t",))
    eq, names = formula.equation(formula.by_column["df/dt"]), Names(Notation(COURSE, formula))
    wrong = {name: text_of(names.write(e)) for name, e in known_mistakes(formula, eq)}
    assert text_of(names.write(eq.formula)) == "∂f/∂x·2·t + ∂f/∂y·3"
    assert wrong["paths_multiplied"] == "∂f/∂x·2·t·∂f/∂y·3"
