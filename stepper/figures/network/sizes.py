"""The sizes of a network's neurons and of the numbers at their wires, and its bands."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.figures.bands import BETWEEN, CROSSING, LANE, starts
from stepper.figures.layout import ABOVE, BELOW, CELL, LINE, MARGIN, Subject, room
from stepper.figures.parameters import numbers

Excerpt = tuple[range, ...]  # the neurons that are shown of each layer, the input first
Plan = Sequence[Sequence[str]]  # the numbers of a weight on each line at its wire, by their marks

APART = 10.0  # points between two neurons
GAP = 7.0  # beside a number; long ones reach into it

# the numbers of a neuron, from top to bottom, with their marks
NUMBERS = (
    (Role.T, ""), (Role.Z, ""), (Role.E, ""), (Role.A, ""), (Role.CJ, ""),
    (Role.DC_DA, "backward"), (Role.DA_DZ, "by"), (Role.DELTA, "backward"),
)  # fmt: skip


class Slot(NamedTuple):
    """The place of a number at a wire: x and y from its begin, and the x where it ends."""

    x: float
    y: float
    end: float


class NetworkSizes:
    """The sizes of a part of a network.

    plan: the numbers at a wire; most: the cells of a name; across: the points of a band. bands: the
    layers of each band, from top to bottom.
    """

    def __init__(
        self, subject: Subject, excerpt: Excerpt, plan: Plan, most: int, across: float
    ) -> None:
        assert isinstance(subject.model, Network)
        self.subject, self.excerpt, self._most = subject, excerpt, most
        net = self.net = subject.model
        marks = {mark for _, mark in numbers(subject, Symbol(Role.W, net.L, 1, 1))}
        each = ([mark for mark in line if mark in marks] for line in plan)
        self._plan = [line for line in each if line]  # the first line is above the wire
        self.port = len(self._plan) * LINE + (6 if len(self._plan) > 1 else 2)
        self.layers = [l for l, neurons in enumerate(excerpt) if neurons]
        self.bands = self._folded(across - 2 * MARGIN)

    def name(self, s: Symbol) -> str:
        """The name of a number, cut to the cells of a name."""
        return self.subject.name(s, self._most)

    # --- bands

    def _folded(self, across: float) -> list[list[int]]:
        """Layers of each band, given the width of a band."""
        widths = list(map(self._whole, self.layers))
        lanes = 1 + 2 * max(map(len, self.excerpt))
        begins = starts(widths, across, lanes * LANE)
        return [self.layers[begin:end] for begin, end in pairwise([*begins, len(widths)])]

    def _whole(self, l: int) -> float:
        """The points of a layer from left to right, with its wires, and the cost after the last."""
        before = CROSSING + self.labels(l) if l > self.layers[0] else 0
        after = CROSSING + self.cost if l == self.net.L else 0
        return before + self.box_width(l) + after

    def turning(self, band: Sequence[int]) -> int:
        """How many wires come in from the band above."""
        return len(self.excerpt[band[0] - 1]) if band[0] > self.layers[0] else 0

    def begin(self, band: Sequence[int]) -> float:
        """The x where a band begins, after the wires that turn before it."""
        turning = self.turning(band)
        return MARGIN + LANE * (turning + 1) * bool(turning)

    def gap(self, band: Sequence[int]) -> float:
        """The points above a band for the wires that turn there."""
        turning = self.turning(band)
        return (BETWEEN + LANE * turning) * bool(turning)

    def high(self, band: Sequence[int]) -> float:
        """The points of a band from top to bottom."""
        return max(sum(map(self.taken, self.neurons(l))) for l in band)

    @property
    def height(self) -> float:
        """The points of all bands from top to bottom, with their margins."""
        return sum(self.gap(band) + self.high(band) for band in self.bands) + 2 * MARGIN

    @property
    def right(self) -> float:
        """The x where the widest band ends."""
        return max(self.begin(band) + sum(map(self._whole, band)) for band in self.bands)

    @property
    def outer(self) -> float:
        """The x of the outermost wire that turns at the right of it."""
        return self.right + LANE * max(map(self.turning, self.bands))

    # --- neurons

    def neurons(self, l: int) -> list[Symbol]:
        return [Symbol(Role.A if l else Role.X, l, j) for j in self.excerpt[l]]

    def numbers(self, s: Symbol) -> Iterator[tuple[Symbol, str]]:
        """The numbers of a neuron, with their marks."""
        if s.role is Role.X:
            yield s, ""
            return
        for role, mark in NUMBERS:
            of = Symbol(role, s.l, s.j)
            if self.subject.has(of):
                yield of, mark

    def box_height(self, s: Symbol) -> float:
        """The points of the box of a neuron from top to bottom."""
        lines = (len(list(self.numbers(s))) + (s.role is not Role.X)) * LINE + 6
        return max(lines, len(list(self.parameters(s))) * self.port)

    def taken(self, s: Symbol) -> float:
        """The points that a neuron takes with its wires, from top to bottom."""
        return self.box_height(s) + APART

    def box_width(self, l: int) -> float:
        """The points of the boxes of a layer from left to right."""
        s = self.neurons(l)[0]
        beside = (room(f"{self.name(of)} ") + 2 * CELL * bool(m) for of, m in self.numbers(s))
        return max(beside) + self.subject.number + 8

    @property
    def cost(self) -> float:
        """The points of the box of the cost from left to right."""
        return self.subject.number + room(self.name(COST)) + 12

    # --- weights

    def parameters(self, s: Symbol) -> Iterator[Symbol]:
        """The weights whose wires are shown to come into a neuron, and its bias."""
        if s.l > self.layers[0]:
            yield from (Symbol(Role.W, s.l, s.j, i) for i in self.excerpt[s.l - 1])
        if s.l and self.net.biases:
            yield Symbol(Role.B, s.l, s.j)

    def slots(self, l: int) -> dict[str, Slot]:
        """The places of the numbers of a parameter, by their marks."""
        each = (p for s in self.neurons(l) for p in self.parameters(s))
        named = max((room(f"{self.name(p)} ") for p in each), default=0)
        slots = {}
        for k, line in enumerate(self._plan):
            x = 3.0
            for mark in line:
                end = x + self.subject.number + (2 * CELL if mark else named) + GAP
                slots[mark] = Slot(x, ABOVE if k == 0 else BELOW + (k - 1) * LINE, end)
                x = end + CELL
        return slots

    def labels(self, l: int) -> float:
        """The points of the numbers at the wires of a layer, from left to right."""
        return max(slot.end for slot in self.slots(l).values())
