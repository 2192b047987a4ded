"""What runs from right to left, by the tables of Python."""

import sys
from unicodedata import bidirectional

from stepper.errors import is_control
from stepper.typeset.cells import cells
from stepper.typeset.direction import is_right_to_left, isolated


def test_every_letter_and_digit_that_turns_its_line_round_is_known() -> None:
    every = (c for c in map(chr, range(sys.maxunicode + 1)) if not is_control(c))
    turning = (c for c in every if bidirectional(c) in ("R", "AL", "AN"))
    assert [c for c in turning if not is_right_to_left(c)] == []


def test_no_other_text_of_ours_is_isolated() -> None:
    for text in ("δ₃ = −0.013", "한글", "ŷ′ ∂C/∂w", "█▌⠿", "👩"):
        assert isolated(text) == text


def test_what_is_isolated_takes_no_more_cells() -> None:
    assert isolated("שלום") == "\u2068שלום\u2069"
    assert cells(isolated("שלום 1")) == 6
