"""One drawing of the network view: the boxes of the neurons, their edges, the wires."""

from stepper.backprop.symbols import BATCH_SIZE, COST, SUMS, Phase, Role, Symbol
from stepper.runs.trace import Step
from stepper.tui.canvas.pieces import style_of
from stepper.tui.canvas.viewport import Viewport
from stepper.tui.graph.network.layout import Connection, NetworkLayout, cut_label, label
from stepper.tui.look import PHASE_STYLES, Frame
from stepper.typeset.cells import cells, padded
from stepper.typeset.digits import CROWDED, GRAPH

_MARKS = {  # of the numbers after a weight
    Role.WA: "equal",
    Role.WDELTA: "equal",
    Role.DC_DW: "backward",
    Role.DC_DB: "backward",
    Role.SUM_DW: "sum",
    Role.SUM_DB: "sum",
    Role.W_NEW: "new",
    Role.B_NEW: "new",
}
_BEFORE = {Role.A: "forward", Role.DELTA: "backward"}  # the marks before numbers of a neuron
SHORT_LABEL = 2  # the least cells of a label that is cut, and a blank
LEAST = 2  # digits of a number that would otherwise be left out


def lit(step: Step) -> frozenset[Connection]:
    """The connections along which a number comes now."""
    s, net = step.symbol, step.trace.network
    match s.role:
        case Role.Z:
            return frozenset((s.l, s.j, i) for i in net.neurons(s.l - 1))
        case Role.DC_DA | Role.DELTA if s.l < net.L:
            return frozenset((s.l + 1, k, s.j) for k in net.neurons(s.l + 1))
        case Role.WA | Role.WDELTA | Role.DC_DW:
            return frozenset({(s.l, s.j, s.i)})
    return frozenset()


class Drawing:
    """Draws the part of a layout that fits in height lines, the active neuron in it."""

    def __init__(self, frame: Frame, where: NetworkLayout, width: int, height: int) -> None:
        self.frame, self.step, self.look = frame, frame.step, frame.look
        self.where, self.rows, self.network = where, where.stack.rows, where.network
        height = min(height, where.stack.height)
        made = self.step.whole if self.step.symbol.role is Role.WDELTA else self.step.symbol
        top = where.stack.top(made, height)
        self.view = Viewport(width, range(top, top + height))
        if not self.is_whole:
            self.rows = self.rows | where.stack.folded(self.step.symbol, made, self.view.rows)
        self.flow = PHASE_STYLES[frame.step.phase]
        self.lit = lit(self.step)

    @property
    def is_whole(self) -> bool:
        return len(self.view.rows) == self.where.stack.height

    def neuron(self, l: int, j: int) -> None:
        """Draw a neuron: its connections, its name and value, and its other numbers."""
        if l in self.where.columns:
            self._incoming(l, j)
        if l > 0:
            self._box(l, j)
        for y, roles in self.rows[l, j].said:
            if s := self._shown([Symbol(role, l, j) for role in roles]):
                self.labelled(l, y, s)

    def labelled(self, l: int, y: int, s: Symbol) -> None:
        """Put a number of a neuron of layer l, all of them at the same x.

        A label is cut short where a number is long.
        """
        within, mark = self.where.neurons[l], _BEFORE.get(s.role)
        room = len(within) - int(l == 0)  # a blank before the wires
        begin = self.where.values[l] + 1
        text = self._label(s, begin - 1)
        number = self._number(s, room - begin)
        if s.role is not Role.A and not number:
            number = self._number(s, room - SHORT_LABEL)
            begin = min(begin, room - cells(number)) if number else begin
            text = cut_label(self.look, text, begin - 1)
        number = number or self._too_long(s)
        whole = self.step.whole
        style = "plain" if self.step.is_known(s) else "quiet"
        if s == self.step.symbol:
            style = "made"
        elif s.role is Role.A and (s.l, s.j) == (whole.l, whole.j):
            style = "key"
        before = padded(text, begin - 1) + (self.look.sign(mark) if mark else " ")
        self._put_number(self.view.put(within.start, y, before, style, s), y, number, s)

    def _incoming(self, l: int, j: int) -> None:
        """Draw a line for each weight and for the bias."""
        column, rows = self.where.columns[l], self.rows[l, j]
        for k in rows.parts:
            y = rows.weights + (k - rows.parts.start) * rows.apart
            if k < self.network.sizes[l - 1]:
                if y in self.view.rows:
                    self._edge(y, (l, j, k + 1))
                self._parameter(y, Symbol(Role.W, l, j, k + 1), Role.DC_DW, Role.W_NEW)
            else:
                self.view.put(column.head, y, "b", "quiet")
                self._parameter(y, Symbol(Role.B, l, j), Role.DC_DB, Role.B_NEW)

    def _box(self, l: int, j: int) -> None:
        """Draw the box of a neuron, open at the top and the bottom where lines are few."""
        rows, left, within = self.rows[l, j], self.where.columns.get(l), self.where.neurons[l]
        enters = {rows.weights + k * rows.apart for k in range(len(rows.parts))}
        right = within.stop + self.where.plan.blank
        for y in range(rows.top, rows.top + rows.lines):
            is_first, is_last = y == rows.top, y == rows.top + rows.lines - 1
            at = "first" if is_first else "last" if is_last else "side"
            at = "only" if is_first and is_last else at
            if left:
                entry = "entry" if y in enters else "left"
                self.view.put(left.bracket, y, self.look.sign(f"{at} {entry}"), "quiet")
            is_exit = y == rows.value and l < self.network.L
            self.view.put(
                right, y, self.look.sign(f"{at} {'exit' if is_exit else 'right'}"), "quiet"
            )
            if rows.closed and (is_first or is_last):
                begin = left.bracket + 1 if left else within.start
                self.view.put(begin, y, self.look.sign("rule") * (right - begin), "quiet")

    def _edge(self, y: int, edge: Connection) -> None:
        """Draw an arrowhead, and if not all lines are in view, the neuron it comes from."""
        l, j, i = edge
        column = self.where.columns[l]
        is_passed = self.step.is_known(Symbol(Role.DELTA, l, j))
        head = self.look.sign("backward head" if is_passed else "forward head")
        self.view.put(column.head, y, head, self.flow if edge in self.lit else "quiet")
        if self.is_whole:
            return
        s = Symbol(Role.A if l > 1 else Role.X, l - 1, i)
        style = self.frame.style(s)
        style = style if style.endswith("-lit") else "quiet"
        name = self.look.name(s)
        for text in (f"{name} {self.frame.value(s, self.where.plan.digits)}", name):
            if cells(text) < column.head - column.lines:
                self.view.put(column.head - cells(text), y, text, style, s)
                break

    def _parameter(self, y: int, s: Symbol, gradient: Role, new: Role) -> None:
        """Put a weight, its gradient and its new value; or its term while a sum is computed.

        In a batch, the gradients so far are added up; their sum is beside the gradient or there.
        """
        plan, column = self.where.plan, self.where.columns[s.l]
        weight = self._number(s, plan.weight, may_be_rough=True) or self._too_long(s)
        self._put_number(column.weight, y, weight, s)
        term = s._replace(role=self.step.symbol.role)
        is_summed = term.role in _MARKS and self.network.sum_of.get(term) == self.step.whole
        total = SUMS[gradient]
        first = [gradient, *([] if plan.sums else [total]), *([] if plan.new else [new])]
        places = [(column.gradient, [term.role] if is_summed else first)]
        places += [(column.sum, [total])] if plan.sums else []
        places += [(column.new, [new])] if plan.new else []
        below = y + plan.apart - 1 if s.l in self.where.columns else y
        for x, roles in places:
            self._marked(x, below, [s._replace(role=role) for role in roles])

    def _marked(self, x: int, y: int, symbols: list[Symbol]) -> None:
        if s := self._shown(symbols):
            mark, room = self.look.sign(_MARKS[s.role]), self.where.plan.room + 2
            marks = (mark, mark[-1])
            texts = (
                mark + text
                for rough in (False, True)
                for mark in marks
                if (text := self._number(s, room - cells(mark), rough))
            )
            shown = next(texts, mark + self._too_long(s))
            self._put_number(x, y, shown, s)
            divisor = self.look.divisor(self.step) if s.role in SUMS.values() else ""
            if divisor and cells(shown + divisor) <= room:
                style = self.frame.style(BATCH_SIZE)
                self.view.put(x + cells(shown), y, divisor, style, BATCH_SIZE)

    def _shown(self, symbols: list[Symbol]) -> Symbol | None:
        """The number to show of those that share a place: the last computed, else the first."""
        symbols = [s for s in symbols if s in self.network.position]
        known = [s for s in symbols if self.step.is_known(s)]
        if known or not symbols:
            return known[-1] if known else None
        phase = symbols[0].role.phase
        turned = phase is Phase.BACKWARD and self.step.is_known(COST)
        return symbols[0] if turned or phase is Phase.FORWARD else None

    def _label(self, s: Symbol, room: int) -> str:
        if s.role is Role.A:
            return self.look.name(s)
        if s.role is not Role.T:
            return label(self.look, self.network, s, self.where.plan.label)
        word = self.look.say("target")
        return word if cells(word) <= room else self.look.name(s)

    def _number(self, s: Symbol, room: int, may_be_rough: bool = False) -> str:
        """A number with as many digits as fit, or nothing.

        1027 may fit where 1.03·10³ is too long.
        """
        choices = (self.where.plan.digits, CROWDED, GRAPH, *([LEAST] if may_be_rough else []))
        texts = (self.frame.value(s, digits) for digits in choices)
        return next((text for text in texts if cells(text) <= room), "")

    def _too_long(self, s: Symbol) -> str:
        return self.look.too_long(self.step.known(s))

    def _put_number(self, x: int, y: int, text: str, s: Symbol) -> None:
        self.view.put(x, y, text, style_of(self.frame, s), s)

    def wires(self) -> None:
        """Draw the lines between layers, those that are lit on top."""
        for x, y, text in self.where.quiet_wires:
            self.view.put(x, y, text, "quiet")
        for x, y, text in self.where.wires(self.lit, lit=True):
            self.view.put(x, y, text, self.flow)

    def beyond(self) -> None:
        """Put signs where there are more layers at a side, more lines above or below."""
        where, look, net = self.where, self.look, self.network
        more, first, last = look.sign("more"), where.layers[0], where.layers[-1]
        sides = {}
        if first > 0:
            sides[first] = where.neurons[first].start - 1 - cells(more)
        if last < net.L:
            sides[last] = where.neurons[last].stop + where.plan.edge + 1
        for l, x in sides.items():
            for j in net.neurons(l):
                self.view.put(x, self.rows[l, j].value, more, "quiet")
        self.view.mark_ends(look, where.stack.height)
