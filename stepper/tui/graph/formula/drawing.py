"""A layout of a formula drawn at a step: labels, boxes, wires, and what computes now."""

from stepper.backprop.symbols import Role, Symbol
from stepper.figures.formula.columns import What
from stepper.figures.formula.excerpt import Edge, inputs
from stepper.figures.formula.rows import Placed
from stepper.formula.formula import Formula
from stepper.tui.canvas.pieces import style_of
from stepper.tui.canvas.viewport import Viewport
from stepper.tui.graph.formula.layout import FormulaLayout
from stepper.tui.look import PHASE_STYLES, Frame, ScreenLine
from stepper.typeset.cells import cells, shortened


def _lit(formula: Formula, s: Symbol) -> list[Edge]:
    """The edges along which a number comes at a step."""
    match s.role:
        case Role.LINE:
            return [(s.names[0], x) for x in inputs(formula, s.names[0])]
        case Role.GRADIENT:
            return [(u, s.names[-1]) for u in formula.users[s.names[-1]]]
        case Role.LOCAL | Role.PATH:
            return [(s.names[-2], s.names[-1])]
        case _:
            return []


class FormulaDrawing:
    """Draws the rows of a layout that fit in height lines, the active one among them."""

    def __init__(self, frame: Frame, where: FormulaLayout, width: int, height: int) -> None:
        self.frame, self.step, self.look = frame, frame.step, frame.look
        self.where, self.formula, self.plan = where, where.formula, where.sizes.plan
        self.sizes = where.sizes
        room = min(where.height, height)
        is_cut = where.height > room or where.width > width
        row, end = self._active() if is_cut else (0, 0)
        top = max(0, min(row - room // 2, where.height - room))
        self.view = Viewport(width, range(top, top + room), max(0, end - width))
        self.flow = PHASE_STYLES[self.step.phase]
        lit = _lit(self.formula, self.step.symbol)
        self.edges = [(u, x) for u, x in lit if u in where.nodes and x in where.nodes]
        self.covered: set[tuple[int, int]] = set()  # the (y, x) of labels on wires

    def lines(self) -> list[ScreenLine]:
        for column, placed in self.where.nodes.values():
            if placed.item.what is What.BOX:
                self._box(column, placed)
            self._labels(column, placed)
        self._wires()
        self._beyond()
        return self.view.lines()

    def _active(self) -> tuple[int, int]:
        """The row of the number that is computed now, and the x after it."""
        s, nodes, columns = self.step.symbol, self.where.nodes, self.where.columns
        is_within = s.role is Role.LOCAL and self.plan.local
        if is_within or (s.role in (Role.LOCAL, Role.PATH) and self.sizes.sent_back(*s.names[-2:])):
            column, placed = nodes[s.names[-2]]
            return placed.port(s.names[-1]) + (not is_within), columns[column].stub
        column, placed = nodes[s.names[-1]]
        return placed.output, columns[column].track

    # --- numbers

    def _number(self, s: Symbol, room: int) -> str:
        """A number with as many digits as fit; ≈0 or … where not even one does."""
        value = self.step.known(s)
        texts = (self.look.number(value, digits) for digits in range(self.plan.digits, 0, -1))
        if text := next((text for text in texts if cells(text) <= room), ""):
            return text
        return self.look.too_long(value)

    def _marked(self, x: int, y: int, mark: str, s: Symbol) -> None:
        """Put a number after its mark."""
        text = self.look.sign(mark) + self._number(s, self.plan.number)
        self.view.put(x, y, text, style_of(self.frame, s), s)

    def _labels(self, column: int, placed: Placed) -> None:
        """Draw what a wire carries where it begins: its value, its gradient, its new value."""
        x, y = self.where.columns[column].stub + 1, placed.output
        name, on_wire = placed.item.name, not self.plan.roomy
        s = self.formula.symbols[name]
        if placed.item.what is What.ELSEWHERE:
            on_wire = True
        end = self._value(x, y - (not on_wire), s)
        if on_wire:
            self.covered |= {(y, at) for at in range(x - 1, end + 1)}
        if placed.item.what is What.ELSEWHERE and not self.sizes.is_forked(name):
            return
        gradient = Symbol(Role.GRADIENT, names=(self.formula.cost, name))
        C_is_known = self.step.is_known(self.formula.C)
        if s == self.formula.C and C_is_known:
            self.view.put(x, y + 1, f"{self.look.sign('backward')}1", "backward")
        elif gradient in self.formula.position and C_is_known:
            self._back(x, y + 1, gradient)
        new = s.updated
        if new != s and new in self.formula.position and self.step.is_known(new):
            self._marked(x, y + 2, "new", new)

    def _value(self, x: int, y: int, s: Symbol) -> int:
        known, style = self.step.is_known(s), self.frame.style(s)
        name = shortened(self.look.name(s), self.plan.name, self.look.sign("more"))
        name_style = style if style in ("made", "selected") else "plain" if known else "quiet"
        x = self.view.put(x, y, f"{name} ", name_style, s)
        return self.view.put(x, y, self._number(s, self.plan.number), style_of(self.frame, s), s)

    def _back(self, x: int, y: int, gradient: Symbol) -> None:
        """Put a gradient; where a box has no room for it, a local derivative while that is new."""
        local = self.step.symbol
        is_here = local.role is Role.LOCAL and local.names[-1] == gradient.names[-1]
        if is_here and not self.plan.local and not self.sizes.sent_back(*local.names):
            self._marked(x, y, "by", local)
        else:
            self._marked(x, y, "backward", gradient)

    # --- boxes and wires

    def _box(self, column: int, placed: Placed) -> None:
        """Draw a box with what it does, and what it multiplies by on the way back."""
        sign, u, ports = self.look.sign, placed.item.name, placed.rows.ports
        where, y = self.where.columns[column], placed.first
        width = where.stub - where.box - 2
        style = "key" if u == self._at_work() else "quiet"
        title = self.sizes.title(u)
        rule = sign("rule") * (width - cells(title) - 3)
        x = self.view.put(where.box, y, sign("box above left") + sign("rule"), style)
        x = self.view.put(
            x, y, f" {title} ", "key" if style == "key" else "plain", self.formula.symbols[u]
        )
        self.view.put(x, y, rule + sign("box above right"), style)
        for k in range(1, placed.rows.height - 1):
            self.view.put(where.box, y + k, sign("divider"), style)
            self.view.put(where.stub - 1, y + k, sign("divider"), style)
        bottom = sign("box below left") + sign("rule") * width + sign("box below right")
        self.view.put(where.box, y + placed.rows.height - 1, bottom, style)
        for name, row in zip(placed.item.ports, ports, strict=True):
            self._port(where.box, y + row, u, name)
        if placed.item.is_cut:
            self.view.put(where.box + 1, y + placed.rows.height - 2, sign("more lines"), "quiet")

    def _port(self, x: int, y: int, u: str, name: str) -> None:
        """Draw the end of a wire: its head, the local derivative, and what is sent back."""
        local, path = Symbol(Role.LOCAL, names=(u, name)), self.sizes.sent_back(u, name)
        gradient = path or Symbol(Role.GRADIENT, names=(self.formula.cost, name))
        is_back = gradient in self.formula.position and self.step.is_known(gradient)
        head = self.look.sign("backward head" if is_back else "forward head")
        self.view.put(x - 1, y, head, self.flow if (u, name) in self.edges else "quiet")
        is_known = local in self.formula.position and self.step.is_known(local)
        if is_known and self.plan.local:
            self._marked(x + 1, y, "by", local)
        shown, mark = path, "backward"
        if path and not self.plan.local and self.step.symbol == local:
            shown, mark = local, "by"
        if shown and self.step.is_known(shown):
            self._marked(x - 2 - self.plan.number, y + 1, mark, shown)

    def _at_work(self) -> str:
        """The line whose box computes now."""
        s = self.step.symbol
        return s.names[-2] if s.role in (Role.LOCAL, Role.PATH) else s.names[-1]

    def _wires(self) -> None:
        """Draw all wires, those along which a number comes now in the colour of the phase."""
        lit, view = self.where.cells_of(self.edges), self.view
        row, end, text, style = -1, -1, "", ""
        for (y, x), sign in self.where.wires_shown.items():
            if y not in view.rows or x not in view.across or (y, x) in self.covered:
                continue
            own = self.flow if (y, x) in lit else "quiet"
            if (y, x, own) != (row, end, style):
                self.view.put(end - len(text), row, text, style)
                row, text, style = y, "", own
            text += sign
            end = x + 1
        self.view.put(end - len(text), row, text, style)

    def _beyond(self) -> None:
        """Put signs where wires go on out of the part, and where there are more lines."""
        look, where = self.look, self.where
        more = look.sign("more")
        for k, placed in enumerate(where.stack.columns):
            for p in placed:
                if p.item.what is What.BEYOND:
                    self.view.put(where.columns[k].box - cells(more), p.first, more, "quiet")
        self.view.mark_ends(look, where.height)
