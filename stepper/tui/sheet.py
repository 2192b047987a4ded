"""A sheet to draw on: text put at places, read off as lines."""

from stepper.symbols import Symbol
from stepper.tui.look import Line, Piece
from stepper.typeset import cells


class Sheet:
    """Text at (x, y), in cells from the upper left; what is put later lies on top."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self._rows: list[list[Piece]] = [[Piece(" ")] * width for _ in range(height)]

    def put(
        self, x: int, y: int, text: str, style: str = "plain", symbol: Symbol | None = None
    ) -> int:
        """Put text and return the x behind it; what lies beyond the edge is cut off."""
        row = self._rows[y]
        for letter in text:
            room = cells(letter)
            if x < 0 or x + room > self.width:
                break
            row[x : x + room] = [
                Piece(letter, style, symbol),
                *[Piece("", style, symbol)] * (room - 1),
            ]
            x += room
        return x

    def lines(self) -> list[Line]:
        """The rows, with neighbours of one style and symbol put together."""
        return [_merged(row) for row in self._rows]


def _merged(row: list[Piece]) -> Line:
    line: Line = []
    for piece in row:
        if line and line[-1][1:] == piece[1:]:
            line[-1] = line[-1]._replace(text=line[-1].text + piece.text)
        else:
            line.append(piece)
    return line
