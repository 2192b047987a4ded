"""A sheet to draw on: text put at places, read off as lines."""

from itertools import groupby
from operator import itemgetter

from stepper.symbols import Symbol
from stepper.tui.look import Line, Piece
from stepper.typeset import cells

Style = tuple[str, Symbol | None]


class Sheet:
    """Text at (x, y), in cells from the upper left; what is put later lies on top."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        # of each cell: its letter (none in the second cell of a wide one), and style with symbol
        self._letters = [[" "] * width for _ in range(height)]
        self._styles: list[list[Style]] = [[("plain", None)] * width for _ in range(height)]

    def put(
        self, x: int, y: int, text: str, style: str = "plain", symbol: Symbol | None = None
    ) -> int:
        """Put text and return the x behind it; what lies beyond the edge is cut off."""
        for letter in text:
            room = cells(letter)
            if x < 0 or x + room > self.width:
                break
            self._letters[y][x : x + room] = [letter, *[""] * (room - 1)]
            self._styles[y][x : x + room] = [(style, symbol)] * room
            x += room
        return x

    def lines(self) -> list[Line]:
        """The rows, with neighbours of one style and symbol put together."""
        return [
            [
                Piece("".join(letter for letter, _ in group), *style)
                for style, group in groupby(zip(letters, styles, strict=True), itemgetter(1))
            ]
            for letters, styles in zip(self._letters, self._styles, strict=True)
        ]
