"""Spans in lines of a limited width."""

import pytest

from stepper.backprop.symbols import COST, Role, Symbol
from stepper.typeset.folding import Table, folded, laid_out, wrapped
from stepper.typeset.spans import Span, Spans, width

Z = Symbol(Role.Z, 1, 1)
MIXED = (
    Span("When "),
    Span("z₁", Z),
    Span(", and after it "),
    Span("C", COST),
    Span(", 변하면 모두 변한다: "),
    Span("0.123456789012345678", Z),
)


def text(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def test_lines_break_at_spaces_and_keep_what_belongs_together() -> None:
    assert [text(line) for line in folded(MIXED, 10)] == [
        "When z₁,", "and after", "it C,", "변하면", "모두", "변한다:", "0.12345678", "9012345678"
    ]  # fmt: skip


@pytest.mark.parametrize("room", [*range(2, 40), 80])
def test_nothing_is_lost_or_too_wide_and_symbols_stay(room: int) -> None:
    lines = list(folded(MIXED, room))
    assert all(width(line) <= room for line in lines)
    assert "".join(map(text, lines)).replace(" ", "") == text(MIXED).replace(" ", "")
    of_z = "".join(span.text for line in lines for span in line if span.symbol == Z)
    assert of_z == "z₁0.123456789012345678"


def test_a_space_that_must_not_break_does_not() -> None:
    spans = (Span("a b"), Span(" ≈\u00a0"), Span("0.5", Z))
    assert [text(line) for line in folded(spans, 6)] == ["a b", "≈ 0.5"]


TABLE = Table(
    ("", "값", "weight"),
    (((Span("z₁", Z),), (Span("0.5"),), ()), ((Span("기울기"),), (Span("1"),), (Span("C", COST),))),
)


def test_a_table_stands_in_columns_under_its_head() -> None:
    assert [(text(line), is_head) for line, is_head in laid_out(TABLE, 19)] == [
        ("        값   weight", True),
        ("z₁      0.5        ", False),
        ("기울기  1    C     ", False),
    ]
    assert text(next(laid_out(TABLE, 17))[0]) == "       값  weight"


def test_a_table_without_room_for_its_columns_names_each_cell() -> None:
    assert [(text(line), is_head) for line, is_head in laid_out(TABLE, 16)] == [
        ("z₁", False), ("  값 0.5", False),
        ("기울기", False), ("  값 1", False), ("  weight C", False),
    ]  # fmt: skip


def test_lines_are_broken_at_spaces_by_the_cells_they_take() -> None:
    assert list(wrapped("one two three", 7)) == ["one two", "three"]
    assert list(wrapped("한국어 한국어 a", 8)) == ["한국어", "한국어 a"]
    assert list(wrapped("one\ntwo three", 20)) == ["one", "two three"]
    assert list(wrapped("one two\u00a0three", 9)) == ["one", "two three"]
    assert list(wrapped("longer-than-room and", 6)) == ["longer", "-than-", "room", "and"]


def test_a_word_of_a_hundred_thousand_letters_is_broken_at_once() -> None:
    assert [len(line) for line in wrapped("은" * 100_001, 80)] == [40] * 2500 + [1]
