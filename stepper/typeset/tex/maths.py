"""Equations in LaTeX that GitHub renders as well."""

from functools import lru_cache

from stepper.typeset.spans import Spans
from stepper.typeset.tex.signs import tex
from stepper.typeset.tree.nodes import Brackets, Fraction, Node, Nodes, Root, Scripted, Unit
from stepper.typeset.tree.parser import parsed
from stepper.typeset.tree.tokens import REMEMBERED

_SCRIPTS = {"below": "_{%s}", "above": "^{%s}", "prime": "%s"}
_TAKEN = {
    "below": "_",
    "above": "^'",
    "prime": "^'",
}  # signs in a base that already has such a script


@lru_cache(REMEMBERED)
def maths(text: str | Spans, fractions: bool = True) -> str:
    """A piece of an equation in math mode: ∂C/∂W₁ as \\frac{\\partial C}{\\partial W_{1}}.

    A text is a name, a number or a sign. In spans, a number's name or value is a unit. fractions:
    whether derivatives are written as fractions, not with a stroke.
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
    """A base with its scripts; a base that already has one of the same kind is in braces."""
    base = _node(node.base, fractions)
    taken = "".join(_TAKEN[script.place] for script in node.scripts)
    if isinstance(node.base, Unit | Scripted) and any(sign in base for sign in taken):
        empty = "{}" if base.startswith("\\") else ""  # else TeX takes the braces off an accent
        base = f"{{{base}{empty}}}"
    return base + "".join(_SCRIPTS[place] % _row(row, fractions) for place, row in node.scripts)
