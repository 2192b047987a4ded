"""Which parts of sentences are names or expressions."""

import pytest

from stepper.backprop.symbols import COST, RATE
from stepper.typeset.sentences.pieces import pieces
from stepper.typeset.spans import Maths, Named, Reference, Span, text_of
from stepper.typeset.tex.prose import sentence

NAMES = frozenset({"C", "net_h1", "price", "a", "W₂", "d[1]", "a[1]", "w_in-1", "x→h"})


def maths_in(*spans: Span) -> list[str]:
    found = list(pieces(spans, NAMES))
    assert "".join(p.text for p in found) == "".join(span.text for span in spans)
    return [piece.text for piece in found if piece.kind == "maths"]


@pytest.mark.parametrize(
    ("text", "maths"),
    [
        ("Watch C, net_h1 (W₂), not net_h2.", ["C", "net_h1", "W₂"]),
        ("a price for a fee; a는 출력이다", ["a"]),
        ("until C < 0.01: g(z) = 1/(1+e^−z)", ["C < 0.01", "g(z) = 1/(1+e^−z)"]),
        ("값은 −0.05273이고 δy는 W₂·h이다.", ["−0.05273", "δy", "W₂·h"]),
        ("24 + 12 = 36, and so on… 50%", []),
        ("θ and αβ, but no σημείωση", ["θ", "αβ"]),
        ("at https://a.b/δ_W₂, see C", ["C"]),
        ("y(1−h₁), (h₁−y)/(y(1−h₁)) and (see h₁)", ["y(1−h₁)", "(h₁−y)/(y(1−h₁))", "h₁"]),
        ("C=0.5, C<0.1, C… x̂=1 ŷ, but é", ["C=0.5", "C<0.1", "C", "x̂=1", "ŷ"]),
        ("C = the cost, 10 × more, C = W₂ = 3", ["C", "C = W₂ = 3"]),
        ("δ-rule, x₁-axis, ½-size, δ's and C's, don′t, C−1", ["δ", "x₁", "½", "δ", "C", "C−1"]),
        ("in → out, half·point; h₁ → C; 입력·출력, 가→나, 1월→2월, · −", ["h₁ → C"]),
        ("d[1] = a[1]*(1 - a[1]) - C, 1-C, t-rule - C", ["d[1] = a[1]*(1 - a[1]) - C", "1-C", "C"]),
        ("‘δ’ 'C' “W₂” [C] {δ}: W₂, C?", ["δ", "C", "W₂", "C", "δ", "W₂", "C"]),
        (
            "(e^… − e^(−…))/2, 1/(1+e^(−…)), e^…",
            ["(e^… − e^(−…))/2", "1/(1+e^(−…))", "e^…"],
        ),
        ("", []),
    ],
)
def test_a_text_has_its_names_and_expressions(text: str, maths: list[str]) -> None:
    assert maths_in(Span(text)) == maths


def test_numbers_and_the_signs_between_them_are_one_expression() -> None:
    y = Maths("y")
    assert maths_in(Span("so "), y, Span(" − "), y, Span(" is "), y) == ["y − y", "y"]
    assert maths_in(Span("("), y, Span("−"), y, Span(")/("), y, Span(")")) == ["(y−y)/(y)"]
    assert maths_in(Span("C", COST), Span(" = "), Span("0.1", RATE)) == ["C = 0.1"]
    assert maths_in(Span("and ∂"), y, Span("/∂"), y, Span("(1−"), y, Span("),")) == ["∂y/∂y(1−y)"]
    assert maths_in(Span("("), y, Span(" − 1)² = 1.")) == ["(y − 1)² = 1"]
    assert maths_in(Span("the "), y, Span("-axis, "), y, Span(" = the")) == ["y", "y"]
    assert maths_in(Span("\ufffc "), y, Span("\ufffc")) == ["\ufffc", "y\ufffc"]
    assert maths_in(y, Span(", "), y, Span(" "), y) == ["y", "y", "y"]


def test_a_name_with_a_hyphen_or_an_arrow_is_no_difference() -> None:
    text = "∂C/∂w_in-1 = x→h·a, but e^{-z}, w_{ij} and C-a are expressions"
    found = [piece.spans for piece in pieces((Span(text),), NAMES) if piece.kind == "maths"]
    named = [span.text for span in found[0] if isinstance(span, Named)]
    assert named == ["w_in-1", "x→h"]
    assert maths_in(Span("w_in-1 + 1 = 2, w_in-1·a; w_in-1은 x→h, x→h.")) == [
        "w_in-1 + 1 = 2", "w_in-1·a", "w_in-1", "x→h", "x→h"
    ]  # fmt: skip
    assert [text_of(spans) for spans in found[1:]] == ["e^{-z}", "w_{ij}", "C-a"]
    assert not any(isinstance(span, Named) for spans in found[1:] for span in spans)
    assert sentence("w_in-1, C-a", NAMES) == r"$w_{\textit{in-1}}$, $C-a$"
    assert sentence("δ_{l-1}") == r"$\delta _{l-1}$"


def test_a_step_that_is_referred_to_is_a_piece_of_its_own() -> None:
    spans = (Span("equations "), Reference("3"), Reference("4"))
    assert [(p.kind, p.text) for p in pieces(spans)][-2:] == [
        ("reference", "3"),
        ("reference", "4"),
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("(https://en.wikipedia.org/wiki/Δ_rule)", "https://en.wikipedia.org/wiki/Δ_rule"),
        ("δ(https://ko.wikipedia.org/wiki/δ_규칙).", "https://ko.wikipedia.org/wiki/δ_규칙"),
        ("see <https://x.org/a·b>", "https://x.org/a·b"),
        ("“https://x.org/δ_(a·b)?c=δ”!", "https://x.org/δ_(a·b)?c=δ"),
        ("C = https://x.org/δ", "https://x.org/δ"),
    ],
)
def test_an_address_begins_anywhere_and_ends_before_brackets_of_others(
    text: str, address: str
) -> None:
    found = list(pieces((Span(text),), NAMES))
    assert [piece.text for piece in found if piece.kind == "address"] == [address]
    assert "".join(piece.text for piece in found) == text


def test_a_name_is_found_however_its_accent_is_encoded() -> None:
    for name, text in (("ẑ_1", "z\u0302_1"), ("z\u0302_1", "ẑ_1")):
        found = pieces((Span(f"so {text}"),), frozenset({name}))
        assert [piece.text for piece in found if piece.kind == "maths"] == ["ẑ_1"]
