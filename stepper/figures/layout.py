"""Where the shapes of a drawing are: lines, boxes, and the places of numbers, in points.

x goes to the right and y down, from the upper left corner.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.shape import SOFTMAX
from stepper.backprop.symbols import Kind, Phase, Symbol
from stepper.typeset.cells import cells, shortened
from stepper.typeset.notation import Notation

SIZE = 10.0  # of letters
LINE = 13.0  # from one line of text to the next
CELL = 5.3  # the widest cell of text
SMALL = frozenset(".,·′₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")  # narrow signs; each saves SAVED of a cell
SAVED = 0.4
ABOVE, BELOW = -5.0, 12.0  # from a wire to the baseline of the text at it
MARGIN = 8.0
SCREEN = 960.0  # points across
PAPER = 650.0  # the same, so that letters have 7 points in lines of 16 cm

Point = tuple[float, float]


class Subject(NamedTuple):
    """What to lay out: a model, its notation, digits per number.

    is_forward: whether there is room only for numbers known before the backward pass. across: the
    most points from left to right.
    """

    model: Model
    notation: Notation
    digits: int
    is_forward: bool
    across: float

    @property
    def number(self) -> float:
        """The points of a number: of 4 digits, −0.0001234. −1.234·10⁻⁵ has a cell more."""
        return CELL * (self.digits + 6)

    def has(self, s: Symbol) -> bool:
        """Whether a number is shown, sooner or later."""
        is_late = self.is_forward and s.role.phase not in (Phase.GIVEN, Phase.FORWARD)
        return s in self.model.position and not is_late

    def name(self, s: Symbol, most: int) -> str:
        """Its name, cut to `most` cells."""
        return shortened(self.notation.name(s), most, self.notation.sign("few_digits"))

    def sign(self, operation: str) -> str:
        """A sign in the middle of a box: × for the product, whose own sign is too small there."""
        return "×" if operation == "·" else operation

    def function(self, activation: str) -> str:
        """The title of an activation's box: g or tanh; its name if it has no letter."""
        is_named = activation in (SOFTMAX, "identity")
        return activation if is_named else self.notation.function(activation)


class Wire(NamedTuple):
    """A line through points: level, upright, or a curve where it is neither.

    of: the numbers that belong to it: it is lit where one of them is computed or used. back: the
    gradients that come back along it. kind: what goes forward along it.
    """

    points: tuple[Point, ...]
    of: frozenset[Symbol]
    back: frozenset[Symbol]
    kind: Kind

    def parts(self) -> Iterator[tuple[Point, ...]]:
        """Yield the end of each of its lines; that of a curve after the two points that bend it."""
        for (a, b), (x, y) in pairwise(self.points):
            middle = (a + x) / 2
            bent = () if a == x or b == y else ((middle, b), (middle, y))
            yield *bent, (x, y)


class Box(NamedTuple):
    """A box with its upper left corner. makes: the numbers that it computes, with which it is lit.

    title: the operation, in its middle; at its top if there is room for numbers below.
    """

    x: float
    y: float
    width: float
    height: float
    title: str
    makes: frozenset[Symbol]
    is_open: bool = False

    @property
    def title_at(self) -> Point:
        """The middle of its title's baseline."""
        down = SIZE + 1 if self.is_open else self.height / 2 + 3.5
        return self.x + self.width / 2, self.y + down


class Place(NamedTuple):
    """Where a number is written: x and the baseline of its text.

    name: the text before it, or empty; mark: the name of a sign before that. is_centred: whether x
    is the middle of the text, not its begin.
    """

    symbol: Symbol
    x: float
    y: float
    name: str = ""
    mark: str = ""
    is_centred: bool = False


class Layout(NamedTuple):
    """All shapes of a model, or of a part of it. shown, of: its nodes, and those of the model."""

    width: float
    height: float
    wires: tuple[Wire, ...]
    boxes: tuple[Box, ...]
    places: tuple[Place, ...]
    shown: int
    of: int

    @property
    def note_at(self) -> Point:
        """Where a note on it begins, below the shapes."""
        return MARGIN, self.height + 4


class Shapes:
    """The shapes of a layout as they are found."""

    def __init__(self) -> None:
        self.wires: list[Wire] = []
        self.boxes: list[Box] = []
        self.places: list[Place] = []

    def wire(
        self,
        points: Iterable[Point],
        of: Iterable[Symbol],
        back: Iterable[Symbol] = (),
        kind: Kind = Kind.FORWARD,
    ) -> None:
        self.wires.append(Wire(tuple(points), frozenset(of), frozenset(back), kind))

    def laid_out(self, width: float, height: float, shown: int, of: int) -> Layout:
        shapes = (tuple(self.wires), tuple(self.boxes), tuple(self.places))
        return Layout(width, height, *shapes, shown, of)


def room(text: str) -> float:
    """The points that a text takes at most."""
    return CELL * (cells(text) - SAVED * sum(letter in SMALL for letter in text))
