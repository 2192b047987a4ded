"""A canvas to draw on: text put at places, read off as lines."""

from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.tui.look import Piece, ScreenLine
from stepper.typeset.cells import cells, cut


class Put(NamedTuple):
    """A text at a place of a row, in cells from the left."""

    x: int
    text: str
    style: str
    symbol: Symbol | None


class Canvas:
    """Text at (x, y), in cells from the upper left; what is put later lies on top."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self._rows: list[list[Put]] = [[] for _ in range(height)]

    def put(
        self, x: int, y: int, text: str, style: str = "plain", symbol: Symbol | None = None
    ) -> int:
        """Put text and return the x behind it; what lies beyond the edge is cut off.

        Nothing is left of a word or a number whose end does: half a number is a wrong one.
        """
        self._rows[y].append(Put(x, text, style, symbol))
        return x + cells(text)

    def lines(self) -> list[ScreenLine]:
        """The rows, with neighbours of one style and symbol put together."""
        return [_line(tuple(row), self.width) for row in self._rows]


@lru_cache(maxsize=256)  # from one step to the next, few rows change
def _line(row: tuple[Put, ...], width: int) -> ScreenLine:
    texts = _apart(row, width) or _on_top(row, width)
    line: ScreenLine = []
    x = 0
    for at, text, style, symbol in texts:
        if at > x:
            line.append(Piece(" " * (at - x)))
        line.append(Piece(text, style, symbol))
        x = at + cells(text)
    return [*line, Piece(" " * (width - x))] if x < width else line


def _apart(row: tuple[Put, ...], width: int) -> list[Put]:
    """The texts from left to right; none where they do not lie apart within the width."""
    texts = sorted(row, key=itemgetter(0))
    x = 0
    for at, text, _, _ in texts:
        if at < x:
            return []
        x = at + cells(text)
    return texts if x <= width else []


def _on_top(row: tuple[Put, ...], width: int) -> list[Put]:
    """What is to be seen of texts that cover others or reach beyond the width."""
    # of each cell: its letter (none in the second cell of a wide one), and style with symbol
    letters: list[str] = [" "] * width
    styles: list[tuple[str, Symbol | None]] = [("plain", None)] * width
    for x, text, style, symbol in row:
        for letter in _within(text, width - x) if x >= 0 else "":
            room = cells(letter)
            if not letters[x]:  # half of a wide letter is covered: the other half goes
                letters[x - 1] = " "
            if x + room < width and not letters[x + room]:
                letters[x + room] = " "
            letters[x : x + room] = [letter, *[""] * (room - 1)]
            styles[x : x + room] = [(style, symbol)] * room
            x += room
    seen = []
    x = 0
    for (style, symbol), group in groupby(zip(letters, styles, strict=True), itemgetter(1)):
        found = [letter for letter, _ in group]
        seen.append(Put(x, "".join(found), style, symbol))
        x += len(found)
    return seen


def _within(text: str, room: int) -> str:
    """As much of a text as there is room for, in whole words and numbers."""
    end = len(cut(text, room, ""))
    begin = text.rfind(" ", 0, end) + 1
    word = text[begin:].partition(" ")[0]
    is_cut = end < begin + len(word) and any(map(str.isalnum, word))
    return text[: begin if is_cut else end]
