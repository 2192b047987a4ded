"""The cells of a terminal: what it shows of all that was written to it."""

import re
from collections.abc import Sequence

from stepper.typeset.cells import cells, clusters

_WRITTEN = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[[\d;]*m|\n|([^\x1b\n]+)")
_HALF = ""  # the second cell of a wide letter


class Grid:
    """Letters without their marks; one of which a half is overwritten is gone, as in a terminal.

    Raises AssertionError for a sequence that is neither a place nor a style.
    """

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], str] = {}
        self._x = self._y = 0

    def write(self, text: str) -> None:
        end = 0
        for written in _WRITTEN.finditer(text):
            assert written.start() == end, text[end : written.start()]
            end = written.end()
            row, column, letters = written.groups()
            if row:
                self._x, self._y = int(column) - 1, int(row) - 1
            for cluster, width in clusters(letters or ""):
                if width:
                    self._put(next(filter(cells, cluster)), width)
        assert end == len(text), text[end:]

    def lines(self, width: int, height: int) -> list[str]:
        return ["".join(self._cells.get((x, y), " ") for x in range(width)) for y in range(height)]

    def _put(self, letter: str, width: int) -> None:
        for half in [letter, _HALF][:width]:
            x, y = self._x, self._y
            if half and self._cells.get((x, y)) == _HALF:
                self._cells[x - 1, y] = " "
            if self._cells.get((x + 1, y)) == _HALF:
                self._cells[x + 1, y] = " "
            self._cells[x, y] = half
            self._x += 1


def as_shown(lines: Sequence[str], width: int) -> list[str]:
    """Return whole lines as a terminal shows them."""
    grid = Grid()
    grid.write("".join(f"\x1b[{y};1H{line}" for y, line in enumerate(lines, 1)))
    return grid.lines(width, len(lines))
