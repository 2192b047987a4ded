"""The graph of a network, in the view that suits it: a table of views and the choice among them."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.symbols import Network
from stepper.tui import chain_fold, chain_graph, network_view, one_neuron
from stepper.tui.look import Frame, Line


class View(NamedTuple):
    """suits says whether a network can be seen so; fits, whether in that width and height, too."""

    suits: Callable[[Network], bool]
    fits: Callable[[Network, int, int], bool]
    height: Callable[[Network, int, int], int]  # in a width, at most so many lines
    lines: Callable[[Frame, int, int], list[Line]]


VIEWS: dict[str, View] = {
    "chain": View(
        lambda n: n.is_chain,
        lambda n, width, height: height >= chain_fold.row_height(n),
        chain_graph.height,
        chain_graph.lines,
    ),
    "network": View(
        lambda n: True,
        network_view.fits,
        network_view.height,
        network_view.lines,
    ),
    "neuron": View(
        lambda n: not n.is_chain,
        lambda *_: True,
        lambda n, width, most: min(most, one_neuron.height(n, width)),
        one_neuron.lines,
    ),
}


def suitable(n: Network) -> list[str]:
    return [name for name, view in VIEWS.items() if view.suits(n)]


def best(n: Network, width: int, height: int) -> str:
    """The first view that suits the network and fits; where none does, the last that suits it."""
    names = suitable(n)
    return next((name for name in names if VIEWS[name].fits(n, width, height)), names[-1])


def height(n: Network, view: str, width: int, most: int) -> int:
    """The lines that the graph takes where there are so many at most; 0 where it has no room."""
    name = view or best(n, width, most)
    if not view and not VIEWS[name].fits(n, width, most):
        return 0
    return VIEWS[name].height(n, width, most)


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    n = frame.step.trace.network
    return VIEWS[frame.look.view or best(n, width, height)].lines(frame, width, height)
