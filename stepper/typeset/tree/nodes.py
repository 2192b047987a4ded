"""The nodes of an expression's tree: bases with scripts, fractions, roots, brackets."""

from typing import NamedTuple, TypeAlias

from stepper.backprop.symbols import Symbol
from stepper.typeset.tree.tokens import Token


class Unit(NamedTuple):
    """A name of a number, or its value, whatever signs are in it."""

    text: str
    symbol: Symbol | None
    kind: str = "unit"


class Script(NamedTuple):
    """A subscript, superscript or prime of a base. place: below, above, or prime."""

    place: str
    nodes: "Nodes"


class Scripted(NamedTuple):
    """A base with at most one script below, and one above or a prime, in their order."""

    base: "Node"
    scripts: tuple[Script, ...]


class Fraction(NamedTuple):
    """A derivative: ∂ with what is over the line, ∂ with what is under it."""

    over: "Nodes"
    under: "Nodes"


class Root(NamedTuple):
    """A square root."""

    nodes: "Nodes"


class Brackets(NamedTuple):
    """Brackets and what is in them."""

    opened: str
    nodes: "Nodes"
    closed: str


Node: TypeAlias = Token | Unit | Scripted | Fraction | Root | Brackets
Nodes: TypeAlias = tuple[Node, ...]

NOTHING = Token("nothing", "")  # the base of a script that stands alone
