"""A small picture of a network: its neurons in columns, and a line for each weight."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from stepper.typeset.cells import cells

BETWEEN = 13  # cells between two columns
APART = 2  # lines between two neurons of a layer
UNIT = 18  # points between two neurons in LaTeX
ACROSS = 78  # points between two layers

Columns = Sequence[Sequence[str]]


def as_text(columns: Columns, dot: str) -> list[str]:
    """Lines of text; the weights are dotted."""
    height = APART * (max(map(len, columns)) - 1) + 1
    widths = [max(map(cells, column)) for column in columns]
    rows = [[""] * height for _ in columns]
    between = [[[" "] * BETWEEN for _ in range(height)] for _ in columns[1:]]
    for k, column in enumerate(columns):
        for name, y in zip(column, _heights(len(column), height), strict=True):
            rows[k][y] = name
    for k, dots in enumerate(between):
        for y in _heights(len(columns[k]), height):
            for to in _heights(len(columns[k + 1]), height):
                for x in range(1, BETWEEN - 1, 2):
                    dots[round(y + (to - y) * x / (BETWEEN - 1))][x] = dot
    lines = []
    for y in range(height):
        line = ""
        for k in range(len(columns)):
            name = rows[k][y]
            line += name + " " * (widths[k] - cells(name))
            line += "".join(between[k][y]) if k < len(between) else ""
        lines.append(line.rstrip())
    return lines


def as_latex(columns: Columns) -> Iterator[str]:
    """A picture of LaTeX itself, without any package; the names are in LaTeX already."""
    most = max(map(len, columns))
    height, width = UNIT * most, ACROSS * len(columns)
    places = [
        [(ACROSS * k + UNIT, height - UNIT * y / APART - UNIT // 2) for y in heights]
        for k, heights in enumerate(_heights(len(c), APART * (most - 1) + 1) for c in columns)
    ]
    yield rf"\begin{{picture}}({width},{height})"
    for left, right in pairwise(places):
        for x, y in left:
            for to_x, to_y in right:
                begin, end = x + UNIT, to_x - UNIT
                middle = f"({(begin + end) / 2:g},{(y + to_y) / 2:g})"
                yield rf"\qbezier({begin:g},{y:g}){middle}({end:g},{to_y:g})"
    for column, of_column in zip(columns, places, strict=True):
        for name, (x, y) in zip(column, of_column, strict=True):
            yield rf"\put({x:g},{y:g}){{\makebox(0,0){{${name}$}}}}"
    yield r"\end{picture}"


def _heights(count: int, height: int) -> list[int]:
    """The lines of the neurons of a layer, around the middle."""
    first = (height - APART * (count - 1) - 1) // 2
    return [first + APART * k for k in range(count)]
