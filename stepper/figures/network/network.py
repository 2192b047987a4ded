"""A network: boxes for neurons with their numbers, and a wire for each weight.

Each neuron has a wire for each of its weights and for its bias at its left, with their numbers.
"""

from collections.abc import Iterator, Mapping
from math import inf

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Kind, Role, Symbol
from stepper.figures.bands import CROSSING, LANE, turns
from stepper.figures.layout import LINE, MARGIN, Box, Layout, Place, Point, Shapes, Subject
from stepper.figures.network.sizes import Excerpt, NetworkSizes
from stepper.figures.parameters import back, numbers

Way = tuple[Point, ...]  # of a wire, as far as it is placed
Ways = Mapping[int, Way]  # by the neurons of a layer

WIDEST, DEEPEST = 8, 5  # layers of a network that is shown as a whole
FEW = 4  # neurons of a layer that are shown of another
NAMES = (22, 12)  # cells of a name, where there is room and where there is not
HIGHEST = 850.0  # points, a page of paper, if few lines at a wire are enough
NONE = range(0)

# the numbers of a weight on the lines at its wire: the first line is above it
PLANS = (
    (("",), ("backward",), ("sum",), ("new",)),
    (("", "new"), ("backward", "sum")),
    (("", "backward", "sum", "new"),),
)


def shown(net: Network, symbol: Symbol) -> Excerpt:
    """The neurons to show at the step of a symbol: all, or some around its own."""
    if net.widest <= WIDEST and len(net.sizes) <= DEEPEST:
        return tuple(net.neurons(l) for l in range(net.L + 1))
    l, j, i = symbol.l or net.L, symbol.j or 1, symbol.i or 1
    centres = {l - 1: i, l: j, l + 1: 1}
    return tuple(
        _around(centres[k], net.sizes[k]) if k in centres else NONE for k in range(net.L + 1)
    )


def _around(j: int, size: int) -> range:
    first = min(1 + (j - 1) // FEW * FEW, max(1, size + 1 - FEW))
    return range(first, min(first + FEW, size + 1))


def layout(subject: Subject, excerpt: Excerpt) -> Layout:
    """Place the neurons of a part, layer by layer."""
    for sizes in _tried(subject, excerpt):
        if sizes.height <= HIGHEST:
            break
    return _Network(sizes).laid_out()


def _tried(subject: Subject, excerpt: Excerpt) -> Iterator[NetworkSizes]:
    """Yield layouts to try: with the longest names that cost no band, and last, in one band."""
    for across in (subject.across, inf):
        for plan in PLANS:
            each = (NetworkSizes(subject, excerpt, plan, most, across) for most in NAMES)
            yield min(each, key=lambda sizes: len(sizes.bands))


class _Network:
    def __init__(self, sizes: NetworkSizes) -> None:
        self._sizes, self._subject, self._net = sizes, sizes.subject, sizes.net
        self._shapes = Shapes()

    def laid_out(self) -> Layout:
        sizes, y = self._sizes, MARGIN
        ways: Ways = {}  # of the layer before
        for band in sizes.bands:
            x, y, height = sizes.begin(band), y + sizes.gap(band), sizes.high(band)
            middle = y + height / 2
            ways = self._turned(ways, x, y, middle)
            for l in band:
                x, ways = self._layer(l, x, middle, ways)
            if band[-1] == self._net.L:
                self._cost(x + CROSSING, middle, ways)
            y += height
        nodes = sum(map(len, sizes.excerpt))
        size = (sizes.outer + MARGIN, sizes.height)
        return self._shapes.laid_out(*size, nodes, sum(self._net.sizes))

    def _turned(self, ways: Ways, x: float, top: float, middle: float) -> Ways:
        """The ways from the band above, as far as x, where they come in around the middle."""
        first = middle - LANE * (len(ways) - 1)
        ys = [(way[-1][1], first + 2 * LANE * k) for k, way in enumerate(ways.values())]
        turned = turns(ys, self._sizes.right, top, x)
        return {j: (*way, *turn) for (j, way), turn in zip(ways.items(), turned, strict=True)}

    def _layer(self, l: int, x: float, middle: float, ways: Ways) -> tuple[float, Ways]:
        """Place a layer from x on, with the wires that come in; return where it ends."""
        sizes, neurons = self._sizes, self._sizes.neurons(l)
        left = x + (CROSSING + sizes.labels(l) if ways else 0)
        right, y = left + sizes.box_width(l), middle - sum(map(sizes.taken, neurons)) / 2
        ends = {}
        for s in neurons:
            end = (right, y + sizes.taken(s) / 2)
            if ways:
                self._wires(s, ways, x + CROSSING, (left, end[1]))
            self._neuron(s, left, end)
            ends[s.j] = (end,)
            y += sizes.taken(s)
        return right, ends

    def _neuron(self, s: Symbol, x: float, end: Point) -> None:
        """Place a neuron from x to the end, where its value leaves it."""
        sizes, (right, middle) = self._sizes, end
        own, height = list(sizes.numbers(s)), sizes.box_height(s)
        y, makes = middle - height / 2, frozenset(of for of, _ in own)
        title = "" if s.role is Role.X else self._subject.function(self._net.activation(s.l))
        self._shapes.boxes.append(Box(x, y, right - x, height, title, makes, is_open=True))
        y += LINE * bool(title) + LINE
        for k, (of, mark) in enumerate(own):
            self._shapes.places.append(Place(of, x + 4, y + k * LINE, sizes.name(of), mark))

    def _cost(self, x: float, middle: float, ways: Ways) -> None:
        """Place the cost, and the sum of softmax, after the outputs."""
        L = self._net.L
        for j, way in ways.items():
            each, gradient = Symbol(Role.CJ, L, j), Symbol(Role.DC_DA, L, j)
            self._shapes.wire((*way, (x, middle)), (each, gradient, COST), (gradient,))
        boxes = [(COST, middle)]
        if self._net.is_softmax:
            boxes.append((Symbol(Role.S, L), middle + 3 * LINE))
        for s, y in boxes:
            size = (self._sizes.cost, 2 * LINE)
            self._shapes.boxes.append(Box(x, y - LINE, *size, "", frozenset({s}), is_open=True))
            self._shapes.places.append(Place(s, x + 4, y + 4, self._sizes.name(s)))

    def _wires(self, s: Symbol, ways: Ways, x: float, end: Point) -> None:
        """Place the wires that come into a neuron at its left, with the numbers of their weights.

        ways: by the neurons that they come from. x: from where on they are level.
        """
        own, slots = list(self._sizes.parameters(s)), self._sizes.slots(s.l)
        (right, middle), port = end, self._sizes.port
        y = middle - port * len(own) / 2 + LINE
        for p in own:
            each = list(numbers(self._subject, p))
            way, gradients, kind = Way(), back(p), Kind.PARAMETER
            if p.role is Role.W:
                way, kind = ways[p.i], Kind.FORWARD
                gradients = (Symbol(Role.DC_DA, s.l - 1, p.i),)
            points = (*way, (x, y), (right, y))
            self._shapes.wire(points, (of for of, _ in each), gradients, kind)
            for of, mark in each:
                slot, name = slots[mark], "" if mark else self._sizes.name(of)
                self._shapes.places.append(Place(of, x + slot.x, y + slot.y, name, mark))
            y += port
