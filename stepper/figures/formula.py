"""A formula as a graph: boxes with operations, values above the wires, gradients below.

In a box, at each wire that comes in, is the local derivative; where several lines use a name, what
each sends back is at the end of its wire.
"""

from collections.abc import Iterator, Sequence

from stepper.backprop.symbols import Role, Symbol
from stepper.figures.formula_columns import Item, What, columns
from stepper.figures.formula_part import Part, by_distance, part, whole
from stepper.figures.formula_rows import Placed, Rows, stack
from stepper.figures.layout import (
    CELL,
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
from stepper.figures.operation import operation
from stepper.formula.formula import Formula
from stepper.typeset.cells import shortened
from stepper.typeset.notation import Notation

MOST, FEW = 24, 12  # names of a formula that is shown as a whole, and of a part of another
TITLE, NAME = 18, 12  # cells of an operation, of a name
ACROSS = 34.0  # where wires cross


def shown(formula: Formula, symbol: Symbol) -> Part:
    """The names to show at the step of a symbol: all, or those around its own."""
    if len(formula.symbols) <= MOST:
        return whole(formula)
    return part(formula, frozenset(by_distance(formula, symbol, FEW)))


def layout(formula: Formula, of: Part, notation: Notation, digits: int) -> Layout:
    """Place the nodes of a part in columns."""
    return _Graph(of, notation, digits).laid_out()


class _Graph:
    def __init__(self, of: Part, notation: Notation, digits: int) -> None:
        self._part, self._formula, self._notation = of, of.formula, notation
        self._number = number(digits)
        self._items = columns(of)
        self._stack = stack(self._items, self._rows)
        self._shapes = Shapes()

    def laid_out(self) -> Layout:
        x, lefts = MARGIN, list[tuple[float, float, float]]()
        for items in self._items:
            stub = x + self._width(items)
            end = stub + self._label(items)
            lefts.append((x, stub, end))
            x = end + ACROSS
        for (box, stub, _), column in zip(lefts, self._stack.columns, strict=True):
            for placed in column:
                self._node(placed, box, stub)
        for k, placed, name in self._ports():
            self._wire(lefts, k, placed, name)
        x, height = lefts[-1][-1] + MARGIN, self._stack.height * LINE + 2 * MARGIN
        nodes = len(self._part.names)
        return self._shapes.laid_out(x, height, nodes, len(self._formula.symbols))

    # --- sizes

    def _rows(self, item: Item) -> Rows:
        """The lines of an item: a port takes one above, and one below for what is sent back."""
        match item.what:
            case What.GIVEN:
                own = (self._gradient(item.name), self._symbol(item.name).updated)
                later = [s for s in own if s.role.phase.value in ("backward", "update")]
                return Rows(2 + sum(s in self._formula.position for s in later), (), 1)
            case What.BOX:
                ports, row = [], 1
                for x in item.ports:
                    ports.append(row)
                    row += 1 + (self._path(item.name, x) in self._formula.position)
                return Rows(max(3, row) + 1, tuple(ports), max(1, row // 2))
            case What.ELSEWHERE:
                return Rows(3, (), 1)
            case _:
                return Rows(1, (0,) * len(item.ports), 0)

    def _width(self, items: Sequence[Item]) -> float:
        boxes = [item for item in items if item.what is What.BOX]
        widest = max((room(self._title(item.name)) for item in boxes), default=0)
        return max(widest + 10, self._number + 2 * CELL + 6) if boxes else 0

    def _label(self, items: Sequence[Item]) -> float:
        """The points of the wires that leave a column, with the labels above them."""
        own = [i for i in items if i.what not in (What.PASSING, What.BEYOND)]
        names = max((room(self._name(i.name) + " ") for i in own), default=0)
        return max(names, 2 * CELL) + self._number + 6 if own else CELL

    # --- names

    def _symbol(self, name: str) -> Symbol:
        return self._formula.symbols[name]

    def _name(self, name: str) -> str:
        text = self._notation.name(self._symbol(name))
        return shortened(text, NAME, self._notation.sign("few_digits"))

    def _title(self, u: str) -> str:
        more = self._notation.sign("few_digits")
        return operation(self._notation, self._formula.expressions[u], TITLE, more)

    def _gradient(self, x: str) -> Symbol:
        return Symbol(Role.GRADIENT, names=(self._formula.cost, x))

    def _path(self, u: str, x: str) -> Symbol:
        return Symbol(Role.PATH, names=(self._formula.cost, u, x))

    # --- shapes

    def _y(self, row: float) -> float:
        return MARGIN + (row + 0.5) * LINE

    def _put(self, s: Symbol, x: float, y: float, name: str = "", mark: str = "") -> None:
        if s in self._formula.position:
            self._shapes.places.append(Place(s, x, y, name, mark))

    def _node(self, placed: Placed, left: float, stub: float) -> None:
        item = placed.item
        if item.what in (What.PASSING, What.BEYOND):
            return
        name, y = item.name, self._y(placed.output)
        s = self._symbol(name)
        self._put(s, stub + 3, y - 4, self._name(name))
        self._put(self._gradient(name), stub + 3, y + 12, mark="backward")
        if not self._formula.users[name]:
            self._shapes.wire(((stub, y), (stub + self._number, y)), {s})
        if s.updated != s:
            self._put(s.updated, stub + 3, y + 12 + LINE, mark="new")
        if item.what is What.BOX:
            self._box(placed, left, stub)

    def _box(self, placed: Placed, left: float, right: float) -> None:
        u, y = placed.item.name, self._y(placed.first) - LINE / 2 + 1
        locals_ = [Symbol(Role.LOCAL, names=(u, x)) for x in placed.item.ports]
        paths = [self._path(u, x) for x in placed.item.ports]
        gradients = [self._gradient(x) for x in placed.item.ports]
        makes = frozenset({self._symbol(u), *locals_, *paths, *gradients})
        height = placed.rows.height * LINE - LINE / 2 - 2
        title = self._title(u)
        self._shapes.boxes.append(Box(left, y, right - left, height, title, makes, is_open=True))
        for x, local, path in zip(placed.item.ports, locals_, paths, strict=True):
            port = self._y(placed.port(x))
            self._put(local, left + 4, port + 3.5, mark="by")
            self._put(path, left + 4, port + 3.5 + LINE, mark="backward")

    def _ports(self) -> Iterator[tuple[int, Placed, str]]:
        for k, column in enumerate(self._stack.columns):
            for placed in column:
                if placed.item.what in (What.BOX, What.BEYOND):
                    yield from ((k, placed, x) for x in placed.item.ports)

    def _wire(
        self, lefts: Sequence[tuple[float, float, float]], k: int, placed: Placed, x: str
    ) -> None:
        """Draw a wire from the node of a name, through the columns between, to a port."""
        points: list[Point] = [(lefts[k][0], self._y(placed.port(x)))]
        for column in range(k - 1, -1, -1):
            box, stub, end = lefts[column]
            source = next(
                p for p in self._stack.columns[column] if p.item.name == x and p.item.has_output
            )
            y = self._y(source.output)
            points.append((end, y))
            if source.item.what is not What.PASSING:
                points.append((stub, y))
                break
            points.append((box, y))
        u = placed.item.name
        own = {Symbol(Role.LOCAL, names=(u, x)), self._path(u, x)}
        self._shapes.wire(points[::-1], own if placed.item.what is What.BOX else ())
