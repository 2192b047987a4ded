"""A figure in LaTeX: a document of its own, or a part of another."""

from collections.abc import Iterator

from stepper.figures import tikz
from stepper.figures.drawing import Drawing
from stepper.paper.tex_head import fonts

PACKAGES = (r"\usepackage{amsmath}", tikz.PACKAGE)


def document(drawing: Drawing, theme: str) -> Iterator[str]:
    """Yield the lines of a document with a drawing in the colours of a theme."""
    picture = list(tikz.lines(drawing, theme))
    yield r"\documentclass[border=4pt]{standalone}"
    yield from (*PACKAGES, *fonts("".join(picture)))
    yield r"\begin{document}"
    yield from (tikz.comment(drawing), *picture)
    yield r"\end{document}"


def fragment(drawing: Drawing, theme: str) -> Iterator[str]:
    """Yield the lines of a drawing for a document that has these packages, and its letters."""
    picture = list(tikz.fitted(drawing, theme))
    yield from (tikz.comment(drawing), *(f"% {package}" for package in PACKAGES))
    yield from (*fonts("".join(picture))[:1], *picture)
