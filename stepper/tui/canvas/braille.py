"""Rasters of dots for curves and wires: braille, 2 x 4 dots per cell, or one sign per cell."""

from collections.abc import Iterator

_BLANK = 0x2800
_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # [row][column] within a cell


class Braille:
    """A raster of dots over width x height cells; x and y count dots from the upper left."""

    across, down = 2, 4  # dots per cell

    def __init__(self, width: int, height: int) -> None:
        self.width = self.across * width
        self.height = self.down * height
        self._cells: dict[tuple[int, int], int] = {}

    def dot(self, x: int, y: int) -> None:
        """Set a dot, unless it lies beyond the edge."""
        if 0 <= x < self.width and 0 <= y < self.height:
            cell = x // self.across, y // self.down
            self._cells[cell] = self._cells.get(cell, 0) | _BITS[y % self.down][x % self.across]

    def line(self, x0: int, y0: int, x1: int, y1: int) -> None:
        """Set the dots of a straight line, both ends included."""
        count = max(abs(x1 - x0), abs(y1 - y0))
        for k in range(count + 1):
            part = k / count if count else 0.0
            self.dot(round(x0 + (x1 - x0) * part), round(y0 + (y1 - y0) * part))

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """Yield (x, y, letter) of every cell with a dot, in cells from the upper left."""
        for (x, y), bits in self._cells.items():
            yield x, y, chr(_BLANK + bits)


class OneSign(Braille):
    """A raster with one dot per cell, drawn as a sign."""

    across, down = 1, 1

    def __init__(self, width: int, height: int, sign: str) -> None:
        super().__init__(width, height)
        self._sign = sign

    def cells(self) -> Iterator[tuple[int, int, str]]:
        for x, y in self._cells:
            yield x, y, self._sign


def joined(letter: str, other: str) -> str:
    """The braille letter with the dots of both, or the other sign if that is not braille."""
    return other if other.isascii() else chr(ord(letter) | ord(other))
