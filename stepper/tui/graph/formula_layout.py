"""The layout of a formula's graph: columns from left to right, and the wires between them.

It depends on the formula, the look and the size alone, and where not all of it fits, on the name
that the step is about: so nothing moves while that name is at work.
"""

from collections.abc import Collection, Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from stepper.backprop.symbols import Role, Symbol
from stepper.formula.formula import Formula
from stepper.tui.canvas.wires import Wires
from stepper.tui.graph.formula_columns import Item, What, columns
from stepper.tui.graph.formula_part import Edge, Part, by_distance, needed, part, whole
from stepper.tui.graph.formula_rows import Placed, Rows, stack
from stepper.tui.graph.formula_wires import Net, routed, tracks
from stepper.tui.graph.operation import operation
from stepper.tui.look import Look
from stepper.typeset.cells import cells


class Plan(NamedTuple):
    """How much is shown.

    roomy: values are above the wires, else on them. digits, number: of a number, and the cells that
    it takes. local: whether boxes have room for their local derivatives. title: the most cells of
    what a box does.
    """

    roomy: bool
    digits: int
    number: int
    local: bool
    title: int


PLANS = (  # the first that fits is taken
    Plan(roomy=True, digits=4, number=8, local=True, title=18),
    Plan(roomy=True, digits=3, number=7, local=True, title=12),
    Plan(roomy=False, digits=4, number=8, local=True, title=18),
    Plan(roomy=False, digits=3, number=7, local=True, title=8),
    Plan(roomy=True, digits=3, number=7, local=False, title=8),
    Plan(roomy=False, digits=3, number=7, local=False, title=8),
    Plan(roomy=False, digits=3, number=6, local=False, title=5),
)
WIDEST = PLANS[0].number
MOST_NAME = 8  # cells of a name
MOST_WIDER = 8  # cells by which a wire is longer where there is room
MARGIN = 1
LEAST_NODE = 12, 2  # cells and lines that a node takes at least, with its wires
LEAST = 60, 5  # cells and lines with which a node has all that it is computed from


class Column(NamedTuple):
    """The x of a column: of its boxes, of the wires that leave it, of their tracks, of its end."""

    box: int
    stub: int
    track: int
    end: int


class FormulaLayout:
    """A part of a formula at its place, in cells from the upper left.

    columns: the x of each; placed: each name's own item and that of each column, with its rows.
    """

    def __init__(self, look: Look, shown: Part, plan: Plan) -> None:
        self.look, self.part, self.plan = look, shown, plan
        self.stack = stack(columns(shown), self._rows)
        self.wires = [routed(nets) for nets in self._nets()]
        self.place(0)

    def place(self, wider: int) -> None:
        """Give each column its x, with wires that are longer by some cells."""
        self.columns: list[Column] = []
        x = MARGIN
        for k, placed in enumerate(self.stack.columns):
            stub = x + self._box(placed)
            track = stub + self._stub(placed) + wider
            end = track
            if k < len(self.wires):
                turns = 2 * tracks(self.wires[k])
                end = track + turns + self._beside_ports(self.stack.columns[k + 1]) + 1
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

    def sent_back(self, u: str, x: str) -> Symbol | None:
        """What a line sends back to a name that other lines use as well; None for any other."""
        symbol = Symbol(Role.PATH, names=(self.formula.cost, u, x))
        return symbol if symbol in self.formula.position else None

    # --- sizes

    def _rows(self, item: Item) -> Rows:
        roomy, position = self.plan.roomy, self.formula.position
        match item.what:
            case What.GIVEN:
                x, C = item.name, self.formula.cost
                own = (Symbol(Role.GRADIENT, names=(C, x)), Symbol(Role.NEW, names=(x,)))
                return Rows(1 + roomy + sum(s in position for s in own), (), int(roomy))
            case What.BOX:
                ports, y = [], 1
                for x in item.ports:
                    ports.append(y)
                    y += 3 if roomy else 1 + (self.sent_back(item.name, x) is not None)
                height = max(3, y - 1 if roomy else y + 1)
                return Rows(height, tuple(ports), (height - 1) // 2)
            case _:
                return Rows(1, (0,) * len(item.ports), 0)

    def _box(self, placed: tuple[Placed, ...]) -> int:
        """The cells of the boxes of a column; none where there are no boxes."""
        boxes = [p.item.name for p in placed if p.item.what is What.BOX]
        titles = (cells(self.title(name)) for name in boxes)
        room = self.plan.number + 1 if self.plan.local else 1
        return 2 + max(room, *(title + 3 for title in titles)) if boxes else 0

    def title(self, u: str) -> str:
        return operation(self.look, self.formula.expressions[u], self.plan.title)

    def _stub(self, placed: tuple[Placed, ...]) -> int:
        """The cells of the wires that leave a column, with the labels on or beside them."""
        labelled = [p for p in placed if p.item.what not in (What.PASSING, What.BEYOND)]
        names = [
            min(cells(self.look.name(self.formula.symbols[p.item.name])), MOST_NAME)
            for p in labelled
        ]
        on_wire = any(not self.plan.roomy or p.item.what is What.ELSEWHERE for p in labelled)
        return 1 + max(names) + 1 + self.plan.number + 2 * on_wire if names else 1

    def _beside_ports(self, placed: tuple[Placed, ...]) -> int:
        """The cells before the boxes of a column for what they send back."""
        several = (self.sent_back(p.item.name, x) for p in placed for x in p.item.ports)
        return self.plan.number + 2 if any(several) else 1

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
        raster = Wires(self.look.ascii)
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
        raster = Wires(self.look.ascii)
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


def fitting(
    look: Look, formula: Formula, width: int, height: int, number: int = WIDEST
) -> FormulaLayout | None:
    """The layout of a whole formula in this size; None if it does not fit.

    number: the cells that its numbers take at most.
    """
    is_large = len(formula.symbols) * LEAST_NODE[0] * LEAST_NODE[1] > width * height
    return None if is_large else _laid_out(look, whole(formula), width, height, number)


def lowest(look: Look, formula: Formula, width: int, height: int) -> FormulaLayout | None:
    """The layout of a whole formula that takes the fewest lines; None if it does not fit."""
    best = None
    while laid_out := fitting(look, formula, width, height):
        best, height = laid_out, laid_out.height - 1
    return best


@lru_cache(maxsize=64)
def _laid_out(
    look: Look, shown: Part, width: int, height: int, number: int
) -> FormulaLayout | None:
    for plan in PLANS:
        plan = plan._replace(number=min(plan.number, number))
        laid_out = FormulaLayout(look, shown, plan)
        if laid_out.width <= width and laid_out.height <= height:
            gaps = max(1, len(laid_out.columns))
            laid_out.place(min(MOST_WIDER, (width - laid_out.width) // gaps))
            return laid_out
    return None


@lru_cache(maxsize=64)  # keeps a layout and its wires from step to step
def layout(
    look: Look, formula: Formula, width: int, height: int, number: int, symbol: Symbol
) -> FormulaLayout:
    """Lay out the whole formula, or as much of it as fits around the step of a symbol.

    What the step has to have in view is laid out even if it takes more than there is.
    """
    if everything := fitting(look, formula, width, height, number):
        return everything
    most = min(len(formula.symbols), width * height // (LEAST_NODE[0] * LEAST_NODE[1]))
    around, first = by_distance(formula, symbol, most), needed(symbol)
    low, high = len(first), len(around)
    best = None
    while low <= high:
        middle = (low + high + 1) // 2
        shown = part(formula, frozenset(around[:middle]))
        laid_out = _laid_out(look, shown, width, height, number)
        if laid_out:
            best, low = laid_out, middle + 1
        else:
            high = middle - 1
    return best or FormulaLayout(look, part(formula, frozenset(first)), PLANS[-1])
