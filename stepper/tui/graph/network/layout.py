"""The layout of the network view: layers side by side, neurons below one another.

It depends on the network, the look and the size alone, so that nothing moves from step to step.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.tui.canvas.braille import Braille, OneSign
from stepper.tui.graph.network.rows import Stack, full_height, least_height, stack
from stepper.tui.look import Look
from stepper.typeset.cells import cells, cut, shortened

Connection = tuple[int, int, int]  # the l, j, i of its weight
WireText = tuple[int, int, str]  # x, y, text


class Plan(NamedTuple):
    """How much is shown: the cells of each part, and the digits of numbers."""

    gap: int  # the least cells between two layers
    digits: int
    label: int  # the most cells of a label
    input: int  # of the number of an input
    weight: int  # of a weight
    room: int  # of any other number
    bracket: int  # of a bracket, with a blank
    new: bool  # a new weight has a place of its own; else the gradient gives way to it
    sums: bool = False  # likewise, the sum of a batch
    blank: int = 1  # after a number, before a mark or an edge
    apart: int = 1  # lines from one weight to the next: with 2, its gradient is below it

    @property
    def edge(self) -> int:
        """The cells of the right edge of a box, with the blank before it."""
        return self.blank + 1


PLANS = (  # the first that fits is taken
    Plan(gap=8, digits=4, label=12, input=7, weight=8, room=9, bracket=2, new=True),
    Plan(gap=8, digits=3, label=12, input=6, weight=7, room=8, bracket=2, new=True),
    Plan(gap=8, digits=4, label=7, input=7, weight=8, room=8, bracket=2, new=False, apart=2),
    Plan(gap=6, digits=3, label=7, input=6, weight=7, room=8, bracket=2, new=False),
    Plan(gap=5, digits=3, label=7, input=6, weight=7, room=7, bracket=2, new=False, apart=2),
    Plan(gap=3, digits=3, label=7, input=5, weight=7, room=7, bracket=2, new=False),
    Plan(gap=2, digits=3, label=7, input=5, weight=7, room=6, bracket=1, new=False, blank=0),
)
MOST_GAP = 16
SIGNED = 2  # the least cells of an input's name, a letter and one that gives way to a minus sign
MOST_MARGIN = 2
QUIET, LIT = ".*"  # wires in ASCII


class Widths(NamedTuple):
    """The cells of an input, a neuron and an output.

    input_value, value, output_value: from the left of a neuron to its numbers; more: of the sign
    for more layers; source: of the longest name of a neuron that a connection comes from, with a
    blank.
    """

    input: int
    neuron: int
    output: int
    input_value: int
    value: int
    output_value: int
    more: int
    source: int


class Column(NamedTuple):
    """The x of what leads to a layer; its wires are drawn from lines to head."""

    lines: int
    head: int
    weight: int
    gradient: int
    sum: int
    new: int
    bracket: int


@dataclass(frozen=True)
class NetworkLayout:
    """The layers that are shown, with all their lines; fewer of them may be in view.

    columns, neurons, values: by layer; values: the cells from a neuron to its numbers.
    """

    network: Network
    ascii: bool
    plan: Plan
    layers: range
    width: int
    columns: dict[int, Column]
    neurons: dict[int, range]  # from their x to their end
    stack: Stack
    values: dict[int, int]

    @cached_property  # saves the raster of all wires at every step
    def quiet_wires(self) -> list[WireText]:
        net = self.network
        edges = (
            (l, j, i) for l in self.columns for j in net.neurons(l) for i in net.neurons(l - 1)
        )
        return self.wires(edges, lit=False)

    def wires(self, edges: Iterable[Connection], *, lit: bool) -> list[WireText]:
        """The wires of the connections that are shown; lit: draw them thicker."""
        size = self.width, self.stack.height
        raster = OneSign(*size, LIT if lit else QUIET) if self.ascii else Braille(*size)
        middle = raster.down // 2
        for l, j, i in edges:
            if l in self.columns:
                x0, x1 = self.columns[l].lines * raster.across, self.columns[l].head * raster.across
                y0 = self.stack.rows[l - 1, i].value * raster.down + middle
                rows = self.stack.rows[l, j]
                y1 = (rows.weights + (i - 1) * rows.apart) * raster.down + middle
                for up in range(1 + (lit and not self.ascii)):
                    raster.line(x0, y0 - up, x1 - 1, y1 - up)
        return side_by_side(sorted((y, x, letter) for x, y, letter in raster.cells()))


def least_width(look: Look, net: Network, plan: Plan = PLANS[-1], count: int = 1) -> int:
    """The cells that suffice for any count layers together with the one before them."""
    return max(
        _end(look, net, plan, range(first, first + count + 1)) for first in range(net.L - count + 1)
    )


def _plans(look: Look, net: Network, *, are_named: bool) -> list[Plan]:
    """The plans; are_named: with gaps for the names of sources, at best for their values."""
    with_sums = [plan._replace(sums=True) for plan in PLANS if plan.new and net.is_batched]
    if not are_named:
        return [*with_sums, *PLANS]
    source = _widths(look, net, PLANS[-1]).source
    valued = [plan._replace(gap=source + 1 + plan.digits + 2) for plan in PLANS]
    return [*valued, *(plan._replace(gap=max(plan.gap, source)) for plan in PLANS)]


@lru_cache(maxsize=32)  # keeps a layout and its wires from step to step
def layout(look: Look, net: Network, width: int, height: int, l: int) -> NetworkLayout | None:
    """Lay out as many layers as fit, among them l and the one before it; None if those do not."""
    counts = range(net.L, 0, -1)
    plans = [
        plan
        for plan in _plans(look, net, are_named=height < least_height(net))
        if plan.apart == 1 or height >= full_height(net, plan.apart)
    ]
    fitting = (
        (plan, k)
        for k in counts
        for plan in plans
        if (plan.blank or k in (1, net.L)) and least_width(look, net, plan, k) <= width
    )
    plan, count = next(fitting, (None, 0))
    if plan is None:
        return None
    first = min((l - 1) // count * count, net.L - count)
    layers = range(first, first + count + 1)
    spare = width - _end(look, net, plan, layers)
    gap = min(MOST_GAP, plan.gap + spare // count)
    margin = min(MOST_MARGIN, spare - count * (gap - plan.gap))
    columns, neurons = _columns(look, net, plan, layers, gap, margin)
    widths = _widths(look, net, plan)
    ends = {0: widths.input_value, net.L: widths.output_value}
    values = dict.fromkeys(layers, widths.value) | ends
    rows = stack(net, height, plan.apart)
    return NetworkLayout(net, look.ascii, plan, layers, width, columns, neurons, rows, values)


def label(look: Look, net: Network, s: Symbol, room: int) -> str:
    """The label of a number at its neuron: z of z₁,₂ or z_1, ∂C/∂h of ∂C/∂h₁,₂."""
    name = look.name(s)
    if s.role is Role.X:
        return name
    letters = name if s.role is Role.CJ else _INDICES.sub("", name)
    if s.role is Role.DA_DZ:
        letters = look.slope(net.activation(s.l))
    return cut_label(look, letters, room)


def cut_label(look: Look, text: str, room: int) -> str:
    """Cut a label to room cells: ∂E/∂out -> …/∂out; delta -> del."""
    more = look.sign("more")[0]
    return shortened(text, room, more) if "/" in text else cut(text, room, more)


_INDICES = re.compile(r"[⁰¹²³⁴-⁹]*[\[₀-₉].*|_\w+")  # with the layer above them
_LABELLED = (Role.Z, Role.CJ, Role.DC_DA, Role.DA_DZ, Role.DELTA)  # e of softmax is shorter


class _Names(NamedTuple):
    """The most cells of the names of inputs and, by layer, of neurons and of labels."""

    inputs: int
    neurons: dict[int, int]
    labels: dict[int, int]


@lru_cache(maxsize=8)  # saves naming every neuron for each plan: 30 ms for 8-16-16-16-4
def _names(look: Look, net: Network, room: int) -> _Names:
    """Measure the names of a network; room: the cells for a label."""
    inputs = (cells(look.name(Symbol(Role.X, 0, j))) for j in net.neurons(0))
    neurons = {
        l: max(cells(look.name(Symbol(Role.A, l, j))) for j in net.neurons(l))
        for l in range(1, net.L + 1)
    }
    labels = {
        l: max(
            cells(label(look, net, Symbol(r, l, j), room))
            for j in net.neurons(l)
            for r in _LABELLED
            if net.has_slope(l) or r is not Role.DA_DZ
        )
        for l in neurons
    }
    return _Names(max(SIGNED, *inputs), neurons, labels)


def _widths(look: Look, net: Network, plan: Plan) -> Widths:
    inputs, names, labels = _names(look, net, plan.label)
    value = max((max(names[l], labels[l]) for l in range(1, net.L)), default=0)
    output_value = max(names[net.L], labels[net.L], cells(look.say("target")))
    room = 1 + plan.room  # with the mark or the blank before a number
    return Widths(
        input=inputs + 1 + plan.input + 1,
        neuron=value + room,
        output=output_value + room,
        input_value=inputs,
        value=value,
        output_value=output_value,
        more=cells(look.sign("more")) + 1,
        source=max(inputs, *names.values()) + 1,
    )


def _columns(
    look: Look, net: Network, plan: Plan, layers: range, gap: int, margin: int
) -> tuple[dict[int, Column], dict[int, range]]:
    """The columns and the neurons by layer, the first layer at the left.

    gap: cells between two layers; margin: before the first.
    """
    widths = _widths(look, net, plan)
    field = plan.room + 2 + plan.blank  # ◂−0.0123
    x = margin + (widths.more if layers[0] else 0)
    neurons = {layers[0]: range(x, x + (widths.neuron if layers[0] else widths.input))}
    columns = {}
    for l in layers[1:]:
        lines = neurons[l - 1].stop + (plan.edge if l > 1 else 0)
        weight = lines + gap + 1
        gradient = weight if plan.apart > 1 else weight + plan.weight + plan.blank
        total = gradient + (field if plan.sums else 0)
        new = total + (field if plan.new else 0)
        columns[l] = Column(lines, lines + gap, weight, gradient, total, new, new + field)
        x = new + field + plan.bracket
        neurons[l] = range(x, x + (widths.output if l == net.L else widths.neuron))
    return columns, neurons


def _end(look: Look, net: Network, plan: Plan, layers: range) -> int:
    """The least cells of the layers, with the sign for more layers."""
    _, neurons = _columns(look, net, plan, layers, plan.gap, 0)
    more = _widths(look, net, plan).more if layers[-1] < net.L else 0
    return neurons[layers[-1]].stop + plan.edge + more


def side_by_side(letters: list[tuple[int, int, str]]) -> list[WireText]:
    """Join the (y, x, letter) of neighbouring cells, in order, to (x, y, text)."""
    runs: list[WireText] = []
    for y, x, letter in letters:
        if runs and runs[-1][1] == y and runs[-1][0] + len(runs[-1][2]) == x:
            runs[-1] = runs[-1][0], y, runs[-1][2] + letter
        else:
            runs.append((x, y, letter))
    return runs
