"""Texts in columns, by the cells they take."""

from stepper.typeset.cells import columns, padded


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
