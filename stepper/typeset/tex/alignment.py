"""Equations as aligned rows in LaTeX."""

from collections.abc import Sequence

from stepper.typeset.equations.lines import Block, EquationLine, Form
from stepper.typeset.tex.maths import maths

PAGE_WIDTH = 64  # cells of an equation on a page of an article
BLANK = maths("____")


def aligned(
    name: str, block: Block, labels: Sequence[str] = (), ends: tuple[str, str] = ("", "")
) -> list[str]:
    """The lines of an equation in the environment `name`, such as alignat* or alignedat.

    labels: a text after each row. ends: what follows the first row, and each of the others.
    """
    rows = [_row(line) for line in block.lines]
    if labels:
        most = max(len(row) for row in rows)
        for row, label in zip(rows, labels, strict=True):
            row += [""] * (most - len(row))
            row.append(rf"\quad\text{{{label}}}" if label else "")
    texts = [" &&".join(row).rstrip(" &") for row in rows]
    texts[0] = f"{maths((block.left,))} {texts[0]}"
    first, other = ends
    texts = [text + (other if k else first) for k, text in enumerate(texts)]
    return environment(name, max(map(len, rows)), texts)


def environment(name: str, pairs: int, rows: Sequence[str]) -> list[str]:
    """An environment with pairs of columns; a row with a blank has room to write below it."""
    ends = [r" \\[2ex]" if BLANK in row else r" \\" for row in rows]
    return [
        rf"\begin{{{name}}}{{{pairs}}}",
        *(row + end for row, end in zip(rows, [*ends[:-1], ""], strict=True)),
        rf"\end{{{name}}}",
    ]


def _row(line: EquationLine) -> list[str]:
    """The relation and the cells; the equal sides of a term are further columns."""
    first, *others = map(maths, line.cells)
    relation = f"&{maths(line.relation).strip()} "
    if line.form is Form.TERM:
        return [relation + first, *(f"= {cell}" for cell in others)]
    return [relation + f" {maths(line.separator)}".join([first, *others])]
