"""Equations as the rows of an alignment in LaTeX."""

from collections.abc import Sequence
from itertools import groupby

from stepper.layout import Block, Form, Line
from stepper.longhand_layout import Row
from stepper.tex import maths
from stepper.typeset import Spans, text_of
from stepper.views.parts import DerivedGroup

ROOM = 64  # cells of an equation on a page of an article
INDENT = r"\quad"
BLANK = maths("____")


def aligned(environment: str, block: Block, labels: Sequence[str] = (), tag: str = "") -> list[str]:
    """The lines of an equation in alignat* or alignedat, each label behind its row."""
    rows = [_row(line) for line in block.lines]
    if labels:
        most = max(len(row) for row in rows)
        for row, label in zip(rows, labels, strict=True):
            row += [""] * (most - len(row))
            row.append(rf"\quad\text{{{label}}}" if label else "")
    texts = [" &&".join(row).rstrip(" &") for row in rows]
    texts[0] = f"{maths(block.left.text)} {texts[0]}{tag}"
    return _environment(environment, max(map(len, rows)), texts)


def _environment(name: str, pairs: int, rows: Sequence[str]) -> list[str]:
    """Rows of so many pairs of columns; one that is to be filled in has room to write."""
    ends = [r" \\[2ex]" if BLANK in row else r" \\" for row in rows]
    return [
        rf"\begin{{{name}}}{{{pairs}}}",
        *(row + end for row, end in zip(rows, [*ends[:-1], ""], strict=True)),
        rf"\end{{{name}}}",
    ]


def derived(environment: str, group: DerivedGroup) -> list[str]:
    """The rows of derivations; what is new in them is underlined, the value stands at the end."""
    rows = []
    for equation in group.equations:
        head = maths(equation.name) or rf"\phantom{{{maths(group.longest)}}}"
        for relation, row in equation.rows:
            rows.append(f"{head} &{maths(relation) or INDENT} {_marked(row)}")
            head = ""
        rows[-1] += rf" &&\quad {maths(equation.relation).strip()} {maths(equation.number)}"
    return _environment(environment, 2, rows)


def _marked(row: Row) -> str:
    texts = []
    for new, pieces in groupby(row, lambda piece: piece.changed):
        text = "".join(written(piece.spans) for piece in pieces)
        texts.append(rf"\underline{{{text}}}" if new else text)
    return "".join(texts)


def written(spans: Spans) -> str:
    return maths(text_of(spans))


def _row(line: Line) -> list[str]:
    """The relation and the cells; where these are equal, each in a column of its own."""
    first, *others = map(written, line.cells)
    relation = f"&{maths(line.relation).strip()} "
    if line.form is Form.TERM:
        return [relation + first, *(f"= {cell}" for cell in others)]
    return [relation + f" {maths(line.separator)}".join([first, *others])]
