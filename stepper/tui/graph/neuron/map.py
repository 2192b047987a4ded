"""The map of a network: a strip of values and one of |δ| for each layer, one cell per neuron.

▸ x (4) ▃▅▂▇   h₁ (5) ▃▂[▅]▇▃   y (2) ▂▅   the current neuron is in brackets; of a layer with
◂                     ▁▂[▂]▁▃         ▆▅   more neurons than fit, those around it are shown
"""

from collections.abc import Callable
from itertools import takewhile
from math import log10
from typing import NamedTuple

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.runs.trace import Step
from stepper.tui.canvas.bars import level
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.fraction import fraction
from stepper.tui.look import PHASE_STYLES, Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells, clusters

HEIGHT = 2
MARGIN = 2
GAP = 2
BRACKETS = 2
LEAST = 4  # neurons of a layer that are shown in any case
DECADES = 4  # the smallest bar means a |δ| of 1e-4 or less


class LayerStrip(NamedTuple):
    """A layer: the neurons that are shown, and the current ones among them."""

    layer: int
    label: str
    begin: int  # of its cells, from the left of the strip
    width: int
    shown: range
    current: range
    goes_on: bool  # whether more layers follow that are not shown


def lines(frame: Frame, width: int) -> list[ScreenLine]:
    """Draw the values and the |δ| of as many layers as fit, or nothing if not even one does."""
    look, step = frame.look, frame.step
    strips = _strips(look, step.trace.network, width - MARGIN, *current(step))
    begin = f"{look.sign('more')} " if strips[0].layer > 0 else ""
    end = MARGIN + cells(begin) + sum(strip.width for strip in strips)
    if end > width:
        return []
    rows: list[ScreenLine] = []
    for y, phase in enumerate((Phase.FORWARD, Phase.BACKWARD)):
        sign = Piece(f"{look.sign(phase)} ", PHASE_STYLES[phase])
        rows.append([sign, Piece(begin if y == 0 else " " * cells(begin), "quiet")])
    for strip in strips:
        rows = [row + more for row, more in zip(rows, _drawn(frame, strip), strict=True)]
    for row, key in zip(rows, ("neuron.values", "neuron.deltas"), strict=True):
        if end + cells(look.say(key)) <= width:
            row.append(Piece(look.say(key), "quiet"))
    return rows


def current(step: Step) -> tuple[int, int]:
    """The layer and the neuron of a step; neuron 0 means all of the layer."""
    net, made = step.trace.network, step.whole
    return (net.L, 0) if made.role in (Role.C, Role.S) else (made.l, made.j)


def _numbers(strip: LayerStrip) -> tuple[list[Symbol], list[Symbol]]:
    """The symbols of the values and of the deltas of a strip."""
    l = strip.layer
    values = [Symbol(Role.A if l else Role.X, l, j) for j in strip.shown]
    return values, [Symbol(Role.DELTA, l, j) for j in strip.shown] if l else []


def _drawn(frame: Frame, strip: LayerStrip) -> list[ScreenLine]:
    look, step = frame.look, frame.step
    size, more = step.trace.network.sizes[strip.layer], look.sign("more")
    canvas = Canvas(strip.width, HEIGHT)
    canvas.put(0, 0, strip.label, "key" if strip.current else "plain")
    canvas.put(strip.begin - 1 - len(f"({size})"), 0, f"({size})", "quiet")
    for y, symbols in enumerate(_numbers(strip)):
        x = strip.begin
        if symbols and strip.shown.start > 1:
            x = canvas.put(x, y, more, "quiet")
        for symbol in symbols:
            made = symbol == step.symbol  # its brackets: a bar would hide the highlight, or itself
            bracket = ("made", symbol) if made else ("key", None)
            if symbol.j == strip.current.start:
                x = canvas.put(x, y, "[", *bracket)
            bar, style = look.notation.sign("unknown"), "quiet"
            if (value := step.known(symbol)) is not None:
                bar = level(_PARTS[symbol.role](step, symbol, value), look.ascii)
                style = str(symbol.role.kind) if made else frame.style(symbol)
            x = canvas.put(x, y, bar, style, symbol)
            if symbol.j + 1 == strip.current.stop:
                x = canvas.put(x, y, "]", *bracket)
        if symbols and strip.shown.stop <= size:
            canvas.put(x, y, more, "quiet")
    if strip.goes_on:
        canvas.put(strip.width - GAP, 0, more, "quiet")
    return canvas.lines()


def _of_layer(step: Step, symbol: Symbol, value: float) -> float:
    """The place of a value between the smallest and the largest of its layer and 0."""
    trace, n = step.trace, step.iteration
    every = (trace.known(symbol._replace(j=j), n) for j in trace.network.neurons(symbol.l))
    values = [other for other in every if other is not None]
    return fraction(value, min(0.0, *values), max(0.0, *values))


def _of_activation(step: Step, symbol: Symbol, value: float) -> float:
    """The place of an activation between the ends of its function, if it has both."""
    net = step.trace.network
    if symbol.l == net.L and net.is_softmax:
        return value
    low, high = ACTIVATIONS[net.activation(symbol.l)].ends
    if low is None or high is None:
        return _of_layer(step, symbol, value)
    return fraction(value, low, high)


def _of_decades(step: Step, symbol: Symbol, delta: float) -> float:
    return fraction(log10(abs(delta)), -DECADES, 0.0) if delta else 0.0


# role -> the part of a whole bar that a value gets
_PARTS: dict[Role, Callable[[Step, Symbol, float], float]] = {
    Role.X: _of_layer,
    Role.A: _of_activation,
    Role.DELTA: _of_decades,
}


# --- which layers and neurons are shown


def _strips(look: Look, net: Network, room: int, layer: int, j: int) -> list[LayerStrip]:
    more = cells(look.sign("more"))
    labels = [_label(look, net, l) for l in range(len(net.sizes))]
    names = [cells(f"{label} ({net.sizes[l]}) ") for l, label in enumerate(labels)]

    def widths(most: int) -> list[int]:
        """The cells of each strip with no more than most neurons, and the gap after it."""
        return [
            name + min(size, most) + 2 * more * (size > most) + BRACKETS + GAP
            for name, size in zip(names, net.sizes, strict=True)
        ]

    lead = more + 1
    layers = _longest(widths(LEAST), layer, room - lead)
    room -= lead * (layers.start > 0)
    most = LEAST
    while most < net.widest and sum(widths(most + 1)[layers.start : layers.stop]) <= room:
        most += 1
    strips = []
    for l in layers:
        first = max(1, min(j - most // 2, net.sizes[l] - most + 1)) if l == layer else 1
        shown = range(first, min(first + most, net.sizes[l] + 1))
        current = range(0) if l != layer else range(j, j + 1) if j else shown
        goes_on = l == layers[-1] < net.L
        strips.append(LayerStrip(l, labels[l], names[l], widths(most)[l], shown, current, goes_on))
    return strips


def _longest(widths: list[int], layer: int, room: int) -> range:
    """As many neighbouring layers as fit, with layer as near their middle as can be.

    widths: the cells of each layer; room: the cells there are.
    """
    ranges = (
        range(first, stop)
        for first in range(layer + 1)
        for stop in range(layer + 1, len(widths) + 1)
        if sum(widths[first:stop]) <= room
    )
    return max(
        ranges,
        key=lambda layers: (len(layers), -abs(layers[0] + layers[-1] - 2 * layer)),
        default=range(layer, layer + 1),
    )


def _label(look: Look, net: Network, l: int) -> str:
    """The common beginning of the names of the neurons of a layer: x, h₁, y."""
    names = [look.name(Symbol(Role.A if l else Role.X, l, j)) for j in net.neurons(l)[:2]]
    pairs = zip(*map(clusters, names), strict=False)
    together = takewhile(lambda signs: len(set(signs)) == 1, pairs)
    return "".join(signs[0][0] for signs in together).rstrip("[,") or names[0]
