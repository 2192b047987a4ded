"""The equation of a step in its panel: the terms of a wide sum, those that fit."""

from decimal import Decimal

import pytest

from stepper.backprop.symbols import Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, run
from stepper.tui.look import Frame, Look
from stepper.tui.panels.equation import equation
from stepper.typeset.digits import RESULT
from stepper.typeset.notation import COURSE, Notation
from tests.support.calculator import calculated, rounded
from tests.support.networks import drawn

WIDE = run(drawn((8, 16, 4), biases=True, samples=1))
SUMS = [Symbol(Role.Z, 2, 4), Symbol(Role.Z, 1, 9), Symbol(Role.DC_DA, 1, 6)]


def frame_of(symbol: Symbol, all_digits: bool = False) -> Frame:
    look = Look(Explainer("en", Notation(COURSE, WIDE.model)), all_digits=all_digits)
    return Frame(WIDE.steps.at(1, symbol), look, equation.room(80))


def numbers_of(frame: Frame, height: int) -> dict[Symbol | None, str]:
    """The number of each term that has a row, and for None what the others add up to."""
    numbers: dict[Symbol | None, str] = {}
    for line in equation.lines(frame, 80, height):
        for piece in line:
            if piece.symbol in terms_of(frame.step):
                numbers[piece.symbol] = piece.text
            if "more, summing to" in piece.text:
                numbers[None] = piece.text.split()[-1]
    return numbers


def terms_of(step: Step) -> list[Symbol]:
    bias = Symbol(Role.B, step.symbol.l, step.symbol.j)
    return [*step.terms, *([bias] if step.symbol.role is Role.Z else [])]


@pytest.mark.parametrize("symbol", SUMS)
@pytest.mark.parametrize("height", [5, 8, 12])
def test_the_terms_with_a_row_are_the_largest(symbol: Symbol, height: int) -> None:
    frame = frame_of(symbol)
    terms = terms_of(frame.step)
    shown = [symbol for symbol in numbers_of(frame, height) if symbol]
    by_size = sorted(terms, key=lambda term: -abs(frame.step.value_of(term)))
    assert shown == [term for term in terms if term in by_size[: len(shown)]]
    assert len(shown) == (len(terms) if len(terms) <= height - 2 else height - 3)


@pytest.mark.parametrize("all_digits", [False, True])
@pytest.mark.parametrize("symbol", SUMS)
def test_the_displayed_terms_and_the_sum_of_the_others_add_up_to_the_displayed_result(
    symbol: Symbol, all_digits: bool
) -> None:
    frame = frame_of(symbol, all_digits)
    numbers = numbers_of(frame, 7)
    assert len(numbers) == 5 or set(numbers) == set(terms_of(frame.step))
    shown = calculated(frame.look.number(frame.step.value, RESULT))
    assert rounded(sum(map(calculated, numbers.values()), start=Decimal(0))) == rounded(shown)


def test_the_first_row_has_the_name_and_the_others_a_plus() -> None:
    lines = equation.lines(frame_of(Symbol(Role.Z, 2, 4)), 80, 8)
    text = ["".join(piece.text for piece in line) for line in lines]
    assert text[0].split()[:2] == ["z₂,₄", "="]
    assert [line.split()[0] for line in text[1:6]] == ["+"] * 5
