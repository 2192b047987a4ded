"""A small drawing of the whole network, for where not all of it is in view.

x ⠤⠤⠤⠤ h₁,₁ ⠔⠒⠉ [h₂,₁] ⠉⠒⠢ y    the current neuron is in brackets, the layers in view are bright
             ⠑⠢⠤ h₂,₂ ⠤⠔⠊
"""

from functools import lru_cache

from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.tui.canvas.braille import Braille, OneSign
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.graph.network.layout import LIT, QUIET, Connection, WireText, side_by_side
from stepper.tui.graph.neuron import map as neuron_map
from stepper.tui.look import PHASE_STYLES, Frame, Look, ScreenLine
from stepper.typeset.cells import cells

MOST_LINES = 4  # of the drawing; the map of wider networks has a cell for each neuron
MOST_LIT = 2  # wires: more of them cost a step a kilobyte, and are lit below the map as well
MOST_PITCH = 14  # cells from layer to layer
LEAST_WIRE = 3  # cells
GAP = 3  # cells before the words
BLANK = 2  # cells around a name, for its brackets


def height(net: Network, most: int) -> int:
    """The lines of the map, at most most, or the least it needs."""
    if net.widest > MOST_LINES:
        return neuron_map.HEIGHT
    spread = 2 * net.widest - 1  # a line free between two neurons
    return spread if spread <= most else net.widest


def lines(
    frame: Frame, width: int, height: int, in_view: range, lit: frozenset[Connection]
) -> list[ScreenLine]:
    """Draw the map; of networks that are too wide for it, that of the values and deltas.

    in_view: the layers that are drawn in full; lit: the connections along which a number comes.
    """
    net, look = frame.step.trace.network, frame.look
    names = {(l, j): _name(look, l, j) for l in range(net.L + 1) for j in net.neurons(l)}
    longest = max(map(cells, names.values()))
    pitch = min(MOST_PITCH, (width - longest - 2 * BLANK) // net.L)
    if net.widest > MOST_LINES or pitch < longest + BLANK + LEAST_WIRE:
        return neuron_map.lines(frame, width)
    canvas = Canvas(width, height)
    every = frozenset(
        (l, j, i) for l in range(1, net.L + 1) for j in net.neurons(l) for i in net.neurons(l - 1)
    )
    few = lit if len(lit) <= MOST_LIT else frozenset()
    for connections, style in ((every, "quiet"), (few, PHASE_STYLES[frame.step.phase])):
        for x, y, text in _wires(look, net, (pitch, height), connections, style != "quiet"):
            canvas.put(x, y, text, style)
    layer, neuron = neuron_map.current(frame.step)
    for (l, j), name in names.items():
        s = Symbol(Role.A if l else Role.X, l, j)
        is_current = l == layer and neuron in (0, j)
        style = "key" if is_current else "plain" if l in in_view else "quiet"
        text = f"[{name}]" if is_current else f" {name} "
        canvas.put(_left(pitch, l), _row(net, height, l, j), text, style, s)
    words, x = look.say("map"), _left(pitch, net.L) + longest + 2 * BLANK + GAP
    if x + cells(words) <= width:
        canvas.put(x, _row(net, height, net.L, 1), words, "quiet")
    return canvas.lines()


def _name(look: Look, l: int, j: int) -> str:
    return look.name(Symbol(Role.A if l else Role.X, l, j))


def _left(pitch: int, l: int) -> int:
    return 1 + pitch * l


def _row(net: Network, height: int, l: int, j: int) -> int:
    """The line of a neuron: those of a layer are spread over all lines."""
    return (2 * j - 1) * height // (2 * net.sizes[l])


@lru_cache(maxsize=32)  # keeps the raster from step to step
def _wires(
    look: Look, net: Network, size: tuple[int, int], connections: frozenset[Connection], lit: bool
) -> list[WireText]:
    """The wires from the end of each name to the next; lit: drawn thicker.

    size: the cells from layer to layer, and the lines of all.
    """
    pitch, height = size
    area = _left(pitch, net.L), height
    raster = OneSign(*area, LIT if lit else QUIET) if look.ascii else Braille(*area)
    middle = raster.down // 2
    for l, j, i in connections:
        begin = _left(pitch, l - 1) + BLANK + cells(_name(look, l - 1, i))
        y0 = _row(net, height, l - 1, i) * raster.down + middle
        y1 = _row(net, height, l, j) * raster.down + middle
        for up in range(1 + (lit and not look.ascii)):
            x0, x1 = begin * raster.across, _left(pitch, l) * raster.across
            raster.line(x0, y0 - up, x1 - 1, y1 - up)
    return side_by_side(sorted((y, x, letter) for x, y, letter in raster.cells()))
