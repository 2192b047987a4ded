"""Every known mistake against its number, computed here in plain arithmetic."""

from collections.abc import Callable
from math import exp
from typing import NamedTuple

import pytest

from stepper.backprop.evaluation import evaluate
from stepper.explain.explainer import Explainer
from stepper.mistakes.mistakes import MISTAKES, known_mistakes
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT, written
from stepper.typeset.equations.formulas import Names
from stepper.typeset.equations.lines import shown_as
from stepper.typeset.notation import ASCII, COURSE, Notation
from tests.mistakes.test_mistakes_of_every_kind import CASES as OTHER_CASES
from tests.support.networks import EVERY, traced

V = Callable[[str], float]  # column -> its number in iteration 1


class Case(NamedTuple):
    network: str
    column: str
    formula: str  # as it is written
    number: Callable[[V], float]


def g(z: float) -> float:
    return 1 / (1 + exp(-z))


CHAIN, WIDE, WIDER = "three_hidden", "2-2-1 with biases", "2-3-3-2"
IN_PLACE = "1-1-1 in place"
CASES: dict[str, list[Case]] = {
    "no_bias": [
        Case(
            WIDE,
            "z[1][2]",
            "W₁,₂₁·x₁ + W₁,₂₂·x₂",
            lambda v: v("w[1][2][1]") * v("x[1]") + v("w[1][2][2]") * v("x[2]"),
        )
    ],
    "one_term": [
        Case(WIDE, "z[1][2]", "W₁,₂₁·x₁", lambda v: v("w[1][2][1]") * v("x[1]")),
        Case(WIDER, "C", "½(y₁−y′₁)²", lambda v: (v("a[3][1]") - v("t[1]")) ** 2 / 2),
        Case(WIDER, "dC/da[2][3]", "δy₁·W₃,₁₃", lambda v: v("delta[3][1]") * v("w[3][1][3]")),
    ],
    "new_weight": [
        Case(CHAIN, "dC/da[3][1]", "δy·W₄⁺", lambda v: v("delta[4][1]") * v("w+[4][1][1]")),
        Case(
            CHAIN,
            "delta[3][1]",
            "δy·W₄⁺·h₃(1−h₃)",
            lambda v: v("delta[4][1]") * v("w+[4][1][1]") * v("a[3][1]") * (1 - v("a[3][1]")),
        ),
    ],
    "old_weight": [
        Case(IN_PLACE, "dC/da[1][1]", "δy·W₂", lambda v: v("delta[2][1]") * v("w[2][1][1]")),
    ],
    "gradient_for_term": [
        Case(CHAIN, "dC/da[3][1]", "∂C/∂W₄", lambda v: v("dC/dw[4][1][1]")),
    ],
    "gradient_transposed": [
        Case(
            WIDE,
            "w+[1][1][2]",
            "W₁,₁₂ − α·∂C/∂W₁,₂₁",
            lambda v: v("w[1][1][2]") - 0.5 * v("dC/dw[1][2][1]"),
        ),
    ],
    "no_weight": [
        Case(CHAIN, "z[2][1]", "h₁", lambda v: v("a[1][1]")),
        Case(WIDER, "dC/da[2][3]", "δy₁ + δy₂", lambda v: v("delta[3][1]") + v("delta[3][2]")),
    ],
    "weight_of_another_layer": [
        Case(CHAIN, "z[1][1]", "W₂·x", lambda v: v("w[2][1][1]") * v("x[1]")),
        Case(CHAIN, "dC/da[3][1]", "δy·W₃", lambda v: v("delta[4][1]") * v("w[3][1][1]")),
    ],
    "activation_for_weight": [
        Case(CHAIN, "dC/da[3][1]", "δy·h₃", lambda v: v("delta[4][1]") * v("a[3][1]")),
        Case(
            CHAIN,
            "delta[3][1]",
            "δy·h₃·h₃(1−h₃)",
            lambda v: v("delta[4][1]") * v("a[3][1]") ** 2 * (1 - v("a[3][1]")),
        ),
        Case(
            WIDER,
            "dC/da[2][3]",
            "δy₁·h₂,₃ + δy₂·h₂,₃",
            lambda v: (v("delta[3][1]") + v("delta[3][2]")) * v("a[2][3]"),
        ),
    ],
    "transposed": [
        Case(
            WIDE,
            "z[1][2]",
            "W₁,₁₂·x₁ + W₁,₂₂·x₂ + b₁,₂",
            lambda v: v("w[1][1][2]") * v("x[1]") + v("w[1][2][2]") * v("x[2]") + v("b[1][2]"),
        ),
        Case(
            WIDER,
            "dC/da[1][2]",
            "δ₂,₁·W₂,₂₁ + δ₂,₂·W₂,₂₂ + δ₂,₃·W₂,₂₃",
            lambda v: sum(v(f"delta[2][{k}]") * v(f"w[2][2][{k}]") for k in (1, 2, 3)),
        ),
    ],
    "input_of_another_layer": [
        Case(CHAIN, "z[2][1]", "W₂·x", lambda v: v("w[2][1][1]") * v("x[1]")),
        Case(CHAIN, "dC/dw[3][1][1]", "δ₃·h₁", lambda v: v("delta[3][1]") * v("a[1][1]")),
    ],
    "squashed": [Case(CHAIN, "z[1][1]", "g(W₁·x)", lambda v: g(0.15 * 0.5))],
    "no_sigmoid": [Case(CHAIN, "a[1][1]", "z₁", lambda v: 0.15 * 0.5)],
    "slope_for_activation": [Case(CHAIN, "a[1][1]", "g′(z₁)", lambda v: g(0.075) * (1 - g(0.075)))],
    "sign_in_exponent": [Case(CHAIN, "a[1][1]", "1 − g(z₁)", lambda v: 1 / (1 + exp(0.075)))],
    "no_half": [Case(CHAIN, "C", "(y−y′)²", lambda v: (v("a[4][1]") - 1) ** 2)],
    "no_square": [Case(CHAIN, "C", "½(y−y′)", lambda v: (v("a[4][1]") - 1) / 2)],
    "half_squared": [Case(CHAIN, "C", "(½(y−y′))²", lambda v: ((v("a[4][1]") - 1) / 2) ** 2)],
    "target_minus_prediction": [
        Case(CHAIN, "dC/da[4][1]", "y′ − y", lambda v: 1 - v("a[4][1]")),
        Case(
            CHAIN,
            "delta[4][1]",
            "(y′−y)·y(1−y)",
            lambda v: (1 - v("a[4][1]")) * v("a[4][1]") * (1 - v("a[4][1]")),
        ),
    ],
    "half_left": [Case(CHAIN, "dC/da[4][1]", "½(y−y′)", lambda v: (v("a[4][1]") - 1) / 2)],
    "two_left": [Case(CHAIN, "dC/da[4][1]", "2(y−y′)", lambda v: 2 * (v("a[4][1]") - 1))],
    "error_for_delta": [
        Case(CHAIN, "dC/da[3][1]", "∂C/∂y·W₄", lambda v: (v("a[4][1]") - 1) * 0.5),
        Case(CHAIN, "dC/dw[4][1][1]", "∂C/∂y·h₃", lambda v: (v("a[4][1]") - 1) * v("a[3][1]")),
        Case(WIDE, "dC/db[2][1]", "∂C/∂y", lambda v: v("a[2][1]") - v("t[1]")),
    ],
    "gradient_for_delta": [
        Case(
            CHAIN,
            "dC/da[3][1]",
            "∂C/∂W₄·W₄",
            lambda v: v("delta[4][1]") * v("a[3][1]") * 0.5,
        ),
        Case(
            WIDER,
            "dC/da[2][3]",
            "∂C/∂W₃,₁₃·W₃,₁₃ + ∂C/∂W₃,₂₃·W₃,₂₃",
            lambda v: sum(v(f"delta[3][{k}]") * v("a[2][3]") * v(f"w[3][{k}][3]") for k in (1, 2)),
        ),
    ],
    "slope_too_soon": [
        Case(CHAIN, "dC/da[4][1]", "(y−y′)·y(1−y)", lambda v: v("delta[4][1]")),
        Case(CHAIN, "dC/da[3][1]", "δy·W₄·h₃(1−h₃)", lambda v: v("delta[3][1]")),
        Case(
            WIDER,
            "dC/da[2][3]",
            "(δy₁·W₃,₁₃ + δy₂·W₃,₂₃)·h₂,₃(1−h₂,₃)",
            lambda v: v("delta[2][3]"),
        ),
    ],
    "no_slope": [
        Case(CHAIN, "delta[4][1]", "y − y′", lambda v: v("a[4][1]") - 1),
        Case(CHAIN, "delta[3][1]", "δy·W₄", lambda v: v("delta[4][1]") * 0.5),
        Case(WIDER, "delta[2][3]", "∂C/∂h₂,₃", lambda v: v("dC/da[2][3]")),
    ],
    "another_slope": [
        Case(
            CHAIN,
            "da/dz[3][1]",
            "y(1−y)",
            lambda v: v("a[4][1]") * (1 - v("a[4][1]")),
        ),
        Case(
            CHAIN,
            "delta[4][1]",
            "(y−y′)·h₃(1−h₃)",
            lambda v: (v("a[4][1]") - 1) * v("a[3][1]") * (1 - v("a[3][1]")),
        ),
    ],
    "slope_of_z": [
        Case(CHAIN, "da/dz[1][1]", "z₁(1−z₁)", lambda v: 0.075 * 0.925),
        Case(
            CHAIN,
            "delta[1][1]",
            "δ₂·W₂·z₁(1−z₁)",
            lambda v: v("delta[2][1]") * 0.4 * 0.075 * 0.925,
        ),
    ],
    "slope_at_activation": [
        Case(
            CHAIN,
            "da/dz[1][1]",
            "g′(h₁)",
            lambda v: g(g(0.075)) * (1 - g(g(0.075))),
        )
    ],
    "activation_for_slope": [
        Case(CHAIN, "da/dz[1][1]", "h₁", lambda v: g(0.075)),
        Case(CHAIN, "delta[4][1]", "(y−y′)·y", lambda v: (v("a[4][1]") - 1) * v("a[4][1]")),
    ],
    "slope_reversed": [
        Case(CHAIN, "da/dz[1][1]", "h₁(h₁−1)", lambda v: -g(0.075) * (1 - g(0.075)))
    ],
    "slope_of_tanh": [
        Case(CHAIN, "da/dz[1][1]", "1 − h₁²", lambda v: 1 - g(0.075) ** 2),
        Case(
            CHAIN,
            "delta[1][1]",
            "δ₂·W₂(1−h₁²)",
            lambda v: v("delta[2][1]") * 0.4 * (1 - g(0.075) ** 2),
        ),
    ],
    "delta_times_input": [
        Case(
            CHAIN,
            "delta[4][1]",
            "(y−y′)·y(1−y)·h₃",
            lambda v: v("dC/dw[4][1][1]"),
        ),
        Case(CHAIN, "delta[1][1]", "δ₂·W₂·h₁(1−h₁)·x", lambda v: v("delta[1][1]") * 0.5),
    ],
    "no_input": [Case(CHAIN, "dC/dw[3][1][1]", "δ₃", lambda v: v("delta[3][1]"))],
    "own_activation": [
        Case(CHAIN, "dC/dw[3][1][1]", "δ₃·h₃", lambda v: v("delta[3][1]") * v("a[3][1]"))
    ],
    "weight_for_input": [Case(CHAIN, "dC/dw[3][1][1]", "δ₃·W₃", lambda v: v("delta[3][1]") * 0.45)],
    "input_for_bias": [
        Case(WIDE, "dC/db[1][2]", "δ₁,₂·x₁", lambda v: v("delta[1][2]") * v("x[1]"))
    ],
    "sign": [
        Case(CHAIN, "dC/dw[3][1][1]", "−1·δ₃·h₂", lambda v: -v("dC/dw[3][1][1]")),
        Case(
            WIDER,
            "dC/da[2][3]",
            "−1(δy₁·W₃,₁₃ + δy₂·W₃,₂₃)",
            lambda v: -v("dC/da[2][3]"),
        ),
    ],
    "uphill": [
        Case(CHAIN, "w+[4][1][1]", "W₄ + α·∂C/∂W₄", lambda v: 0.5 + 2 * v("dC/dw[4][1][1]"))
    ],
    "uphill_no_rate": [
        Case(CHAIN, "w+[4][1][1]", "W₄ + ∂C/∂W₄", lambda v: 0.5 + v("dC/dw[4][1][1]")),
        Case(WIDE, "b+[1][2]", "b₁,₂ + ∂C/∂b₁,₂", lambda v: v("b[1][2]") + v("delta[1][2]")),
    ],
    "no_rate": [Case(CHAIN, "w+[4][1][1]", "W₄ − ∂C/∂W₄", lambda v: 0.5 - v("dC/dw[4][1][1]"))],
    "delta_for_gradient": [
        Case(
            WIDER,
            "w+[2][1][3]",
            "W₂,₁₃ − α·δ₂,₁",
            lambda v: v("w[2][1][3]") - 0.5 * v("delta[2][1]"),
        )
    ],
    "step_alone": [
        Case(CHAIN, "w+[4][1][1]", "α·∂C/∂W₄", lambda v: 2 * v("dC/dw[4][1][1]")),
        Case(WIDE, "b+[1][2]", "α·∂C/∂b₁,₂", lambda v: 0.5 * v("delta[1][2]")),
    ],
    "old_missing": [
        Case(CHAIN, "w+[4][1][1]", "−α·∂C/∂W₄", lambda v: -2 * v("dC/dw[4][1][1]")),
    ],
    "not_moved": [Case(CHAIN, "w+[4][1][1]", "W₄", lambda v: 0.5)],
}
TRACES: dict[str, Trace] = {name: traced(name) for name in (CHAIN, WIDE, WIDER, IN_PLACE)}


def test_every_mistake_of_the_table_has_its_case() -> None:
    assert CASES.keys() | OTHER_CASES.keys() == MISTAKES.keys()


@pytest.mark.parametrize(
    ("name", "case"), [(name, case) for name, cases in CASES.items() for case in cases]
)
def test_a_mistake_gives_the_number_that_it_gives_on_paper(name: str, case: Case) -> None:
    trace = TRACES[case.network]
    network = trace.network

    def v(column: str) -> float:
        return trace.value(network.by_column[column], 1)

    step = trace.steps.at(1, network.by_column[case.column])
    wrong = dict(known_mistakes(network, shown_as(step)))[name]
    written_out = "".join(span.text for span in Names(Notation(COURSE, network)).write(wrong))
    assert written_out == case.formula
    number = evaluate(wrong, step.value_of)
    assert number == pytest.approx(case.number(v), rel=1e-12)
    assert written(number, RESULT) != written(step.value, RESULT)


@pytest.mark.parametrize("name", EVERY)
def test_no_mistake_takes_a_number_that_the_network_has_not(name: str) -> None:
    trace = traced(name)
    for symbol in trace.model.computed:
        eq = trace.model.equation(symbol)
        for folded in (eq, trace.model.unfold(eq)):
            for _, wrong in known_mistakes(trace.network, folded):
                evaluate(wrong, lambda s: trace.value(s, 1))


def test_the_mistake_on_purpose_is_not_called_one_where_it_is_run() -> None:
    network = EVERY["2-3-3-2 in place"].network
    for symbol in network.steps:
        assert "new_weight" not in dict(known_mistakes(network, network.equation(symbol)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name", ["three_hidden", "two_paths", "xor", "in_place", "2-3-3-2 in place", WIDE]
)
def test_every_mistake_is_explained_with_the_names_of_its_step(name: str, language: str) -> None:
    trace = traced(name)
    for style in (COURSE, ASCII):
        explainer = Explainer(language, Notation(style, trace.model))
        for symbol in trace.model.computed:
            step = Step(trace, 1, symbol)
            for mistake, _ in known_mistakes(trace.network, shown_as(step)):
                sentence = explainer.mistake(step, mistake)
                assert sentence.strip()
                assert not set("{}") & set(sentence)
                assert style == COURSE or language == "ko" or sentence.isascii()
