"""A canvas to draw on: texts are put at places and read off as lines."""

from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.tui.look import Piece, ScreenLine
from stepper.typeset.cells import cells, clusters, split


class Put(NamedTuple):
    """A text at x cells from the left of a row."""

    x: int
    text: str
    style: str
    symbol: Symbol | None


class Canvas:
    """Texts at (x, y), in cells from the upper left; later ones cover earlier ones."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self._rows: list[list[Put]] = [[] for _ in range(height)]

    def put(
        self, x: int, y: int, text: str, style: str = "plain", symbol: Symbol | None = None
    ) -> int:
        """Put text and return the x after it; what lies beyond the edge is cut off.

        A word or a number that reaches beyond it is left out: half a number is a wrong one.
        """
        self._rows[y].append(Put(x, text, style, symbol))
        return x + cells(text)

    def lines(self) -> list[ScreenLine]:
        """The rows as pieces."""
        return [_line(row, self.width) for row in self._rows]


def _line(row: list[Put], width: int) -> ScreenLine:
    texts = _apart(row, width) or _on_top(row, width)
    line: ScreenLine = []
    x = 0
    for at, text, style, symbol in texts:
        if at > x:
            line.append(Piece(" " * (at - x)))
        line.append(Piece(text, style, symbol))
        x = at + cells(text)
    return [*line, Piece(" " * (width - x))] if x < width else line


def _apart(row: list[Put], width: int) -> list[Put]:
    """The texts from left to right, or nothing if they overlap or exceed the width."""
    texts = sorted(row, key=itemgetter(0))
    x = 0
    for at, text, _, _ in texts:
        if at < x:
            return []
        x = at + cells(text)
    return texts if x <= width else []


def _on_top(row: list[Put], width: int) -> list[Put]:
    """The visible parts of texts that cover others or reach beyond the width."""
    # per cell: its sign ("" in the second cell of a wide one), its style and symbol
    signs: list[str] = [" "] * width
    styles: list[tuple[str, Symbol | None]] = [("plain", None)] * width
    for x, text, style, symbol in row:
        for sign, room in clusters(_within(text, width - x) if x >= 0 else ""):
            if not room:  # a text of marks alone
                continue
            if not signs[x]:  # half a wide sign is covered: blank the other half
                signs[x - 1] = " "
            if x + room < width and not signs[x + room]:
                signs[x + room] = " "
            signs[x : x + room] = [sign, *[""] * (room - 1)]
            styles[x : x + room] = [(style, symbol)] * room
            x += room
    seen = []
    x = 0
    for (style, symbol), group in groupby(zip(signs, styles, strict=True), itemgetter(1)):
        found = [sign for sign, _ in group]
        seen.append(Put(x, "".join(found), style, symbol))
        x += len(found)
    return seen


def _within(text: str, room: int) -> str:
    """The whole words and numbers of a text that fit in room cells."""
    end = len(split(text, room)[0])
    begin = text.rfind(" ", 0, end) + 1
    word = text[begin:].partition(" ")[0]
    is_cut = end < begin + len(word) and any(map(str.isalnum, word))
    return text[: begin if is_cut else end]
