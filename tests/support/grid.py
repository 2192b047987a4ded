"""The cells of a terminal: what it shows of all that was written to it."""

import re
from collections import defaultdict
from collections.abc import Sequence

from stepper.typeset.cells import cells, clusters, has_marks

_WRITTEN = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[[\d;]*m|\n|([^\x1b\n]+)")
_HALF = ""  # the second cell of a wide letter


class Grid:
    """Letters without their marks; one of which a half is overwritten is gone, as in a terminal.

    Raises AssertionError for a sequence that is neither a place nor a style.
    """

    def __init__(self) -> None:
        self._rows: defaultdict[int, list[str]] = defaultdict(list)
        self._x = self._y = 0

    def write(self, text: str) -> None:
        end = 0
        for written in _WRITTEN.finditer(text):
            assert written.start() == end, text[end : written.start()]
            end = written.end()
            row, column, letters = written.groups()
            if row:
                self._x, self._y = int(column) - 1, int(row) - 1
            elif letters:
                self._put(_in_cells(letters))
        assert end == len(text), text[end:]

    def _put(self, letters: list[str]) -> None:
        row, begin, end = self._rows[self._y], self._x, self._x + len(letters)
        row += [" "] * (end + 1 - len(row))
        if row[begin] == _HALF:
            row[begin - 1] = " "
        if row[end] == _HALF:
            row[end] = " "
        row[begin:end] = letters
        self._x = end

    def lines(self, width: int, height: int) -> list[str]:
        blank = [" "] * width
        return ["".join([*self._rows[y], *blank][:width]) for y in range(height)]


def _in_cells(text: str) -> list[str]:
    """Return what is in each cell of a text."""
    if len(text) == cells(text) and not has_marks(text):
        return list(text)
    letters = []
    for cluster, width in clusters(text):
        if width:
            letters += [next(filter(cells, cluster)), _HALF][:width]
    return letters


def as_shown(lines: Sequence[str], width: int) -> list[str]:
    """Return whole lines as a terminal shows them."""
    grid = Grid()
    grid.write("".join(f"\x1b[{y};1H{line}" for y, line in enumerate(lines, 1)))
    return grid.lines(width, len(lines))
