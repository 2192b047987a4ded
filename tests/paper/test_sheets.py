"""Exercise sheets: pages on which numbers are left out, and their keys."""

import re
import shutil
import subprocess
from collections import Counter
from itertools import cycle
from pathlib import Path

import pytest

from stepper.explain.explainer import Explainer
from stepper.input.numbers import read
from stepper.input.steps import find_symbol
from stepper.paper.markup import Markup
from stepper.paper.paper import PAGES, Paper
from stepper.paper.picture import as_text
from stepper.practice.kinds import KINDS, kind_of
from stepper.runs.rows import Run
from stepper.runs.scenario import LANGUAGES, Scenario
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, Notation
from tests.support.networks import BUNDLED, EVERY, SHAPES, drawn

BLANKS = {"text": "________", "markdown": r"\underline{\hspace{6em}}"}
BLANKS["latex"] = BLANKS["markdown"]


def sheet(name: str, blank: tuple[str, ...], format: str = "text", language: str = "en") -> Paper:
    trace = Trace(EVERY[name], Run(EVERY[name]))
    explainer = Explainer(language, Notation(COURSE, trace.model, trace.scenario.names))
    return Paper(trace, explainer, format, detail=True, blank=blank)


def short(scenario: Scenario, blank: tuple[str, ...], format: str = "text", **look: str) -> str:
    """The sheet of the first iteration, without the equations."""
    trace = Trace(scenario, Run(scenario))
    style = look.get("style", COURSE)
    notation = Notation(style, trace.model, trace.scenario.names)
    explainer = Explainer(look.get("language", "en"), notation)
    paper = Paper(trace, explainer, format, blank=blank)
    return "\n".join(paper.steps(trace.steps[: len(trace.model.steps)]))


def two_iterations(paper: Paper) -> list[Step]:
    return paper.trace.steps[: 2 * len(paper.trace.model.steps)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["three_hidden", "2-3-1-2 with biases"])
def test_a_number_that_is_left_out_stands_nowhere_on_the_sheet(name: str, kind: str) -> None:
    paper = sheet(name, (kind,))
    steps = two_iterations(paper)
    page = "\n".join(paper.steps(steps))
    shown = set(re.findall(r"(?<![\d.])\d+\.\d{4,}", page))
    others = {abs(step.value) for step in steps if kind_of(step.symbol) != kind}
    for step in steps:
        if kind_of(step.symbol) == kind and abs(step.value) not in others:
            for digits in (6, 8):
                assert f"{abs(step.value):#.{digits}g}" not in shown, step


@pytest.mark.parametrize("format", PAGES.keys() & BLANKS.keys())
def test_a_blank_step_has_a_blank_for_each_factor_and_for_its_value(format: str) -> None:
    paper = sheet("three_hidden", ("delta",), format)
    whole, blank = (
        "\n".join(p.steps([p.trace.steps[15]])) for p in (paper._replace(blank=()), paper)
    )
    assert whole.count(BLANKS[format]) == 0
    if format == "latex":  # the answer is in the source, behind a switch
        assert r"\answer{-0.0129822}" in blank
        blank = blank.replace(r"\answer{-0.0129822}", "").partition("begin{document}")[2]
        blank += BLANKS[format]
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


# --- in short


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", NOTATIONS)
def test_one_iteration_of_2_3_2_is_one_page_that_is_no_wider_than_a_terminal(
    language: str, style: str
) -> None:
    scenario = drawn((2, 3, 2), biases=True, samples=1)._replace(seed=7)
    layers = scenario.layers
    layers = tuple(
        layer._replace(
            weights=tuple(tuple(round(w, 1) for w in row) for row in layer.weights),
            biases=tuple(round(b, 1) for b in layer.biases or ()),
        )
        for layer in layers
    )
    scenario = scenario._replace(layers=layers)
    lines = short(scenario, tuple(KINDS), language=language, style=style).splitlines()
    assert len(lines) <= 72 if style == ASCII else len(lines) <= 62
    assert max(map(cells, lines)) <= 80
    assert sum("________" in line for line in lines) > 20
    assert style != ASCII or language == "ko" or all(map(str.isascii, lines))


def test_a_sheet_of_an_iteration_of_2_3_2_takes_one_page(tmp_path: Path) -> None:
    """With its figure and formulas. Where a TeX is installed."""
    said = compiled(drawn((2, 3, 2), biases=True)._replace(seed=7), tmp_path)
    assert "pages: 1\n" in said


def test_a_long_sheet_goes_on_on_the_next_page(tmp_path: Path) -> None:
    """Where a TeX is installed."""
    said = compiled(drawn((6, 10, 4)), tmp_path)
    assert "pages: 3\n" in said
    assert "Overfull" not in said


def compiled(scenario: Scenario, folder: Path) -> str:
    """What TeX says of a sheet in which all is blank, and how many pages it has."""
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    count = r"\clearpage\typeout{pages: \the\numexpr\value{page}-1}"
    end = r"\end{document}"
    text = short(scenario, tuple(KINDS), "latex").replace(end, f"{count}\n{end}")
    (folder / "sheet.tex").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-draftmode", "-interaction=nonstopmode", "-halt-on-error", "sheet.tex"],
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize(("longest", "in_row"), [(12, 3), (20, 2), (40, 1)])
def test_a_blank_is_on_the_line_of_its_name(longest: int, in_row: int) -> None:
    """In a box of a third of the line, or of more where a name is longer."""
    scenario = EVERY["one_hidden"]._replace(names={"delta[1][1]": "n" * longest})
    lines = [s for s in short(scenario, ("delta",), "latex").splitlines() if r"\enspace" in s]
    boxes = Counter(re.findall(r"^\\makebox\[(0\.\d+)\\linewidth\]\[l\]{", "\n".join(lines), re.M))
    assert max(boxes, key=float) == f"{0.99 / in_row:.2f}"
    assert boxes.total() == len(lines)


def test_a_sheet_has_lines_for_the_name_matrices_and_a_picture() -> None:
    scenario = drawn((2, 2, 1), samples=1)._replace(seed=7)
    (w11, w12), (w21, w22) = scenario.layers[0].weights
    page = short(scenario, ("delta",))
    assert re.search(r"^Name: _+  Date: _+  Points: _+ / 3$", page, re.MULTILINE)
    assert "weights drawn with seed = 7" in page
    assert "Write seed = 7 in the first line of the file." in page
    assert "for example δy = 0.25," in page
    rows = re.findall(r"\[ +(\S+) +(\S+) \]", page.partition("W₁")[2])
    shown = [read(number) for row in rows[:2] for number in row]
    assert shown == [float(f"{weight:.6g}") for weight in (w11, w12, w21, w22)]
    picture = page.partition("YOURS")[2].partition("A row of")[0]
    assert [name for name in ("x₁", "x₂", "h₁,₁", "h₁,₂", "y") if name in picture] == [
        *("x₁", "x₂", "h₁,₁", "h₁,₂", "y"),
    ]


def test_the_names_of_an_author_stand_beside_their_numbers_and_in_the_instructions() -> None:
    page = short(BUNDLED["mazur"], ("delta",))
    assert "for example δ_o1 = 0.25," in page
    assert "w₁ = 0.15" in page.replace("\u00a0", " ")
    assert "[" not in page


def test_what_is_not_left_out_is_given_in_short() -> None:
    page = short(BUNDLED["one_hidden"], ("delta",))
    assert "4  y ≈ 0.551689" in page
    assert len(re.findall("= ________", page)) == 2
    assert "0.110880" not in page  # δy


def test_solutions_are_in_the_source_of_latex_behind_one_switch() -> None:
    page = short(BUNDLED["one_hidden"], ("delta",), "latex")
    assert r"\solutionsfalse % \solutionstrue prints the answers" in page
    assert page.count(r"\newcommand{\answer}") == 1
    assert page.count(r"\answer{-0.110880}") == 1
    assert page.count(r"\begin{tikzpicture}") == page.count(r"\end{tikzpicture}") == 1
    assert page.count("{") == page.count("}")
    fragment = Paper(
        Trace(EVERY["xor"], Run(EVERY["xor"])),
        Explainer("en", Notation(COURSE, EVERY["xor"].model)),
        "latex",
        blank=("delta",),
        markup=Markup(fragment=True),
    )
    first = next(iter(fragment.steps(fragment.trace.steps[:20])))
    assert first.startswith(r"\providecommand{\answer}")


@pytest.mark.parametrize(("name", "format"), [*zip(EVERY, cycle(PAGES), strict=False)])
def test_every_network_has_a_sheet(name: str, format: str) -> None:
    scenario = EVERY[name]
    if len(scenario.model.steps) < 200:
        page = short(scenario, ("z", "activation"), format)
        blank = r"\answer{" if format == "latex" else BLANKS[format]
        assert page.count(blank) >= 2


def test_a_picture_has_every_neuron_and_fits() -> None:
    picture = as_text([["x1"], ["a", "b", "c"], ["y1", "y2"]], ".")
    assert len(picture) == 5
    assert sorted(" ".join(picture).replace(".", " ").split()) == sorted(
        ["x1", "a", "b", "c", "y1", "y2"]
    )
    assert picture[2].startswith("x1")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", PAGES)
def test_a_sheet_gives_the_functions_the_cost_and_the_rule(format: str, language: str) -> None:
    page = short(BUNDLED["xor"], tuple(KINDS), format, language=language)
    says = {"text": ("g(z) = 1/(1 + e^(−z))", "C = ½(y−y′)²", "W₂,₁₁⁺ = W₂,₁₁ − α·∂C/∂W₂,₁₁")}
    says["markdown"] = says["text"]
    says["latex"] = ("$g(z) = 1/(1 + e^{-z})$", r"$C = \tfrac12 (y-y')^{2}$", r"W_{2,11}^{+}")
    for equation in says[format]:
        assert equation in page.replace("\u00a0", " ")


def test_slopes_and_the_rule_are_given_where_they_are_needed() -> None:
    forward = short(BUNDLED["xor"], ("z",))
    assert "g′(z)" not in forward
    assert "⁺ = W" not in forward
    assert "g′(z) = g(z)(1−g(z))" in short(BUNDLED["xor"], ("delta",)).replace("\u00a0", " ")


def test_a_gradient_that_is_the_number_of_a_blank_delta_is_blank() -> None:
    page = short(BUNDLED["xor"], ("delta",)).replace("\u00a0", " ")
    assert "∂C/∂b₂,₁ = ________" in page
    assert "∂C/∂W₂,₁₁ ≈ 0.0453829" in page
