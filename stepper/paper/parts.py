"""The parts of a page, which each format writes in its own way."""

from typing import TYPE_CHECKING, NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.typeset.equations.lines import Block
from stepper.typeset.spans import Spans

if TYPE_CHECKING:
    from stepper.derive.rows import TermRow
    from stepper.figures.drawing import Drawing


class Title(NamedTuple):
    """The title of a page."""

    text: str


class Heading(NamedTuple):
    """The heading of an iteration, or of a part of a derivation."""

    spans: Spans


class PhaseHeading(NamedTuple):
    """The heading of a phase, with its sign."""

    sign: str
    name: str


class Paragraph(NamedTuple):
    """One or more sentences. label: what kind of remark they are, such as Goal."""

    spans: Spans
    label: str = ""


class Assigned(NamedTuple):
    """A name and its number, as in: kind name = number. kind: a word, or empty."""

    name: str
    relation: str
    number: str
    kind: str = ""
    symbol: Symbol | None = None


class GivenNumbers(NamedTuple):
    """The given numbers of an iteration, after a label."""

    label: str
    numbers: tuple[Assigned, ...]


class Worked(NamedTuple):
    """The equation of a step of an iteration.

    labels: the kind of each line of the block, or empty. terms: the step numbers of its terms, each
    with the term. remarks: paragraphs below the equation. solution: of a blank, its value.
    """

    number: str
    iteration: int
    block: Block
    labels: tuple[str, ...] = ()
    terms: tuple[tuple[str, Assigned], ...] = ()
    remarks: tuple[Paragraph, ...] = ()
    solution: str = ""


class Derived(NamedTuple):
    """A line of a derivation: name = rows of terms, each with its relation or sign; its value."""

    name: str
    rows: tuple[tuple[str, "TermRow"], ...]
    relation: str
    number: str


class DerivedGroup(NamedTuple):
    """Equations that belong together, aligned at their relations.

    longest: the name that the margin is wide enough for.
    """

    equations: tuple[Derived, ...]
    longest: str


class Grid(NamedTuple):
    """A table of words and numbers, the heads first."""

    rows: tuple[tuple[str, ...], ...]


class NameLine(NamedTuple):
    """The lines to fill in at the head of a sheet: name, date, and points out of `most`."""

    labels: tuple[str, ...]
    most: int


class Picture(NamedTuple):
    """A picture of a network: the names of the neurons of each layer. dot: for its lines."""

    layers: tuple[tuple[str, ...], ...]
    dot: str


class Figure(NamedTuple):
    """A drawing of the model, for the formats that have figures."""

    drawing: "Drawing"


class Matrix(NamedTuple):
    """A given matrix by name; a vector has one number in each row."""

    name: str
    rows: tuple[tuple[str, ...], ...]


class Matrices(NamedTuple):
    """The given numbers of a network, as matrices."""

    matrices: tuple[Matrix, ...]


class Cell(NamedTuple):
    """A step in short: its number, name and value; a blank is to be filled in with the value."""

    number: str
    name: str
    relation: str
    value: str
    is_blank: bool


class Cells(NamedTuple):
    """Steps in short, in columns."""

    cells: tuple[Cell, ...]


Part = (
    Title
    | Heading
    | PhaseHeading
    | Paragraph
    | GivenNumbers
    | Worked
    | DerivedGroup
    | Grid
    | NameLine
    | Picture
    | Figure
    | Matrices
    | Cells
)
