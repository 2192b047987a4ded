"""A formula on paper: its steps, sheets and derivations in every format, whatever its names are."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice

import pytest

from stepper.backprop.symbols import Role
from stepper.explain.explainer import Explainer
from stepper.files.load import load
from stepper.paper.paper import PAGES, Paper
from stepper.practice.kinds import KINDS
from stepper.runs.scenario import LANGUAGES
from stepper.runs.trace import Trace
from stepper.typeset.cells import cells
from stepper.typeset.equations.python_source import readable
from stepper.typeset.notation import ASCII, COURSE, NOTATIONS, Notation
from stepper.typeset.tex.maths import maths
from tests.paper.test_python_script import numbers, printed, script
from tests.support import graphs
from tests.support.networks import begun, bundled

WIDTH = 80


@cache
def traces() -> dict[str, Trace]:
    return graphs.traces()


def paper(trace: Trace, format: str, style: str = COURSE, language: str = "en") -> Paper:
    explainer = Explainer(language, Notation(style, trace.model, trace.scenario.names))
    return Paper(trace, explainer, format, detail=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", NOTATIONS)
@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_the_program_prints_the_numbers_of_the_run(name: str, style: str, language: str) -> None:
    trace = traces()[name]
    assert printed(script(trace, style=style, language=language)) == [*numbers(trace, trace.steps)]


def test_a_program_of_some_steps_begins_with_the_numbers_that_they_need() -> None:
    trace = traces()["recurrent"]
    for first in range(len(trace.model.steps)):
        steps = trace.steps[first : first + 25]
        assert printed(script(trace, steps)) == [*numbers(trace, steps)]


def test_names_become_identifiers_that_are_their_own_and_as_close_as_can_be() -> None:
    names = ["x₁", "x1", "y′", "y''", "φ", "ϕ", "print", "lambda", "exp", "g", "_", "a__b", "w_"]
    found = readable(names)
    assert (found["x1"], found["y′"], found["φ"]) == ("x1", "y_prime", "φ")
    assert readable(["x₁"]) == {"x₁": "x1"}
    assert len(set(found.values())) == len(names)
    assert all(name.isidentifier() for name in found.values())
    assert not {"print", "lambda", "exp", "g"} & set(found.values())


@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_text_of_a_formula_fits_the_page(name: str) -> None:
    trace = traces()[name]
    for style in (COURSE, ASCII):
        text = [*paper(trace, "text", style).steps(trace.steps)]
        too_long = [line for line in text if cells(line) > WIDTH]
        assert not too_long or name == "odd names"
        assert any(line.startswith("formula ") for line in text)
        if style == ASCII and name not in ("odd names",):
            assert all(map(str.isascii, text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("format", PAGES)
@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_every_gradient_of_a_formula_is_derived_in_every_format(
    name: str, format: str, language: str
) -> None:
    trace = traces()[name]
    for symbol in trace.model.columns:
        if symbol.role is Role.GRADIENT:
            shown = paper(trace, format, language=language)
            assert len([*shown.derivation(1, symbol)]) > 10


@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_latex_of_a_formula_has_one_subscript_at_a_name_and_closed_braces(name: str) -> None:
    trace = traces()[name]
    for style in NOTATIONS:
        for line in paper(trace, "latex", style).steps(trace.steps):
            if line.startswith("%"):
                continue
            bare = re.sub(r"\\[{}]", "", line)
            depth = 0
            for sign in bare:
                depth += (sign == "{") - (sign == "}")
                assert depth >= 0, line
            assert not re.search(r"_\{[^{}]*\}_|\^\{[^{}]*\}\^|\^\{[^{}]*\}'", bare), line


@pytest.mark.parametrize(
    ("name", "tex"),
    [
        ("x_1", "x_{1}"),
        ("x_1_2", "x_{1,2}"),
        ("x₁_2", "x_{1,2}"),
        ("w_in_1", r"w_{\mathit{in},1}"),
        ("δ_long_name", r"\delta _{\mathit{long},\mathit{name}}"),
        ("x^2^3", "{x^{2}}^{3}"),
        ("x²′", "{x^{2}}'"),
        ("δ^l_j", r"\delta ^{l}_{j}"),
        ("w^l_jk", r"w^{l}_{\mathit{jk}}"),
        ("x_1^2", "x_{1}^{2}"),
        ("x²⁺", "{x^{2}}^{+}"),
        ("ŷ", r"\hat{y}"),
        ("y\u0302", r"\hat{y}"),
        ("θ\u0302⁺", r"\hat{\theta}^{+}"),
        ("h₁′", "h_{1}'"),
        ("θ₂", r"\theta _{2}"),
        ("price", r"\mathit{price}"),
        ("x_max", r"x_{\mathit{max}}"),
        ("값", r"\text{값}"),
        ("w_", r"w\_"),
    ],
)
def test_a_name_in_latex(name: str, tex: str) -> None:
    assert maths(name) == tex


def test_a_sheet_leaves_out_what_it_asks_for_and_its_key_has_it() -> None:
    trace = traces()["used twice"]
    explainer = Explainer("en", Notation(COURSE, trace.model))
    sheet = Paper(trace, explainer, blank=("gradient",))
    text = "\n".join(sheet.steps(trace.steps))
    assert "21.25" not in text and "________" in text
    assert [*sheet.key(trace.steps)] == ["iteration 1", "∂f/∂x = 21.25"]
    every = "\n".join(Paper(trace, explainer, blank=tuple(KINDS)).steps(trace.steps))
    assert "1.5" in every  # x is given
    assert "11.625" not in every


def test_the_heading_says_what_is_run() -> None:
    for name, expected in (
        ("neuron", "formula C(w, b, x, …), learning rate α = 2, 13 equations per iteration,"),
        ("direct", "formula f(x, y, z), 7 equations per iteration, iterations: 1"),
    ):
        trace = traces()[name]
        assert expected in "\n".join(islice(paper(trace, "text").steps(trace.steps), 4))


def test_a_derivative_that_needs_no_number_names_no_source() -> None:
    trace = traces()["product of a sum"]
    text = [*paper(trace, "text").steps(trace.steps)]
    assert not [line for line in text if line.strip() == "from:"]


@pytest.mark.parametrize("name", graphs.FORMULAS)
def test_no_term_of_a_derivation_follows_a_plus_with_a_minus(name: str) -> None:
    trace = traces()[name]
    for symbol in trace.model.columns:
        if symbol.role is Role.GRADIENT:
            lines = "\n".join(paper(trace, "text").derivation(1, symbol))
            assert not re.search(r"\+ −", lines), symbol.column


def test_an_expression_in_a_sentence_is_one_piece_of_maths_in_latex() -> None:
    trace = begun(bundled("logistic_formula").scenario)
    symbol = trace.model.by_column["dC/dw1"]
    text = "\n".join(paper(trace, "latex").derivation(1, symbol))
    assert r"$C = -(t\cdot \ln (y) + (1-t)\cdot \ln (1-y))$: put in" in text
    assert "with respect to $y$." in text
    assert r"$y = \operatorname{sigmoid}(z)$: put in" in text


@pytest.mark.parametrize("first", ["α", "w", "값"])
def test_the_heading_in_latex_has_the_formula_as_one_piece_of_maths(first: str) -> None:
    trace = begun(graphs.scenario(f"f = {first}*v", {first: 1, "v": 2}))
    text = "\n".join(paper(trace, "latex").steps(trace.steps))
    assert f"formula $f({maths(first)}, v)$, " in text


def test_a_korean_name_in_an_english_document_has_a_font() -> None:
    for name, has_font in (("값", True), ("α", False)):
        trace = begun(graphs.scenario(f"f = {name}*v", {name: 1, "v": 2})._replace(title="Product"))
        text = "\n".join(paper(trace, "latex").steps(trace.steps))
        assert ("fontspec" in text) == has_font == ("% for xelatex" in text)


def sheet_of(
    text: str,
    *values: str,
    language: str = "en",
    kinds: Sequence[str] = (),
    detail: bool = True,
) -> Paper:
    trace = load(text, values=values)
    explainer = Explainer(language, Notation(COURSE, trace.model))
    return Paper(trace, explainer, detail=detail, blank=tuple(kinds or KINDS))


def test_a_number_that_is_only_taken_over_has_no_blank_of_its_own() -> None:
    sheet = sheet_of("u = x*x; v = u + x; f = u*v + x", "x=2", detail=False)
    lines = [line.strip() for line in sheet.steps(sheet.trace.steps)]
    assert "4  ∂f/∂v local = ________     5  ∂f/∂v = ∂f/∂v local" in lines
    key = [*sheet.key(sheet.trace.steps)][1:]
    assert key == [
        "u = 4", "v = 6", "f = 26", "∂f/∂v local = 4", "∂v/∂u = 1", "∂f/∂u direct = 6",
        "∂f/∂u = 10", "∂u/∂x = 4", "∂v/∂x = 1", "∂f/∂x direct = 1", "∂f/∂x = 45",
    ]  # fmt: skip
    assert sum(line.count("= ________") for line in lines) == len(key)
    assert any(f"______ / {len(key)}" in line for line in lines)


def test_a_number_that_is_taken_over_is_as_blank_as_the_one_before() -> None:
    text, values = "q = x + y; f = q*z", ("x=-2", "y=5", "z=-4")
    only_gradients = sheet_of(text, *values, kinds=["gradient"])
    written = "\n".join(only_gradients.steps(only_gradients.trace.steps))
    assert written.count("∂f/∂q local = z") == 1 and "∂f/∂q       = z" in written
    names = [line.partition(" = ")[0] for line in only_gradients.key(only_gradients.trace.steps)]
    assert names[1:] == ["∂f/∂x", "∂f/∂y"]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_sheet_does_not_print_a_derivative_that_it_asks_for(language: str) -> None:
    sheet = sheet_of("z = w*x + b - t; f = z^2", "w=2", "x=3", "b=1", "t=4", language=language)
    written = "\n".join(sheet.steps(sheet.trace.steps))
    assert re.search(r"∂z/∂b +(?:국소 +)?= ________", written)
    assert "= 1\n" not in written and "= −1\n" not in written
