"""The graph of a network with several neurons in a layer.

x₁ 0.05 ⠒⠒▶0.15 ◂0.0386 ┬ ∂C/∂h  0.162 ╮   a row for each edge, at its target: weight, gradient;
x₂ 0.1  ⠒⠒▶0.2  ◂0.0723 ┤ h₁,₁  ▸0.593 ├   in its box the neuron: its value, its δ
          b0.35 ◂0.0386 ┴ δ     ◂0.0386╯
"""

from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.tui.graph.network import drawing as network_drawing
from stepper.tui.graph.network import map as network_map
from stepper.tui.graph.network.layout import (
    PLANS,
    NetworkLayout,
    layout,
    least_width,
)
from stepper.tui.graph.network.rows import best_height, full_height, least_height
from stepper.tui.look import Frame, Look, ScreenLine
from stepper.typeset.notation import ASCII, Notation

SCROLL_BAR = 2


def height(net: Network, width: int, most: int, roomy: bool) -> int:
    """The lines in which no number gives way to another, at most most.

    roomy: with whole boxes around the neurons.
    """
    look, wanted = _with_longest_names(net), best_height if roomy else full_height
    fitting = (plan for plan in PLANS if least_width(look, net, plan, net.L) <= width)
    plan = next(fitting, None)
    if plan is None:
        of_map = network_map.height(net, most if roomy else 0)
        return min(most, of_map + roomy + wanted(net))
    return min(most, wanted(net, plan.apart))


def fits(net: Network, width: int, height: int) -> bool:
    """Whether every line of at least one layer and the layer before it fits."""
    return least_height(net) <= height and least_width(_with_longest_names(net), net) <= width


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the layers and lines that fit, the active neuron among them, and a map of all."""
    net, lit = frame.step.trace.network, network_drawing.lit(frame.step)
    where = _layout(frame, width, height)
    if where is None or height < 1:
        return []
    of_map = network_map.height(net, height - full_height(net) - 1)
    room = height - of_map
    if room < least_height(net) or (len(where.layers) > net.L and height >= where.stack.height):
        return _drawn(frame, where, width, height)
    above = network_map.lines(frame, width, of_map, where.layers, lit)
    if room > full_height(net):
        above.append([])
    where = _layout(frame, width, height - len(above)) or where
    return above + _drawn(frame, where, width, height - len(above))


def _layout(frame: Frame, width: int, height: int) -> NetworkLayout | None:
    net = frame.step.trace.network
    room = width - SCROLL_BAR if height < least_height(net) else width
    return layout(frame.look, net, room, height, _layer(net, frame.step.symbol))


def _drawn(frame: Frame, where: NetworkLayout, width: int, height: int) -> list[ScreenLine]:
    """Draw the layers of a layout, as many of their lines as fit."""
    net = where.network
    drawing = network_drawing.Drawing(frame, where, width, height)
    if drawing.is_whole:
        drawing.wires()
    for (l, j), rows in drawing.rows.items():
        is_below = rows.top > drawing.view.rows[-1]
        if l in where.layers and not is_below and rows.top + rows.pitch > drawing.view.rows[0]:
            drawing.neuron(l, j)
    if net.L in where.layers and drawing.rows == where.stack.rows:
        for s, y in where.stack.of_all.items():
            drawing.labelled(net.L, y, s)
    drawing.beyond()
    return drawing.view.lines()


def _with_longest_names(net: Network) -> Look:
    return Look(Explainer("en", Notation(ASCII, net)), ascii=True)


def _layer(net: Network, s: Symbol) -> int:
    """The layer that has to be in view, together with the one before it."""
    match s.role:
        case Role.C:
            return net.L
        case Role.DC_DA | Role.DA_DZ | Role.DELTA:
            return min(s.l + 1, net.L)
        case _:
            return s.l
