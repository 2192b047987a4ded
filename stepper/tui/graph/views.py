"""The graph of a network, in the view that suits it: a table of views and the choice among them."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.tui.look import Frame, ScreenLine


class View(NamedTuple):
    """fits says whether a network that suits the view fits in a width and a height, too."""

    fits: Callable[[Network, int, int], bool]
    height: Callable[[Network, int, int], int]  # in a width, at most so many lines
    lines: Callable[[Frame, int, int], list[ScreenLine]]


def _chain() -> View:
    from stepper.tui.graph import chain as chain_graph
    from stepper.tui.graph import chain_fold

    return View(
        lambda n, width, height: height >= chain_fold.row_height(n),
        chain_graph.height,
        chain_graph.lines,
    )


def _network() -> View:
    from stepper.tui.graph import network as network_view

    return View(network_view.fits, network_view.height, network_view.lines)


def _neuron() -> View:
    from stepper.tui.graph import neuron as one_neuron

    return View(
        lambda *_: True,
        lambda n, width, most: min(most, one_neuron.height(n, width)),
        one_neuron.lines,
    )


# name -> (whether a network can be seen so, the view); the first frame waits for one of them.
VIEWS: dict[str, tuple[Callable[[Network], bool], Callable[[], View]]] = {
    "chain": (lambda n: n.is_chain, _chain),
    "network": (lambda n: True, _network),
    "neuron": (lambda n: not n.is_chain, _neuron),
}


def view(name: str) -> View:
    return VIEWS[name][1]()


def suitable(net: Network) -> list[str]:
    return [name for name, (suits, _) in VIEWS.items() if suits(net)]


def best(net: Network, width: int, height: int) -> str:
    """The first view that suits the network and fits; where none does, the last that suits it."""
    names = suitable(net)
    return next((name for name in names if view(name).fits(net, width, height)), names[-1])


def height(net: Network, chosen: str, width: int, most: int) -> int:
    """The lines that the graph takes where there are so many at most; 0 where it has no room."""
    shown = view(chosen or best(net, width, most))
    if not chosen and not shown.fits(net, width, most):
        return 0
    return shown.height(net, width, most)


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    net = frame.step.trace.network
    return view(frame.look.view or best(net, width, height)).lines(frame, width, height)
