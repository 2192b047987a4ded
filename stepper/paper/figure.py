"""A document in LaTeX that is just a figure."""

from collections.abc import Iterator

from stepper.figures import tikz
from stepper.figures.drawing import Drawing
from stepper.paper.tex_head import fonts


def document(drawing: Drawing, theme: str) -> Iterator[str]:
    """Yield the lines of a document with a drawing in the colours of a theme."""
    texts = (text.name for text in drawing.texts)
    letters = "".join((*texts, *(box.title for box in drawing.layout.boxes), drawing.note))
    yield r"\documentclass[border=4pt]{standalone}"
    yield r"\usepackage{amsmath}"
    yield tikz.PACKAGE
    yield from fonts(letters)
    yield r"\begin{document}"
    yield from tikz.lines(drawing, theme)
    yield r"\end{document}"
