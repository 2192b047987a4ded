"""Pages: every step is there with its numbers, nothing comes from outside, texts are only texts."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest

from stepper.backprop.expressions import symbols_in
from stepper.explain import en, ko
from stepper.explain.explainer import Explainer
from stepper.files.scenario_file import load_scenario
from stepper.files.typed import typed_scenario
from stepper.page.graphs import Graphs
from stepper.page.page import page, step_html
from stepper.runs.moves import MOVES
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Note
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import GRAPH, RESULT, written
from stepper.typeset.equations.lines import block
from stepper.typeset.html.prose import prose
from stepper.typeset.notation import COURSE, NOTATIONS, Notation
from stepper.typeset.spans import Span, text_of
from stepper.typeset.tex.prose import sentence
from tests.support.hostile import HTML
from tests.support.networks import BUNDLED, FORMULAS, begun
from tests.support.pages import Element, read

SHOWN = ("three_hidden", "xor", "softmax", "chain_rule", "softmax_by_hand")
ROOM = 64
LEVELS = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "01234567890123456789−+", " /^_√()")


@cache
def trace_of(name: str) -> Trace:
    scenario = load_scenario(name)
    return Trace(scenario, Run(scenario))


@cache
def page_of(name: str) -> tuple[str, Element]:
    html = page(trace_of(name))
    return html, read(html)


def first_steps(name: str) -> list[Step]:
    trace = trace_of(name)
    return trace.steps[: trace.schedule.first(2)]


def articles(root: Element) -> list[Element]:
    return root.all("article")


def plain(text: str) -> str:
    """A formula without what is a matter of place: levels, fractions, brackets, blanks."""
    return text.replace("½", "12").translate(LEVELS).replace("∂", "")


@pytest.mark.parametrize("name", SHOWN)
def test_every_step_has_its_place_and_its_value_bit_for_bit(name: str) -> None:
    steps, found = first_steps(name), articles(page_of(name)[1])
    assert [article.attributes["id"] for article in found] == [str(s.number) for s in steps]
    assert [float(article.attributes["data-value"]) for article in found] == [
        s.value for s in steps
    ]
    assert [article.attributes["data-column"] for article in found] == [
        s.symbol.column for s in steps
    ]


@pytest.mark.parametrize("name", SHOWN)
def test_the_equation_of_each_step_is_that_of_the_text(name: str) -> None:
    trace = trace_of(name)
    notation = Notation(COURSE, trace.model, trace.scenario.names)
    for step, article in zip(first_steps(name), articles(page_of(name)[1]), strict=True):
        (table,) = article.all("mtable")
        rows = [row for row in table.all("mtr") if row.attributes["class"] != "sources"]
        equation = block(step, notation, ROOM)
        assert plain(rows[0].all("mtd")[0].text) == plain(equation.left.text)
        assert len(rows) == len(equation.lines)
        for row, line in zip(rows, equation.lines, strict=True):
            _, relation, *cells, _ = (cell.text for cell in row.all("mtd"))
            assert relation == line.relation
            assert [plain(cell) for cell in cells[::2]] == [
                plain(text_of(cell)) for cell in line.cells
            ]
            assert set(cells[1::2]) <= {line.separator}


@pytest.mark.parametrize("name", SHOWN)
def test_the_graph_of_each_step_has_the_numbers_known_then_and_marks_the_new_one(
    name: str,
) -> None:
    trace = trace_of(name)
    notation = Notation(COURSE, trace.model, trace.scenario.names)
    for step, article in zip(first_steps(name), articles(page_of(name)[1]), strict=True):
        (graph,) = article.all(kind="graph")
        shown = {
            g.attributes["data-column"]: g for g in graph.all("g") if "data-column" in g.attributes
        }
        for column, group in shown.items():
            symbol = trace.model.by_column[column]
            if not step.is_known(symbol):
                assert group.attributes["class"] == "quiet"
                continue
            text, _ = written(step.value_of(symbol), GRAPH)
            assert group.text.endswith(notation.number(text))
        made = [column for column, group in shown.items() if group in graph.all(kind="made")]
        assert made == [step.symbol.column]


@pytest.mark.parametrize("name", SHOWN)
def test_each_number_of_an_equation_leads_to_the_step_that_made_it(name: str) -> None:
    trace = trace_of(name)
    notation = Notation(COURSE, trace.model, trace.scenario.names)
    for step, article in zip(first_steps(name), articles(page_of(name)[1]), strict=True):
        leads = article.all("p", kind="from")
        formula = block(step, notation, ROOM).equation.formula
        made = [trace.steps.origin(1, s) for s in dict.fromkeys(symbols_in(formula))]
        links = [a.attributes["href"] for p in leads for a in p.all("a")]
        assert links == [f"#{s.number}" for s in made if s]


def test_a_derivative_of_several_spans_is_a_fraction() -> None:
    article = articles(page_of("xor")[1])[12]  # ∂C/∂b = ∂C/∂z · ∂z/∂b
    chain = article.all("mtr", kind="chain")[0]
    assert [each.text for each in chain.all("mfrac")] == ["∂C∂b2,1", "∂C∂z2,1", "∂z2,1∂b2,1"]
    assert "/" not in chain.text


def test_so_far_marks_the_factor_of_this_step_alone_as_new() -> None:
    steps, found = first_steps("chain_rule"), articles(page_of("chain_rule")[1])
    new = {
        step.symbol.column: [each.text for each in article.all("mrow", kind="new")]
        for step, article in zip(steps, found, strict=True)
        if article.all(kind="so-far")
    }
    assert new["local dL/dz"] == ["(z−t)"]
    assert new["local dz/dx"] == ["y"]
    assert new["dL/dx"] == []


def test_a_formula_has_gradients_where_a_network_has_deltas() -> None:
    for name, word, sign in (("chain_rule", "gradient", "∂"), ("xor", "δ", "δ")):
        root = page_of(name)[1]
        (button,) = root.all("button", id="next-delta")
        assert (button.text, button.attributes["title"]) == (f"↓ {sign}", f"next {word}")
        ways = " ".join(p.text for p in root.all("p", kind="ways"))
        assert f"next {word}" in ways
        assert f"↓ next {word}" in root.all("p", id="keys")[0].text
    assert "δ" not in page_of("chain_rule")[1].all("body")[0].text.partition("use strict")[0]


def test_what_a_step_is_computed_from_is_there_with_its_number() -> None:
    article = articles(page_of("three_hidden")[1])[15]
    (given,) = article.all("p", kind="from")
    assert given.text == "from δy ≈ −0.105466 (eq 12), W4 = 0.5 (given), ∂h3/∂z3 ≈ 0.246187 (eq 15)"
    assert article.attributes["aria-label"] == "equation 16, backward, δ₃"
    assert article.attributes["data-result"] == "≈ −0.0129822"
    (graph,) = article.all("svg")
    assert graph.attributes["aria-label"].endswith("computed from δy, W₄, ∂h₃/∂z₃.")


def test_a_page_says_where_it_ends_unless_that_is_the_end_of_the_run() -> None:
    trace = trace_of("three_hidden")
    assert "more" not in {e.attributes.get("id") for e in read(page(trace, trace.steps[280:]))}
    (more,) = page_of("three_hidden")[1].all("p", id="more")
    assert more.text.startswith("This page ends at equation 29 of 290.")


@pytest.mark.parametrize("name", SHOWN)
def test_the_ways_lead_to_the_deltas_before_and_after(name: str) -> None:
    trace, last = trace_of(name), len(first_steps(name)) - 1
    for k, article in enumerate(articles(page_of(name)[1])):
        ends = [MOVES[move](trace, k) for move in ("previous_delta", "next_delta")]
        links = [a.attributes["href"] for p in article.all(kind="ways") for a in p.all("a")]
        assert links == [f"#{end + 1}" for end in ends if end != k and end <= last]


@pytest.mark.parametrize("name", [*BUNDLED, *FORMULAS])
def test_an_iteration_of_any_bundled_scenario_is_below_a_megabyte(name: str) -> None:
    assert len(page(trace_of(name), language="ko").encode()) < 1_000_000


@pytest.mark.parametrize("catalogue", [en.SENTENCES, ko.SENTENCES])
def test_every_power_in_the_sentences_is_raised(catalogue: dict[str, str]) -> None:
    for text in catalogue.values():
        assert "<mo>^</mo>" not in prose((Span(text),))
        assert r"\hat{}" not in sentence(text)


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_loads_nothing_and_its_links_stay_on_it(name: str) -> None:
    html, root = page_of(name)
    ids = [element.attributes["id"] for element in root if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for element in root:
        assert element.tag not in ("link", "img", "iframe", "object", "base")
        assert not {"src", "action", "style"} & element.attributes.keys()
        assert not [attribute for attribute in element.attributes if attribute.startswith("on")]
        if "href" in element.attributes and element.attributes["href"].startswith("#"):
            target = element.attributes["href"][1:]
            assert target in ids or int(target) > len(first_steps(name))
        else:
            assert "href" not in element.attributes
    (style,), (script,) = root.all("style"), root.all("script")
    assert not re.search(r"url\(|@import|https?:", style.text)
    assert not re.search(r"https?:|fetch|XMLHttp|import\(|eval", script.text)
    assert html.count("http-equiv") == 1


def test_the_policy_of_a_page_allows_its_own_style_and_script_alone() -> None:
    _, root = page_of("three_hidden")
    (policy,) = root.all("meta", **{"http-equiv": "Content-Security-Policy"})
    allowed = dict(part.split(" ", 1) for part in policy.attributes["content"].split("; "))
    for kind in ("style", "script"):
        (element,) = root.all(kind)
        digest = b64encode(sha256(element.text.encode()).digest()).decode()
        assert allowed.pop(f"{kind}-src") == f"'sha256-{digest}'"
    assert allowed == dict.fromkeys(("default-src", "base-uri", "form-action"), "'none'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_can_be_found_through_by_landmarks_and_headings(language: str) -> None:
    trace = trace_of("xor")
    root = read(page(trace, trace.steps[30:40], language))
    (html,) = root.all("html")
    assert html.attributes["lang"] == language
    assert [len(root.all(tag)) for tag in ("h1", "header", "main", "nav")] == [1, 1, 1, 1]
    levels = [int(element.tag[1]) for element in root if re.fullmatch("h[1-6]", element.tag)]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert levels.count(2) == len({step.iteration for step in trace.steps[30:40]}) == 2
    assert levels.count(4) == 10
    (said,) = root.all(role="status")
    assert said.attributes["id"] == "said"
    for element in root.all("input") + root.all("select") + root.all("button"):
        labels = [label for label in root.all("label") if element in label]
        assert labels or element.attributes.get("aria-label") or element.text.strip()


@pytest.mark.parametrize("text", HTML)
def test_texts_of_a_file_are_shown_and_never_read_as_html(text: str) -> None:
    calm = load_scenario("three_hidden")
    names = {"a[1][1]": text[:60], "C": f"{text[:60]}₂", "w[2][1][1]": f"W{text[:60]}^2"}
    note = Note(at="z[1][1]", text=text, iteration=None)
    hostile = calm._replace(
        title=text, summary=text, goal=text, source=text, names=names, notes=(note,)
    )
    calm = calm._replace(names=dict.fromkeys(names, "a"), notes=(note._replace(text="a"),))
    pages = [read(page(Trace(scenario, Run(scenario)))) for scenario in (hostile, calm)]
    within_lines = {
        "span",
        "wbr",
        "math",
        "mi",
        "mn",
        "mo",
        "mrow",
        "msub",
        "msup",
        "msubsup",
        "mfrac",
        "msqrt",
        "mspace",
    }
    kinds = [[e.tag for e in root if e.tag not in within_lines] for root in pages]
    assert kinds[0] == kinds[1]
    tags = {element.tag for element in pages[1]} | within_lines
    for element in pages[0]:
        assert element.tag in tags
        assert not [attribute for attribute in element.attributes if attribute.startswith("on")]
    (head,), (heading,) = pages[0].all("head"), pages[0].all("h1")
    assert head.all("title")[0].text == text
    assert plain(heading.text) == plain(text)
    assert any(plain(p.text).endswith(plain(text)) for p in pages[0].all("p", kind="note"))
    assert text[:60] in pages[0].all("article")[1].attributes["aria-label"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_maths_wherever_the_author_or_the_program_writes_them(language: str) -> None:
    goal = {"en": "See ∂C/∂W₂ fall until C < 0.01.", "ko": "∂C/∂W₂와 C < 0.01을 보자."}
    note = Note(at="z[1][1]", text={"en": "W₁ is 0.15.", "ko": "W₁는 0.15이다."}, iteration=None)
    scenario = load_scenario("three_hidden")._replace(title="A δ", goal=goal, notes=(note,))
    root = read(page(Trace(scenario, Run(scenario)), language=language))

    def maths(kind: str, tag: str = "p") -> list[str]:
        return [each.text for p in root.all(tag, kind=kind) for each in p.all("math")]

    assert maths("", "h1") == ["δ"]
    (about,) = root.all("div", kind="about")
    assert {"∂C/∂W2", "C<0.01"} <= {each.text for each in about.all("math")}
    assert maths("note") == ["W1"]
    assert {"g(z)=", "1/(1+e−z)", "δ", "δ3·h2"} <= set(maths("why"))


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_step_alone_is_an_article_in_any_notation(notation: str) -> None:
    step = trace_of("three_hidden").steps[15]
    (article,) = read(step_html(step, "ko", notation)).all("article")
    text, _ = written(step.value, RESULT)
    style = Notation(notation, step.trace.model)
    assert article.all("mtr", kind="value")[0].text.endswith(style.number(text))
    assert "δ" in article.text or notation == "ascii"


def test_a_page_has_the_digits_that_are_asked_for() -> None:
    trace = trace_of("three_hidden")
    few, many = (read(page(trace, trace.steps[:2], digits=d)) for d in (3, RESULT))
    assert few.all("mtr", kind="value")[1].text == "≈0.519"
    assert many.all("mtr", kind="value")[1].text == "≈0.518741"


def test_a_graph_that_comes_again_much_later_is_on_the_page_once() -> None:
    lines = "; ".join(f"a{k} = a{k - 1}*x + a{max(0, k - 7)}" for k in range(1, 40))
    trace = begun(typed_scenario(lines, ["a0=0.5", "x=0.9"]))
    graphs = Graphs(Explainer("en", Notation(COURSE, trace.model)))
    steps = trace.steps[: len(trace.model.steps) : 3]
    first, again = ([graphs.graph(step) for step in steps] for _ in range(2))
    assert sum('class="unseen"' in graph for graph in first) > 32
    assert not any('class="unseen"' in graph for graph in again)
