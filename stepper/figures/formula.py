"""A formula as a graph: boxes with operations, values above the wires, gradients below.

In a box, at each wire that comes in, is the local derivative; where several lines use a name, what
each sends back is at the end of its wire.
"""

from collections.abc import Sequence

from stepper.backprop.symbols import Role, Symbol
from stepper.figures.formula_bands import ROW, Column, Width, bands
from stepper.figures.formula_columns import Item, What, columns
from stepper.figures.formula_part import Part, by_distance, part, whole
from stepper.figures.formula_rows import Placed, Rows, stack
from stepper.figures.layout import (
    ABOVE,
    BELOW,
    CELL,
    LINE,
    Box,
    Layout,
    Place,
    Point,
    Shapes,
    Subject,
    room,
)
from stepper.figures.operation import operation
from stepper.formula.formula import Formula

MOST, FEW = 24, 12  # names of a formula that is shown as a whole, and of a part of another
TITLE, NAME = 18, 12  # cells of an operation, of a name


def shown(formula: Formula, symbol: Symbol) -> Part:
    """The names to show at the step of a symbol: all, or those around its own."""
    if len(formula.symbols) <= MOST:
        return whole(formula)
    return part(formula, frozenset(by_distance(formula, symbol, FEW)))


def layout(subject: Subject, of: Part) -> Layout:
    """Place the nodes of a part in columns."""
    return _Graph(subject, of).laid_out()


class _Graph:
    def __init__(self, subject: Subject, of: Part) -> None:
        self._subject, self._part, self._formula = subject, of, of.formula
        self._number = subject.number
        self._items = columns(of)
        self._stack = stack(self._items, self._rows)
        widths = [Width(self._box_of(items), self._label(items)) for items in self._items]
        self._bands = bands(self._stack, widths)
        self._shapes = Shapes()

    def laid_out(self) -> Layout:
        for k, column in enumerate(self._stack.columns):
            for placed in column:
                self._node(placed, self._bands.columns[k])
                if placed.item.what in (What.BOX, What.BEYOND):
                    for x in placed.item.ports:
                        self._wire(k, placed, x)
        nodes, every = len(self._part.names), len(self._formula.symbols)
        return self._shapes.laid_out(self._bands.width, self._bands.height, nodes, every)

    # --- sizes

    def _rows(self, item: Item) -> Rows:
        """The lines of an item: a port takes one above, and one below for what is sent back."""
        match item.what:
            case What.GIVEN:
                s = self._symbol(item.name)
                below = {self._gradient(item.name), s.updated} - {s}
                return Rows(2 + sum(map(self._subject.has, below)), (), 1)
            case What.BOX:
                ports, row = [], 1
                for x in item.ports:
                    ports.append(row)
                    row += 1 + self._subject.has(self._path(item.name, x))
                return Rows(max(3, row) + 1, tuple(ports), max(1, row // 2))
            case What.ELSEWHERE:
                return Rows(3, (), 1)
            case _:
                return Rows(1, (0,) * len(item.ports), 0)

    def _box_of(self, items: Sequence[Item]) -> float:
        """The points of the boxes of a column."""
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
        return self._subject.name(self._symbol(name), NAME)

    def _title(self, u: str) -> str:
        notation, e = self._subject.notation, self._formula.expressions[u]
        return self._subject.sign(operation(notation, e, TITLE, notation.sign("few_digits")))

    def _gradient(self, x: str) -> Symbol:
        return Symbol(Role.GRADIENT, names=(self._formula.cost, x))

    def _path(self, u: str, x: str) -> Symbol:
        return Symbol(Role.PATH, names=(self._formula.cost, u, x))

    # --- shapes

    def _put(self, s: Symbol, x: float, y: float, name: str = "", mark: str = "") -> None:
        if self._subject.has(s):
            self._shapes.places.append(Place(s, x, y, name, mark))

    def _node(self, placed: Placed, column: Column) -> None:
        item = placed.item
        if item.what in (What.PASSING, What.BEYOND):
            return
        name, stub, y = item.name, column.stub, column.y(placed.output)
        s = self._symbol(name)
        self._put(s, stub + 3, y + ABOVE, self._name(name))
        self._put(self._gradient(name), stub + 3, y + BELOW, mark="backward")
        if not self._formula.users[name]:
            self._shapes.wire(((stub, y), (stub + self._number, y)), {s})
        if s.updated != s:
            self._put(s.updated, stub + 3, y + BELOW + LINE, mark="new")
        if item.what is What.BOX:
            self._box(placed, column)

    def _box(self, placed: Placed, column: Column) -> None:
        u, left, y = placed.item.name, column.box, column.y(placed.first - 0.5)
        locals_ = [Symbol(Role.LOCAL, names=(u, x)) for x in placed.item.ports]
        paths = [self._path(u, x) for x in placed.item.ports]
        gradients = [self._gradient(x) for x in placed.item.ports]
        makes = frozenset({self._symbol(u), *locals_, *paths, *gradients})
        height = (placed.rows.height - 0.5) * ROW
        title = self._title(u)
        self._shapes.boxes.append(
            Box(left, y, column.stub - left, height, title, makes, is_open=True)
        )
        for x, local, path in zip(placed.item.ports, locals_, paths, strict=True):
            port = column.y(placed.port(x))
            self._put(local, left + 4, port + 3.5, mark="by")
            self._put(path, left + 4, port + 3.5 + ROW, mark="backward")

    def _wire(self, k: int, placed: Placed, x: str) -> None:
        """Draw a wire back from a port, through the columns before, to the node of a name."""
        columns = self._bands.columns
        points: list[Point] = [(columns[k].box, columns[k].y(placed.port(x)))]
        for before in range(k - 1, -1, -1):
            place, items = columns[before], self._stack.columns[before]
            source = next(p for p in items if p.item.name == x and p.item.has_output)
            y = place.y(source.output)
            points += [*columns[before + 1].turns.get(x, ())[::-1], (place.end, y)]
            if source.item.what is not What.PASSING:
                points.append((place.stub, y))
                break
            points.append((place.box, y))
        u, is_box = placed.item.name, placed.item.what is What.BOX
        path = self._path(u, x)
        own = (Symbol(Role.LOCAL, names=(u, x)), path) if is_box else ()
        self._shapes.wire(points[::-1], own, (path, self._gradient(x)))
