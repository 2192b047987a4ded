"""Pages in networks of every kind: true of their activations, their cost and their batches."""

import re
from functools import cache

import pytest

from stepper.backprop.symbols import Role
from stepper.explain.explainer import Explainer
from stepper.explain.pages.context import PageContext
from stepper.explain.pages.page import ORDER, rows
from stepper.explain.pages.tables import glossary, layers
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace, run
from stepper.typeset.notation import ASCII, COURSE, STANDARD, Notation
from stepper.typeset.spans import text_of, width
from tests.support.every_kind import of_every_kind
from tests.support.special import SPECIAL

ABOUT_THE_RUN = [name for name in ORDER if name not in ("slips", "glossary")]
FOREIGN = re.compile(r"\b(?!tanh|ReLU|ASCII|MSE|relu|sigmoid|identity)[A-Za-z]{3,}")
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")


@cache
def traces() -> list[Trace]:
    return [run(scenario) for scenario in (*SPECIAL.values(), *of_every_kind(12, seed=9))]


def context(trace: Trace, iteration: int, language: str = "en", style: str = COURSE) -> PageContext:
    notation = Notation(style, trace.model)
    styles = (ASCII,) if style == ASCII else (COURSE, STANDARD, ASCII)
    return PageContext(Explainer(language, notation), trace, iteration, styles)


def page(name: str, of: PageContext) -> str:
    return " ".join(text_of(row.spans) for row in rows(name, of, 74))


def special(name: str, about: str, iteration: int = 1) -> str:
    return page(about, context(run(SPECIAL[name]), iteration))


@pytest.mark.parametrize(
    ("language", "style", "every"),
    [("en", COURSE, 2), ("ko", COURSE, 2), ("ko", STANDARD, 7), ("en", ASCII, 7)],
)
def test_every_page_is_filled_within_any_width(language: str, style: str, every: int) -> None:
    """Languages take turns with the networks."""
    for k, trace in enumerate(traces()[LANGUAGES.index(language) :: every]):
        rooms = (74, 18) if k % 2 else (18, 74)
        for iteration, room in zip((1, trace.iterations), rooms, strict=True):
            of = context(trace, iteration, language, style)
            for row in (row for about in ORDER for row in rows(about, of, room)):
                text = text_of(row.spans)
                assert width(row.spans) <= room
                assert not set("{}?") & set(text)
                assert style != ASCII or language != "en" or text.isascii()
                words = " ".join(span.text for span in row.spans if not span.symbol)
                assert not (FOREIGN if language == "ko" else HANGUL).search(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_about_what_the_network_has(language: str) -> None:
    mentioned = set()
    for trace in traces():
        net = trace.network
        has = {
            r"[Ss]igmoid|시그모이드": "sigmoid" in map(net.activation, range(1, net.L + 1)),
            "1/4": "sigmoid" in map(net.activation, range(1, net.L + 1)),
            "tanh": "tanh" in map(net.activation, range(1, net.L + 1)),
            "ReLU": "relu" in map(net.activation, range(1, net.L + 1)),
            "[Ss]oftmax|소프트맥스": net.is_softmax,
            "½": net.cost == "half_squares",
            "cross-entropy|교차 엔트로피": net.cost == "cross_entropy",
            "batch|배치": net.is_batched,
            "hidden neuron|은닉 뉴런": net.L > 1,
            "[Tt]he update|한 번의 갱신|갱신은": net.learns or net.L > 1,
        }
        shown = " ".join(
            page(about, context(trace, trace.iterations, language)) for about in ABOUT_THE_RUN
        )
        for words, is_so in has.items():
            found = re.search(words, shown)
            assert is_so or not found
            mentioned |= {words} if found else set()
    assert len(mentioned) == len(has)


def test_the_page_on_functions_has_those_of_the_network_by_their_names() -> None:
    for trace in traces():
        net, style = trace.network, Notation(COURSE, trace.model)
        shown = page("functions", context(trace, 1))
        for name, formula in {
            "sigmoid": "(z) = 1 / (1 + e^(−z))",
            "tanh": "(z) = (e^z − e^(−z))",
            "relu": "(z) = z if z > 0, else 0",
        }.items():
            assert (f"{style.function(name)}{formula}" in shown) == (name in net.functions)
    assert "tanh′(z) = 1 − tanh(z)²" in page("functions", context(_mixed(), 1))


def _mixed() -> Trace:
    return next(t for t in traces() if {"tanh", "relu"} <= set(t.network.functions))


def test_the_page_on_functions_shows_the_slope_of_the_output_where_it_has_one() -> None:
    assert "∂y/∂z₁ = g′(z₁) = 1 − y²" in special("steep tanh", "functions")
    assert special("squares", "functions").endswith("∂y/∂z₁ = 1")
    assert "it cancels" in special("yes", "functions")
    assert "∂y/∂z₁" not in special("yes", "functions")


def test_the_page_on_descent_goes_with_the_place_in_the_batch() -> None:
    inside, last = (special("batches of two", "descent", n) for n in (1, 2))
    assert "the sum so far is its gradient alone" in inside and "so far" not in last
    assert "W₂⁺" not in inside and "Only after the last sample" in inside
    assert "W₂⁺ = W₂ − α(Σ∂C/∂W₂/n)" in last and "takes the mean" in last
    assert "takes the sum" in special("sums of two", "descent", 2)
    assert "there is no learning rate here" in special("no learning rate", "descent").lower()
    for name in SPECIAL:
        assert "A sample is one example" in special(name, "descent")


def test_the_page_on_delta_says_why_the_slope_of_the_output_cancels() -> None:
    assert "is (y−y′)/(y(1−y))" in special("perhaps", "delta")
    assert "z minus ln S" in special("sure and right", "delta")
    assert "cancelled" not in special("steep tanh", "delta")


def test_the_page_on_depth_is_about_the_hidden_layers() -> None:
    assert "A layer of ReLU" in special("dead relu", "depth")
    assert "A layer of tanh" not in special("steep tanh", "depth")
    assert "no hidden layer" in special("steep tanh", "depth")


def test_the_tables_have_the_numbers_that_there_are() -> None:
    for trace in traces():
        net, of = trace.network, context(trace, 1)
        for l, row in zip(range(net.L, 0, -1), layers(of).rows, strict=True):
            assert bool(row[3]) == net.has_slope(l)
        roles = {row[1][0].symbol.role for row in glossary(of).rows if row[1][0].symbol}
        columns = {symbol.role for symbol in net.columns}
        assert roles == columns | ({Role.RATE} if net.learns else set())
