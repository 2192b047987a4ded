"""Equations as on the screen -> LaTeX that GitHub renders, too."""

from functools import lru_cache

from stepper.typeset.nodes import Brackets, Fraction, Node, Nodes, Root, Scripted, Unit
from stepper.typeset.parser import parsed
from stepper.typeset.spans import Spans
from stepper.typeset.tex_signs import tex
from stepper.typeset.tokens import REMEMBERED

_SCRIPTS = {"below": "_{%s}", "above": "^{%s}", "prime": "%s"}
_TAKEN = {"below": "_", "above": "^'", "prime": "^'"}  # in what has such a script already


@lru_cache(REMEMBERED)
def maths(text: str | Spans, fractions: bool = True) -> str:
    """A piece of an equation in math mode: ∂C/∂W₁ as \\frac{\\partial C}{\\partial W_{1}}.

    A text is a name, a number or a sign. Of spans, what names a number or shows it is a unit.
    fractions: whether derivatives are fractions, and not written with a stroke.
    """
    return _row(parsed(text), fractions)


def in_line(text: str | Spans) -> str:
    """A piece of an equation within a line of text, where a fraction has a stroke."""
    return maths(text, fractions=False)


def _row(row: Nodes, fractions: bool) -> str:
    return "".join([_node(node, fractions) for node in row])


def _node(node: Node, fractions: bool) -> str:
    match node:
        case Unit(text):
            return maths(text, fractions)
        case Scripted():
            return _scripted(node, fractions)
        case Fraction():
            over, under = (rf"\partial {_row(part, fractions)}" for part in node)
            return rf"\frac{{{over}}}{{{under}}}" if fractions else f"{over}/{under}"
        case Root(within):
            return rf"\sqrt{{{_row(within, fractions)}}}"
        case Brackets(opened, within, closed):
            return f"{opened}{_row(within, fractions)}{closed}"
        case _:
            return tex(node)


def _scripted(node: Scripted, fractions: bool) -> str:
    """A base with its scripts; in braces, if it has such a one of its own."""
    base = _node(node.base, fractions)
    taken = "".join(_TAKEN[script.place] for script in node.scripts)
    if isinstance(node.base, Unit | Scripted) and any(sign in base for sign in taken):
        empty = "{}" if base.startswith("\\") else ""  # else TeX takes the braces off an accent
        base = f"{{{base}{empty}}}"
    return base + "".join(_SCRIPTS[place] % _row(row, fractions) for place, row in node.scripts)
