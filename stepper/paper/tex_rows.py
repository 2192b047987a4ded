"""Derivations as rows of a LaTeX alignment; matrices and single numbers in LaTeX."""

from itertools import groupby

from stepper.derive.rows import TermRow
from stepper.paper.parts import Assigned, DerivedGroup, Matrix
from stepper.typeset.spans import join
from stepper.typeset.tex.alignment import environment
from stepper.typeset.tex.maths import in_line, maths

INDENT = r"\quad"


def derived(name: str, group: DerivedGroup) -> list[str]:
    """Write lines of a derivation in an environment: new factors underlined, values at the end."""
    rows = []
    for equation in group.equations:
        head = maths(equation.name) or rf"\phantom{{{maths(group.longest)}}}"
        for relation, row in equation.rows:
            rows.append(f"{head} &{maths(relation) or INDENT} {_marked(row)}")
            head = ""
        rows[-1] += rf" &&\quad {maths(equation.relation).strip()} {maths(equation.number)}"
    return environment(name, 2, rows)


def matrix(part: Matrix) -> str:
    """A given matrix: name = (…)."""
    rows = r" \\ ".join(" & ".join(map(maths, row)) for row in part.rows)
    return rf"{maths(part.name)} = \begin{{pmatrix}} {rows} \end{{pmatrix}}"


def assigned(part: Assigned) -> str:
    """A name and its number within a line."""
    return f"{in_line(part.name)} {in_line(part.relation).strip()} {in_line(part.number)}"


def _marked(row: TermRow) -> str:
    texts = []
    for new, pieces in groupby(row, lambda piece: piece.changed):
        text = maths(join(piece.spans for piece in pieces))
        texts.append(rf"\underline{{{text}}}" if new else text)
    return "".join(texts)
