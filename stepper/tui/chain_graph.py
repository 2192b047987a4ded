"""The computational graph of a chain: a node is a function, an edge carries a value and a gradient.

(×)──h₁ 0.5187──▶(×)     above an edge its value, below it its gradient, beneath each backward
                         edge the local factor, above a node (×) the weight
"""

from typing import NamedTuple

from stepper.digits import GRAPH
from stepper.symbols import COST, Network, Phase, Role, Symbol
from stepper.tui.look import Frame, Line
from stepper.tui.sheet import Sheet
from stepper.typeset import cells

LINES = BIAS, WEIGHT, VALUE, WIRE, GRADIENT, FACTOR = range(6)  # of a row; BIAS where there are any
MARGIN = 2
NODE = 3  # (×)
PITCH = 13  # the least cells from a node to the next
MAX_PITCH = 24


class Edge(NamedTuple):
    """value flows along it and gradient back; node is the function at its end: ×, g or C."""

    value: Symbol
    gradient: Symbol | None
    node: str
    layer: int  # of the node


def edges(n: Network) -> list[Edge]:
    """x, z1, h1, … zL, y, C from left to right."""
    chain = [Edge(Symbol(Role.X, 0, 1), None, "×", 1)]
    for l in range(1, n.L + 1):
        chain.append(Edge(Symbol(Role.Z, l, 1), Symbol(Role.DELTA, l, 1), "g", l))
        node, layer = ("×", l + 1) if l < n.L else ("C", l)
        chain.append(Edge(Symbol(Role.A, l, 1), Symbol(Role.DC_DA, l, 1), node, layer))
    return [*chain, Edge(COST, None, "", 0)]


def fold(n: Network, width: int) -> list[list[Edge]]:
    """The edges in rows of whole layers, as equal as can be; each row begins where one ended."""
    chain = edges(n)
    layers_in_row = max(1, ((width - MARGIN) // PITCH - 2) // 2)
    rows = -(-n.L // layers_in_row)
    breaks = [2 * (n.L * k // rows) for k in range(rows)]
    ends = [*(end + 1 for end in breaks[1:]), len(chain)]
    return [chain[begin:end] for begin, end in zip(breaks, ends, strict=True)]


def row_height(n: Network) -> int:
    return len(LINES) if n.biases else len(LINES) - 1


def height(n: Network, width: int, most: int) -> int:
    """The lines of all rows, or of as many as there is room for."""
    return row_height(n) * min(len(fold(n, width)), most // row_height(n))


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """The rows that fit, the one where a number is made among them."""
    n = frame.step.trace.network
    rows = fold(n, width)
    shown = max(1, height // row_height(n))
    active = next((k for k, row in enumerate(rows) if _is_active(frame, row)), 0)
    comes_from_above = frame.step.phase is Phase.BACKWARD  # a δ is made from the row that follows
    first = active if comes_from_above else active - shown + 1
    first = max(0, min(first, len(rows) - shown))
    pitch = min(MAX_PITCH, (width - MARGIN) // max(map(len, rows)))
    drawn: list[Line] = []
    for row in rows[first : first + shown]:
        drawn += _row(frame, row, pitch, width)[-row_height(n) :]
    return drawn[:height]


def _is_active(frame: Frame, row: list[Edge]) -> bool:
    s = frame.step.symbol
    if s.role in (Role.DC_DA, Role.C) and s.l in (0, frame.step.trace.network.L):
        return row[-1].value == COST
    layer = s.l + 1 if s.role is Role.DC_DA else s.l
    return any(edge.layer == layer for edge in row[:-1])


def _row(frame: Frame, row: list[Edge], pitch: int, width: int) -> list[Line]:
    sheet = Sheet(width, len(LINES))
    for k, edge in enumerate(row):
        left = MARGIN + k * pitch
        is_last = k == len(row) - 1
        _edge(sheet, frame, edge, left, pitch, goes_on=is_last)
        if not is_last:
            _node(sheet, frame, edge, left + pitch - NODE, pitch)
    if row[-1].value != COST:
        sheet.put(MARGIN + len(row) * pitch - NODE, WIRE, frame.look.sign("more"), "quiet")
    return sheet.lines()


def _edge(sheet: Sheet, frame: Frame, edge: Edge, left: int, pitch: int, goes_on: bool) -> None:
    look, step = frame.look, frame.step
    known = step.is_known(edge.value)
    name = f"{look.name(edge.value)} "
    value = _short(frame, edge.value, pitch - cells(name) - 1)
    made = edge.value == step.symbol
    style = frame.style(edge.value) if known else "quiet"
    x = sheet.put(left, VALUE, name, style if made else "plain" if known else "quiet", edge.value)
    sheet.put(x, VALUE, value, style, edge.value)

    is_cost = edge.value == COST
    length = pitch - NODE - int(goes_on and not is_cost)
    rule = look.sign("rule") * (length - 1)
    if (is_cost and known) or (edge.gradient and step.is_known(edge.gradient)):
        sheet.put(left, WIRE, look.sign("backward head") + rule, "backward")
    else:
        head = look.sign("rule" if goes_on else "forward head")
        sheet.put(left, WIRE, rule + head, "plain" if known else "quiet")

    if is_cost and known:
        sheet.put(left, GRADIENT, f"{look.sign('backward')}1", "backward")
    elif edge.gradient and step.is_known(edge.gradient):
        text = look.sign("backward") + _short(frame, edge.gradient, pitch - 2)
        sheet.put(left, GRADIENT, text, frame.style(edge.gradient), edge.gradient)
    elif edge.gradient and step.is_known(COST):
        sheet.put(left, GRADIENT, look.notation.sign("unknown"), "quiet", edge.gradient)


def _node(sheet: Sheet, frame: Frame, edge: Edge, x: int, pitch: int) -> None:
    n, node = frame.step.trace.network, (edge.node, edge.layer)
    style = "key" if _node_of(n, frame.step.symbol) == node else "plain"
    match edge.node:
        case "g":
            sheet.put(x, WIRE, f"({frame.look.notation.sign('g')})", style)
            _slope(sheet, frame, edge.layer, x)
        case "C":
            sheet.put(x, WIRE, "(C)", style)
            _target(sheet, frame, x)
        case _:
            sheet.put(x, WIRE, f"({frame.look.sign('by')})" if not n.biases else "(+)", style)
            to_target = _target_left(sheet, frame, x + 2 * pitch) if edge.layer == n.L else 0
            _parameters(sheet, frame, edge.layer, x, 2 * pitch - to_target)


def _slope(sheet: Sheet, frame: Frame, layer: int, x: int) -> None:
    slope = Symbol(Role.DA_DZ, layer, 1)
    if frame.step.is_known(slope):
        factor = frame.look.sign("by") + frame.look.notation.sign("g'")
        text = f"{factor} {_short(frame, slope, 6)}"
        sheet.put(x - NODE, FACTOR, text, frame.style(slope), slope)


def _target(sheet: Sheet, frame: Frame, x: int) -> None:
    look, L = frame.look, frame.step.trace.network.L
    target, y, error = Symbol(Role.T, L, 1), Symbol(Role.A, L, 1), Symbol(Role.DC_DA, L, 1)
    name = f"{look.say('target')} {look.name(target)} "
    at = sheet.put(x - _target_left(sheet, frame, x), WEIGHT, name, "plain", target)
    sheet.put(at, WEIGHT, frame.value(target, GRAPH), frame.style(target), target)
    if frame.step.is_known(error):
        factor = f"{look.name(y)}{look.notation.sign('minus')}{look.name(target)}"
        sheet.put(x - NODE, FACTOR, f"{look.sign('by')}({factor})", "backward")


def _target_left(sheet: Sheet, frame: Frame, x: int) -> int:
    """How far left of its node the target has to begin to end within the sheet."""
    target = Symbol(Role.T, frame.step.trace.network.L, 1)
    text = f"{frame.look.say('target')} {frame.look.name(target)} {frame.value(target, GRAPH)}"
    return max(0, x + cells(text) + 1 - sheet.width)


def _parameters(sheet: Sheet, frame: Frame, layer: int, x: int, room: int) -> None:
    look, n = frame.look, frame.step.trace.network
    gradient, new = look.sign("backward"), look.sign("new")
    weight, bias = Symbol(Role.W, layer, 1, 1), Symbol(Role.B, layer, 1)
    becomes = {weight._replace(role=Role.DC_DW): gradient, weight._replace(role=Role.W_NEW): new}
    _parameter(sheet, frame, weight, becomes, x, WEIGHT, room)
    if n.biases:
        becomes = {bias._replace(role=Role.DC_DB): gradient, bias._replace(role=Role.B_NEW): new}
        _parameter(sheet, frame, bias, becomes if n.train_biases else {}, x, BIAS, room)
    if layer > 1 and frame.step.is_known(Symbol(Role.DC_DA, layer - 1, 1)):
        used = weight._replace(role=Role.W_NEW) if n.in_place else weight
        sheet.put(x, FACTOR, look.sign("by") + look.name(used), "backward")


def _parameter(
    sheet: Sheet, frame: Frame, s: Symbol, becomes: dict[Symbol, str], x: int, y: int, room: int
) -> None:
    """W₄ 0.5 ◂−0.05925 →0.6185: a weight, then its gradient and what becomes of it, once known.

    The gradient has fewer digits where room is short, or goes: the weights show their change.
    """
    own = f"{frame.look.name(s)} "
    known = {symbol: mark for symbol, mark in becomes.items() if frame.step.is_known(symbol)}
    value = frame.value(s, GRAPH)
    texts = {symbol: mark + frame.value(symbol, GRAPH) for symbol, mark in known.items()}
    gradient = next(iter(texts), None)
    digits = GRAPH
    while gradient in texts and _length(own, value, *texts.values()) > room:
        digits -= 1
        if digits == 0 and len(texts) > 1:
            del texts[gradient]
        elif digits == 0:
            break
        else:
            texts[gradient] = known[gradient] + frame.value(gradient, digits)
    x = sheet.put(x, y, own, "plain", s)
    x = sheet.put(x, y, value, frame.style(s), s)
    for symbol, text in texts.items():
        x = sheet.put(x + 1, y, text, frame.style(symbol), symbol)


def _length(name: str, value: str, *texts: str) -> int:
    return cells(name + value) + sum(1 + cells(text) for text in texts) + 1


def _node_of(n: Network, s: Symbol) -> tuple[str, int]:
    """The node that makes a number."""
    if s.role is Role.C or (s.role is Role.DC_DA and s.l == n.L):
        return "C", n.L
    if s.role is Role.DC_DA:
        return "×", s.l + 1
    return ("g" if s.role in (Role.A, Role.DA_DZ, Role.DELTA) else "×"), s.l


def _short(frame: Frame, symbol: Symbol, room: int) -> str:
    """A number with as many digits as there is room for, at most those of a graph."""
    for digits in range(GRAPH, 1, -1):
        text = frame.value(symbol, digits)
        if cells(text) <= room:
            break
    return text
