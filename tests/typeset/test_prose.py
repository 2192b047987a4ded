"""Which parts of sentences are names or expressions."""

import pytest

from stepper.backprop.symbols import COST, RATE
from stepper.typeset.prose import pieces
from stepper.typeset.spans import Maths, Reference, Span

NAMES = frozenset({"C", "net_h1", "price", "a", "W₂"})


def maths_in(*spans: Span) -> list[str]:
    found = list(pieces(spans, NAMES))
    assert "".join(p.text for p in found) == "".join(span.text for span in spans)
    return [piece.text for piece in found if piece.kind == "maths"]


@pytest.mark.parametrize(
    ("text", "maths"),
    [
        ("Watch C, net_h1 (W₂), not net_h2.", ["C", "net_h1", "(W₂)"]),
        ("a price for a fee; a는 출력이다", ["a"]),
        ("until C < 0.01: g(z) = 1/(1+e^−z)", ["C < 0.01", "g(z) = 1/(1+e^−z)"]),
        ("값은 −0.05273이고 δy는 W₂·h이다.", ["−0.05273", "δy", "W₂·h"]),
        ("24 + 12 = 36, and so on… 50%", []),
        ("θ and αβ, but no σημείωση", ["θ", "αβ"]),
        ("at https://a.b/δ_W₂, see C", ["C"]),
        ("", []),
    ],
)
def test_a_text_has_its_names_and_expressions(text: str, maths: list[str]) -> None:
    assert maths_in(Span(text)) == maths


def test_numbers_and_the_signs_between_them_are_one_expression() -> None:
    y = Maths("y")
    assert maths_in(Span("so "), y, Span(" − "), y, Span(" is "), y) == ["y − y", "y"]
    assert maths_in(Span("("), y, Span("−"), y, Span(")/("), y, Span(")")) == ["y−y)/(y"]
    assert maths_in(Span("C", COST), Span(" = "), Span("0.1", RATE)) == ["C = 0.1"]
    assert maths_in(Span("and ∂"), y, Span("/∂"), y, Span("(1−"), y, Span("),")) == ["∂y/∂y(1−y"]
    assert maths_in(y, Span(", "), y, Span(" "), y) == ["y", "y", "y"]


def test_a_step_that_is_referred_to_is_a_piece_of_its_own() -> None:
    spans = (Span("equations "), Reference("3"), Reference("4"))
    assert [(p.kind, p.text) for p in pieces(spans)][-2:] == [
        ("reference", "3"),
        ("reference", "4"),
    ]
