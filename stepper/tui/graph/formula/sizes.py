"""How many cells and lines the parts of a formula's graph take, in plans from roomy to tight."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from stepper.backprop.symbols import Role, Symbol
from stepper.figures.formula.columns import Item, What, unordered
from stepper.figures.formula.excerpt import whole
from stepper.figures.formula.operation import operation
from stepper.figures.formula.rows import Rows
from stepper.formula.formula import Formula
from stepper.tui.look import Look
from stepper.typeset.cells import cells


class Plan(NamedTuple):
    """How much is shown.

    roomy: values are above the wires, else on them. digits, number: of a number, and the cells that
    it takes. local: whether boxes have room for their local derivatives. title, name: the most
    cells of what a box does, and of a name.
    """

    roomy: bool
    digits: int
    number: int
    local: bool
    title: int
    name: int


PLANS = (  # the first that fits is taken
    Plan(roomy=True, digits=4, number=8, local=True, title=18, name=14),
    Plan(roomy=True, digits=3, number=7, local=True, title=12, name=10),
    Plan(roomy=False, digits=4, number=8, local=True, title=18, name=14),
    Plan(roomy=False, digits=3, number=7, local=True, title=8, name=8),
    Plan(roomy=True, digits=3, number=7, local=False, title=8, name=8),
    Plan(roomy=False, digits=3, number=7, local=False, title=8, name=8),
    Plan(roomy=False, digits=3, number=6, local=False, title=5, name=6),
)
WIDEST = PLANS[0].number
ROOMY, TIGHT = PLANS[0], PLANS[3]


class Sizes(NamedTuple):
    """The sizes of the items of a formula in a plan."""

    look: Look
    formula: Formula
    plan: Plan

    def sent_back(self, u: str, x: str) -> Symbol | None:
        """The number that a line sends back to a name that other lines use, too; else None."""
        symbol = Symbol(Role.PATH, names=(self.formula.cost, u, x))
        return symbol if symbol in self.formula.position else None

    def rows(self, item: Item) -> Rows:
        """The lines of an item; below a port of a name that several lines use, one is free."""
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
                if item.is_cut and ports and ports[-1] >= height - 2:
                    height += 1  # for the sign that more comes in
                return Rows(height, tuple(ports), (height - 1) // 2)
            case What.ELSEWHERE:
                return Rows(1 + self.is_forked(item.name))
            case _:
                return Rows(1, (0,) * len(item.ports), 0)

    def is_forked(self, x: str) -> bool:
        """Whether several lines send something back to a name, which are added up."""
        formula = self.formula
        has_gradient = Symbol(Role.GRADIENT, names=(formula.cost, x)) in formula.position
        return has_gradient and len(formula.users[x]) > 1

    def least(self, columns: Iterable[Sequence[Item]]) -> tuple[int, int]:
        """The cells and lines that some columns take at least: without turns of wires."""
        first, *others = columns
        width = sum(self.box(items) + self.stub(items) for items in (first, *others))
        width += sum(self.beside_ports(items) + 1 for items in others)
        heights = (sum(self.rows(item).height for item in items) for items in (first, *others))
        return width, max(heights)

    def title(self, u: str) -> str:
        """The operation of a line, as its box shows it."""
        look, e = self.look, self.formula.expressions[u]
        return operation(look.notation, e, self.plan.title, look.sign("more"))

    def box(self, items: Iterable[Item]) -> int:
        """The cells of the boxes of a column; 0 where there are no boxes."""
        titles = [cells(self.title(item.name)) for item in items if item.what is What.BOX]
        room = self.plan.number + 1 if self.plan.local else 1
        return 2 + max(room, max(titles) + 3) if titles else 0

    def stub(self, items: Iterable[Item]) -> int:
        """The cells of the wires that leave a column, with the labels above or on them."""
        labelled = [item for item in items if item.what not in (What.PASSING, What.BEYOND)]
        names = [self.look.name(self.formula.symbols[item.name]) for item in labelled]
        if not names:
            return 1
        on_wire = any(not self.plan.roomy or item.what is What.ELSEWHERE for item in labelled)
        name = min(max(map(cells, names)), self.plan.name)
        return 1 + name + 1 + self.plan.number + (2 if on_wire else 1)

    def beside_ports(self, items: Iterable[Item]) -> int:
        """The cells before the boxes of a column for what they send back."""
        several = any(self.sent_back(item.name, x) for item in items for x in item.ports)
        ends = any(item.what is What.BEYOND for item in items)
        return max(1, several * (self.plan.number + 2), ends * cells(self.look.sign("more")))


@lru_cache(maxsize=16)  # saves a pass over all lines at each layout of the screen
def tallest(look: Look, formula: Formula, roomy: bool) -> int:
    """The lines of the highest column of a whole formula, however wide the graph is."""
    sizes = Sizes(look, formula, ROOMY if roomy else TIGHT)
    columns = unordered(whole(formula))
    return max(sum(sizes.rows(item).height for item in items) for items in columns)
