"""Where the panels of the stepper screen go, for any size of the window."""

from typing import NamedTuple

from stepper.symbols import Network
from stepper.tui import chain_graph

LEAST_EQUATION = 7
RULE = 1


class Arrangement(NamedTuple):
    """Heights of the rows and the width of the list at the side; 0 leaves a panel out."""

    header: int
    graph: int
    list_above: int
    list_beside: int
    ribbon: int
    footer: int
    rules: bool


def arrange(width: int, height: int, network: Network) -> Arrangement:
    """What there is room for: the equation always, then a header and a footer, then the rest."""
    header, footer = int(height >= 7), int(height >= 9)
    roomy = width >= 60 and height >= 16
    ribbon = 2 if roomy and height >= 20 else 0
    beside = 40 if width >= 115 else 34
    list_beside = beside if width >= 100 and height >= 16 else 0
    rules = roomy and height >= 20
    left = height - header - footer - ribbon - (2 * RULE if rules else 0) - LEAST_EQUATION
    graph = above = 0
    if roomy and network.is_chain:
        natural = chain_graph.height(network, width - list_beside)
        row = chain_graph.row_height(network)
        graph = min(natural, left // row * row)
    elif roomy and not list_beside:
        above = min(left, 11)
    return Arrangement(header, max(0, graph), max(0, above), list_beside, ribbon, footer, rules)
