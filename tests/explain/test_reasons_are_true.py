"""What a sentence on a formula claims is so: signs, corners, the operation that is there."""

import pytest

from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.runs.trace import Step
from stepper.typeset.notation import COURSE, Notation
from stepper.typeset.spans import text_of


def reason(text: str, values: str, column: str, language: str = "en") -> str:
    trace = load(text, values=values.split())
    explain = Explainer(language, Notation(COURSE, trace.model))
    return " ".join(map(text_of, explain.why(Step(trace, 1, trace.model.by_column[column]))))


@pytest.mark.parametrize(
    ("text", "values", "column"),
    [
        ("m = max(a,b); f = (m-1)^2", "a=2 b=2", "df/da"),
        ("m = max(a,b); f = (m-1)^2", "a=2 b=2", "df/db"),
        ("q = 2*a; f = |q|*3", "a=0", "df/da"),
        ("f = relu(a)*3 + a", "a=0", "df/da"),
        ("f = min(a, 2, b)", "a=2 b=3", "df/da"),
    ],
)
def test_before_a_corner_nothing_is_promised_of_a_small_change(
    text: str, values: str, column: str
) -> None:
    found = reason(text, values, column)
    assert "times that amount" in found and "need not change by" in found
    assert "grows a little" not in found
    assert "꼭" in reason(text, values, column, "ko")


@pytest.mark.parametrize(
    ("text", "values", "column"),
    [
        ("f = relu(a)*3 + b", "a=0 b=1", "df/db"),
        ("f = max(a, b, c)", "a=2 b=2 c=1", "df/dc"),
        ("f = min(a, b)", "a=2 b=3", "df/da"),
    ],
)
def test_a_corner_that_a_number_does_not_reach_is_not_mentioned(
    text: str, values: str, column: str
) -> None:
    assert "grows a little, f changes by" in reason(text, values, column)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("u = relu(-x); f = 3*u", "x=-2"),
        ("u = max(-x, y); f = 3*u", "x=-2 y=1"),
        ("u = min(-x, y); f = 3*u", "x=2 y=1"),
        ("u = relu(y - x); f = 3*u", "x=2 y=9"),
    ],
)
def test_a_function_with_a_minus_before_the_name_reverses_the_sign(text: str, values: str) -> None:
    found = reason(text, values, "df/dx")
    assert "goes with a minus" in found and "with its sign reversed" in found
    assert "u follows x" not in found and "부호가 바뀌어" in reason(text, values, "df/dx", "ko")


def test_a_function_without_a_minus_hands_on_what_comes_back() -> None:
    found = reason("u = relu(x); f = 3*u", "x=2", "df/dx")
    assert "gets through to x as well" in found and "minus" not in found


REVERSED, CANCELS = "which reverses the sign", "The minus in the line cancels"


@pytest.mark.parametrize(
    ("text", "values", "column", "claims"),
    [
        ("f = 1/(1 + exp(-(w*x)))", "w=2 x=-1", "local df/dw", CANCELS),
        ("f = -w/k", "w=2 k=3", "local df/dk", CANCELS),
        ("f = w/(1 - k)", "w=2 k=3", "local df/dk", CANCELS),
        ("f = cos(-x)", "x=2", "local df/dx", CANCELS),
        ("f = w/k", "w=2 k=3", "local df/dk", ""),
        ("f = exp(-x)", "x=2", "local df/dx", REVERSED),
        ("f = (t - y)^2", "t=2 y=3", "local df/dy", REVERSED),
        ("f = 1/(1/(-x))", "x=2", "local df/dx", REVERSED),
    ],
)
def test_a_minus_is_said_to_reverse_the_sign_only_where_it_does(
    text: str, values: str, column: str, claims: str
) -> None:
    found = reason(text, values, column)
    assert [claim for claim in (REVERSED, CANCELS) if claim in found] == [claims] * bool(claims)


def test_a_minus_that_is_not_there_is_not_explained() -> None:
    assert "where the minus and the square come from" in reason("f = w/k", "w=2 k=3", "local df/dk")
    assert "where the minus" not in reason("f = -w/k", "w=2 k=3", "local df/dk")


@pytest.mark.parametrize(
    ("text", "values", "column", "begins"),
    [
        ("f = a - b - c", "a=1 b=2 c=3", "f", "f is a sum: its terms count as they are, those"),
        ("f = u*v - w/k + a", "u=1 v=2 w=3 k=4 a=5", "f", "f is a sum: its terms count as they"),
        ("f = a + b + c", "a=1 b=2 c=3", "f", "f is a sum: every term counts as it is."),
        ("f = -2*x", "x=1", "f", "f is a fixed multiple"),
        ("u = x; f = u^2", "x=2", "local du/dx", "u is x under another name"),
        ("u = x; f = u^2", "x=2", "df/dx", "u is x under another name, so what comes back"),
        ("f = -u", "u=2", "local df/du", "f is u with its sign reversed"),
        ("u = -x; f = u^2", "x=2", "df/dx", "u is x with its sign reversed, so what comes back"),
        ("u = x + 1; f = u^2", "x=2", "df/dx", "u adds x as it is"),
        ("u = 1 - x; f = u^2", "x=2", "df/dx", "u subtracts x"),
        ("u = -(x + y); f = u^2", "x=2 y=1", "df/dx", "u subtracts x"),
    ],
)
def test_the_operation_that_is_named_is_the_one_of_the_line(
    text: str, values: str, column: str, begins: str
) -> None:
    assert reason(text, values, column).startswith(begins)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("text", "values", "column"),
    [
        ("f = d/s", "d=1 s=2", "local df/ds"),
        ("f = sigmoid(z*d)", "z=1 d=2", "f"),
        ("f = tanh(z*d)", "z=1 d=2", "f"),
    ],
)
def test_no_letter_of_a_sentence_is_a_name_of_the_author(
    text: str, values: str, column: str, language: str
) -> None:
    trace = load(text, values=values.split())
    explain = Explainer(language, Notation(COURSE, trace.model))
    sentences = explain.why(Step(trace, 1, trace.model.by_column[column]))
    words = " ".join("" if span.symbol else span.text for line in sentences for span in line)
    names = trace.scenario.formula.symbols  # type: ignore[union-attr]
    letters = "".join(c if c.isascii() and c.isalpha() else " " for c in words).split()
    assert not set(letters) & set(names)
