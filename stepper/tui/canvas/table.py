"""Tables of pieces: each column is as wide as its widest cell."""

from collections.abc import Iterable, Sequence

from stepper.tui.look import Piece, ScreenLine
from stepper.typeset.cells import cells

GAPS = (3, 2, 1)  # cells between columns: the first with which all columns fit


def table(
    rows: Sequence[Sequence[Piece]], room: int, spare: Iterable[int] = ()
) -> list[ScreenLine]:
    """The rows as lines of at most room cells if possible; no cell is ever cut.

    rows: with the same number of cells each; spare: the columns to leave out, the first one first.
    """
    rows, columns = [list(row) for row in rows], list(range(len(rows[0])))
    widths = [max(cells(cell.text) for cell in column) for column in zip(*rows, strict=True)]

    def gap() -> int | None:
        taken = sum(widths[k] for k in columns)
        return next((g for g in GAPS if taken + g * (len(columns) - 1) <= room), None)

    for column in spare:
        if gap() is None:
            columns.remove(column)
    between = gap() or GAPS[-1]
    return [_line([(row[k], widths[k]) for k in columns], between) for row in rows]


def _line(row: list[tuple[Piece, int]], gap: int) -> ScreenLine:
    line: ScreenLine = []
    for k, (cell, width) in enumerate(row):
        line.append(cell)
        if k < len(row) - 1:
            line.append(Piece(" " * (width - cells(cell.text) + gap)))
    return line
