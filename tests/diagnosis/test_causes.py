"""Causes that are easily taken for others: what is left out, shared, added, or hidden by digits."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from stepper.backprop.symbols import Role
from stepper.diagnosis.cause import Scope
from stepper.diagnosis.diagnose import diagnose
from stepper.diagnosis.diagnosis import Diagnosis
from stepper.diagnosis.verdict import Standing
from stepper.explain.explainer import Explainer
from stepper.input.answer_sheet import read_answers
from stepper.input.answers import Answer, Quantity
from stepper.input.numbers import read_typed
from stepper.marking.words import Verdicts
from stepper.runs.trace import Trace
from stepper.typeset.digits import written
from stepper.typeset.notation import COURSE, Notation
from tests.diagnosis.test_diagnosis import (
    MAZUR,
    NOTEBOOK,
    WIDE,
    judged,
    network,
    off,
    sheet,
    told,
)
from tests.support.networks import EVERY, begun, bundled, drawn
from tests.support.wrong_backprop import Student


def wrong(trace: Trace, which: int = 0, digits: int = 5, **lines: Callable[..., Any]) -> Diagnosis:
    """The answers of a student with other lines: 0 all numbers, 1 gradients, 2 new weights."""
    student: type[Student] = type("Wrong", (Student,), lines)
    return diagnose(trace, sheet(trace, student(trace.scenario).run()[which], digits))


# --- one mistake that a convention, or several mistakes, would explain as well


def test_a_rate_of_one_half_left_out_is_likely_and_the_cost_without_half_is_named_beside_it() -> (
    None
):
    trace = begun(drawn((2, 2, 1), samples=1)._replace(learning_rate=0.5))
    values = {s: trace.value(s, 1) for s in trace.model.columns}
    new = {
        s.column: values[s._replace(role=Role.W)] - values[s._replace(role=Role.DC_DW)]
        for s in values
        if s.role is Role.W_NEW
    }
    diagnosis = diagnose(trace, sheet(trace, new, 6))
    (cause,) = diagnosis.causes
    assert (cause.name, cause.is_certain) == ("no_rate", False)
    assert diagnosis.convention is None
    assert {v.standing for v in diagnosis.verdicts} == {Standing.DIFFERS}
    assert "Or it is no mistake: Your numbers take (y−t)² as cost" in told(trace, cause)
    assert "½" in told(trace, cause, "ko")


def test_the_half_left_out_of_costs_alone_is_one_mistake() -> None:
    """Gradients that are right belong to half the squares."""
    value = {s.column: MAZUR.value(s, 1) for s in MAZUR.model.columns}
    costs = {column: 2 * value[column] for column in ("C[1]", "C[2]", "C")}
    alone = diagnose(MAZUR, sheet(MAZUR, costs, 5))
    assert [(c.name, c.is_certain) for c in alone.causes] == [("no_half", False)]
    gradients = {column: n for column, n in value.items() if column.startswith("dC/d")}
    both = diagnose(MAZUR, sheet(MAZUR, costs | gradients, 5))
    assert both.convention is None
    assert [(c.name, c.is_certain) for c in both.causes] == [("no_half", True)]
    assert [v.answer.quantity.symbol.column for v in off(both)] == [*costs]


DOUBLED = [  # by a weight, or an input, of one half that is missing
    ("three_hidden", "delta3 = -0.0260\ndelta2 = -0.00289\ndelta1 = -0.000289", "no_weight"),
    ("one_hidden", "dC/dW1 = -0.01107\nW1+ = 0.1721", "no_input"),
]


@pytest.mark.parametrize(("name", "text", "mistake"), DOUBLED)
def test_gradients_that_one_mistake_doubles_do_not_prove_the_cost_without_half(
    name: str, text: str, mistake: str
) -> None:
    trace = bundled(name)
    diagnosis = judged(trace, text)
    assert diagnosis.convention is None
    (cause,) = diagnosis.causes
    assert (cause.name, cause.is_certain) == (mistake, False)
    assert "Or it is no mistake: Your numbers take (y−t)² as cost" in told(trace, cause)
    words = Verdicts(trace, Explainer("en", Notation(COURSE, trace.model)))
    assert "Or it is no mistake" in words.because(diagnosis.verdicts[0])


@pytest.mark.parametrize(("name", "text", "settling"), [
    (*DOUBLED[0][:2], "C = 0.1851"), (*DOUBLED[1][:2], "delta2 = -0.2218"),
])  # fmt: skip
def test_a_number_of_the_cost_or_at_the_output_proves_the_cost_without_half(
    name: str, text: str, settling: str
) -> None:
    diagnosis = judged(bundled(name), f"{text}\n{settling}")
    assert diagnosis.convention
    assert diagnosis.convention.name == "cost.squares"
    assert diagnosis.is_right


@pytest.mark.parametrize("which", [0, 2])
def test_the_old_weight_left_out_of_every_update_is_one_mistake(which: int) -> None:
    diagnosis = wrong(WIDE, which, updated=lambda s, old, gradient: -s.rate * gradient)
    (cause,) = diagnosis.causes
    assert (cause.name, cause.scope, cause.is_certain) == ("old_missing", Scope.EVERYWHERE, True)


# --- few digits hide a mistake that later numbers show


def test_a_mistake_behind_a_number_of_one_digit_explains_what_follows_and_is_no_rounding() -> None:
    trace = network(([0.7], [0.2]), ([[0.4]], None), ([[-0.4]], None))
    student: type[Student] = type("Wrong", (Student,), {"slope2": lambda s, k: s.y[k]})
    numbers = student(trace.scenario).run()[0]
    right = trace.value(trace.model.by_column["delta[2][1]"], 1)
    assert f"{numbers['delta[2][1]']:.1f}" == f"{right:.1f}" == "0.1"
    answers = sheet(trace, numbers, 4)
    short = read_typed("0.1")
    assert short
    answers = [
        a._replace(number=short) if a.quantity.symbol.column == "delta[2][1]" else a
        for a in answers
    ]
    diagnosis = diagnose(trace, answers)
    assert [cause.name for cause in diagnosis.causes] == ["activation_for_slope"]
    assert Standing.ROUNDING not in {v.standing for v in diagnosis.verdicts}
    assert len(off(diagnosis)) == 5  # two gradients, two new weights, the hidden delta


# --- batches


def test_the_last_sample_alone_is_not_taken_for_updates_after_each_sample() -> None:
    trace = begun(EVERY["linear_regression"])
    rate = trace.scenario.learning_rate
    assert rate
    answers = []
    by = trace.model.by_column
    for n in (2, 3, 4):  # predictions with the old weights
        answers.append((n, by["a[1][1]"], trace.value(by["a[1][1]"], n)))
    for old, gradient, new in (("w[1][1][1]", "dC/dw[1][1][1]", "w+[1][1][1]"),
                               ("b[1][1]", "dC/db[1][1]", "b+[1][1]")):  # fmt: skip
        number = trace.value(by[old], 4) - rate * trace.value(by[gradient], 4)
        answers.append((4, by[new], number))
    typed = []
    for line, (n, symbol, number) in enumerate(answers, 1):
        one = read_typed(written(number, 5)[0])
        assert one
        typed.append(Answer(line, n, Quantity(symbol), one))
    for some in (typed, typed[3:]):
        (cause,) = diagnose(trace, some).causes
        assert cause.name == "last_sample_undivided"


# --- the same mistake at several places


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("trace", [NOTEBOOK, WIDE])
def test_biases_subtracted_in_both_layers_are_one_mistake(trace: Trace, which: int) -> None:
    diagnosis = wrong(trace, which, bias1=lambda s, j: -s.b1[j], bias2=lambda s, k: -s.b2[k])
    (cause,) = diagnosis.causes
    assert (cause.kind, cause.scope) == ("change.sign of term", Scope.EVERYWHERE)
    assert cause.is_certain


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("trace", [NOTEBOOK, WIDE])
def test_the_slope_of_one_output_taken_in_the_whole_hidden_layer_is_one_mistake(
    trace: Trace, which: int
) -> None:
    (cause,) = wrong(trace, which, slope1=lambda s, j: s.slope2(0)).causes
    assert cause.scope is Scope.LAYER
    assert "That takes y₁ where h₁,₁ belongs." in told(trace, cause)


@pytest.mark.parametrize("which", [0, 1])
def test_factors_that_are_added_are_found(which: int) -> None:
    (cause,) = wrong(WIDE, which, term=lambda s, k, j: s.d2[k] + s.w2[k][j]).causes
    assert (cause.kind, cause.scope, cause.is_certain) == ("change.summed", Scope.LAYER, True)


def test_a_mistake_in_a_layer_says_in_which_equation_it_begins() -> None:
    (cause,) = wrong(WIDE, 1, back=lambda s, j: s.term(0, j)).causes
    assert "in this layer, from ∂C/∂h₁,₁ onwards" in told(WIDE, cause)
    assert "∂C/∂h₁,₁" in told(WIDE, cause, "ko")


# --- rounding on the way, where the numbers on the way are not shown


@pytest.mark.parametrize("digits", [4, 5])
def test_gradients_of_rounded_numbers_differ_by_rounding_alone(digits: int) -> None:
    def rounded(line: Callable[..., float]) -> Callable[..., float]:
        return lambda *given: float(written(line(*given), digits)[0])

    lines = ("z1", "z2", "act1", "act2", "error", "slope1", "slope2", "delta2", "term", "back",
             "delta1")  # fmt: skip
    for trace in (NOTEBOOK, begun(drawn((2, 2, 1), samples=1))):
        diagnosis = wrong(trace, 1, digits, **{k: rounded(getattr(Student, k)) for k in lines})
        assert off(diagnosis) == []
        assert diagnosis.causes == ()


def test_a_rounded_e_in_a_formula_is_a_convention() -> None:
    trace = bundled("softmax_by_hand")
    text = b"e1 = 7.29\ne2 = 2.7\ne3 = 1.1044"  # 2.7 to the power of 2, 1 and 0.1
    diagnosis = diagnose(trace, read_answers(BytesIO(text), "mine", trace).answers)
    assert diagnosis.convention
    assert (diagnosis.convention.name, diagnosis.convention.value) == ("e", "2.7")


def test_a_value_of_another_line_in_a_formula_is_named() -> None:
    trace = bundled("apples_oranges")
    text = b"dprice/dtax = 715"
    (cause,) = diagnose(trace, read_answers(BytesIO(text), "mine", trace).answers).causes
    assert "That takes price where all_price belongs." in told(trace, cause)
