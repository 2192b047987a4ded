"""Drawings as SVG: read back by an XML parser, with the numbers of the trace, small, harmless."""

from collections import Counter
from xml.etree import ElementTree

import pytest

from stepper.explain.explainer import Explainer
from stepper.figures.drawing import drawing
from stepper.figures.svg import defs, escaped, rules, svg
from stepper.files.typed import typed_scenario
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace
from stepper.typeset.colours import PRINTED
from stepper.typeset.notation import COURSE, Notation
from tests.support.hostile import HTML, TERMINAL
from tests.support.networks import BUNDLED, EVERY, FORMULAS, begun, traced

NAME = "{http://www.w3.org/2000/svg}"
MOST = 6000  # bytes of a step beside its layout


def explainer(trace: Trace, language: str = "en") -> Explainer:
    return Explainer(language, Notation(COURSE, trace.model, trace.scenario.names))


def first_iteration(trace: Trace) -> list[Step]:
    return trace.steps[: len(trace.schedule.steps(1))]


def numbers(text: str) -> dict[str, tuple[str, set[str]]]:
    """The text and the classes of each number, by its column."""
    groups = ElementTree.fromstring(text).iter(f"{NAME}g")
    found = {
        group.attrib["data-column"]: ("".join(group.itertext()), {*group.attrib["class"].split()})
        for group in groups
        if "data-column" in group.attrib
    }
    assert text.count("data-column=") == len(found)
    return found


@pytest.mark.parametrize("name", [*BUNDLED, *FORMULAS])
def test_a_parser_finds_every_number_of_the_drawing_under_its_column(name: str) -> None:
    trace = traced(name)
    how = explainer(trace)
    for step in first_iteration(trace)[::7]:
        drawn = drawing(step, how)
        found = numbers(svg(drawn))
        assert found == {
            text.place.symbol.column: (
                " ".join(filter(None, (text.mark, text.name, text.value))),
                {*text.roles},
            )
            for text in drawn.texts
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_element_says_to_a_reader_what_it_shows(language: str) -> None:
    trace = traced("xor")
    drawn = drawing(trace.steps[15], explainer(trace, language))
    root = ElementTree.fromstring(svg(drawn))
    assert root.attrib["role"] == "img"
    assert root[0].tag == f"{NAME}title"
    assert (root[0].text, root[1].text) == (drawn.title, drawn.description)
    assert "δ₁,₁ = −0.03758" in drawn.description


@pytest.mark.parametrize("name", ["xor", *FORMULAS])
def test_a_step_is_small_beside_the_layout_that_all_steps_share(name: str) -> None:
    trace = traced(name)
    how = explainer(trace)
    shapes: Counter[str] = Counter()
    for step in first_iteration(trace):
        drawn = drawing(step, how)
        text = svg(drawn, shared="layout-1")
        assert len(text.encode()) <= MOST
        assert text.count('<use href="#layout-1"/>') == 1
        whole = svg(drawn)
        shapes["both"] += whole.count("<path") == text.count("<path") + len(drawn.layout.wires)
        assert defs(drawn.layout, "layout-1").count("<path") == len(drawn.layout.wires)
    assert shapes["both"] == len(first_iteration(trace))


@pytest.mark.parametrize("theme", PRINTED)
def test_a_file_has_the_colours_of_its_theme_and_asks_for_nothing(theme: str) -> None:
    trace = traced("mazur")
    text = svg(drawing(trace.steps[20], explainer(trace)), theme)
    root = ElementTree.fromstring(text)
    assert next(root.iter(f"{NAME}style")).text
    assert "var(" not in text
    assert "href" not in text
    assert text.count("http") == 1  # the name of the format


def test_a_wire_along_which_a_gradient_comes_back_has_one_head() -> None:
    trace = traced("three_hidden")
    lit = drawing(trace.steps[13], explainer(trace))  # ∂C/∂h₃: two wires back, W₄ down
    assert svg(lit, shared="layout-1").count('class="gone"') == 2
    assert svg(drawing(trace.steps[6], explainer(trace))).count('class="gone"') == 0


def test_colour_is_not_the_only_cue() -> None:
    style = rules("var(--{})".format)
    assert ".made rect{fill:var(--made);stroke:var(--made-text)}" in style
    assert "text-decoration:underline" in style
    assert "stroke-width" in style
    trace = traced("three_hidden")
    shown = numbers(svg(drawing(trace.steps[25], explainer(trace))))
    assert shown["delta[3][1]"][0].startswith("◂ ")
    assert "made" in shown[trace.steps[25].symbol.column][1]


@pytest.mark.parametrize("name", ["three_hidden", "xor"])
@pytest.mark.parametrize("words", (*HTML, *TERMINAL))
def test_hostile_words_stay_words(name: str, words: str) -> None:
    scenario = EVERY[name]._replace(title=words, names={"x[1]": words, "C": words})
    trace = begun(scenario)
    drawn = drawing(last(trace), explainer(trace))
    root = ElementTree.fromstring(svg(drawn, "light"))
    tags = {element.tag.removeprefix(NAME) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "path", "rect", "text", "tspan", "g"}
    attributes = {key for element in root.iter() for key in element.attrib}
    assert not [key for key in attributes if key.startswith("on")]


def last(trace: Trace) -> Step:
    return first_iteration(trace)[-1]


def test_a_name_of_a_formula_is_a_word_as_well() -> None:
    trace = begun(typed_scenario("가 = x*x; f = 가 + x", ["x=3"]))
    found = numbers(svg(drawing(last(trace), explainer(trace))))
    assert found["가"][0] == "가 9"


def test_what_xml_cannot_have_is_replaced() -> None:
    assert escaped('a\x00b\ud800<&">') == "a\ufffdb\ufffd&lt;&amp;&quot;&gt;"
