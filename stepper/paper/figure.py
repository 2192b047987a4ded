"""A document in LaTeX that is just a figure."""

from collections.abc import Iterator

from stepper.figures import tikz
from stepper.figures.drawing import Drawing
from stepper.paper.tex_head import fonts


def document(drawing: Drawing, theme: str) -> Iterator[str]:
    """Yield the lines of a document with a drawing in the colours of a theme."""
    about, *picture = tikz.lines(drawing, theme)
    yield r"\documentclass[border=4pt]{standalone}"
    yield r"\usepackage{amsmath}"
    yield tikz.PACKAGE
    yield from fonts("".join(picture))
    yield r"\begin{document}"
    yield from (about, *picture)
    yield r"\end{document}"
