"""Sums over a letter, and derivatives of more than a symbol."""

import pytest

from stepper.backprop.evaluation import Sums, evaluate
from stepper.backprop.expressions import (
    Apply,
    Expression,
    Known,
    Partial,
    Product,
    Sum,
    SumOver,
    letters_in,
    product_of,
    sum_of,
    symbols_in,
)
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import NOTATIONS, Notation
from stepper.typeset.spans import text_of

K, M = -1, -2  # letters of the output and of the layer below it
NETWORK = Network((2, 3, 3, 2))


def a(l: int, j: int) -> Symbol:
    return Symbol(Role.A, l, j)


def w(j: int, i: int) -> Symbol:
    return Symbol(Role.W, 3, j, i)


def value(s: Symbol) -> float:
    return 100.0 * s.l + 10.0 * s.j + s.i


def texts(e: Expression) -> list[str]:
    return [text_of(Names(Notation(style, NETWORK)).write(e)) for style in NOTATIONS]


def test_a_sum_over_a_letter_puts_in_each_neuron_in_turn() -> None:
    total = SumOver(K, 3, Product((w(K, 2), a(2, K))))
    assert evaluate(total, value) == 312 * 210 + 322 * 220 + 332 * 230


def test_a_sum_over_a_letter_may_stand_in_another_and_take_its_letter() -> None:
    inner = SumOver(K, 2, Product((a(3, K), w(K, M))))
    total = SumOver(M, 3, Product((inner, a(2, M))))
    expected = sum((310 * (310 + m) + 320 * (320 + m)) * (200 + 10 * m) for m in range(1, 4))
    assert evaluate(total, value) == expected


def test_a_sum_is_taken_from_its_first_term_upwards() -> None:
    numbers = [1e16, 1.0, -1e16]
    total = SumOver(K, 3, a(2, K))
    assert evaluate(total, lambda s: numbers[s.j - 1]) == 1e16 + 1.0 - 1e16 == 0.0


def test_an_inner_sum_is_worked_out_once_for_each_neuron_that_it_depends_on() -> None:
    asked: list[Symbol] = []

    def noted(s: Symbol) -> float:
        asked.append(s)
        return value(s)

    nest: Expression = a(9, -9)
    for letter in range(-9, -1):
        nest = SumOver(letter, 10, Product((nest, Symbol(Role.W, 1, letter, letter + 1))))
    total = SumOver(-1, 10, nest)
    evaluate(total, noted)
    assert len(asked) <= 10 * 10 * 9 + 100  # not 10 to the power of 9


def test_expressions_that_share_a_sum_share_the_work() -> None:
    sums: Sums = {}
    shared = SumOver(K, 2, a(3, K))
    first = evaluate(Product((shared, a(1, 1))), value, sums)
    assert first == (310 + 320) * 110
    assert sums == {(shared, ()): 630.0}
    assert evaluate(Product((shared, a(1, 2))), lambda s: 2.0, sums) == 630.0 * 2.0


def test_the_letters_of_an_expression_are_those_it_takes_numbers_by() -> None:
    inner = SumOver(K, 2, Product((a(3, K), w(K, M))))
    assert letters_in(inner) == (K, M)
    assert letters_in(Known(Partial(a(3, K), w(1, 1)), a(1, 1))) == ()
    assert list(symbols_in(inner)) == [a(3, K), w(K, M)]


def test_a_sum_of_one_term_is_that_term_and_so_is_a_product_of_one_factor() -> None:
    assert sum_of([a(1, 1)]) == product_of([a(1, 1)]) == a(1, 1)
    assert sum_of([a(1, 1), a(1, 2)]) == Sum((a(1, 1), a(1, 2)))
    assert product_of([a(1, 1), a(1, 2)]) == Product((a(1, 1), a(1, 2)))


def test_a_letter_stands_below_the_names_and_below_the_sign_of_its_sum() -> None:
    inner = SumOver(K, 2, Product((Symbol(Role.DELTA, 3, K), w(K, M))))
    assert texts(Product((inner, a(2, M)))) == [
        "(Σₖ δyₖ·W₃,ₖₘ)·h₂,ₘ",
        "(Σₖ δ₃,ₖ·w₃,ₖₘ)·a₂,ₘ",
        "(Σₖ δ³ₖ·w³ₖₘ)·a²ₘ",
        "(sum[k] delta[3][k]*w[3][k][m])*a[2][m]",
    ]


def test_a_sum_of_several_is_bracketed_under_its_sign() -> None:
    assert texts(SumOver(K, 2, Sum((a(3, K), a(2, 1)))))[0] == "Σₖ (yₖ + h₂,₁)"


@pytest.mark.parametrize(
    ("of", "course", "ascii"),
    [
        (a(3, 1), "∂y₁/∂W₃,₁₂", "da[3][1]/dw[3][1][2]"),
        (
            Apply("sigmoid", a(2, 1)),
            "∂/∂W₃,₁₂ g(h₂,₁)",
            "d/dw[3][1][2] g(a[2][1])",
        ),
        (
            Sum((a(2, 1), a(2, 2))),
            "∂(h₂,₁ + h₂,₂)/∂W₃,₁₂",
            "d(a[2][1] + a[2][2])/dw[3][1][2]",
        ),
        (
            Product((w(1, 2), a(2, 2))),
            "∂(W₃,₁₂·h₂,₂)/∂W₃,₁₂",
            "d(w[3][1][2]*a[2][2])/dw[3][1][2]",
        ),
    ],
)
def test_anything_can_be_differentiated(of: Expression, course: str, ascii: str) -> None:
    found = texts(Partial(of, w(1, 2)))
    assert (found[0], found[-1]) == (course, ascii)


def test_the_numbers_in_a_derivative_can_be_followed() -> None:
    spans = Names(Notation("course", NETWORK)).write(
        Known(Partial(Product((w(1, 2), a(2, 2))), w(1, 2)), a(2, 2))
    )
    assert [span.symbol for span in spans if span.symbol] == [w(1, 2), a(2, 2)]


def test_letters_that_run_out_begin_again_but_never_beside_themselves() -> None:
    name = Notation("ascii", NETWORK).sum_over
    letters = [name(letter) for letter in range(-1, -25, -1)]
    assert letters[:12] == letters[12:]
    assert len(set(letters[:12])) == 12
