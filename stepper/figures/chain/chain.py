"""A chain as its computational graph: nodes are functions, edges carry values and gradients.

Above a node is its weight or target, below it the local derivative or the bias; above an edge is
its value, below it its gradient.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.figures.bands import BETWEEN, LANE, starts, turns
from stepper.figures.chain.edges import Edge, edges
from stepper.figures.layout import (
    ABOVE,
    BELOW,
    CELL,
    LINE,
    MARGIN,
    Box,
    Layout,
    Place,
    Point,
    Shapes,
    Subject,
    room,
)
from stepper.figures.parameters import back, numbers

Excerpt = range  # the layers that are shown

MOST, STEP = 6, 4  # layers shown of a long chain, and by how many the excerpt moves
NAME = 18  # cells of a name
NODE = 24.0  # the height of a node, and its least width
STUB = 12.0  # from a parameter to its node
COMPUTED_BY: dict[str, tuple[Role, ...]] = {  # what the nodes of a layer compute
    "×": (Role.Z, Role.DC_DW, Role.DC_DB, Role.SUM_DW, Role.SUM_DB, Role.W_NEW, Role.B_NEW),
    "g": (Role.A, Role.DA_DZ, Role.DELTA),
    "C": (Role.C, Role.DC_DA),
}
WITH_WEIGHT = (Role.DC_DW, Role.SUM_DW, Role.W_NEW)


def shown(net: Network, symbol: Symbol) -> Excerpt:
    """The layers to show at the step of a symbol: all, or some around its own."""
    if net.L <= MOST:
        return range(1, net.L + 1)
    l = symbol.l or net.L
    first = min(1 + (l - 1) // STEP * STEP, net.L + 1 - MOST)
    return range(first, first + MOST)


def layout(subject: Subject, layers: Excerpt) -> Layout:
    """Place the edges of some layers in rows, from left to right and from row to row."""
    return _Chain(subject, layers).laid_out()


class _Chain:
    def __init__(self, subject: Subject, layers: Excerpt) -> None:
        assert isinstance(subject.model, Network)
        self._subject, self._layers = subject, layers
        net = self._net = subject.model
        *shown, last = edges(net)[2 * layers.start - 2 : 2 * layers.stop]
        has_cost = layers.stop > net.L
        self._edges = [*shown, last] if has_cost else [*shown[:-1], shown[-1]._replace(node="")]
        self._lengths = {role: self._longest(role) for role in (Role.X, Role.Z, Role.A, Role.C)}
        weight, bias = (self._block(role, 1) for role in (Role.W, Role.B))
        self._wire = MARGIN + len(weight) * LINE + STUB + NODE / 2  # from the top of a row
        self._height = self._wire + 3 * LINE + (STUB + len(bias) * LINE if net.biases else 0)
        self._rows = self._folded()
        self._shapes = Shapes()

    def laid_out(self) -> Layout:
        is_folded = len(self._rows) > 1
        begin = MARGIN + 2 * LANE * is_folded
        right = begin + max(sum(map(self._length, row)) for row in self._rows)
        right += self._beyond * is_folded
        way: tuple[Point, ...] = ()  # from the row above
        y = self._wire
        for row in self._rows:
            x = begin
            for edge in row:
                end = x + self._length(edge) - self._node(edge)
                self._edge(edge, (*way, (x, y), (end, y)))
                self._nodes(edge, end, y)
                x, way = x + self._length(edge), ()
            below = y + self._height + BETWEEN
            (turn,) = turns([(y, below)], right, below - self._wire, begin)
            way, y = ((x, y), *turn[:-1]), below
        height = len(self._rows) * (self._height + BETWEEN) - BETWEEN + MARGIN
        width = right + LANE * is_folded + MARGIN
        return self._shapes.laid_out(width, height, len(self._layers), self._net.L)

    def _folded(self) -> list[list[Edge]]:
        """The edges in rows that fit, as equal as possible; the two of a layer stay together."""
        lengths = list(map(self._length, self._edges))
        layers = [sum(lengths[k : k + 2]) for k in range(0, len(lengths), 2)]
        begins = starts(layers, self._subject.across - 2 * MARGIN, self._beyond + 3 * LANE)
        return [self._edges[2 * k : 2 * end] for k, end in pairwise([*begins, len(layers)])]

    def _length(self, edge: Edge) -> float:
        """The points of an edge with the node at its end: the same for all of a role."""
        return self._lengths[edge.value.role]

    @property
    def _beyond(self) -> float:
        """How far the labels above and below a node go beyond it, where it ends a row."""
        l = self._layers[0]
        names = map(self._name, (Symbol(Role.W, l, 1, 1), Symbol(Role.DA_DZ, l, 1)))
        return (max(map(room, names)) + 3 * CELL + self._subject.number - NODE) / 2

    def _longest(self, role: Role) -> float:
        own = (edge for edge in self._edges if edge.value.role is role)
        return max((self._taken(edge) + self._node(edge) for edge in own), default=0.0)

    def _taken(self, edge: Edge) -> float:
        """The points of the labels at an edge."""
        names = [self._name(edge.value)]
        if edge.gradient and self._subject.has(edge.gradient):
            names.append(f"◂ {self._name(edge.gradient)}")
        return max(map(room, names)) + self._subject.number + 2 * CELL

    def _name(self, s: Symbol) -> str:
        return self._subject.name(s, NAME)

    def _title(self, edge: Edge) -> str:
        match edge.node:
            case "×":
                signs = ("times", "plus") if self._net.biases else ("times",)
                return "".join(self._subject.sign(self._subject.notation.sign(s)) for s in signs)
            case "g":
                return self._subject.function(self._net.activation(edge.layer))
            case "C":
                return self._name(COST)
            case _:
                return ""

    def _node(self, edge: Edge) -> float:
        """The width of the node at the end of an edge."""
        return max(NODE, room(self._title(edge)) + LINE) if edge.node else 0

    def _edge(self, edge: Edge, points: Sequence[Point]) -> None:
        both = (edge.value, edge.gradient)
        own = [s for s in both if s and self._subject.has(s)]
        at_once = Symbol(Role.DELTA, edge.layer, 1) if edge.node == "C" else None
        self._shapes.wire(points, own, filter(None, (edge.gradient or at_once,)))
        (x, y) = points[-2]
        for s, at, mark in zip(own, (ABOVE, BELOW), ("", "backward"), strict=False):
            self._shapes.places.append(Place(s, x + 3, y + at, self._name(s), mark))

    def _nodes(self, edge: Edge, x: float, y: float) -> None:
        """Place the node at the end of an edge, with the labels above and below it."""
        if not edge.node:
            return
        net, l, width = self._net, edge.layer, self._node(edge)
        middle, top, bottom = x + width / 2, y - NODE / 2, y + NODE / 2
        self._shapes.boxes.append(
            Box(x, top, width, NODE, self._title(edge), frozenset(self._computed(edge)))
        )
        if edge.node == "×":
            self._stack(self._block(Role.W, l), middle, top)
            if net.biases:
                self._stack(self._block(Role.B, l), middle, bottom, up=False)
        elif edge.node == "C":
            t = Symbol(Role.T, l, 1)
            self._stack([Place(t, 0, 0, self._name(t))], middle, top)
        elif self._subject.has(slope := Symbol(Role.DA_DZ, l, 1)):
            self._shapes.places.append(
                Place(slope, middle, y + BELOW + LINE, self._name(slope), "by", is_centred=True)
            )

    def _computed(self, edge: Edge) -> Iterator[Symbol]:
        """The numbers that a node computes."""
        net, l, node = self._net, edge.layer, edge.node
        for role in COMPUTED_BY[node]:
            if role is Role.C:
                yield COST
            else:
                yield Symbol(role, l, 1, int(role in WITH_WEIGHT))
        if node == "×":
            yield Symbol(Role.DC_DA, l - 1, 1)
        if node == "C" and not net.has_slope(l):
            yield Symbol(Role.DELTA, l, 1)

    def _block(self, role: Role, l: int) -> list[Place]:
        """A parameter and its numbers, one line each, at no place yet."""
        s = Symbol(role, l, 1, int(role is Role.W))
        if not self._subject.has(s):
            return []
        return [
            Place(of, 0, 0, "" if mark else self._name(of), mark)
            for of, mark in numbers(self._subject, s)
        ]

    def _stack(self, block: list[Place], x: float, y: float, up: bool = True) -> None:
        """Place a block above or below a node, from the line on that joins them."""
        end = y - STUB if up else y + 2 * STUB
        first, line = (end - 4, -LINE) if up else (end + BELOW, LINE)
        for k, place in enumerate(block):
            self._shapes.places.append(place._replace(x=x, y=first + k * line, is_centred=True))
        own, kind = [place.symbol for place in block], block[0].symbol.role.kind
        self._shapes.wire(((x, end), (x, y)), own, back(own[0]), kind)
