"""A small picture of a network: its neurons in columns, and a line for each weight."""

from collections.abc import Sequence

from stepper.typeset.cells import cells

BETWEEN = 13  # cells between two columns
APART = 2  # lines between two neurons of a layer

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


def _heights(count: int, height: int) -> list[int]:
    """The lines of the neurons of a layer, around the middle."""
    first = (height - APART * (count - 1) - 1) // 2
    return [first + APART * k for k in range(count)]
