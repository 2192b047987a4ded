"""Pages are true of the network and say the same in each language."""

import re
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from stepper.backprop.symbols import RATE, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.explain.pages import page as page_module
from stepper.explain.pages.context import CONDITIONS, FORMULA_NAMES, NAMES, PageContext
from stepper.explain.pages.page import ORDER, PAGE_OF, PageRow, rows, text
from stepper.explain.pages.tables import COMPUTED, glossary, layers
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Trace
from stepper.typeset.digits import GRAPH, written
from stepper.typeset.notation import ASCII, COURSE, STANDARD, Notation
from stepper.typeset.spans import Spans, width
from tests.support.networks import AFTER_BACKWARD, BUNDLED, EVERY, begun, drawn

STYLES = (COURSE, STANDARD, ASCII)
FOLDER = Path(page_module.__file__).parent / "texts"
WIDE = {"3-12-3": drawn((3, 12, 3), biases=True, samples=1, epochs=1)}
SOME = ["one_hidden", "three_hidden", "two_paths", "xor", "in_place"]
SOME += ["2-2-1 with fixed biases", "3-4-2-5-2 with biases", "2-3-3-2 in place", "3-12-3"]
TRACES: dict[str, Trace] = {name: begun((EVERY | WIDE)[name]) for name in SOME}
PLACE = re.compile(r"\{[^}]*\}|^\[.*\]$", re.MULTILINE)


def context(
    scenario: Scenario | Trace, language: str = "en", style: str = COURSE, iteration: int = 1
) -> PageContext:
    trace = scenario if isinstance(scenario, Trace) else begun(scenario)
    notation = Notation(style, trace.model, trace.scenario.names)
    styles = (ASCII,) if style == ASCII else STYLES
    return PageContext(Explainer(language, notation), trace, iteration, styles)


def words(line: PageRow | Spans) -> str:
    spans = line.spans if isinstance(line, PageRow) else line
    return "".join(span.text for span in spans)


def page(name: str, of: PageContext, room: int = 74) -> str:
    return "\n".join(map(words, rows(name, of, room)))


def source(name: str, language: str) -> str:
    return (FOLDER / f"{name}.{language}.txt").read_text(encoding="utf-8")


# --- the texts


def test_every_page_has_a_text_in_each_language_and_there_are_no_others() -> None:
    texts = {f"{name}.{language}.txt" for name in ORDER for language in LANGUAGES}
    assert {path.name for path in FOLDER.iterdir()} == texts


@pytest.mark.parametrize("name", ORDER)
def test_a_page_has_the_same_paragraphs_and_places_in_each_language(name: str) -> None:
    en, ko = (text(name, language) for language in LANGUAGES)
    for one, other in zip(en, ko, strict=True):
        places = [sorted(PLACE.findall("\n".join(block))) for block in (one, other)]
        assert places[0] == places[1]
        asked = [[line for line in block if line.startswith("? ")] for block in (one, other)]
        assert asked[0] == asked[1] == [line for line in one[:1] if line in asked[0]]


def test_every_condition_of_a_paragraph_is_one_and_is_used() -> None:
    asked = {
        condition.removeprefix("not ")
        for name in ORDER
        for block in text(name, "en")
        if block[0].startswith("? ")
        for condition in block[0].removeprefix("? ").split(", ")
    }
    assert asked <= CONDITIONS.keys()
    assert CONDITIONS.keys() - asked == {"hidden softmax"} & CONDITIONS.keys()


def test_every_name_and_every_computed_part_is_used() -> None:
    places = {place for name in ORDER for place in PLACE.findall(source(name, "en"))}
    names = {re.split("[:=]", place[1:-1])[0] for place in places if place.startswith("{")}
    assert names >= NAMES.keys() | FORMULA_NAMES.keys()
    assert {place[1:-1] for place in places if place.startswith("[")} == COMPUTED.keys()


def test_a_page_is_there_for_every_role() -> None:
    assert PAGE_OF.keys() == set(Role)
    assert set(PAGE_OF.values()) < set(ORDER)


@pytest.mark.parametrize("name", ORDER)
def test_no_korean_in_english_and_no_english_in_korean(name: str) -> None:
    english = page(name, context(BUNDLED["xor"]))
    assert not re.search("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]", english)
    for of in ("one_hidden", "in_place", "3-12-3"):
        for row in rows(name, context(TRACES[of], "ko"), 74):
            found = " ".join(span.text for span in row.spans if span.symbol is None)
            assert set(re.findall("[A-Za-z]{3,}", found)) <= {"ASCII", "MSE"}


# --- what is on a page


@pytest.mark.parametrize(("language", "style"), [("en", ASCII), ("ko", COURSE), ("en", STANDARD)])
@pytest.mark.parametrize("name", TRACES)
def test_every_page_is_filled_within_any_width(name: str, style: str, language: str) -> None:
    of = context(TRACES[name], language, style)
    for about, room in zip(ORDER, cycle((74, 18)), strict=False):
        lines = rows(about, of, room)
        assert not any(set("{}") & set(words(line)) for line in lines)
        assert [words(line) for line in lines if width(line.spans) > room] == []
        if style == ASCII and language == "en":
            assert "".join(map(words, lines)).isascii()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["one_hidden", "three_hidden", "xor"])
def test_a_page_is_one_screen_of_80_by_24(name: str, language: str) -> None:
    for about in ORDER:
        assert len(rows(about, context(TRACES[name], language), 74)) <= 21


def numbers(lines: list[PageRow], style: str = COURSE) -> Iterator[tuple[Symbol, str]]:
    for line in lines:
        for span in line.spans:
            if span.symbol and re.fullmatch(r"[−-]?[0-9.]+(·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", span.text):
                yield span.symbol, span.text


@pytest.mark.parametrize("name", TRACES)
def test_every_number_is_that_of_the_trace_in_the_iteration(name: str) -> None:
    trace = TRACES[name]
    iteration = trace.iterations
    found = 0
    for about in ORDER:
        of = context(trace, iteration=iteration)
        for symbol, shown in numbers(rows(about, of, 200)):
            value = trace.value(symbol, iteration)
            texts = {
                of.explainer.notation.number(written(size, digits)[0])
                for digits in range(GRAPH, 18)
                for size in (value, abs(value))
            }
            assert shown in texts
            found += 1
    assert found > 20


def test_the_equations_are_those_of_the_steps() -> None:
    three = page("delta", context(BUNDLED["three_hidden"]))
    assert "δy = (y−y′) · y(1−y) ≈ −0.105466" in three
    assert "∂C/∂W₄ = δy · h₃ ≈ −0.0592454" in three
    assert "δ₃ = δy · W₄ · h₃(1−h₃) ≈ −0.0129822" in three
    assert "W₂⁺ = 0.4 − 2·(−0.057518043) ≈ 0.515036" in page(
        "descent", context(BUNDLED["one_hidden"])
    )


def test_several_paths_are_shown_where_there_are_some() -> None:
    two = page("chain_rule", context(BUNDLED["two_paths"]))
    assert "∂C/∂h₁,₁ = δ₂,₁·W₂,₁₁ + δ₂,₂·W₂,₂₁" in two
    assert "single term" not in two
    one = page("chain_rule", context(BUNDLED["xor"]))
    assert "∂C/∂h₁,₁ = δy · W₂,₁₁" in one
    assert "more than one neuron" not in one


def test_nothing_is_said_about_numbers_that_a_network_does_not_have() -> None:
    assert "∂C/∂b₂,₁ = δy" in page("delta", context(BUNDLED["xor"]))
    assert "∂C/∂b" not in page("delta", context(AFTER_BACKWARD["2-2-1 with fixed biases"]))
    assert "C fell from 0.1005 to 0.0939" in page("descent", context(BUNDLED["one_hidden"]))
    assert "C fell" not in page("descent", context(BUNDLED["xor"]))


def test_the_mistake_on_purpose_is_mentioned_where_its_numbers_are() -> None:
    for about in ORDER:
        found = "deliberate mistake" in page(about, context(BUNDLED["in_place"]))
        assert found == (about not in ("formulas", "functions", "slips", "glossary"))
        assert "deliberate mistake" not in page(about, context(BUNDLED["three_hidden"]))


def test_a_sum_that_is_too_long_is_cut_short_with_its_value() -> None:
    shown = page("graph", context(TRACES["3-12-3"]))
    assert re.search(r"z₂,₁ = W₂,₁,₁·h₁,₁ \+ W₂,₁,₂·h₁,₂ \+ … ≈ ", shown)


def test_numbers_that_a_run_does_not_reach_are_not_shown() -> None:
    scenario = BUNDLED["one_hidden"]._replace(samples=(((1.0,), (1e200,)),))
    shown = page("graph", context(Trace(scenario, Run(scenario))), 200)
    assert "y = g(z₂) ≈ 0." in shown
    assert "C = ½" not in shown
    assert "C changes by □ times that amount" in shown


# --- tables


@pytest.mark.parametrize("name", TRACES)
def test_the_table_of_layers_follows_the_first_neurons_down(name: str) -> None:
    trace = TRACES[name]
    network = trace.network
    table = layers(context(trace))
    assert [row[0][0].symbol for row in table.rows] == [
        Symbol(Role.DELTA, l, 1) for l in range(network.L, 0, -1)
    ]
    weight = Role.W_NEW if network.in_place else Role.W
    through = [{span.symbol for span in row[2]} - {None} for row in table.rows]
    assert through == [set(), *({Symbol(weight, l, 1, 1)} for l in range(network.L, 1, -1))]
    for (delta, *_), size, _, slope in table.rows:
        assert delta.symbol
        value = trace.value(delta.symbol, 1)
        assert words(size) == context(trace).explainer.notation.number(
            written(abs(value), GRAPH)[0]
        )
        assert slope[0].symbol == delta.symbol._replace(role=Role.DA_DZ)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", TRACES)
def test_the_glossary_names_every_role_as_the_notations_do(name: str, style: str) -> None:
    of = context(TRACES[name], style=style)
    network, names = of.trace.network, of.trace.scenario.names
    table = glossary(of)
    assert len(table.head) == 1 + len(of.styles)
    for _, *named in table.rows:
        for (span,), notation in zip(named, of.styles, strict=True):
            assert span.symbol
            assert span.text == Notation(notation, network, names).name(span.symbol)
    roles = {row[1][0].symbol.role for row in table.rows if row[1][0].symbol}
    assert roles == {symbol.role for symbol in network.columns} | {RATE.role}
    assert len({words(row[0]) for row in table.rows}) == len(table.rows)


def test_the_glossary_has_the_letters_that_a_scenario_gives() -> None:
    named = BUNDLED["one_hidden"]._replace(names={"w[1][1][1]": "w5"})
    assert re.search(r"weight +w5 +w₁ +w\[1\]", page("glossary", context(named)))


SLIPS = {  # what the source text says -> words of its correction, and no other one, by language
    "δy = (y−y′)y(1−y)h": ("∂C/∂W₂", "∂C/∂W₂"),
    "the shared factor is (y−y′)y(1−y)h": ("(y−y′)y(1−y)h.", "(y−y′)y(1−y)h라고"),
    "g(x) = y(1−y)": ("writes g(x) = y(1−y)", "g(x) = y(1−y)라고"),
    "because sigmoid is 0 or 1": ("0 or 1", "0 또는 1"),
    "y′ is the predicted value": ("prediction", "예측값"),
    "δ3, δ2, δ1 use one g′(x)": ("g′(x)", "g′(x)"),
    "W₂ is updated, then W₁ is worked out": ("updates W₂ before", "W₂를 갱신한 다음"),
    "L cannot be differentiated by x": ("chain rule", "연쇄 법칙"),
    "MSE for ½(y−y′)²": ("MSE", "MSE"),
    "(y−y′) ∂/∂W₁ =, and w₂ beside W₂": ("w₂", "w₂"),
    "backprop updates x, y": ("descent", "경사 하강법"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slip_of_the_source_text_is_corrected_once(language: str) -> None:
    lines = [words(row) for row in rows("slips", context(BUNDLED["xor"], language), 999)]
    corrections = [line for line in lines if line.startswith("· ")]
    found = [
        [line for line in corrections if both[LANGUAGES.index(language)] in line]
        for both in SLIPS.values()
    ]
    assert sorted(line for lines in found for line in lines) == sorted(corrections)
    assert all(len(lines) == 1 for lines in found)
    assert len(SLIPS) == 11


def test_a_list_is_indented_after_its_bullets() -> None:
    lines = [words(row) for row in rows("slips", context(BUNDLED["xor"]), 40)]
    listed = lines[next(k for k, line in enumerate(lines) if line.startswith("· ")) :]
    assert {line[:2] for line in listed} == {"· ", "  "}


@pytest.mark.parametrize("name", ["graph", "formulas"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_of_a_direction_is_on_the_line_of_its_word(name: str, language: str) -> None:
    for room in range(20 + LANGUAGES.index(language), 120, 2):
        lines = [words(row) for row in rows(name, context(BUNDLED["xor"], language), room)]
        assert any("▸" in line for line in lines)
        assert not any(line.endswith(("▸", "◂")) for line in lines), room
