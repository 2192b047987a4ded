"""Rows of a derivation: broken between factors, then within a factor that is too wide."""

from stepper.backprop.expressions import Known, Partial
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.lines import Term
from stepper.derive.rows import rows
from stepper.typeset.cells import cells
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import Notation
from stepper.typeset.spans import text_of

N = Network((2, 3, 3, 2), biases=True)
NAMES = Names(Notation("course", N))
Y, Z, H, W = (
    Symbol(Role.A, 3, 1),
    Symbol(Role.Z, 3, 1),
    Symbol(Role.A, 2, 2),
    Symbol(Role.W, 1, 1, 1),
)
DZ = Known(Partial(N.equation(Z).formula, W), H)


def texts(term: Term, room: int) -> list[str]:
    return ["".join(text_of(piece.spans) for piece in row) for row in rows(term, NAMES, room)]


def test_a_term_that_has_room_is_one_row() -> None:
    assert texts(Term((Y,), (H, W)), 80) == ["y₁·h₂,₂·W₁,₁₁"]


def test_a_row_that_goes_on_begins_with_the_sign() -> None:
    assert texts(Term((Y,), (H, W)), 8) == ["y₁·h₂,₂", "·W₁,₁₁"]


def test_a_factor_that_is_too_wide_is_broken_at_its_sums_and_then_at_its_products() -> None:
    in_two = ["y₁·∂(W₃,₁₁·h₂,₁ + W₃,₁₂·h₂,₂", "+ W₃,₁₃·h₂,₃ + b₃,₁)/∂W₁,₁₁"]
    assert texts(Term((Y,), (DZ,)), 30) == in_two
    assert texts(Term((Y,), (DZ,)), 10) == [
        "y₁·∂(W₃,₁₁",
        "·h₂,₁",
        "+ W₃,₁₂",
        "·h₂,₂",
        "+ W₃,₁₃",
        "·h₂,₃",
        "+ b₃,₁)/∂W₁,₁₁",
    ]


def test_no_row_is_wider_than_its_room_where_that_can_be() -> None:
    for room in range(16, 60):
        for term in (Term((Y, H), (DZ,)), Term((DZ, Y), (H,), (W,), over=(-1, 2))):
            assert all(cells(text) <= room for text in texts(term, room)), room


def test_the_sign_between_two_new_factors_is_new_and_that_before_the_first_is_not() -> None:
    (row,) = rows(Term((Y,), (H, W), (Y,), over=(-1, 2)), NAMES, 80)
    assert [(text_of(spans), changed) for spans, changed in row] == [
        ("Σₖ ", False),
        ("y₁", False),
        ("·", False),
        ("h₂,₂", True),
        ("·", True),
        ("W₁,₁₁", True),
        ("·", False),
        ("y₁", False),
    ]
