"""Every step of any network is explained, in both languages, by sentences that are true."""

import re
from collections.abc import Iterator
from functools import lru_cache

import pytest

from stepper.backprop.symbols import Role, Symbol
from stepper.explain import reasons
from stepper.explain.en import SENTENCES
from stepper.explain.explainer import Explainer
from stepper.runs.scenario import LANGUAGES, Layer
from stepper.runs.trace import Step, Trace, run
from stepper.typeset.folding import folded
from stepper.typeset.notation import ASCII, COURSE, STANDARD, Notation
from stepper.typeset.spans import text_of, width
from tests.support import graphs
from tests.support.networks import BUNDLED, drawn, random_networks, traced
from tests.support.special import SPECIAL

PANEL = 20  # cells, the narrowest window that is promised
HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
WORD = re.compile(r"\b(?!delta)[A-Za-z]{3,}")  # what any δ is called in ASCII
FUNCTIONS = re.compile("tanh|ReLU|relu|sigmoid|softmax|ln")  # called so in Korean, too

HARD = {
    "saturated": drawn((1, 2, 1), biases=True, reach=900.0),
    "far from 0": drawn((1, 1, 1), reach=3.0, samples=3),
    "zero inputs": drawn((2, 2, 1), biases=True)._replace(
        samples=(((0.0, 0.0), (1.0,)), ((1.0, 0.0), (0.0,)))
    ),
    "met": drawn((1, 1, 1))._replace(
        samples=(((0.5,), (0.5,)),), layers=(Layer(((0.5,),)), Layer(((0.0,),)))
    ),
}


@lru_cache(maxsize=1)
def traces() -> list[Trace]:
    """Run every bundled and hard scenario for two epochs, and random ones."""
    known = [*BUNDLED.values(), *HARD.values()]
    short = [scenario._replace(epochs=2) for scenario in known]
    return [run(scenario) for scenario in (*short, *random_networks(15, 3, 2))]


def steps(trace: Trace) -> Iterator[Step]:
    """Yield the steps and terms of the last iteration; of short traces, of the first as well."""
    for iteration in {1, trace.iterations} if len(trace.steps) < 200 else {trace.iterations}:
        for symbol in trace.model.computed:
            yield Step(trace, iteration, symbol)


def every_step(trace: Trace) -> Iterator[Step]:
    """Yield the steps and terms of the first iterations and of the last one."""
    for iteration in sorted({*range(1, min(5, trace.iterations) + 1), trace.iterations}):
        known = trace.schedule.steps(iteration)
        for symbol in trace.model.computed:
            if trace.model.sum_of.get(symbol, symbol) in known:
                yield Step(trace, iteration, symbol)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("style", "count"), [(COURSE, None), (STANDARD, 10), (ASCII, 10)])
def test_every_step_of_any_network_has_a_reason_in_clean_words(
    language: str, style: str, count: int | None
) -> None:
    for trace in traces()[:count]:
        explain = Explainer(language, Notation(style, trace.model, trace.scenario.names))
        for step in steps(trace):
            sentences = explain.why(step)
            assert 1 <= len(sentences) <= 2
            for sentence in (*sentences, explain.plainly(step)):
                text = text_of(sentence)
                assert text.strip() and not set("{}") & set(text)
                words = "".join(" " if span.symbol else span.text for span in sentence)
                words = FUNCTIONS.sub(" ", words)
                assert not (HANGUL.search(text) if language == "en" else WORD.search(words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_reason_is_wider_than_the_narrowest_panel(language: str) -> None:
    for trace in traces()[:20]:
        explain = Explainer(language, Notation(COURSE, trace.model))
        for sentence in (sentence for step in steps(trace) for sentence in explain.why(step)):
            lines = list(folded(sentence, PANEL))
            assert max(map(width, lines)) <= PANEL
            words = [word for line in lines for word in text_of(line).split()]
            assert words == text_of(sentence).split()


def test_every_sentence_of_a_reason_is_used_somewhere() -> None:
    used = {
        key
        for trace in (*traces(), *map(run, SPECIAL.values()), *graphs.traces().values())
        for step in every_step(trace)
        for keys in (*reasons.sentences(step), (reasons.plain_sentence(step),))
        for key in keys
        if key  # of a formula, no sentence says it more plainly
    }
    assert used == {key for key in SENTENCES if key.startswith(("why.", "plain."))}


def test_names_in_a_reason_stay_symbols_of_the_network() -> None:
    for trace in traces()[:20]:
        explain = Explainer("en", Notation(COURSE, trace.model))
        for step in steps(trace):
            for sentence in explain.why(step):
                for symbol in (span.symbol for span in sentence if span.symbol):
                    assert symbol.role is Role.RATE or symbol in trace.model.position


def test_an_update_says_which_way_the_weight_goes() -> None:
    ways = {"goes up": 1, "goes down": -1, "stays as it is": 0}
    count = 0
    for trace in traces()[:100]:
        explain = Explainer("en", Notation(COURSE, trace.model))
        for step in steps(trace):
            if step.symbol.role in (Role.W_NEW, Role.B_NEW):
                text = text_of(explain.why(step)[0])
                old = step.symbol._replace(
                    role=Role.W if step.symbol.role is Role.W_NEW else Role.B
                )
                moved = step.value - step.value_of(old)
                for words, way in ways.items():
                    if words in text:
                        count += 1
                        assert (moved > 0) - (moved < 0) == way
    assert count > 100


def test_a_reason_names_the_equation_that_made_what_it_takes() -> None:
    trace = traced("three_hidden")
    explain = Explainer("en", Notation(COURSE, trace.model))
    for number, column, iteration in ((12, "delta[4][1]", 1), (41, "delta[4][1]", 2)):
        taken = trace.steps.at(iteration, trace.model.by_column["delta[3][1]"])
        assert f"δy is reused from equation {number}," in text_of(explain.why(taken)[0])
        assert trace.steps[number - 1].symbol.column == column
    used = next(trace.steps.used(1, Symbol(Role.DC_DW, 3, 1, 1)))
    gradient = trace.steps.at(1, Symbol(Role.DC_DW, 3, 1, 1))
    assert f"in equation {used.number} " in text_of(explain.why(gradient)[1])
