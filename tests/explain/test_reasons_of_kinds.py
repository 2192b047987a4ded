"""Reasons in networks of every kind: true of the layer's activation, the cost and the batch."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from stepper.backprop.costs import EVERY_COST
from stepper.backprop.symbols import Phase, Role
from stepper.explain.explainer import Explainer
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace, run
from stepper.typeset.notation import ASCII, COURSE, STANDARD, Notation
from stepper.typeset.spans import Span, text_of
from tests.support.every_kind import of_every_kind
from tests.support.special import SPECIAL

WORDS = {  # activation -> what it is called in a sentence, by language
    "sigmoid": ("sigmoid", "시그모이드"),
    "tanh": ("tanh", "tanh"),
    "relu": ("ReLU", "ReLU"),
    "identity": ("identity", "항등 함수"),
    "softmax": ("oftmax", "소프트맥스"),
}
FOREIGN = {
    "en": re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]"),
    "ko": re.compile(r"\b(?!delta|tanh|ReLU|sigmoid\(z)[A-Za-z]{3,}"),
}


@cache
def traces() -> list[Trace]:
    """Run the special networks and random ones; only once, so that steps are equal."""
    return [run(scenario) for scenario in (*SPECIAL.values(), *of_every_kind(12, seed=5))]


def steps(trace: Trace) -> Iterator[Step]:
    """Yield the steps, and the terms of their sums, of at most five iterations."""
    for n in range(1, min(5, trace.iterations) + 1):
        for symbol in trace.schedule.steps(n):
            yield from (Step(trace, n, term) for term in trace.model.terms(symbol))
            yield Step(trace, n, symbol)


@cache  # most tests read all reasons
def paragraphs(step: Step, language: str, style: str) -> list[tuple[Span, ...]]:
    notation = Notation(style, step.trace.model, step.trace.scenario.names)
    return Explainer(language, notation).why(step)


def why(step: Step, language: str = "en", style: str = COURSE) -> str:
    return " ".join(map(text_of, paragraphs(step, language, style)))


def reason(name: str, column: str, iteration: int = 1, language: str = "en") -> str:
    trace = run(SPECIAL[name])
    return why(Step(trace, iteration, trace.model.by_column[column]), language)


@pytest.mark.parametrize(
    ("language", "style", "every"),
    [("en", COURSE, 2), ("ko", COURSE, 2), ("en", STANDARD, 5), ("en", ASCII, 5)],
)
def test_every_step_has_a_reason_in_clean_words(language: str, style: str, every: int) -> None:
    """Languages take turns with the networks."""
    for trace in traces()[language == "ko" :: every]:
        for step in steps(trace):
            said = paragraphs(step, language, style)
            assert 1 <= len(said) <= 2
            for spans in said:
                assert text_of(spans).strip()
                assert not set("{}") & set(text_of(spans))
                words = "".join(" " if span.symbol else span.text for span in spans)
                assert not FOREIGN[language].search(words)
                assert style != ASCII or words.isascii()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_reason_names_another_activation_than_that_of_its_layer(language: str) -> None:
    named = set()
    for trace in traces():
        for step in steps(trace):
            own = trace.network.activation(step.symbol.l or trace.network.L)
            text = why(step, language)
            for activation, words in WORDS.items():
                if words[LANGUAGES.index(language)] in text:
                    assert activation == own
                    named.add(activation)
            assert "1/4" not in text or own == "sigmoid"
    assert named == WORDS.keys()


def test_a_reason_is_that_of_the_cost() -> None:
    halves = dict.fromkeys(EVERY_COST, 0)
    for trace in traces():
        net = trace.network
        for step in steps(trace):
            text = why(step)
            assert "½" not in text
            halves[net.cost] += "alf the squared" in text
            assert ("squared" in text or "square." in text) <= (net.cost != "cross_entropy")
            assert ("cross-entropy" in text or "logarithm" in text) <= (net.cost == "cross_entropy")
            assert "The 2 comes" not in text or net.cost in ("squares", "mean_squares")
    assert [cost for cost, count in halves.items() if count] == ["half_squares"]


def test_only_in_batches_there_is_anything_to_be_said_about_them() -> None:
    for trace in traces():
        for step in steps(trace):
            assert "batch" not in why(step) or trace.model.is_batched
            if not trace.model.learns:
                assert "The update in equation" not in why(step)


def test_what_is_needed_for_an_update_says_where_that_is() -> None:
    """Follow the numbers of equations that the reasons give, from a gradient to its update."""
    for trace in traces():
        for step in steps(trace):
            found = re.search(
                r"In equation (\d+), it joins|The update in equation (\d+)", why(step)
            )
            if found:
                user = trace.steps[int(found[1] or found[2]) - 1]
                assert user.iteration == step.iteration
                assert user.symbol[1:] == step.symbol[1:]
                assert (user.phase is Phase.UPDATE) == (found[1] is None)


def test_a_dead_relu_is_called_dead_and_one_that_lets_a_sample_through_is_not() -> None:
    assert "dead" not in reason("dead relu", "a[1][1]", 1)  # the second sample is not yet known
    for column in ("a[1][1]", "da/dz[1][1]"):
        assert "is not above 0 for any sample" in reason("dead relu", column, 2)
        for n in range(1, 7):
            assert "dead" not in reason("relu that one sample passes", column, n)
    assert "nothing comes back through h for this sample" in reason(
        "relu that one sample passes", "da/dz[1][1]", 3
    )
    assert "its slope is 1" in reason("relu that one sample passes", "da/dz[1][1]", 1)
    assert "can be learned" in reason("dead relu", "delta[1][1]", 2)


def test_the_slope_of_a_relu_at_0_is_a_choice() -> None:
    assert "the corner of the ReLU" in reason("relu at 0", "a[1][1]")
    assert "is a choice, the usual one" in reason("relu at 0", "da/dz[1][1]")
    assert "taken to be 0" in reason("relu at 0", "delta[1][1]")
    assert "약속" in reason("relu at 0", "da/dz[1][1]", language="ko")


def test_a_saturated_tanh_is_flat_relative_to_its_own_steepest_slope() -> None:
    assert "the tanh is nearly flat" in reason("saturated tanh", "a[1][1]")
    assert "How steep the tanh is" not in reason("saturated tanh", "da/dz[1][1]")
    assert "rounds to exactly −1. Its slope is 0" in reason("tanh of exactly 1", "a[1][1]")
    assert "completely flat" in reason("tanh of exactly 1", "da/dz[1][1]")
    assert "close to 1, the steepest it can be" in reason("steep tanh", "da/dz[1][1]")
    assert "squeezes z₁ into the range −1 to 1" in reason("steep tanh", "a[1][1]")


def test_the_slope_of_an_identity_is_always_1() -> None:
    assert "its slope is always 1" in reason("squares", "da/dz[1][1]")
    assert "it equals the error at y" in reason("squares", "delta[1][1]")
    assert "it equals what comes back to h₁,₂" in reason("sums of two", "delta[1][2]")


def test_a_softmax_that_is_sure_and_wrong_is_told_from_one_that_is_right() -> None:
    wrong = "The network is sure, and wrong"
    for column in ("C", "C[2]", "delta[1][1]", "delta[1][2]"):
        assert wrong in reason("sure and wrong", column)
    for column in ("C[1]", "C[3]", "delta[1][3]", "a[1][3]"):
        assert "wrong" not in reason("sure and wrong", column)
    assert "sure of a class, and wrong" in reason("sure and wrong", "a[1][1]")
    trace = run(SPECIAL["sure and right"])
    assert not any("wrong" in why(step) for step in steps(trace))
    assert wrong in reason("yes, no, perhaps", "C[2]")
    assert wrong not in reason("yes, no, perhaps", "C[1]")


def test_a_term_of_cross_entropy_whose_factor_is_0_is_left_out() -> None:
    assert "is left out" in reason("sure and wrong", "C[1]")
    assert "the target y′₂ times −ln of y₂" in reason("sure and wrong", "C[2]")
    assert "so what is left of it is −ln of y:" in reason("yes", "C")
    assert "so what is left of it is −ln of 1−y:" in reason("no", "C")
    assert "−(y′·ln y + (1−y′)·ln(1−y))" in reason("perhaps", "C")
    assert "half of the cross-entropy is left out" in reason("yes, no, perhaps", "C[1]")
    assert "half of the cross-entropy is left out" in reason("yes, no, perhaps", "C[2]")
    assert "left out" not in reason("yes, no, perhaps", "C[3]")
    assert "rounds to 0" in reason("yes that is met", "C")


def test_the_delta_of_cross_entropy_says_why_there_is_no_slope() -> None:
    assert "it is just y − y′. The slope y(1−y) cancels" in reason("perhaps", "delta[1][1]")
    assert "undoes the e^ of softmax" in reason("sure and right", "delta[1][1]")
    assert "exactly on target" in reason("yes that is met", "delta[1][1]")
    flat = reason("yes that is met", "a[1][1]")  # as the slope cancels, this stops nothing
    assert "learned" not in flat


def test_the_factors_of_an_error_are_those_of_the_cost() -> None:
    assert reason("squares", "dC/da[1][1]").endswith("The 2 comes from differentiating the square.")
    assert "the division by 2 from the mean over 2 outputs" in reason("mean of two", "dC/da[1][2]")
    assert "divided by 2" in reason("mean of two", "C")
    assert "divided" not in reason("sum of two", "C")


def test_softmax_is_explained_step_by_step() -> None:
    assert "e is raised to the power of z₁,₁" in reason("sure and right", "z[1][1]")
    assert "always positive" in reason("sure and right", "e[1]")
    assert "over all outputs" in reason("sure and right", "S")
    assert "the share that e₁ has in the sum S" in reason("sure and right", "a[1][1]")


def test_the_sums_of_a_batch_say_how_far_they_are() -> None:
    first, second, last = (reason("batches of two", "sum dC/dw[2][1][1]", n) for n in (1, 2, 3))
    assert "its first sample" in first and "next sample adds its own" in first
    assert "this sample (2 of 2)" in second and "The sum is complete. The update" in second
    assert "only one sample" in last and "The sum is complete" in last
    assert "joins the gradients of the other samples" in reason("batches of two", "dC/dw[1][1][1]")
    alone = reason("a batch without a learning rate", "sum dC/dw[1][1][1]", 2)
    assert alone.endswith("There is no learning rate, so nothing is updated.")


def test_an_update_with_a_batch_says_what_it_takes_of_it() -> None:
    mean = reason("batches of two", "w+[2][1][1]", 2)
    assert "the mean, which is the sum divided by 2" in mean
    assert "instead of" not in mean
    assert "The next batch, from iteration 3 on" in mean
    short = reason("batches of two", "w+[2][1][1]", 3)
    assert "divided by 1" in short
    assert "1 instead of 2 samples" in short
    assert "times the sum." in reason("sums of two", "b+[1][1]", 2) or "size of the sum." in reason(
        "sums of two", "b+[1][1]", 2
    )


def test_the_direction_of_an_update_with_a_batch_is_that_of_the_weight() -> None:
    count = 0
    for trace in traces():
        for step in steps(trace):
            if step.phase is Phase.UPDATE and trace.model.is_batched:
                old = step.symbol._replace(role=Role.W if step.symbol.i else Role.B)
                moved = step.value - step.value_of(old)
                words = {"goes up": 1, "goes down": -1, "stays as it is": 0}
                (way,) = (way for said, way in words.items() if said in why(step))
                assert way == (moved > 0) - (moved < 0)
                count += 1
    assert count > 100


def test_without_a_learning_rate_the_gradient_is_the_end() -> None:
    for column in ("dC/dw[1][1][1]", "dC/db[1][1]"):
        text = reason("no learning rate", column)
        assert text.endswith("the gradient is the end: nothing is updated.")


def test_a_layer_is_first_and_last_at_once_without_a_hidden_one() -> None:
    assert "straight from the sample" in reason("squares", "z[1][1]")
    assert "is the prediction" in reason("squares", "a[1][1]")
    assert "goes no further" in reason("squares", "delta[1][1]")


def test_words_are_explained_where_they_first_appear_and_only_there() -> None:
    def explained(name: str) -> list[tuple[int, str]]:
        trace = run(SPECIAL[name])
        texts = ((step, why(step)) for step in steps(trace))
        words = (
            "A sample is",
            "A batch is",
            "an iteration is",
            "An iteration is",
            "an epoch is one",
        )
        return [
            (step.number, word.split()[1]) for step, text in texts for word in words if word in text
        ]

    each = len(run(SPECIAL["batches of two"]).schedule.steps(1))
    full = len(run(SPECIAL["batches of two"]).model.steps)
    assert explained("batches of two") == [
        (1, "sample"), (1, "batch"), (each + 1, "iteration"), (each + 2 * full + 1, "epoch"),
    ]  # fmt: skip
    count = len(run(SPECIAL["dead relu"]).model.steps)
    assert explained("dead relu") == [
        (count + 1, "sample"), (count + 1, "iteration"), (2 * count + 1, "epoch"),
    ]  # fmt: skip
    assert explained("squares") == []


def test_a_place_in_a_run_names_the_batch_where_there_are_batches() -> None:
    def places(name: str) -> list[str]:
        trace = run(SPECIAL[name])
        explain = Explainer("en", Notation(COURSE, trace.model))
        return [explain.place(trace, n) for n in range(1, trace.iterations + 1)]

    assert places("batches of two")[1:4] == [
        "iteration 2 of 6, epoch 1, sample 2, batch 1: sample 2 of 2",
        "iteration 3 of 6, epoch 1, sample 3, batch 2: sample 1 of 1",
        "iteration 4 of 6, epoch 2, sample 1, batch 1: sample 1 of 2",
    ]
    assert places("dead relu")[2] == "iteration 3 of 4, epoch 2, sample 1"
    assert places("squares") == ["iteration 1 of 1"]


def test_a_neuron_that_comes_back_was_never_called_dead() -> None:
    """The weights before it change, so that its z rises above 0 again."""
    trace = run(SPECIAL["relu that comes back"])
    z = trace.model.by_column["z[2][2]"]
    assert [trace.value(z, n) > 0.0 for n in (1, 2)] == [False, True]
    for column in ("a[2][2]", "da/dz[2][2]"):
        assert "dead" not in reason("relu that comes back", column, 1)
        assert "0" in reason("relu that comes back", column, 1)


def test_a_relu_is_not_dead_after_an_update_whose_samples_are_not_yet_run_again() -> None:
    """An early sample of the batch still came through; its update moves the others."""
    trace = run(SPECIAL["relu that an early sample moves"])
    z = trace.model.by_column["z[1][1]"]
    signs = [trace.value(z, n) > 0.0 for n in range(1, 6)]
    assert signs == [True, False, False, False, True]
    assert "dead" not in reason("relu that an early sample moves", "a[1][1]", 4)


@pytest.mark.parametrize(
    ("language", "counts"), [("en", "whose target is 1"), ("ko", "1인 클래스")]
)
def test_the_cost_of_softmax_names_one_class_only_where_there_is_one(
    language: str, counts: str
) -> None:
    assert counts in reason("sure and wrong", "C", 1, language)
    assert counts not in reason("shares as targets", "C", 1, language)


def test_a_batch_whose_gradients_cancel_leaves_a_weight_because_of_their_sum() -> None:
    text = reason("gradients that cancel", "w+[1][1][1]", 2)
    assert "The gradients of the batch add up to 0" in text and "The gradient is 0" not in text
