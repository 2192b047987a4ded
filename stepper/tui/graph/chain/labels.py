"""The labels of a chain: values, gradients, factors, weights and the target.

A number has four digits, or three where it is crowded. Its text depends on the iteration and the
width alone, so that nothing changes or moves during an iteration.
"""

from collections.abc import Iterator, Set

from stepper.backprop.equations import cost_by_output, error
from stepper.backprop.expressions import Difference
from stepper.backprop.symbols import BATCH_SIZE, COST, SUMS, UPDATED, Kind, Role, Symbol
from stepper.figures.chain.edges import Edge, edges
from stepper.tui.canvas.labels import APART, Label
from stepper.tui.canvas.pieces import length, style_of
from stepper.tui.graph.chain.layout import (
    BIAS,
    FACTOR,
    GRADIENT,
    VALUE,
    WEIGHT,
    node_at,
    node_text,
)
from stepper.tui.look import Frame, Piece
from stepper.typeset.cells import cells
from stepper.typeset.digits import CROWDED, GRAPH
from stepper.typeset.equations.formulas import Names
from stepper.typeset.spans import text_of

ChainRow = list[tuple[Edge, int]]  # edges, and the x where they begin
Choices = Iterator[list[Label]]  # the fullest one first

USUAL = "W₁ 0.1503 ◂−0.0001026 →0.1505"  # room for a parameter, so that labels seldom move
USUAL_NUMBER = "−0.01298"  # room for a gradient
NAMED = ({Role.DELTA, Role.DC_DA}, {Role.DELTA}, set[Role]())  # gradients with names
USUAL_SUM = " Σ−0.0001026"  # of a batch
GRADIENTS = {Role.W: Role.DC_DW, Role.B: Role.DC_DB}
# digits of a parameter and its new value, of its gradients
DIGITS = ((GRAPH, GRAPH), (GRAPH, CROWDED), (CROWDED, CROWDED))
NARROW = 3  # cells of (g): the label of a wider node begins below it


class ChainLabels:
    """The labels of one row of the graph; pitch: the cells of an edge with its node."""

    def __init__(self, frame: Frame, row: ChainRow, pitch: int) -> None:
        self._frame, self._look, self._step = frame, frame.look, frame.step
        self._network = frame.step.trace.network
        self._row, self._pitch = row, pitch

    def of_lines(self) -> dict[int, Choices]:
        """The choices of labels on each line of the row."""
        both = (GRAPH, CROWDED)
        values = ((GRAPH, True), (CROWDED, True), (CROWDED, False))
        lines = {
            WEIGHT: self._weights(),
            VALUE: (self._values(*how) for how in values),
            GRADIENT: (self._gradients(digits) for digits in both),
            FACTOR: (self._factors(digits) for digits in both),
        }
        return lines | ({BIAS: self._parameters(Role.B)} if self._network.biases else {})

    def _values(self, digits: int, all_named: bool) -> list[Label]:
        """A name and a value above each edge, or the value alone if both are too long.

        digits: of the values; all_named: keep every name.
        """
        labels = []
        for (s, *_), x in self._row:
            name, style = f"{self._look.name(s)} ", style_of(self._frame, s)
            room = self._pitch - APART - cells(name)
            value = self._number(s, digits, room)
            name_style = "plain" if self._step.is_known(s) and style != "made" else style
            named = [(name, name_style)] if all_named or cells(value) <= room else []
            line = [
                Piece(text, style, s) for text, style in (*named, (self._shown(s, value), style))
            ]
            labels.append(Label(x, line, sum(cells(text) for text, _ in named) + cells(value)))
        return labels

    def _gradients(self, digits: int) -> list[Label]:
        """The gradients below their edges, with names where all rows have room for them."""
        if not self._step.is_known(COST):
            return []
        every = [edge.gradient for edge in edges(self._network) if edge.gradient]
        room = self._pitch - APART - cells(USUAL_NUMBER)
        named: Set[Role] = set()
        for named in NAMED:
            if all(cells(self._look.name(s)) < room for s in every if s.role in named):
                break
        return [
            self._gradient(edge, x, digits, named)
            for edge, x in self._row
            if edge.gradient or edge.value == COST
        ]

    def _gradient(self, edge: Edge, x: int, digits: int, named: Set[Role]) -> Label:
        s, mark = edge.gradient, self._look.sign("backward")
        if s is None:
            return _fixed(x, Piece(f"{mark}1", "backward"))
        begin = f"{self._look.name(s)} " if s.role in named else mark + " " * bool(named)
        text = self._number(s, digits, self._pitch - APART - cells(begin))
        style = style_of(self._frame, s)
        line = [Piece(begin, style, s), Piece(self._shown(s, text), style, s)]
        return Label(x, line, cells(begin + text))

    def _factors(self, digits: int) -> list[Label]:
        """The factors that the gradient is multiplied by on its way back through the nodes."""
        look, is_known = self._look, self._step.is_known
        by, labels = look.sign("by"), []
        for edge, x in self._nodes():
            l = edge.layer
            node = cells(node_text(look, self._network, edge))
            begin = x - NARROW if node == NARROW else x
            if edge.node == "g" and not self._network.has_slope(l):
                labels += self._at_once(edge, x) if is_known(Symbol(Role.DELTA, l, 1)) else []
            elif edge.node == "g" and is_known(slope := Symbol(Role.DA_DZ, l, 1)):
                text = f"{by}{look.slope(self._network.activation(l))} "
                if self._network.activation(l) == "identity":
                    text = by
                text += self._number(slope, digits)
                labels.append(_fixed(begin, Piece(text, style_of(self._frame, slope), slope)))
            elif edge.node == "×" and l > 1 and is_known(Symbol(Role.DC_DA, l - 1, 1)):
                used = Symbol(Role.W_NEW if self._network.in_place else Role.W, l, 1, 1)
                labels.append(_fixed(x, Piece(by + look.name(used), "backward")))
            elif edge.node == "C" and edge.gradient and is_known(edge.gradient):
                labels.append(_fixed(x - NARROW, Piece(by + self._error(), "backward")))
        return labels

    def _error(self) -> str:
        """The derivative of C by the output, or directly by its z: (y−y′)."""
        net, minus = self._network, self._look.notation.sign("minus")
        by = cost_by_output(net, 1) if net.has_slope(net.L) else error(net, 1)
        text = text_of(Names(self._look.notation).write(by)).replace(f" {minus} ", minus)
        return f"({text})" if isinstance(by, Difference) else text

    def _at_once(self, edge: Edge, x: int) -> list[Label]:
        """The factor of the output's function and of C together, with a brace under both."""
        look, room = self._look, self._pitch + cells(node_text(self._look, self._network, edge))
        text = f" {look.sign('by')}{self._error()} "
        rule = room - 2 - cells(text)
        if x + room > self._row[-1][1] or rule < 0:  # C is in the next row, or too near
            return [_fixed(x, Piece(text.strip(), "backward"))]
        left, right = look.sign("rule") * (rule // 2), look.sign("rule") * (rule - rule // 2)
        brace = f"{look.sign('brace left')}{left}{text}{right}{look.sign('brace right')}"
        return [_fixed(x, Piece(brace, "backward"))]

    def _weights(self) -> Choices:
        for parameters in self._parameters(Role.W):
            for has_word in (True, False):
                yield [*parameters, *self._target(has_word)]

    def _parameters(self, role: Role) -> Choices:
        """Yield labels of each node: with the usual room, with fewer digits, at last in brief."""
        i = int(role is Role.W)
        nodes = [(edge.layer, x) for edge, x in self._nodes() if edge.node == "×"]
        symbols = [(Symbol(role, l, 1, i), x) for l, x in nodes]
        labels = [self._parameter(s, x, DIGITS[0]) for s, x in symbols]
        usual = cells(USUAL + USUAL_SUM * self._network.is_batched)
        yield [label._replace(width=max(usual, label.width)) for label in labels]
        yield labels
        for digits in DIGITS[1:]:
            yield [self._parameter(s, x, digits) for s, x in symbols]
        yield [self._in_brief(s, x) for s, x in symbols]

    def _parameter(self, s: Symbol, x: int, digits: tuple[int, int]) -> Label:
        """W₄ 0.5 ◂−0.05925 →0.6185: a parameter, its gradient and new value, if known.

        In a batch, the sum of the gradients so far is between the two.
        """
        numbers = self._numbers(s)
        texts = [
            mark + self._number(of, digits[of.role.kind is Kind.BACKWARD]) for of, mark in numbers
        ]
        line = [Piece(f"{self._look.name(s)} ", "plain", s)]
        for (of, _), text in zip(numbers, texts, strict=True):
            if self._step.is_known(of):
                line += [Piece(" ")] if of != s else []
                line.append(Piece(text, style_of(self._frame, of), of))
                if of.role in SUMS.values() and (divisor := self._look.divisor(self._step)):
                    line.append(Piece(divisor, self._frame.style(BATCH_SIZE), BATCH_SIZE))
        width = cells(line[0].text) + sum(APART + cells(text) for text in texts) - APART
        width += cells("/99") if self._network.is_batched else 0
        return Label(x, line, width)

    def _in_brief(self, s: Symbol, x: int) -> Label:
        """A parameter with the latest of its numbers alone, in few digits."""
        *_, (latest, mark) = (
            number for number in self._numbers(s) if self._step.is_known(number[0])
        )
        text = mark + self._number(latest, CROWDED)
        name = Piece(f"{self._look.name(s)} ", "plain", s)
        return _fixed(x, name, Piece(text, style_of(self._frame, latest), latest))

    def _nodes(self) -> ChainRow:
        """The edges that end at a node of this row, and the x of that node."""
        look, net, pitch = self._look, self._network, self._pitch
        return [(edge, node_at(look, net, edge, left, pitch)) for edge, left in self._row[:-1]]

    def _numbers(self, s: Symbol) -> list[tuple[Symbol, str]]:
        """A parameter and the numbers computed for it, with their marks."""
        gradient = GRADIENTS[s.role]
        later = [(gradient, "backward"), (SUMS[gradient], "sum"), (UPDATED[s.role], "new")]
        marked = [(s._replace(role=role), self._look.sign(sign)) for role, sign in later]
        return [(s, ""), *((of, mark) for of, mark in marked if of in self._network.position)]

    def _target(self, has_word: bool) -> list[Label]:
        """The label of the target, beside the node of the cost."""
        (cost, x), edge = self._row[-1], self._row[-2][0]
        if cost.value != COST:
            return []
        look, t = self._look, Symbol(Role.T, edge.layer, 1)
        word = f"{look.say('target')} " if has_word else ""
        name = Piece(f"{word}{look.name(t)} ", "plain", t)
        value = Piece(self._number(t, GRAPH), style_of(self._frame, t), t)
        return [_fixed(x, name, value)]

    def _number(self, s: Symbol, digits: int, room: int | None = None) -> str:
        """The value of this iteration, computed yet or not; in few digits if beyond room."""
        value = self._step.trace.known(s, self._step.iteration)
        text = self._look.number(value, digits)
        is_long = room is not None and cells(text) > room
        return self._look.number(value, CROWDED) if is_long else text

    def _shown(self, s: Symbol, text: str) -> str:
        return text if self._step.is_known(s) else self._look.notation.sign("unknown")


def _fixed(x: int, *line: Piece) -> Label:
    """A label that appears once all of it is known."""
    return Label(x, list(line), length(list(line)))
