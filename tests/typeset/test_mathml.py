"""Spans as MathML: levels, fractions, roots, groups with their columns, and texts that are none."""

from unicodedata import normalize

import pytest

from stepper.backprop.symbols import Role, Symbol
from stepper.typeset.html.mathml import math, row
from stepper.typeset.spans import Span
from stepper.typeset.tex.maths import maths
from tests.support.hostile import ACCENTED, HTML, NAMES, OTHER_LETTERS
from tests.support.pages import Element, read

MATHML = {"mi", "mn", "mo", "mrow", "msub", "msup", "msubsup", "mfrac", "msqrt", "mspace"}
ARITY = {"msub": 2, "msup": 2, "msubsup": 3, "mfrac": 2}
REORDERED = {"w^l_jk": "wjkl", "δ^l_j": "δjl"}  # below comes first
LEVELS = str.maketrans("₀₁₂⁰¹²³⁻⁺'-", "0120123−+′−", " ,/^_√()")


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("x", "<mi>x</mi>"),
        ("W₁,₂₁", "<msub><mi>W</mi><mn>1,21</mn></msub>"),
        ("h₁⁺", "<msubsup><mi>h</mi><mn>1</mn><mo>+</mo></msubsup>"),
        ("net_h1", "<msub><mi>net</mi><mi>h1</mi></msub>"),
        ("δy₂", "<msub><mi>δ</mi><msub><mi>y</mi><mn>2</mn></msub></msub>"),
        ("δ₃", "<msub><mi>δ</mi><mn>3</mn></msub>"),
        ("w^l_jk", "<msubsup><mi>w</mi><mi>jk</mi><mi>l</mi></msubsup>"),
        ("x₁_2", "<msub><mi>x</mi><mrow><mn>1</mn><mo>,</mo><mn>2</mn></mrow></msub>"),
        ("δ_long_name", "<msub><mi>δ</mi><mrow><mi>long</mi><mo>,</mo><mi>name</mi></mrow></msub>"),
        ("e^z₂", "<msup><mi>e</mi><msub><mi>z</mi><mn>2</mn></msub></msup>"),
        ("w²₁⁺", "<msup><msubsup><mi>w</mi><mn>1</mn><mn>2</mn></msubsup><mo>+</mo></msup>"),
        ("e^…", "<msup><mi>e</mi><mi>…</mi></msup>"),
        ("sqrt(x)", "<msqrt><mi>x</mi></msqrt>"),
        ("a b", '<mi>a</mi><mspace width=".25em"></mspace><mi>b</mi>'),
        ("δ²₁", "<msubsup><mi>δ</mi><mn>1</mn><mn>2</mn></msubsup>"),
        ("ŷ", "<mi>ŷ</mi>"),
        ("−0.5", "<mo>−</mo><mn>0.5</mn>"),
        ("7.2·10⁻⁵", "<mn>7.2</mn><mo>·</mo><msup><mn>10</mn><mn>−5</mn></msup>"),
        ("½", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (
            "∂C/∂W₁",
            "<mfrac><mrow><mo>∂</mo><mi>C</mi></mrow>"
            "<mrow><mo>∂</mo><msub><mi>W</mi><mn>1</mn></msub></mrow></mfrac>",
        ),
        ("a < b & c", "<mi>a</mi><mo>&lt;</mo><mi>b</mi><mo>&amp;</mo><mi>c</mi>"),
        ("", ""),
    ],
)
def test_a_text_becomes_elements(text: str, elements: str) -> None:
    assert row([Span(text)]) == elements


def test_a_prime_belongs_to_its_letter() -> None:
    prime = '<mo lspace="0" rspace="0">′</mo>'
    assert row([Span("y′")]) == f"<mrow><mi>y</mi>{prime}</mrow>"
    assert row([Span("y′₁")]) == f"<msub><mrow><mi>y</mi>{prime}</mrow><mn>1</mn></msub>"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("C = −0.5·−x", ["prefix", "prefix"]),
        ("(−1 − 2)", ["prefix", ""]),
        ("½ − -1 < −x − 1", ["", "prefix", "prefix", ""]),
        ("(x)−1, −1", ["", "prefix"]),
    ],
)
def test_a_minus_after_a_sign_or_a_bracket_is_that_of_a_number(text: str, forms: list[str]) -> None:
    signs = read(row([Span(text)])).all("mo")
    assert [mo.attributes.get("form", "") for mo in signs if mo.text in "−-"] == forms


def test_a_derivative_within_a_line_has_a_stroke() -> None:
    stroke = '<mo lspace="0" rspace="0">/</mo>'
    assert math([Span("∂C/∂x")]) == (
        f"<math><mrow><mi>∂</mi><mi>C</mi>{stroke}<mi>∂</mi><mi>x</mi></mrow></math>"
    )


def shape(*texts: str) -> str:
    """The elements of pieces, without brackets' attributes."""
    return row(map(Span, texts)).replace(' stretchy="false"', "")


def test_what_follows_a_power_or_a_root_goes_into_it_without_its_brackets() -> None:
    assert shape("e^", "(", "−", "z", ")") == (
        "<msup><mi>e</mi><mrow><mo>−</mo><mi>z</mi></mrow></msup>"
    )
    assert shape("e^", "−", "z") == "<msup><mi>e</mi><mrow><mo>−</mo><mi>z</mi></mrow></msup>"
    assert shape("√", "(", "x", "+", "y", ")") == ("<msqrt><mi>x</mi><mo>+</mo><mi>y</mi></msqrt>")
    assert shape("(", "x", ")", "²") == (
        "<msup><mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow><mn>2</mn></msup>"
    )


@pytest.mark.parametrize(
    "text", ["(", ")", "((x", "x))", "^", "√", "^2", "₂", "e^(", "e^−", "[(])"]
)
def test_brackets_and_signs_without_their_others_stay_signs(text: str) -> None:
    assert read(row([Span(text)])).text == text.replace("₂", "2")


def test_a_number_is_a_group_with_its_kind_and_its_column() -> None:
    weight = Symbol(Role.W, 2, 1, 1)
    assert row([Span("0.4", weight), Span("·"), Span("x", None)]) == (
        '<mrow class="parameter" data-column="w[2][1][1]"><mn>0.4</mn></mrow><mo>·</mo><mi>x</mi>'
    )
    strange = Symbol(Role.LINE, names=('"><script>',))
    (group,) = read(row([Span('"><script>', strange)])).all("mrow")
    assert group.attributes == {"class": "forward", "data-column": '"><script>'}
    assert group.text == '"><script>'


@pytest.mark.parametrize("name", [*NAMES, *ACCENTED, *OTHER_LETTERS, *HTML, "x^( )"])
def test_any_name_is_well_formed_and_keeps_its_letters(name: str) -> None:
    (group,) = read(row([Span(name, Symbol(Role.LINE, names=(name,)))])).content
    assert isinstance(group, Element)
    assert group.attributes["data-column"] == name
    assert {element.tag for element in group} <= MATHML
    for element in group:
        assert len(element.content) == ARITY.get(element.tag, len(element.content))
    letters = REORDERED.get(name, name).replace("½", "12").replace("sqrt(", "(")
    assert group.text.translate(LEVELS) == normalize("NFC", letters).translate(LEVELS)


def test_the_longest_names_take_no_more_than_their_letters() -> None:
    for letters in ("δ", "δa₁", "∂", "(", "^", "√", "e^", "x₁", "x_", "′", "∂a/"):
        name = letters * 1000
        assert len(row([Span(name)])) < 100_000 + 60 * len(name)


@pytest.mark.parametrize("name", [*NAMES, *ACCENTED])
def test_latex_has_the_same_below_and_above(name: str) -> None:
    html, tex = row([Span(name)]), maths(name)
    assert html.count("<msub") == tex.count("_{")
    assert html.count("<msup>") + html.count("<msubsup>") == tex.count("^{")
    assert html.count("<mfrac><mrow>") == tex.count(r"\frac{")
    assert html.count("<msqrt>") == tex.count(r"\sqrt{")
