"""Pages with the numbers of a formula: its own, or those of an example of a network."""

import re

import pytest

from stepper.backprop.symbols import OF_FORMULA
from stepper.explain.explainer import Explainer
from stepper.explain.pages.context import PageContext
from stepper.explain.pages.page import ABOUT, ORDER, PAGE_OF, rows
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, Notation
from stepper.typeset.spans import text_of, width
from tests.support import graphs
from tests.support.networks import BUNDLED, begun


def context(trace: Trace, language: str = "en", style: str = COURSE) -> PageContext:
    return PageContext(Explainer(language, Notation(style, trace.model)), trace, 1, NOTATIONS)


def page(name: str, of: PageContext) -> str:
    return " ".join(text_of(row.spans) for row in rows(name, of, 74))


@pytest.mark.parametrize("k", range(len(graphs.FORMULAS)), ids=[*graphs.FORMULAS])
def test_every_page_opens_with_a_formula_within_any_width(k: int) -> None:
    """Languages, widths and notations take turns with the formulas."""
    name, language, room = [*graphs.FORMULAS][k], LANGUAGES[k % 2], (74, 24)[k // 2 % 2]
    style = NOTATIONS[(k + k // 4) % len(NOTATIONS)]
    of = context(graphs.traces()[name], language, style)
    for about, row in ((each, row) for each in ORDER for row in rows(each, of, room)):
        assert width(row.spans) <= room
        assert not set("{}") & set(text_of(row.spans))
        if style == ASCII and language == "en" and about != "glossary":
            assert text_of(row.spans).isascii() or name == "odd names"


@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_every_number_of_a_page_leads_to_a_number_of_the_formula_or_nowhere(name: str) -> None:
    trace = graphs.traces()[name]
    for about in ORDER:
        found = [span.symbol for row in rows(about, context(trace), 74) for span in row.spans]
        if ABOUT.get(about) == "network":
            assert not any(found)
        assert {s for s in found if s and s.names} <= trace.model.position.keys()


def test_the_page_of_a_formula_shows_its_own_paths() -> None:
    shown = page("formulas", context(graphs.traces()["used twice"]))
    assert "Several lines use x." in shown
    assert "∂f/∂x = ∂f/∂a·∂a/∂x + ∂f/∂b·∂b/∂x + ∂f/∂x direct" in shown
    assert "example" not in shown
    one = page("formulas", context(graphs.traces()["product of a sum"]))
    assert "∂f/∂x = ∂f/∂q · ∂q/∂x = −4 · 1 = −4" in one
    assert "Several lines" not in one


def test_a_page_about_networks_says_that_its_numbers_are_those_of_an_example() -> None:
    shown = page("delta", context(graphs.traces()["direct"]))
    assert shown.startswith("The numbers on this page are those of an example: One hidden layer.")
    assert "δy = (y−y′) · y(1−y) ≈ −0.110880" in shown
    network = context(begun(BUNDLED["xor"]))
    assert "example: f = (x + y)·2x" in page("formulas", network)
    assert "an example" not in page("delta", network)


def test_gradient_descent_is_told_with_a_number_that_the_formula_updates() -> None:
    shown = page("descent", context(graphs.traces()["neuron"]))
    assert "w⁺ = w − α·∂C/∂w" in shown
    assert re.search(r"w⁺ = 0\.4 − 2·\(−0\.0592\d+\) ≈ 0\.518", shown)
    assert "There is no learning rate" in page("descent", context(graphs.traces()["direct"]))


def test_the_glossary_has_a_row_for_each_kind_of_number_of_the_formula() -> None:
    shown = page("glossary", context(graphs.traces()["used twice"]))
    for words in ("given", "line of a formula", "local derivative", "gradient", "one path"):
        assert words in shown
    assert "updated" not in shown


def test_every_role_of_a_formula_has_a_page() -> None:
    assert {PAGE_OF[role] for role in OF_FORMULA} == {"formulas", "descent"}
