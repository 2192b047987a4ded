"""Every step of a formula is explained, in both languages, by sentences that are true."""

import re

import pytest

from stepper.backprop.expressions import Negative, Product, Sum, symbols_in
from stepper.backprop.symbols import RATE, Role
from stepper.explain import reasons
from stepper.explain.explainer import Explainer
from stepper.explain.formula import reasons as formula_reasons
from stepper.explain.formula.ways import ways
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, Notation
from stepper.typeset.spans import text_of
from tests.support import graphs

HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
WORD = re.compile(r"\b(?!delta)[A-Za-z]{3,}")
FUNCTIONS = re.compile("tanh|ReLU|sigmoid|ln|exp|cos|sin|sign|max|min")


def steps(trace: Trace) -> list[Step]:
    """The steps and terms of every iteration."""
    return [
        step._replace(symbol=symbol)
        for step in trace.steps
        for symbol in (*step.terms, step.symbol)
    ]


def reason(name: str, column: str, language: str = "en") -> str:
    trace = graphs.traces()[name]
    explain = Explainer(language, Notation(COURSE, trace.model))
    step = Step(trace, 1, trace.model.by_column[column])
    return " ".join(map(text_of, explain.why(step)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", NOTATIONS)
def test_every_step_of_a_formula_has_a_reason_in_clean_words(language: str, style: str) -> None:
    """Languages take turns with the formulas, and notations with the languages."""
    turn = (NOTATIONS.index(style) + LANGUAGES.index(language)) % 2
    for trace in [*graphs.traces().values()][turn::2]:
        explain = Explainer(language, Notation(style, trace.model, trace.scenario.names))
        for step in steps(trace):
            sentences = explain.why(step)
            assert 1 <= len(sentences) <= 2
            for sentence in sentences:
                text = text_of(sentence)
                assert text.strip() and not set("{}[]") & set(re.sub(r"\[[^\]]*\]", "", text))
                assert "Symbol" not in text
                words = "".join(" " if span.symbol else span.text for span in sentence)
                words = FUNCTIONS.sub(" ", words)
                assert not (HANGUL.search(text) if language == "en" else WORD.search(words))
                if style == ASCII and language == "en":
                    known = str(trace.scenario.formula)
                    assert all(c.isascii() or c in known for c in text)


def test_names_in_a_reason_stay_symbols_of_the_formula() -> None:
    for trace in graphs.traces().values():
        explain = Explainer("en", Notation(COURSE, trace.model))
        for step in steps(trace):
            for sentence in explain.why(step):
                for symbol in (span.symbol for span in sentence if span.symbol):
                    assert symbol == RATE or symbol in trace.model.position


def test_an_addition_hands_on_and_a_product_swaps() -> None:
    assert reason("product of a sum", "df/dx").startswith(
        "q adds x as it is, and a sum hands on unchanged what comes back: this equals ∂f/∂q."
    )
    assert reason("neuron", "dC/dw").startswith(
        "On the way back, a product swaps its factors: ∂C/∂z is multiplied by x,"
    )
    for trace in graphs.traces().values():
        for step in steps(trace):
            keys = [key for keys in reasons.sentences(step) for key in keys]
            s = step.symbol
            if s.role is not Role.GRADIENT:
                continue
            names = formula_reasons.names(step)
            received = names["received"]
            if "why.dC/dx.by sum" in keys:
                assert step.value == step.value_of(received)  # type: ignore[arg-type]
            if "why.dC/dx.by sum, subtracted" in keys:
                assert step.value == -step.value_of(received)  # type: ignore[arg-type]
            if "why.dC/dx.of the cost alone" in keys:
                assert step.value == step.value_of(names["local"])  # type: ignore[arg-type]
            if "why.dC/dx.nothing back" in keys or "why.dC/dx.off" in keys:
                assert step.value == 0.0


def test_a_sum_of_paths_names_the_lines_that_use_the_name() -> None:
    text = reason("used twice", "df/dx")
    assert text.startswith("x is used in 3 lines: a, b, f. When x changes, f changes through each")
    assert "when x grows a little, f changes by 21.25 times that amount" in text


def test_a_constant_is_said_to_need_no_derivative_and_only_where_there_is_one() -> None:
    text = "No derivative with respect to x, t is needed: a constant does not change."
    assert text in reason("neuron", "C")
    assert "No derivative" not in reason("direct", "f")


def test_a_maximum_follows_the_first_of_equal_numbers() -> None:
    assert reason("corners", "local dc/dy").startswith("Several of the numbers are the largest.")
    assert "to which z does not belong" in reason("corners", "local dc/dz")
    assert "its corner" in reason("corners", "local da/dx")


def test_the_way_of_a_name_has_the_operations_from_the_outside_in() -> None:
    formula = graphs.FORMULAS["neuron"].formula
    assert formula
    y, w = formula.symbols["y"], formula.symbols["w"]
    (way,) = ways(formula.expressions["C"], y)
    assert way.names == ("multiply", "square") and not way.has_minus
    assert ways(formula.expressions["C"], formula.symbols["t"])[0].has_minus
    assert ways(formula.expressions["z"], w)[0].names == ("multiply",)
    assert ways(Sum((y, w)), y)[0].names == ()
    assert ways(Product((y, w)), y)[0].names == ("multiply",)
    assert ways(Negative(Sum((y, Negative(y)))), y)[1].has_minus is False


def test_a_way_is_found_for_every_name_of_every_line() -> None:
    for trace in graphs.traces().values():
        formula = trace.scenario.formula
        assert formula
        for line in formula.lines:
            for symbol in set(symbols_in(line.expression)):
                places = [s for s in symbols_in(line.expression) if s == symbol]
                assert len(ways(line.expression, symbol)) == len(places)
