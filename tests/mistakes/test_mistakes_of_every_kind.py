"""Known mistakes of other activations, costs and batches, in plain arithmetic and in words."""

from collections.abc import Callable
from io import BytesIO
from math import exp, log, log2, log10, tanh
from typing import Any

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.diagnosis.diagnose import compare
from stepper.diagnosis.verdict import Standing, Why
from stepper.explain.explainer import Explainer
from stepper.input.answer_sheet import read_answers
from stepper.marking.words import Verdicts
from stepper.mistakes.mistakes import known_mistakes
from stepper.practice.questions import Question, Result
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Trace
from stepper.typeset.digits import RESULT, written
from stepper.typeset.equations.formulas import Names
from stepper.typeset.equations.lines import shown_as
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.support.every_kind import of_every_kind
from tests.support.kinds import one_of_each
from tests.support.networks import begun, drawn

V = Callable[[str], float]


def kind(
    sizes: tuple[int, ...],
    *activations: str,
    targets: tuple[float, ...] | None = None,
    **fields: Any,
) -> Scenario:
    scenario = drawn(sizes, samples=3)
    layers = [
        layer._replace(activation=activation)
        for layer, activation in zip(scenario.layers, activations, strict=True)
    ]
    samples = [(x, targets or t) for x, t in scenario.samples]
    return scenario._replace(layers=tuple(layers), samples=tuple(samples), **fields)


TANH = begun(kind((1, 1, 1), "tanh", "identity", cost="squares"))
MIXED = begun(kind((2, 1, 2), "relu", "tanh", cost="mean_squares"))
YES = begun(kind((2, 1), "sigmoid", targets=(0.25,), cost="cross_entropy"))
CLASSES = begun(kind((2, 3), "softmax", targets=(0.25, 0.75, 0.0), cost="cross_entropy"))
BATCH = begun(kind((1, 1), "identity", batch=3))
SUM = begun(kind((1, 1), "identity", batch=3, batch_gradient="sum"))


def g(z: float) -> float:
    return 1 / (1 + exp(-z))


def yes(v: V, ln: Callable[[float], float]) -> float:
    return -(0.25 * ln(v("a[1][1]")) + 0.75 * ln(1 - v("a[1][1]")))


# name -> (trace, iteration, column, formula, number)
CASES: dict[str, tuple[Trace, int, str, str, Callable[[V], float]]] = {
    "sigmoid_for_another": (TANH, 1, "a[1][1]", "sigmoid(z₁)", lambda v: g(v("z[1][1]"))),
    "no_exp": (CLASSES, 1, "e[2]", "z₁,₂", lambda v: v("z[1][2]")),
    "not_divided": (CLASSES, 1, "a[1][2]", "e₂", lambda v: exp(v("z[1][2]"))),
    "half_added": (TANH, 1, "C", "½(y−y′)²", lambda v: v("C") / 2),
    "two_missing": (TANH, 1, "dC/da[2][1]", "y − y′", lambda v: v("dC/da[2][1]") / 2),
    "mean_missing": (
        MIXED, 1, "dC/da[2][2]", "2(y₂−y′₂)", lambda v: 2 * (v("a[2][2]") - v("t[2]")),
    ),
    "no_minus": (YES, 1, "C", "y′·ln(y) + (1−y′)·ln(1−y)", lambda v: -yes(v, log)),
    "log_10": (
        YES, 1, "C", "−(y′·ln(y) + (1−y′)·ln(1−y))/ln(10)", lambda v: yes(v, log10),
    ),
    "log_2": (YES, 1, "C", "−(y′·ln(y) + (1−y′)·ln(1−y))/ln(2)", lambda v: yes(v, log2)),
    "slope_with_cross_entropy": (
        YES, 1, "delta[1][1]", "(y−y′)·y(1−y)",
        lambda v: (v("a[1][1]") - 0.25) * v("a[1][1]") * (1 - v("a[1][1]")),
    ),
    "slope_of_sigmoid": (
        TANH, 1, "da/dz[1][1]", "h(1−h)", lambda v: v("a[1][1]") * (1 - v("a[1][1]")),
    ),
    "not_added": (BATCH, 2, "sum dC/dw[1][1][1]", "∂C/∂W₁", lambda v: v("dC/dw[1][1][1]")),
    "sum_for_mean": (
        BATCH, 3, "w+[1][1][1]", "W₁ − α·Σ∂C/∂W₁",
        lambda v: v("w[1][1][1]") - 0.5 * v("sum dC/dw[1][1][1]"),
    ),
    "mean_for_sum": (
        SUM, 3, "w+[1][1][1]", "W₁ − α(Σ∂C/∂W₁/n)",
        lambda v: v("w[1][1][1]") - 0.5 * v("sum dC/dw[1][1][1]") / 3,
    ),
    "last_sample_alone": (
        SUM, 3, "w+[1][1][1]", "W₁ − α·∂C/∂W₁",
        lambda v: v("w[1][1][1]") - 0.5 * v("dC/dw[1][1][1]"),
    ),
    "last_sample_undivided": (
        BATCH, 3, "w+[1][1][1]", "W₁ − α·∂C/∂W₁",
        lambda v: v("w[1][1][1]") - 0.5 * v("dC/dw[1][1][1]"),
    ),
    "each_sample": (
        BATCH, 3, "w+[1][1][1]", "W₁ − α·∂C/∂W₁",
        lambda v: v("w[1][1][1]") - 0.5 * v("dC/dw[1][1][1]"),
    ),
    # mistakes that have a case with sigmoids, too
    "slope_of_tanh": (MIXED, 1, "da/dz[1][1]", "1 − h₁,₁²", lambda v: 1 - v("a[1][1]") ** 2),
    "slope_reversed": (
        TANH, 1, "da/dz[1][1]", "h² − 1", lambda v: v("a[1][1]") ** 2 - 1,
    ),
    "slope_of_z": (TANH, 1, "da/dz[1][1]", "1 − z₁²", lambda v: 1 - v("z[1][1]") ** 2),
    "slope_for_activation": (
        TANH, 1, "a[1][1]", "tanh′(z₁)", lambda v: 1 - tanh(v("z[1][1]")) ** 2,
    ),
    "no_slope": (TANH, 1, "delta[1][1]", "δy·W₂", lambda v: v("delta[2][1]") * v("w[2][1][1]")),
}  # fmt: skip


def v_of(trace: Trace, iteration: int) -> V:
    return lambda column: trace.value(trace.model.by_column[column], iteration)


@pytest.mark.parametrize("name", CASES)
def test_a_mistake_gives_the_number_that_it_gives_on_paper(name: str) -> None:
    trace, iteration, column, formula, number = CASES[name]
    step = trace.steps.at(iteration, trace.model.by_column[column])
    wrong = dict(known_mistakes(trace.network, shown_as(step)))[name]
    names = Names(Notation(COURSE, trace.model))
    assert "".join(span.text for span in names.write(wrong)) == formula
    expected = number(v_of(trace, iteration))
    assert evaluate(wrong, step.value_of) == pytest.approx(expected, rel=1e-12)


SEEN_AS = {"each_sample": "last_sample_undivided"}  # in the last update of a batch alone


@pytest.mark.parametrize("name", CASES)
def test_a_wrong_answer_is_explained_by_its_mistake_in_both_languages(name: str) -> None:
    trace, iteration, column, _, number = CASES[name]
    wrong = number(v_of(trace, iteration))
    text = f"iteration {iteration}: {column} = {wrong:.9g}".encode()
    (verdict,) = compare(trace, read_answers(BytesIO(text), "mine", trace).answers)
    assert verdict.standing is Standing.DIFFERS
    assert verdict.explanation
    assert (verdict.explanation.why, verdict.explanation.mistake) == (
        Why.CAUSE,
        SEEN_AS.get(name, name),
    )
    for language in LANGUAGES:
        words = Verdicts(trace, Explainer(language, Notation(COURSE, trace.model)))
        assert words.because(verdict)


def test_every_mistake_in_a_network_of_every_kind_has_a_sentence_that_is_true_of_it() -> None:
    said = set()
    for scenario in of_every_kind(24, seed=9):
        trace = begun(scenario)
        has_sigmoid = "sigmoid" in {layer.activation for layer in scenario.layers}
        ways = [
            (language, style, Explainer(language, Notation(style, trace.model)))
            for language in LANGUAGES
            for style in (COURSE, ASCII)
        ]
        for step in one_of_each(trace, trace.steps[-len(trace.model.steps) :]):
            for name, wrong in known_mistakes(trace.network, shown_as(step)):
                evaluate(wrong, step.value_of)
                of_another = name in ("slope_of_sigmoid", "sigmoid_for_another")
                is_half = name in ("half_added", "two_missing")
                for language, style, explainer in ways:
                    sentence = explainer.mistake(step, name)
                    assert sentence.strip()
                    assert not set("{}") & set(sentence)
                    assert style == COURSE or language == "ko" or sentence.isascii()
                    if language == "en" and not has_sigmoid and not of_another:
                        assert "sigmoid" not in sentence, (scenario.title, name)
                    if scenario.cost != "half_squares" and not is_half:
                        assert "½" not in sentence, (scenario.title, name)
                said.add(name)
    assert said >= CASES.keys()


def test_questions_about_steps_of_every_kind_take_the_right_number_and_formula() -> None:
    for scenario in of_every_kind(20, seed=10):
        trace = begun(scenario)
        for step in trace.steps[: len(trace.model.steps)]:
            question = Question(step)
            assert question.judge(repr(step.value)).result is Result.RIGHT
            right = [letter for letter, choice in question.choices.items() if not choice.mistake]
            (letter,) = right
            assert question.judge(letter).result is Result.RIGHT


def test_the_stored_numbers_of_every_kind_agree_and_what_follows_from_a_wrong_one_follows() -> None:
    for scenario in of_every_kind(10, seed=11):
        trace = begun(scenario)
        lines = []
        for step in trace.steps:
            lines.append(f"iteration {step.iteration}: {step.symbol.column} = {step.value!r}")
        answers = read_answers(BytesIO("\n".join(lines).encode()), "mine", trace).answers
        assert all(verdict.agrees for verdict in compare(trace, answers))


def test_the_sum_of_a_batch_follows_from_the_wrong_gradient_of_an_earlier_sample() -> None:
    gradient, total = (f"{sum}dC/dw[1][1][1]" for sum in ("", "sum "))
    right = [v_of(BATCH, n)(gradient) for n in (1, 2, 3)]
    wrong = right[0] + 1
    new = v_of(BATCH, 3)("w[1][1][1]") - 0.5 * (wrong + right[1] + right[2]) / 3
    text = f"""iteration 1: {gradient} = {wrong!r}; iteration 1: {total} = {wrong!r}
    iteration 2: {total} = {wrong + right[1]!r}
    iteration 3: {total} = {wrong + right[1] + right[2]!r}
    iteration 3: w+[1][1][1] = {new!r}
    """
    verdicts = compare(BATCH, read_answers(BytesIO(text.encode()), "mine", BATCH).answers)
    assert [verdict.standing for verdict in verdicts] == [Standing.DIFFERS, *[Standing.FOLLOWS] * 4]


def test_who_updates_after_each_sample_is_told_so() -> None:
    at_once = begun(BATCH.scenario._replace(batch=1))
    for iteration, column in ((1, "w+[1][1][1]"), (2, "z[1][1]"), (3, "a[1][1]")):
        text = f"iteration {iteration}: {column} = {v_of(at_once, iteration)(column)!r}".encode()
        (verdict,) = compare(BATCH, read_answers(BytesIO(text), "mine", BATCH).answers)
        assert verdict.explanation
        assert verdict.explanation.why is Why.CAUSE, column
        words = Verdicts(BATCH, Explainer("en", Notation(COURSE, BATCH.model)))
        told = words.because(verdict)
        assert "updates after each sample" in told or "the last sample alone" in told


def test_softmax_without_e_to_the_z_is_found_in_its_outputs() -> None:
    z = [v_of(CLASSES, 1)(f"z[1][{k}]") for k in (1, 2, 3)]
    text = f"a[1][2] = {z[1] / sum(z)!r}".encode()
    (verdict,) = compare(CLASSES, read_answers(BytesIO(text), "mine", CLASSES).answers)
    assert verdict.explanation
    assert (verdict.explanation.why, verdict.explanation.mistake) == (Why.CAUSE, "no_exp")


def test_a_wrong_answer_to_any_step_is_judged_without_a_twin_where_there_is_none() -> None:
    for scenario in of_every_kind(8, seed=12):
        trace = begun(scenario)
        if not trace.model.is_batched and trace.model.learns:
            continue
        for step in list(one_of_each(trace, trace.steps[: len(trace.model.steps)]))[::16]:
            wrong = step.value * 1.37 + 0.123
            text = f"iteration {step.iteration}: {step.symbol.column} = {written(wrong, RESULT)[0]}"
            answers = read_answers(BytesIO(text.encode()), "mine", trace).answers
            assert not compare(trace, answers)[0].agrees
