"""The lines of the network view: which line shows which number."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol

Roles = tuple[Role, ...]

# The numbers of a neuron by its lines: on a line, a number gives way to the next one.
HIDDEN: dict[int, tuple[Roles, ...]] = {
    3: ((Role.Z, Role.DC_DA), (Role.A,), (Role.DA_DZ, Role.DELTA)),
    4: ((Role.Z, Role.DC_DA), (Role.A,), (Role.DA_DZ,), (Role.DELTA,)),
    5: ((Role.Z,), (Role.A,), (Role.DC_DA,), (Role.DA_DZ,), (Role.DELTA,)),
}
OUTPUT: dict[int, tuple[Roles, ...]] = {
    3: ((Role.T,), (Role.A,), (Role.Z, Role.CJ, Role.DC_DA, Role.DA_DZ, Role.DELTA)),
    4: ((Role.T,), (Role.A,), (Role.Z, Role.CJ, Role.DC_DA), (Role.DA_DZ, Role.DELTA)),
    5: ((Role.T,), (Role.A,), (Role.Z, Role.CJ, Role.DC_DA), (Role.DA_DZ,), (Role.DELTA,)),
    6: ((Role.T,), (Role.A,), (Role.Z,), (Role.CJ, Role.DC_DA), (Role.DA_DZ,), (Role.DELTA,)),
    7: ((Role.T,), (Role.A,), (Role.Z,), (Role.CJ,), (Role.DC_DA,), (Role.DA_DZ,), (Role.DELTA,)),
}
WITHOUT_SLOPE: dict[int, tuple[Roles, ...]] = {  # an output with cross-entropy
    3: ((Role.T,), (Role.A,), (Role.Z, Role.CJ, Role.DELTA)),
    4: ((Role.T,), (Role.A,), (Role.Z, Role.CJ), (Role.DELTA,)),
    5: ((Role.T,), (Role.A,), (Role.Z,), (Role.CJ,), (Role.DELTA,)),
}
OF_SOFTMAX: dict[int, tuple[Roles, ...]] = {
    3: ((Role.T,), (Role.A,), (Role.Z, Role.E, Role.CJ, Role.DELTA)),
    4: ((Role.T,), (Role.A,), (Role.Z, Role.E), (Role.CJ, Role.DELTA)),
    5: ((Role.T,), (Role.A,), (Role.Z,), (Role.E, Role.CJ), (Role.DELTA,)),
    6: ((Role.T,), (Role.A,), (Role.Z,), (Role.E,), (Role.CJ,), (Role.DELTA,)),
}
FOLDED: dict[int, tuple[Roles, ...]] = {  # the same for a neuron of the next layer in few lines
    1: ((Role.A, Role.DELTA),),
    2: ((Role.A,), (Role.DELTA,)),
    3: ((Role.A,), (Role.DELTA,)),
}
SPREAD = 4  # the most lines between two neurons


EDGES = 2  # the lines of a box that are drawn where there is room for them


class NeuronLines(NamedTuple):
    """The y of what belongs to a neuron; the next of its layer is pitch lines further down.

    lines: of its box; closed: whether the first and the last of them are its edges. weights: of the
    first weight, after the last of which the bias follows, each apart lines after the one before.
    parts: the indices of the weights that have a line, from 0 on, the last of them the bias.
    """

    top: int
    lines: int
    pitch: int
    closed: bool
    weights: int
    apart: int
    value: int
    said: tuple[tuple[int, Roles], ...]
    parts: range


class NeuronShape(NamedTuple):
    """The neurons of a layer: their lines, and which are the first weight and the value."""

    lines: int
    pitch: int
    closed: bool
    weights: int
    value: int
    said: tuple[Roles, ...]


@dataclass(frozen=True)
class Stack:
    """The neurons of each layer, one below another, in height lines."""

    network: Network
    height: int
    rows: dict[tuple[int, int], NeuronLines]

    @classmethod
    def laid_out(cls, net: Network, height: int, apart: int) -> "Stack":
        """Put the values of all layers level with the tallest one."""
        shapes = {l: _shape(net, l, height, apart) for l in range(net.L + 1)}
        spans = {l: (net.sizes[l] - 1) * shape.pitch for l, shape in shapes.items()}
        rooms = {l: height - _below(net, l) - spans[l] - shapes[l].lines for l in shapes}
        tightest = min(rooms, key=lambda l: rooms[l])
        middle = 2 * (rooms[tightest] // 2 + shapes[tightest].value) + spans[tightest]
        rows = {}
        for l, shape in shapes.items():
            first = max(0, min((middle - spans[l]) // 2 - shape.value, rooms[l]))
            for j in net.neurons(l):
                top = first + (j - 1) * shape.pitch
                value = top + shape.value
                said_from = value - (1 if l else 0)
                said = tuple(enumerate(shape.said, said_from))
                parts = range(incoming(net, l) if l else 0)
                weights = top + shape.weights
                rows[l, j] = NeuronLines(
                    top, shape.lines, shape.pitch, shape.closed, weights, apart, value, said, parts
                )
        return cls(net, height, rows)

    @property
    def cost(self) -> int:
        """The y of C, below the outputs; with softmax, S is a line above it."""
        last = self.rows[self.network.L, self.network.sizes[-1]]
        below = last.top + last.lines if last.closed else last.said[-1][0] + 2
        return min(self.height, below + _below(self.network, self.network.L)) - 1

    @property
    def of_all(self) -> dict[Symbol, int]:
        """The y of what belongs to all outputs together: of S and C."""
        sum_of_softmax = {Symbol(Role.S, self.network.L): self.cost - 1}
        return (sum_of_softmax if self.network.is_softmax else {}) | {COST: self.cost}

    def row(self, s: Symbol) -> int:
        """The y of a number."""
        if s in self.of_all:
            return self.of_all[s]
        rows = self.rows[s.l, s.j]
        said = (y for y, roles in rows.said if s.role in roles)
        k = (s.i or self.network.sizes[s.l - 1] + 1) - 1
        below = rows.apart - 1 if s.role not in (Role.W, Role.B) else 0
        return next(said, rows.weights + k * rows.apart + below)

    def top(self, made: Symbol, height: int) -> int:
        """The first of height lines in view: whole neurons, page by page."""
        if made in self.of_all:
            return max(0, self.cost - height + 1)
        rows = self.rows[made.l, made.j]
        in_view = height // rows.pitch
        if in_view:
            top = rows.top - (made.j - 1) % in_view * rows.pitch
        else:
            top = rows.top + (self.row(made) - rows.top) // height * height
        return max(0, min(top, self.height - height))

    def folded(
        self, made: Symbol, whole: Symbol, in_view: range
    ) -> dict[tuple[int, int], NeuronLines]:
        """Few lines for the next layer, one weight each, where a sum comes back from it.

        All its neurons are in view if there is a line for each, and in any case the one whose term
        is computed. made: the symbol of the step; whole: the sum that it is, or is a term of.
        """
        above, net = whole.l + 1, self.network
        if whole.role not in (Role.DC_DA, Role.DA_DZ, Role.DELTA) or above > net.L:
            return {}
        pitch = min(max(1, len(in_view) // net.sizes[above]), len(FOLDED))
        first = in_view.start + max(0, len(in_view) - net.sizes[above] * pitch) // 2
        if made.role is Role.WDELTA:
            first -= max(0, made.j - len(in_view))
        parts = range(whole.j - 1, whole.j)
        return {
            (above, k): NeuronLines(
                top, pitch, pitch, False, top, 1, top, tuple(enumerate(FOLDED[pitch], top)), parts
            )
            for k in net.neurons(above)
            for top in (first + (k - 1) * pitch,)
        }


def stack(net: Network, height: int, apart: int) -> Stack:
    """The stack for height lines, no fewer than it needs and no more than it can use.

    apart: the lines from one weight to the next: 2 where its gradient is below it.
    """
    least, best = least_height(net, apart), best_height(net, apart)
    return Stack.laid_out(net, max(least, min(height, best)), apart)


def least_height(net: Network, apart: int = 1) -> int:
    """The lines that show every neuron, and C below the outputs."""
    return _height(net, apart, min)


def full_height(net: Network, apart: int = 1) -> int:
    """The lines in which every number has a place of its own."""
    return _height(net, apart, max)


def best_height(net: Network, apart: int = 1) -> int:
    """The lines in which every neuron has a box with all its edges as well."""
    return _height(net, apart, max, EDGES)


def _height(
    net: Network, apart: int, wanted: Callable[[Iterable[int]], int], edges: int = 0
) -> int:
    lines = (
        max(wanted(_places(net, l)), incoming(net, l) * apart) + edges for l in range(1, net.L + 1)
    )
    *hidden, outputs = (size * each for size, each in zip(net.sizes[1:], lines, strict=True))
    return max(net.sizes[0], *hidden, outputs + _below(net, net.L))


def _below(net: Network, l: int) -> int:
    """The lines below a layer: of C, and of S of softmax."""
    return 1 + net.is_softmax if l == net.L else 0


def _places(net: Network, l: int) -> dict[int, tuple[Roles, ...]]:
    """The numbers of a neuron by its lines; a single output has no cost beside C."""
    if l < net.L:
        return HIDDEN
    output = OUTPUT if net.has_slope(l) else OF_SOFTMAX if net.is_softmax else WITHOUT_SLOPE
    most = max(output) - (net.sizes[l] == 1)
    return {lines: said for lines, said in output.items() if lines <= most}


def incoming(net: Network, l: int) -> int:
    """The lines of the weights and the bias of a neuron."""
    return net.sizes[l - 1] + net.biases


def _shape(net: Network, l: int, height: int, apart: int) -> NeuronShape:
    """The neurons of a layer with as many lines as fit, the value amid the weights."""
    room = (height - _below(net, l)) // net.sizes[l]
    if l == 0:
        return NeuronShape(1, min(room, 1 + SPREAD), False, 0, 0, ((Role.X,),))
    count = incoming(net, l) * apart
    places = _places(net, l)
    said = places[min(max(places), room)]
    value = max(1, (count - len(said)) // 2 + 1)
    weights = max(0, value - (count - 1) // 2)
    lines = max(weights + count, value - 1 + len(said))
    pitch = min(room, lines + SPREAD)
    if closed := room >= lines + EDGES:
        value, weights, lines = value + 1, weights + 1, lines + EDGES
    return NeuronShape(lines, pitch, closed, weights, value, said)
