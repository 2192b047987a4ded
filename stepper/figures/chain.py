"""A chain as its computational graph: nodes are functions, edges carry values and gradients.

Above a node is what enters it, below it the local derivative or the bias; above an edge is its
value, below it its gradient.
"""

from collections.abc import Iterator, Sequence

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.figures.chain_edges import Edge, edges
from stepper.figures.layout import (
    ABOVE,
    BELOW,
    LINE,
    MARGIN,
    Box,
    Layout,
    Place,
    Point,
    Shapes,
    number,
    room,
)
from stepper.figures.parameters import numbers
from stepper.typeset.notation import Notation

MOST, STEP = 6, 4  # the layers that are shown of a long chain, and by how many they move
ACROSS = 640.0  # points of a row
NODE = 26.0  # the height of a node, and its least width
STUB = 12.0  # from a parameter to its node
BETWEEN = 26.0  # two rows
MADE_OF: dict[str, tuple[Role, ...]] = {  # what the nodes of a layer compute
    "×": (Role.Z, Role.DC_DW, Role.DC_DB, Role.SUM_DW, Role.SUM_DB, Role.W_NEW, Role.B_NEW),
    "g": (Role.A, Role.DA_DZ, Role.DELTA),
    "C": (Role.C, Role.DC_DA),
}
WITH_WEIGHT = (Role.DC_DW, Role.SUM_DW, Role.W_NEW)


def shown(net: Network, symbol: Symbol) -> range:
    """The layers to show at the step of a symbol: all, or some around its own."""
    if net.L <= MOST:
        return range(1, net.L + 1)
    l = symbol.l or net.L
    first = min(1 + (l - 1) // STEP * STEP, net.L + 1 - MOST)
    return range(first, first + MOST)


def layout(net: Network, layers: range, notation: Notation, digits: int) -> Layout:
    """Place the edges of some layers in rows, from left to right and from row to row."""
    return _Chain(net, layers, notation, digits).laid_out()


class _Chain:
    def __init__(self, net: Network, layers: range, notation: Notation, digits: int) -> None:
        self._net, self._layers, self._name = net, layers, notation.name
        self._function = notation.function
        has_cost = layers.stop > net.L
        self._edges = edges(net)[2 * layers.start - 2 : 2 * layers.stop - 1 + has_cost]
        self._pitch = number(digits) + LINE + max(map(self._taken, self._edges))
        weight, bias = (self._block(role, 1) for role in (Role.W, Role.B))
        self._wire = MARGIN + len(weight) * LINE + STUB + NODE / 2  # from the top of a row
        self._height = self._wire + 3 * LINE + (STUB + len(bias) * LINE if net.biases else 0)
        self._rows = self._folded()
        self._shapes = Shapes()

    def laid_out(self) -> Layout:
        width = 2 * MARGIN + self._pitch * max(map(len, self._rows))
        bend: list[Point] = []  # the way from the row above
        y = self._wire
        for row in self._rows:
            for k, edge in enumerate(row):
                x = MARGIN + k * self._pitch
                end = x + self._pitch - self._node(edge)
                self._edge(edge, [*bend, (x, y), (end, y)])
                self._nodes(edge, end, y)
                bend = []
            end += self._node(edge)
            below = y - self._wire + self._height + BETWEEN / 2
            far, near, y = width - MARGIN / 2, MARGIN / 2, y + self._height + BETWEEN
            bend = [(end, y - self._height - BETWEEN), (far, y - self._height - BETWEEN)]
            bend += [(far, below), (near, below), (near, y)]
        height = len(self._rows) * (self._height + BETWEEN) - BETWEEN + MARGIN
        return self._shapes.laid_out(width, height, len(self._layers), self._net.L)

    def _folded(self) -> list[Sequence[Edge]]:
        """The edges in rows of whole layers, as equal as possible."""
        most = max(1, int(ACROSS / self._pitch) // 2)
        count = len(self._layers)
        rows = -(-count // most)
        breaks = [2 * (count * k // rows) for k in range(rows)]
        ends = [*breaks[1:], len(self._edges)]
        return [self._edges[begin:end] for begin, end in zip(breaks, ends, strict=True)]

    def _taken(self, edge: Edge) -> float:
        """The points of what is at an edge beside a number, and of its node."""
        gradient = f"◂ {self._name(edge.gradient)}" if edge.gradient else ""
        return max(map(room, (self._name(edge.value), gradient))) + self._node(edge)

    def _title(self, edge: Edge) -> str:
        match edge.node:
            case "×":
                return "+" if self._net.biases else "×"
            case "g":
                activation = self._net.activation(edge.layer)
                return "=" if activation == "identity" else self._function(activation)
            case "C":
                return self._name(COST)
            case _:
                return ""

    def _node(self, edge: Edge) -> float:
        """The width of the node at the end of an edge."""
        return max(NODE, room(self._title(edge)) + LINE) if edge.node else 0

    def _edge(self, edge: Edge, points: list[Point]) -> None:
        own = [edge.value, *([edge.gradient] if edge.gradient else [])]
        self._shapes.wire(points, own)
        (x, y) = points[-2]
        for s, at, mark in zip(own, (ABOVE, BELOW), ("", "backward"), strict=False):
            self._shapes.places.append(Place(s, x + 3, y + at, self._name(s), mark))

    def _nodes(self, edge: Edge, x: float, y: float) -> None:
        """Place the node at the end of an edge, with what enters it from above and below."""
        if not edge.node:
            return
        net, l, width = self._net, edge.layer, self._node(edge)
        middle, top, bottom = x + width / 2, y - NODE / 2, y + NODE / 2
        self._shapes.boxes.append(
            Box(x, top, width, NODE, self._title(edge), frozenset(self._made(edge)))
        )
        if edge.node == "×":
            self._stack(self._block(Role.W, l), middle, top, up=True)
            if net.biases:
                self._stack(self._block(Role.B, l), middle, bottom, up=False)
        elif edge.node == "C":
            t = Symbol(Role.T, l, 1)
            self._stack([Place(t, 0, 0, self._name(t))], middle, top, up=True)
        elif net.has_slope(l):
            slope = Symbol(Role.DA_DZ, l, 1)
            self._shapes.places.append(
                Place(slope, middle, y + BELOW + LINE, self._name(slope), "by", is_centred=True)
            )

    def _made(self, edge: Edge) -> Iterator[Symbol]:
        """What a node computes."""
        net, l, node = self._net, edge.layer, edge.node
        for role in MADE_OF[node]:
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
        if s not in self._net.position:
            return []
        return [
            Place(of, 0, 0, "" if mark else self._name(of), mark)
            for of, mark in numbers(self._net, s)
        ]

    def _stack(self, block: list[Place], x: float, y: float, up: bool) -> None:
        """Place a block above or below a node, and the line from it to the node."""
        end = y - STUB if up else y + 2 * STUB
        first = end - 4 - (len(block) - 1) * LINE if up else end + BELOW
        for k, place in enumerate(block):
            self._shapes.places.append(place._replace(x=x, y=first + k * LINE, is_centred=True))
        self._shapes.wire(((x, end), (x, y)), (place.symbol for place in block))
