"""Dots to draw curves and links with, 2 x 4 to a cell; without braille, one sign a cell."""

from collections.abc import Iterator

_BLANK = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # [row][column] within a cell


class Braille:
    """A raster of dots over so many cells; x and y count dots from the upper left."""

    def __init__(self, width: int, height: int) -> None:
        self.width = 2 * width
        self.height = 4 * height
        self._cells: dict[tuple[int, int], int] = {}

    def dot(self, x: int, y: int) -> None:
        """Set a dot; one beyond the edge is left out."""
        if 0 <= x < self.width and 0 <= y < self.height:
            cell = x // 2, y // 4
            self._cells[cell] = self._cells.get(cell, 0) | _BITS[y % 4][x % 2]

    def line(self, x0: int, y0: int, x1: int, y1: int) -> None:
        """The dots of a straight line, both ends included."""
        count = max(abs(x1 - x0), abs(y1 - y0))
        for k in range(count + 1):
            part = k / count if count else 0.0
            self.dot(round(x0 + (x1 - x0) * part), round(y0 + (y1 - y0) * part))

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """(x, y, letter) of every cell that holds a dot, in cells from the upper left."""
        for (x, y), bits in self._cells.items():
            yield x, y, chr(_BLANK + bits)
