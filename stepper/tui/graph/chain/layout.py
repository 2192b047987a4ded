"""The layout of a chain: its edges folded into rows, and the lines of a row."""

from stepper.backprop.network import Network
from stepper.figures.chain.edges import Edge, edges
from stepper.tui.look import Look
from stepper.typeset.cells import cells

LINES = BIAS, WEIGHT, VALUE, WIRE, GRADIENT, FACTOR = range(6)  # of a row; BIAS only with biases
MARGIN = 2
PITCH, ROOMY_PITCH = 13, 15  # the least cells from node to node; for layers with both neighbours
FEW = 2  # layers of a row in which no layer has both neighbours
NAMED_PITCH = 18  # with room for the names of all gradients
MAX_PITCH = 24


def node_text(look: Look, net: Network, edge: Edge) -> str:
    """The node at the end of an edge: (×), or (×+) with a bias; (g), tanh …; (C)."""
    match edge.node:
        case "×":
            sign = look.sign("by") + (look.sign("plus") if net.biases else "")
        case "g" if net.activation(edge.layer) == "identity":
            sign = look.sign("equal")
        case "g":
            sign = look.notation.function(net.activation(edge.layer))
        case _:
            sign = "C"
    return f"({sign})"


def node_at(look: Look, net: Network, edge: Edge, left: int, pitch: int) -> int:
    """The x of the node at the end of an edge that begins at left."""
    return left + pitch - cells(node_text(look, net, edge))


def folded_in(net: Network, width: int, height: int) -> tuple[list[list[Edge]], int]:
    """The rows for a graph of this size, and the blank lines between two of them."""
    roomy = fold(net, width, NAMED_PITCH)
    if len(roomy) * (row_height(net) + 1) - 1 <= height:
        return roomy, 1
    return fold(net, width), 0


def fold(net: Network, width: int, pitch: int = ROOMY_PITCH) -> list[list[Edge]]:
    """The edges in rows of whole layers, as equal as possible, for width cells.

    A row begins with the edge that ended the row before it. pitch: the cells that are wanted from
    node to node.
    """
    chain = edges(net)
    layers_in_row = _layers_in(width, pitch)
    if layers_in_row < FEW:
        layers_in_row = min(FEW, _layers_in(width, PITCH))
    rows = -(-net.L // layers_in_row)
    breaks = [2 * (net.L * k // rows) for k in range(rows)]
    ends = [*(end + 1 for end in breaks[1:]), len(chain)]
    return [chain[begin:end] for begin, end in zip(breaks, ends, strict=True)]


def _layers_in(width: int, pitch: int) -> int:
    return max(1, ((width - MARGIN) // pitch - 2) // 2)


def row_height(net: Network) -> int:
    """The lines of a row."""
    return len(LINES) if net.biases else len(LINES) - 1
