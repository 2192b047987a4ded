"""The views of a model's graph, and the choice among them."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.formula.formula import Formula
from stepper.tui.look import Frame, ScreenLine


class View(NamedTuple):
    """A way to draw a graph.

    fits: (model, width, height) -> whether a model that suits the view fits, too;
    height: (model, width, most, roomy) -> the lines it takes, at most most of them; roomy: where
    there is more room than it needs;
    lines: (frame, width, height) -> the drawing.
    """

    fits: Callable[[Any, int, int], bool]
    height: Callable[[Any, int, int, bool], int]
    lines: Callable[[Frame, int, int], list[ScreenLine]]


def _chain() -> View:
    from stepper.tui.graph.chain import chain

    return View(chain.fits, chain.height, chain.lines)


def _network() -> View:
    from stepper.tui.graph.network import network

    return View(network.fits, network.height, network.lines)


def _neuron() -> View:
    from stepper.tui.graph.neuron import neuron

    return View(lambda *_: True, neuron.height, neuron.lines)


def _formula() -> View:
    from stepper.tui.graph.formula import formula

    return View(formula.fits, formula.height, formula.lines)


# name -> (the kind of model, whether one of it can be seen so, the loader of the view: the first
# frame waits for one view only)
VIEWS: dict[str, tuple[type[Model], Callable[[Any], bool], Callable[[], View]]] = {
    "chain": (Network, lambda net: net.is_chain and not net.is_softmax, _chain),
    "network": (Network, lambda net: True, _network),
    "neuron": (Network, lambda net: not net.is_chain, _neuron),
    "formula": (Formula, lambda formula: True, _formula),
}


def view(name: str) -> View:
    """Load a view."""
    return VIEWS[name][2]()


def suitable(model: Model) -> list[str]:
    """The names of the views that suit a model."""
    return [
        name for name, (kind, suits, _) in VIEWS.items() if isinstance(model, kind) and suits(model)
    ]


@lru_cache(maxsize=8)  # saves laying out each view at every step
def best(model: Model, width: int, height: int) -> str:
    """The first view that suits and fits a model, or else the last that suits it."""
    names = suitable(model)
    return next((name for name in names if view(name).fits(model, width, height)), names[-1])


def height(model: Model, chosen: str, width: int, most: int, roomy: bool = False) -> int:
    """The lines that the graph takes, at most most; 0 if the best view does not fit.

    chosen: the view the learner chose, or "" for the best one; roomy: with more than it needs.
    """
    shown = view(chosen or best(model, width, most))
    if not chosen and not shown.fits(model, width, most):
        return 0
    return shown.height(model, width, most, roomy)


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the graph in the chosen view or the best one."""
    model = frame.step.trace.model
    return view(frame.look.view or best(model, width, height)).lines(frame, width, height)
