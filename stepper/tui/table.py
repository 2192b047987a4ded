"""Rows of cells in columns, each as wide as its widest cell."""

from collections.abc import Sequence

from stepper.tui.look import Line, Piece
from stepper.typeset import cells

GAP = 3


def table(rows: Sequence[Sequence[Piece]]) -> list[Line]:
    """The rows as lines; all have the same number of cells."""
    widths = [max(cells(cell.text) for cell in column) for column in zip(*rows, strict=True)]
    return [
        [piece for cell, width in zip(row, widths, strict=True) for piece in _padded(cell, width)]
        for row in rows
    ]


def _padded(cell: Piece, width: int) -> tuple[Piece, Piece]:
    return cell, Piece(" " * (width - cells(cell.text) + GAP))
