"""The computational graph of a chain: a node is a function, an edge carries a value and a gradient.

(×)──h₁ 0.5187──▶(×)     above an edge its value, below it its gradient, beneath each backward
                         edge the local factor, above a node (×) the weight
"""

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Phase, Role, Symbol
from stepper.figures.chain.edges import Edge
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.labels import first_that_fit
from stepper.tui.graph.chain.labels import ChainLabels
from stepper.tui.graph.chain.layout import (
    LINES,
    MARGIN,
    MAX_PITCH,
    WIRE,
    folded_in,
    node_at,
    node_text,
    row_height,
)
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.cells import cells


def fits(net: Network, width: int, height: int) -> bool:
    """Whether at least one row fits."""
    return height >= row_height(net)


def height(net: Network, width: int, most: int, roomy: bool) -> int:
    """The lines of all rows, or of as many rows as fit in most lines.

    roomy: with blank lines between rows that have room for the names of all gradients.
    """
    rows, between = folded_in(net, width, most if roomy else 0)
    return min(len(rows) * (row_height(net) + between) - between, most - most % row_height(net))


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the rows that fit, among them the one where a number is computed now."""
    net = frame.step.trace.network
    rows, between = folded_in(net, width, height)
    shown = max(1, (height + between) // (row_height(net) + between))
    active = next((k for k, row in enumerate(rows) if _is_active(frame, row)), 0)
    comes_from_above = frame.step.phase is Phase.BACKWARD  # a δ is computed from the row below
    first = active if comes_from_above else active - shown + 1
    first = max(0, min(first, len(rows) - shown))
    pitch = min(MAX_PITCH, (width - MARGIN) // max(map(len, rows)))
    drawn: list[ScreenLine] = []
    for row in rows[first : first + shown]:
        drawn += [[Piece(" " * width)]] * (between if drawn else 0)
        drawn += _row(frame, row, pitch, width)[-row_height(net) :]
    return drawn[:height]


def _is_active(frame: Frame, row: list[Edge]) -> bool:
    s = frame.step.symbol
    if s.role in (Role.DC_DA, Role.C) and s.l in (0, frame.step.trace.network.L):
        return row[-1].value == COST
    layer = s.l + 1 if s.role is Role.DC_DA else s.l
    return any(edge.layer == layer for edge in row[:-1])


def _row(frame: Frame, row: list[Edge], pitch: int, width: int) -> list[ScreenLine]:
    net, canvas = frame.step.trace.network, Canvas(width, len(LINES))
    placed = [(edge, MARGIN + k * pitch) for k, edge in enumerate(row)]
    for k, (edge, left) in enumerate(placed):
        is_last = k == len(row) - 1
        _wire(canvas, frame, edge, left, pitch, goes_on=is_last)
        if not is_last:
            _node(canvas, frame, edge, node_at(frame.look, net, edge, left, pitch))
    if row[-1].value != COST:
        x = node_at(frame.look, net, row[-1], MARGIN + (len(row) - 1) * pitch, pitch)
        canvas.put(x, WIRE, frame.look.sign("more"), "quiet")
    for y, choices in ChainLabels(frame, placed, pitch).of_lines().items():
        for label in first_that_fit(choices, MARGIN, width - 1):
            x = label.x
            for text, style, symbol, _ in label.line:
                x = canvas.put(x, y, text, style, symbol)
    return canvas.lines()


def _wire(canvas: Canvas, frame: Frame, edge: Edge, left: int, pitch: int, goes_on: bool) -> None:
    look, step = frame.look, frame.step
    known = step.is_known(edge.value)
    is_cost = edge.value == COST
    node = cells(node_text(look, step.trace.network, edge))
    length = pitch - node - int(goes_on and not is_cost)
    rule = look.sign("rule") * (length - 1)
    gradient = edge.gradient
    if edge.node == "C" and gradient is None:  # with cross-entropy, δ comes from C at once
        gradient = Symbol(Role.DELTA, edge.layer, 1)
    if (is_cost and known) or (gradient and step.is_known(gradient)):
        canvas.put(left, WIRE, look.sign("backward head") + rule, "backward")
    else:
        head = look.sign("rule" if goes_on else "forward head")
        canvas.put(left, WIRE, rule + head, "plain" if known else "quiet")


def _node(canvas: Canvas, frame: Frame, edge: Edge, x: int) -> None:
    net = frame.step.trace.network
    style = "key" if (edge.node, edge.layer) in _nodes_of(net, frame.step.symbol) else "plain"
    canvas.put(x, WIRE, node_text(frame.look, net, edge), style)


def _nodes_of(net: Network, s: Symbol) -> list[tuple[str, int]]:
    """The nodes that compute a number, with their layers."""
    if s.role is Role.C or (s.role is Role.DC_DA and s.l == net.L):
        return [("C", net.L)]
    if s.role is Role.DC_DA:
        return [("×", s.l + 1)]
    if s.role is Role.DELTA and not net.has_slope(s.l):
        return [("g", s.l), ("C", s.l)]
    return [("g" if s.role in (Role.A, Role.DA_DZ, Role.DELTA) else "×", s.l)]
