"""A formula as a graph: boxes with operations, values above the wires, gradients below.

Above the end of each wire is the local derivative; where several lines use a name, below it is the
term that each sends back.
"""

from collections.abc import Sequence

from stepper.backprop.symbols import Role, Symbol
from stepper.figures.formula.bands import ROW, Column, Width, bands
from stepper.figures.formula.columns import Item, What, columns
from stepper.figures.formula.excerpt import Excerpt, by_distance, excerpt_of, whole
from stepper.figures.formula.operation import operation
from stepper.figures.formula.rows import Placed, Rows, stack
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
from stepper.formula.formula import Formula

MOST, FEW = 24, 12  # names of a formula that is shown as a whole, and of a part of another
TITLE, NAME = 18, 12  # cells of an operation, of a name
NODE = 22.0  # the least width of a box, and the height of one with a single wire


def shown(formula: Formula, symbol: Symbol) -> Excerpt:
    """The names to show at the step of a symbol: all, or those around its own."""
    if len(formula.symbols) <= MOST:
        return whole(formula)
    return excerpt_of(formula, frozenset(by_distance(formula, symbol, FEW)))


def layout(subject: Subject, of: Excerpt) -> Layout:
    """Place the nodes of a part in columns."""
    return _Graph(subject, of).laid_out()


class _Graph:
    def __init__(self, subject: Subject, of: Excerpt) -> None:
        self._subject, self._excerpt, self._formula = subject, of, of.formula
        self._number = subject.number
        self._ends = 0 if subject.is_forward else self._number + 2 * CELL + 6  # of wires, at a box
        self._items = columns(of)
        self._stack = stack(self._items, self._rows)
        widths = [Width(self._box_of(items), self._label(items)) for items in self._items]
        self._bands = bands(self._stack, widths, subject.across)
        self._shapes = Shapes()

    def laid_out(self) -> Layout:
        for k, column in enumerate(self._stack.columns):
            for placed in column:
                self._node(placed, self._bands.columns[k])
                if placed.item.what in (What.BOX, What.BEYOND):
                    for x in placed.item.ports:
                        self._wire(k, placed, x)
        nodes, every = len(self._excerpt.names), len(self._formula.symbols)
        return self._shapes.laid_out(self._bands.width, self._bands.height, nodes, every)

    # --- sizes

    def _rows(self, item: Item) -> Rows:
        """The lines of an item: a port takes one above, and one below for the term sent back."""
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
                output = (1 + max(ports, default=1)) // 2
                return Rows(max(output + 2, row), tuple(ports), output)
            case What.ELSEWHERE:
                return Rows(3, (), 1)
            case _:
                return Rows(1, (0,) * len(item.ports), 0)

    def _box_of(self, items: Sequence[Item]) -> float:
        """The points of the boxes of a column, with the ends of the wires that come in."""
        boxes = [item for item in items if item.what is What.BOX]
        widest = max((room(self._title(item.name)) for item in boxes), default=0)
        return self._ends + max(widest + 10, NODE) if boxes else 0

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
        u, left = placed.item.name, column.box + self._ends
        locals_ = [Symbol(Role.LOCAL, names=(u, x)) for x in placed.item.ports]
        paths = [self._path(u, x) for x in placed.item.ports]
        gradients = [self._gradient(x) for x in placed.item.ports]
        makes = frozenset({self._symbol(u), *locals_, *paths, *gradients})
        rows = placed.rows.ports or (placed.rows.output,)
        y, height = column.y(placed.first + rows[0]) - NODE / 2, NODE + (rows[-1] - rows[0]) * ROW
        self._shapes.boxes.append(Box(left, y, column.stub - left, height, self._title(u), makes))
        for x, local, path in zip(placed.item.ports, locals_, paths, strict=True):
            port = column.y(placed.port(x))
            self._put(local, column.box + 4, port + ABOVE, mark="by")
            self._put(path, column.box + 4, port + BELOW, mark="backward")

    def _wire(self, k: int, placed: Placed, x: str) -> None:
        """Draw a wire back from a port, through the columns before, to the node of a name."""
        columns, is_box = self._bands.columns, placed.item.what is What.BOX
        begin, port = columns[k].box, columns[k].y(placed.port(x))
        points: list[Point] = [(begin + self._ends, port), (begin, port)][not is_box :]
        for before in range(k - 1, -1, -1):
            place, items = columns[before], self._stack.columns[before]
            source = next(p for p in items if p.item.name == x and p.item.has_output)
            y = place.y(source.output)
            points += [*columns[before + 1].turns.get(x, ())[::-1], (place.end, y)]
            if source.item.what is not What.PASSING:
                points.append((place.stub, y))
                break
            points.append((place.box, y))
        u, path = placed.item.name, self._path(placed.item.name, x)
        own = (Symbol(Role.LOCAL, names=(u, x)), path) if is_box else ()
        self._shapes.wire(points[::-1], own, (path, self._gradient(x)))
