"""The layout of a formula's graph: columns from left to right, and the wires between them.

It depends on the formula, the look and the size alone, and where not all of it fits, on the name
that the step is about: so nothing moves while steps are about that name.
"""

from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from stepper.figures.formula.columns import Item, What, columns
from stepper.figures.formula.excerpt import Edge, Excerpt
from stepper.figures.formula.rows import Placed, stack
from stepper.formula.formula import Formula
from stepper.tui.canvas.wires import Wires
from stepper.tui.graph.formula.sizes import Plan, Sizes
from stepper.tui.graph.formula.wires import Net, routed, tracks
from stepper.tui.look import Look

MARGIN = 1


class Column(NamedTuple):
    """The x of a column: of its boxes, of the wires that leave it, of their tracks, of its end."""

    box: int
    stub: int
    track: int
    end: int


class FormulaLayout:
    """A part of a formula at its place, in cells from the upper left.

    columns: the x of each; stack: its items with their rows; wires: those after each column.
    """

    def __init__(self, look: Look, shown: Excerpt, plan: Plan) -> None:
        self.part, self.sizes = shown, Sizes(look, shown.formula, plan)
        self._items = columns(shown)
        self.stack = stack(self._items, self.sizes.rows)
        self.wires = [routed(nets) for nets in self._nets()]
        self.place(0)

    def place(self, wider: int) -> None:
        """Give each column its x, with wires that are longer by some cells."""
        self.columns: list[Column] = []
        x = MARGIN
        for k, items in enumerate(self._items):
            stub = x + self.sizes.box(items)
            track = stub + self.sizes.stub(items) + wider
            end = track
            if k < len(self.wires):
                turns = 2 * tracks(self.wires[k])
                end = track + turns + self.sizes.beside_ports(self._items[k + 1]) + 1
            self.columns.append(Column(x, stub, track, end))
            x = end
        self.width = x

    @property
    def formula(self) -> Formula:
        return self.part.formula

    @property
    def height(self) -> int:
        return self.stack.height

    @cached_property
    def nodes(self) -> dict[str, tuple[int, Placed]]:
        """The column and the item of each name that is not only passing."""
        kinds = (What.GIVEN, What.BOX, What.ELSEWHERE)
        each = ((k, placed) for k, column in enumerate(self.stack.columns) for placed in column)
        return {p.item.name: (k, p) for k, p in each if p.item.what in kinds}

    # --- wires

    def _nets(self) -> Iterator[list[Net]]:
        for before, after in pairwise(self.stack.columns):
            targets: dict[str, list[int]] = {}
            for placed in after:
                for x in placed.item.ports:
                    targets.setdefault(x, []).append(placed.port(x))
            yield [
                Net(p.item.name, p.output, tuple(targets[p.item.name]))
                for p in before
                if p.item.name in targets and p.item.has_output
            ]

    @cached_property  # saves the raster of all wires at every step
    def wires_shown(self) -> dict[tuple[int, int], str]:
        """(y, x) -> the sign of a wire there, row by row, without the heads."""
        raster = Wires(self.sizes.look.ascii)
        for k, placed in enumerate(self.stack.columns):
            self._passing(raster, k, {p.item.name for p in placed})
            if k < len(self.wires):
                self._between(raster, k, self._ends(k))
            for p in placed:
                if p.item.has_output and not self.formula.users[p.item.name]:
                    raster.level("", p.output, self.columns[k].stub, self.columns[k].track - 1)
        ends = {(p.port(x), self.columns[k].box - 1) for k, p, x in self._ports()}
        signs = sorted((y, x, sign) for x, y, sign in raster.cells() if (y, x) not in ends)
        return {(y, x): sign for y, x, sign in signs}

    def _ports(self) -> Iterator[tuple[int, Placed, str]]:
        """Each port with a head of its own: its column, its item, and what comes in."""
        for k, placed in enumerate(self.stack.columns):
            for p in placed:
                if p.item.what in (What.BOX, What.BEYOND):
                    yield from ((k, p, x) for x in p.item.ports)

    def cells_of(self, edges: Collection[Edge]) -> set[tuple[int, int]]:
        """The (y, x) of the wires of some edges."""
        raster = Wires(self.sizes.look.ascii)
        for k in range(len(self.wires)):
            further = {x for u, x in edges if self.nodes[u][0] > k + 1}
            here = {(u, x) for u, x in edges if self.nodes[u][0] == k + 1}
            ends = {
                (x, row)
                for (x, row), item in self._ends(k).items()
                if (item.name, x) in here or (item.what is What.PASSING and x in further)
            }
            self._between(raster, k, ends)
            self._passing(raster, k + 1, further)
        return {(y, x) for x, y, _ in raster.cells()}

    def _ends(self, k: int) -> dict[tuple[str, int], Item]:
        """(name, row) -> the item at which a wire from column k ends."""
        return {(x, p.port(x)): p.item for p in self.stack.columns[k + 1] for x in p.item.ports}

    def _between(self, raster: Wires, k: int, ends: Collection[tuple[str, int]]) -> None:
        """Draw the wires from column k to some ends at the next."""
        names, every = {x for x, _ in ends}, self._ends(k)
        stub, first, end = self.columns[k].stub, self.columns[k].track, self.columns[k].end - 1
        for net, track, after in self.wires[k]:
            if net.name not in names:
                continue
            begin = stub if after is None else first + 2 * after
            x = end if track is None else first + 2 * track
            raster.level(net.name, net.source, begin, x)
            for row in net.targets if track is not None else ():
                is_end = (net.name, row) in every
                if not is_end or (net.name, row) in ends:
                    raster.upright(net.name, x, net.source, row)
                if is_end and (net.name, row) in ends:
                    raster.level(net.name, row, x, end)

    def _passing(self, raster: Wires, k: int, names: Collection[str]) -> None:
        for p in self.stack.columns[k]:
            if p.item.what is What.PASSING and p.item.name in names:
                raster.level(p.item.name, p.output, self.columns[k].box - 1, self.columns[k].stub)
