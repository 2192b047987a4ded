"""How a page is marked up in LaTeX and Markdown: headings, numbers of equations, dollar signs."""

from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.paper.parts import Worked
from stepper.runs.trace import Step

_HEADINGS = ("chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
LEVELS = _HEADINGS[:4]  # of the title; below it are the iterations and the phases

# what numbers the equations -> the environment, the tag of the first line and those of the others
_TAGS = {
    "steps": ("alignat*", r" \tag{{{number}}}\label{{{label}}}", ""),
    "document": ("alignat", r" \label{{{label}}}", r" \notag"),
    "no": ("alignat*", "", ""),
}
TAGS = tuple(_TAGS)

_IN_LABEL = {"[": "-", "]": "", "/": "-", " ": "-", "_": "_", "*": "-times-", "+": "-new"}


class Markup(NamedTuple):
    """How a page is marked up.

    fragment: LaTeX without a document around it. level: one of LEVELS. tags: one of TAGS. dollars:
    whether maths in Markdown is between dollar signs; else it is as on GitHub.
    """

    fragment: bool = False
    level: str = "section"
    tags: str = "steps"
    dollars: bool = False

    @property
    def document_class(self) -> str:
        return "report" if self.level == "chapter" else "article"

    @property
    def environment(self) -> str:
        """The environment of an equation in LaTeX."""
        return _TAGS[self.tags][0]

    def numbered(self, part: Worked) -> tuple[str, str]:
        """The ends of an equation's first line, and of the others."""
        _, first, other = _TAGS[self.tags]
        name = label(part.block.equation.symbol, part.iteration)
        return first.format(number=part.number, label=name), other

    def reference(self, step: Step) -> str:
        """The number of an equation within a sentence."""
        if self.tags == "document":
            return rf"\ref{{{label(step.symbol, step.iteration)}}}"
        return str(step.number)

    def heading(self, depth: int, text: str) -> str:
        """A heading in LaTeX: of the page, an iteration or a phase, by its depth."""
        return rf"\{_HEADINGS[LEVELS.index(self.level) + depth]}*{{{text}}}"


def label(symbol: Symbol, iteration: int) -> str:
    """The name by which a document refers to an equation: eq:delta-3-1:2, in iteration 2."""
    return f"eq:{''.join(map(_in_label, symbol.column))}:{iteration}"


def _in_label(letter: str) -> str:
    if letter.isascii() and letter.isalnum():
        return letter
    return _IN_LABEL.get(letter, f"u{ord(letter):x}")
