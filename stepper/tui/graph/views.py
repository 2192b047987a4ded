"""The views of a network's graph, and the choice among them."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.tui.look import Frame, ScreenLine


class View(NamedTuple):
    """How a graph is drawn.

    fits: (network, width, height) -> whether a network that suits the view fits, too;
    height: (network, width, most, roomy) -> the lines it takes, at most most of them; roomy: where
    there is more room than it needs;
    lines: (frame, width, height) -> the drawing.
    """

    fits: Callable[[Network, int, int], bool]
    height: Callable[[Network, int, int, bool], int]
    lines: Callable[[Frame, int, int], list[ScreenLine]]


def _chain() -> View:
    from stepper.tui.graph import chain

    return View(chain.fits, chain.height, chain.lines)


def _network() -> View:
    from stepper.tui.graph import network

    return View(network.fits, network.height, network.lines)


def _neuron() -> View:
    from stepper.tui.graph import neuron

    return View(lambda *_: True, neuron.height, neuron.lines)


# name -> (whether a network can be seen so, its loader: the first frame waits for one view only)
VIEWS: dict[str, tuple[Callable[[Network], bool], Callable[[], View]]] = {
    "chain": (lambda net: net.is_chain and not net.is_softmax, _chain),
    "network": (lambda net: True, _network),
    "neuron": (lambda net: not net.is_chain, _neuron),
}


def view(name: str) -> View:
    """Load a view."""
    return VIEWS[name][1]()


def suitable(net: Network) -> list[str]:
    """Return the names of the views that suit a network."""
    return [name for name, (suits, _) in VIEWS.items() if suits(net)]


@lru_cache(maxsize=8)  # saves laying out each view at every step
def best(net: Network, width: int, height: int) -> str:
    """Return the first view that suits and fits a network, or else the last that suits it."""
    names = suitable(net)
    return next((name for name in names if view(name).fits(net, width, height)), names[-1])


def height(net: Network, chosen: str, width: int, most: int, roomy: bool = False) -> int:
    """Return the lines that the graph takes, at most most; 0 if the best view does not fit.

    chosen: the view the learner chose, or "" for the best one; roomy: with more than it needs.
    """
    shown = view(chosen or best(net, width, most))
    if not chosen and not shown.fits(net, width, most):
        return 0
    return shown.height(net, width, most, roomy)


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the graph in the chosen view or the best one."""
    net = frame.step.trace.network
    return view(frame.look.view or best(net, width, height)).lines(frame, width, height)
