"""What a page is made of. Each format writes these parts in its own way."""

from typing import TYPE_CHECKING, NamedTuple

from stepper.typeset.equation_lines import Block
from stepper.typeset.spans import Spans

if TYPE_CHECKING:
    from stepper.derive.rows import TermRow


class Title(NamedTuple):
    text: str


class Heading(NamedTuple):
    """Of an iteration, or of a part of a derivation."""

    spans: Spans


class Phase(NamedTuple):
    """The heading of a phase, with its sign."""

    sign: str
    name: str


class Paragraph(NamedTuple):
    """A sentence or more; label says what kind of remark it is, as Goal."""

    spans: Spans
    label: str = ""


class Assigned(NamedTuple):
    """A name and its number: kind name relation number; kind is a word or nothing."""

    name: str
    relation: str
    number: str
    kind: str = ""


class Given(NamedTuple):
    label: str
    numbers: tuple[Assigned, ...]


class Worked(NamedTuple):
    """The equation of a step. labels: what each of its lines is, if that is to be said.

    terms: the numbers of fine steps, and their terms; remarks stand below all that.
    """

    number: str
    block: Block
    labels: tuple[str, ...] = ()
    terms: tuple[tuple[str, Assigned], ...] = ()
    remarks: tuple[Paragraph, ...] = ()


class Derived(NamedTuple):
    """symbol = rows of terms, each row with its relation, and the value that they have."""

    name: str
    rows: tuple[tuple[str, "TermRow"], ...]
    relation: str
    number: str


class DerivedGroup(NamedTuple):
    """Equations that belong together, their signs below each other.

    longest: the longest name, also where it stands before none of them.
    """

    equations: tuple[Derived, ...]
    longest: str


class Grid(NamedTuple):
    """Rows of words and numbers, the heads first."""

    rows: tuple[tuple[str, ...], ...]


Part = Title | Heading | Phase | Paragraph | Given | Worked | DerivedGroup | Grid
