"""The graph of a network with several neurons in a layer.

x₁ 0.05 ⠒⠒▶0.15 ◂0.0386 ╮ ∂C/∂h 0.162    a row for each edge, at its target: weight, gradient;
x₂ 0.1  ⠒⠒▶0.2  ◂0.0723 ┤ h₁,₁  ▸0.593   behind the bracket the neuron: its value, its δ
           b0.35 ◂0.0386 ╯ ◂δ 0.0386
"""

from functools import lru_cache

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.tui.graph.network_drawing import Drawing
from stepper.tui.graph.network_layout import layout, least_width
from stepper.tui.graph.network_rows import best_height, least_height
from stepper.tui.look import Frame, Look, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, Notation

SCROLL_BAR = 2


def height(net: Network, width: int, most: int) -> int:
    """The lines that show every neuron, and more if they are free: then no number gives way."""
    return min(most, best_height(net))


def fits(net: Network, width: int, height: int) -> bool:
    """Whether all lines can be shown, of at least one layer and what it comes from."""
    return least_height(net) <= height and least_width(_with_longest_names(net), net) <= width


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """The layers that fit and the lines that fit, the active neuron among them."""
    net = frame.step.trace.network
    room = width - SCROLL_BAR if height < least_height(net) else width
    where = layout(frame.look, net, room, height, _layer(net, frame.step.symbol))
    if where is None or height < 1:
        return []
    drawing = Drawing(frame, where, width, height)
    if drawing.is_whole:
        _wires(drawing)
    for (l, j), rows in drawing.rows.items():
        is_below = rows.top > drawing.in_view[-1]
        if l in where.layers and not is_below and rows.top + rows.pitch > drawing.in_view[0]:
            drawing.neuron(l, j)
    if net.L in where.layers and drawing.rows == where.stack.rows:
        drawing.labelled(where.neurons[net.L], where.stack.cost, COST)
    _beyond(drawing)
    return drawing.sheet.lines()


@lru_cache(maxsize=8)
def _with_longest_names(net: Network) -> Look:
    return Look(Explainer("en", Notation(ASCII, net)), ascii=True)


def _layer(net: Network, s: Symbol) -> int:
    """The layer that has to be in view, with what it comes from."""
    match s.role:
        case Role.C:
            return net.L
        case Role.DC_DA | Role.DA_DZ | Role.DELTA:
            return min(s.l + 1, net.L)
        case _:
            return s.l


def _wires(drawing: Drawing) -> None:
    for x, y, text in drawing.where.quiet_wires:
        drawing.put(x, y, text, "quiet")
    for x, y, text in drawing.where.wires(drawing.lit, lit=True):
        drawing.put(x, y, text, drawing.flow)


def _beyond(drawing: Drawing) -> None:
    """Signs that there are more layers at either side, more lines above and below."""
    where, look, net = drawing.where, drawing.look, drawing.network
    more, first, last = look.sign("more"), where.layers[0], where.layers[-1]
    sides = {}
    if first > 0:
        sides[first] = where.neurons[first].start - 1 - cells(more)
    if last < net.L:
        sides[last] = where.neurons[last].stop + 1
    for l, x in sides.items():
        for j in net.neurons(l):
            drawing.put(x, drawing.rows[l, j].value, more, "quiet")
    top, bottom = drawing.in_view[0], drawing.in_view[-1]
    if top > 0:
        drawing.put(drawing.sheet.width - 1, top, look.sign("above"), "quiet")
    if bottom < where.stack.height - 1:
        drawing.put(drawing.sheet.width - 1, bottom, look.sign("below"), "quiet")
