"""Horizontal and vertical lines that turn, branch and cross, as signs of boxes."""

from collections import defaultdict
from collections.abc import Hashable, Iterator

UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8
_UPRIGHT = UP | DOWN
_SIGNS = " │─└││┌├─┘─┴┐┤┬┼"  # by which of the four sides a line leaves a cell
_PLAIN = " |-+||++-+-+++++"


class Wires:
    """A raster of lines; each belongs to an owner, and those of one owner join where they meet."""

    def __init__(self, ascii: bool) -> None:
        self._signs = _PLAIN if ascii else _SIGNS
        self._cells: dict[tuple[int, int], dict[Hashable, int]] = defaultdict(dict)

    def level(self, owner: Hashable, y: int, x0: int, x1: int) -> None:
        """Draw from x0 to x1, both included."""
        low, high = sorted((x0, x1))
        for x in range(low, high + 1):
            self._add(owner, x, y, RIGHT * (x < high) | LEFT * (x > low))

    def upright(self, owner: Hashable, x: int, y0: int, y1: int) -> None:
        """Draw from y0 to y1, both included."""
        low, high = sorted((y0, y1))
        for y in range(low, high + 1):
            self._add(owner, x, y, DOWN * (y < high) | UP * (y > low))

    def _add(self, owner: Hashable, x: int, y: int, sides: int) -> None:
        cell = self._cells[x, y]
        cell[owner] = cell.get(owner, 0) | sides

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """Yield (x, y, sign); where wires cross, the upright one is on top."""
        for (x, y), owners in self._cells.items():
            yield x, y, self._signs[max(owners.values(), key=lambda sides: bool(sides & _UPRIGHT))]
