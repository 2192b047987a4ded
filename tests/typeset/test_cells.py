"""Texts by the cells they take: split, cut, shortened, and in columns."""

import sys
from itertools import chain
from random import Random

from rich.cells import cell_len

from stepper.errors import is_control
from stepper.typeset.cells import cells, clusters, columns, cut, padded, shortened, split


def test_a_text_is_padded_by_cells_and_never_cut() -> None:
    assert [padded(text, 4) for text in ("W", "가", "δ₃", "layer")] == [
        "W   ",
        "가  ",
        "δ₃  ",
        "layer",
    ]


def test_each_column_is_as_wide_as_its_widest_text_and_numbers_end_together() -> None:
    rows = [("행", "이름"), ("10", "δ₃"), ("1", "∂C/∂W₃")]
    assert columns(rows) == ["행  이름  ", "10  δ₃    ", "1   ∂C/∂W₃"]
    assert columns(rows, " ", right=(0,)) == ["행 이름  ", "10 δ₃    ", " 1 ∂C/∂W₃"]
    assert columns(rows[1:], "|", widths=(3, 6)) == ["10 |δ₃    ", "1  |∂C/∂W₃"]


def test_every_character_that_files_may_have_takes_the_cells_that_the_screen_gives_it() -> None:
    planes = (range(0x40000), range(0xE0000, sys.maxunicode + 1))  # no other has any character
    every = map(chr, chain(*planes))
    differ = [c for c in every if not is_control(c) and c not in "\xad" and cells(c) != cell_len(c)]
    assert differ == []


def test_random_texts_are_split_into_signs_that_have_their_cells() -> None:
    random = Random(20)
    marks = ("\u0301", "\u200d", "\u2067", "\u1100", "\u1161", "\u3164")
    letters = [*"a1한é❤👩🏽 का", *marks]
    for _ in range(5000):
        text = "".join(random.choices(letters, k=random.randint(0, 7)))
        signs = list(clusters(text))
        assert "".join(sign for sign, _ in signs) == text
        assert sum(width for _, width in signs) == cells(text) == cell_len(text)
        assert all(width for _, width in signs) or len(signs) == 1
        room = random.randint(-1, 9)
        head, rest = split(text, room)
        assert head + rest == text and cells(head) <= max(0, room)
        assert not rest or cells(head + next(clusters(rest))[0]) > room


def test_marks_stay_with_the_sign_before_them() -> None:
    assert list(clusters("y\u0302 한\u0301")) == [("y\u0302", 1), (" ", 1), ("한\u0301", 2)]
    assert list(clusters("\u1112\u1161\u11ab")) == [("\u1112\u1161\u11ab", 2)]
    assert list(clusters("\u0301x")) == [("\u0301x", 1)]
    assert list(clusters("\u0301")) == [("\u0301", 0)]
    assert cut("y\u0302\u0302abc", 3, "…") == "y\u0302\u0302a…"
    assert shortened("y\u0302abcde\u0301", 4, "…") == "y\u0302…de\u0301"
