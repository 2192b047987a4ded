"""Exercise sheets: pages on which numbers are left out, and their keys."""

import re

import pytest

from stepper.explain.explainer import Explainer
from stepper.input.numbers import read
from stepper.input.steps import find_symbol
from stepper.paper.paper import PAGES, Paper
from stepper.practice.kinds import KINDS, kind_of
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Step, Trace
from stepper.typeset.notation import COURSE, Notation
from tests.support.networks import EVERY, SHAPES

BLANKS = {"text": "________", "markdown": r"\underline{\hspace{6em}}"}
BLANKS["latex"] = BLANKS["markdown"]


def sheet(name: str, blank: tuple[str, ...], format: str = "text", language: str = "en") -> Paper:
    trace = Trace(EVERY[name], Run(EVERY[name]))
    explainer = Explainer(language, Notation(COURSE, trace.model, trace.scenario.names))
    return Paper(trace, explainer, format, detail=True, blank=blank)


def two_iterations(paper: Paper) -> list[Step]:
    return paper.trace.steps[: 2 * len(paper.trace.model.steps)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["three_hidden", "xor", "2-3-1-2 with biases"])
def test_a_number_that_is_left_out_stands_nowhere_on_the_sheet(name: str, kind: str) -> None:
    paper = sheet(name, (kind,))
    steps = two_iterations(paper)
    page = "\n".join(paper.steps(steps))
    shown = set(re.findall(r"(?<![\d.])\d+\.\d{4,}", page))
    others = {abs(step.value) for step in steps if kind_of(step.symbol) != kind}
    for step in steps:
        if kind_of(step.symbol) == kind and abs(step.value) not in others:  # dC/db is delta
            for digits in (6, 8):
                assert f"{abs(step.value):#.{digits}g}" not in shown, step


@pytest.mark.parametrize("format", PAGES.keys() & BLANKS.keys())
def test_a_blank_step_has_a_blank_for_each_factor_and_for_its_value(format: str) -> None:
    paper = sheet("three_hidden", ("delta",), format)
    whole, blank = (
        "\n".join(p.steps([p.trace.steps[15]])) for p in (paper._replace(blank=()), paper)
    )
    assert whole.count(BLANKS[format]) == 0
    assert blank.count(BLANKS[format]) == 4
    assert "0.0129822" in whole
    assert "0.0129822" not in blank


def test_a_blank_number_is_blank_where_others_take_it() -> None:
    paper = sheet("three_hidden", ("delta",))
    page = "\n".join(paper.steps([paper.trace.steps[16]]))
    assert re.search(r"= ________ +· 0\.55168", page)
    assert "≈ −0.00716" in page


def test_new_weights_that_are_left_out_are_so_in_the_next_iteration() -> None:
    paper = sheet("three_hidden", ("update",))
    steps = paper.trace.steps
    each = len(paper.trace.model.steps)
    assert "W₁ = 0.15   W₂ = 0.4" in "\n".join(paper.steps(steps[:1])).replace("\u00a0", " ")
    later = "\n".join(paper.steps(steps[each : each + 1]))
    assert "W₁ = ________" in later
    assert "= ________·0.5" in later


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHAPES)
def test_the_key_has_each_number_that_is_left_out(name: str, language: str) -> None:
    paper = sheet(name, ("delta", "gradient"), language=language)
    iteration, found = 1, {}
    for line in paper.key(two_iterations(paper)):
        name_of_it, equal, number = line.partition(" = ")
        if equal:
            symbol = find_symbol(paper.trace.scenario, name_of_it)
            assert symbol
            found[iteration, symbol] = read(number)
        else:
            iteration = int(line.split()[-1])
    asked = {
        (step.iteration, step.symbol): float(f"{step.value:.6g}")
        for step in two_iterations(paper)
        if kind_of(step.symbol) in ("delta", "gradient")
    }
    assert found == asked


def test_a_sheet_has_none_of_the_authors_words_on_the_numbers() -> None:
    paper = sheet("in_place", ("error",))
    page = "\n".join(paper.steps(two_iterations(paper)))
    assert "Goal" not in page
    assert "Note" not in page
    assert "Goal" in "\n".join(paper._replace(blank=()).steps(two_iterations(paper)))
