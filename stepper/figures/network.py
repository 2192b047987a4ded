"""A network: boxes for neurons with their numbers, and a wire for each weight.

Each neuron has a wire for each of its weights and for its bias at its left, with their numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Kind, Role, Symbol
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

Part = tuple[range, ...]  # the neurons that are shown of each layer, the input first

WIDEST, DEEPEST = 8, 5  # layers of a network that is shown as a whole
FEW = 4  # neurons of a layer that are shown of another
NAME = 12  # cells of a name
ACROSS = 40.0  # where wires cross
APART = 10.0  # points between two neurons
HIGHEST = 560.0  # points of all neurons of a layer, if there are few lines at a wire
NONE = range(0)

# the numbers of a weight on the lines at its wire: the first line is above it
PLANS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("",), ("backward",), ("sum",), ("new",)),
    (("", "new"), ("backward", "sum")),
    (("", "backward", "sum", "new"),),
)
# the numbers of a neuron, from top to bottom, with their marks
NUMBERS = (
    (Role.T, ""), (Role.Z, ""), (Role.E, ""), (Role.A, ""), (Role.CJ, ""),
    (Role.DC_DA, "backward"), (Role.DA_DZ, "by"), (Role.DELTA, "backward"),
)  # fmt: skip


def shown(net: Network, symbol: Symbol) -> Part:
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


def layout(subject: Subject, part: Part) -> Layout:
    """Place the neurons of a part, layer by layer."""
    for plan in PLANS:
        placed = _Network(subject, part, plan)
        if placed.height <= HIGHEST:
            break
    return placed.laid_out()


class _Slot(NamedTuple):
    """The place of a number at a wire: x and y from its begin, and the x where it ends."""

    x: float
    y: float
    end: float


class _Network:
    def __init__(self, subject: Subject, part: Part, plan: Sequence[Sequence[str]]) -> None:
        assert isinstance(subject.model, Network)
        self._subject, self._part = subject, part
        net = self._net = subject.model
        own = dict(numbers(subject, Symbol(Role.W, net.L, 1, 1)))
        marks = {*own.values()}
        each = ([mark for mark in line if mark in marks] for line in plan)
        self._plan = [line for line in each if line]
        self._number = subject.number
        self._port = len(self._plan) * LINE + (6 if len(self._plan) > 1 else 2)
        self._layers = [l for l, neurons in enumerate(part) if neurons]
        self._shapes = Shapes()
        heights = (sum(map(self._taken, self._neurons(l))) for l in self._layers)
        self.height = max(heights) + 2 * MARGIN

    def laid_out(self) -> Layout:
        x, before = MARGIN, dict[int, Point]()  # the ends of the layer before
        for l in self._layers:
            neurons, has_wires = self._neurons(l), l > self._layers[0]
            left = x + ACROSS + self._across(l) if has_wires else x
            right = left + self._width(l)
            y = (self.height - sum(map(self._taken, neurons))) / 2
            ends = {}
            for s in neurons:
                ends[s.j] = (right, y + self._taken(s) / 2)
                if has_wires:
                    self._wires(s, before, x + ACROSS, (left, ends[s.j][1]))
                self._neuron(s, left, ends[s.j])
                y += self._taken(s)
            x, before = right, ends
        if l == self._net.L:
            x = self._cost(x + ACROSS, before)
        nodes = sum(map(len, self._part))
        return self._shapes.laid_out(x + MARGIN, self.height, nodes, sum(self._net.sizes))

    def _neurons(self, l: int) -> list[Symbol]:
        return [Symbol(Role.A if l else Role.X, l, j) for j in self._part[l]]

    def _name(self, s: Symbol) -> str:
        return self._subject.name(s, NAME)

    # --- neurons

    def _numbers(self, s: Symbol) -> Iterator[tuple[Symbol, str]]:
        """The numbers of a neuron, with their marks."""
        if s.role is Role.X:
            yield s, ""
            return
        for role, mark in NUMBERS:
            of = Symbol(role, s.l, s.j)
            if self._subject.has(of):
                yield of, mark

    def _box(self, s: Symbol) -> float:
        """The height of the box of a neuron."""
        lines = (len(list(self._numbers(s))) + (s.role is not Role.X)) * LINE + 6
        return max(lines, self._ports_of(s) * self._port)

    def _ports_of(self, s: Symbol) -> int:
        """How many wires come into a neuron."""
        return len(self._sources(s)) + (self._net.biases and s.l > 0)

    def _taken(self, s: Symbol) -> float:
        """The height of a neuron with its wires."""
        return self._box(s) + APART

    def _width(self, l: int) -> float:
        s = self._neurons(l)[0]
        return max(self._beside(of, mark) for of, mark in self._numbers(s)) + self._number + 8

    def _beside(self, s: Symbol, mark: str) -> float:
        return room(self._name(s) + " ") + (2 * CELL if mark else 0)

    def _neuron(self, s: Symbol, x: float, end: Point) -> None:
        """Place a neuron from x to the end, where its value leaves it."""
        own, height, (right, middle) = list(self._numbers(s)), self._box(s), end
        y, makes = middle - height / 2, frozenset(of for of, _ in own)
        title = "" if s.role is Role.X else self._subject.function(self._net.activation(s.l))
        self._shapes.boxes.append(Box(x, y, right - x, height, title, makes, is_open=True))
        y += LINE * bool(title) + LINE
        for k, (of, mark) in enumerate(own):
            self._shapes.places.append(Place(of, x + 4, y + k * LINE, self._name(of), mark))

    def _cost(self, x: float, before: Mapping[int, Point]) -> float:
        """Place the cost, and the sum of softmax, after the outputs."""
        width, L = self._number + room(self._name(COST)) + 12, self._net.L
        middle = self.height / 2
        for j, begin in before.items():
            each, gradient = Symbol(Role.CJ, L, j), Symbol(Role.DC_DA, L, j)
            self._shapes.wire((begin, (x, middle)), (each, gradient, COST), (gradient,))
        boxes = [(COST, middle)]
        if self._net.is_softmax:
            boxes.append((Symbol(Role.S, L), middle + 3 * LINE))
        for s, y in boxes:
            name = self._name(s)
            self._shapes.boxes.append(
                Box(x, y - LINE, width, 2 * LINE, "", frozenset({s}), is_open=True)
            )
            self._shapes.places.append(Place(s, x + 4, y + 4, name))
        return x + width

    # --- weights

    def _sources(self, s: Symbol) -> list[int]:
        """The neurons from which a wire is shown to come into a neuron."""
        return [*self._part[s.l - 1]] if s.l > self._layers[0] else []

    def _parameters(self, s: Symbol) -> Iterator[Symbol]:
        yield from (Symbol(Role.W, s.l, s.j, i) for i in self._sources(s))
        if self._net.biases:
            yield Symbol(Role.B, s.l, s.j)

    def _named(self, l: int) -> float:
        """The points of the longest name of a parameter of a layer."""
        own = (p for s in self._neurons(l) for p in self._parameters(s))
        return max((room(self._name(p) + " ") for p in own), default=0)

    def _slots(self, l: int) -> dict[str, _Slot]:
        """The places of the numbers of a parameter, by their marks."""
        slots, named = {}, self._named(l)
        for k, line in enumerate(self._plan):
            x = 3.0
            for mark in line:
                end = x + self._number + (2 * CELL if mark else named) + CELL
                slots[mark] = _Slot(x, ABOVE if k == 0 else BELOW + (k - 1) * LINE, end)
                x = end + CELL
        return slots

    def _across(self, l: int) -> float:
        """The points of the numbers of parameters of a layer."""
        return max(slot.end for slot in self._slots(l).values())

    def _wires(self, s: Symbol, before: Mapping[int, Point], x: float, end: Point) -> None:
        """Place the wires that come into a neuron at its left, with the numbers of their weights.

        before: where the neurons end that they come from. x: from where on they are level.
        """
        own, slots, (right, middle) = list(self._parameters(s)), self._slots(s.l), end
        y = middle - self._port * len(own) / 2 + LINE
        for p in own:
            each = list(numbers(self._subject, p))
            begin, gradients, kind = [], back(p), Kind.PARAMETER
            if p.role is Role.W:
                begin, kind = [before[p.i]], Kind.FORWARD
                gradients = (Symbol(Role.DC_DA, s.l - 1, p.i),)
            points = (*begin, (x, y), (right, y))
            self._shapes.wire(points, (of for of, _ in each), gradients, kind)
            for of, mark in each:
                slot, name = slots[mark], "" if mark else self._name(of)
                self._shapes.places.append(Place(of, x + slot.x, y + slot.y, name, mark))
            y += self._port
