"""How many multiplications delta saves: the counts, a table of them and a sentence."""

from decimal import Decimal
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.derive.longhand import paths
from stepper.explain.explainer import Explainer
from stepper.typeset.digits import FACTOR

DEPTHS = (1, 2, 3, 5, 10)  # hidden layers of the networks to compare with


class Multiplications(NamedTuple):
    """Multiplications for all gradients of a network with that number of hidden layers.

    by_hand: with every gradient written out on every path. reused: with each delta computed once.
    The difference a - t costs none, a slope a(1 - a) costs one.
    """

    hidden: int
    by_hand: int
    reused: int


def multiplications(net: Network) -> Multiplications:
    """Count by closed forms, layer by layer."""
    return Multiplications(net.L - 1, _by_hand(net), _reused(net))


def as_depth_grows(net: Network) -> list[Multiplications]:
    """Count for networks of DEPTHS hidden layers, each as wide as the widest of net."""
    hidden = hidden_width(net)
    return [
        multiplications(net._replace(sizes=(net.sizes[0], *[hidden] * depth, net.sizes[-1])))
        for depth in DEPTHS
    ]


def hidden_width(net: Network) -> int:
    """The number of neurons of the widest hidden layer."""
    return max(net.sizes[1:-1])


def savings(net: Network, explainer: Explainer) -> tuple[list[list[str]], str]:
    """Return (rows, sentence): a table with its heads first, and how the counts grow with depth.

    The rows are for net and then for the networks of as_depth_grows.
    """

    def count(number: int) -> str:
        return explainer.notation.number(f"{Decimal(number):.{FACTOR}g}")

    say, here = explainer.say, multiplications(net)
    keys = ("multiplications.hidden", "multiplications.by_hand", "multiplications.reused")
    counts = {say("multiplications.here", hidden=here.hidden): here}
    counts |= {str(deeper.hidden): deeper for deeper in as_depth_grows(net)}
    rows = [[label, count(c.by_hand), count(c.reused)] for label, c in counts.items()]
    hidden = hidden_width(net)
    growth = say(f"multiplications.{'paths' if hidden > 1 else 'one_path'}", width=hidden)
    return [[say(key) for key in keys], *rows], growth


def _by_hand(net: Network) -> int:
    """Count 3d multiplications for dC/dw on a path through d layers, and 3d - 1 for dC/db.

    dC/dw is the product of the error, d slopes, d - 1 weights and the input; dC/db lacks the
    input. Each slope is a product itself.
    """
    count = 0
    for l in range(1, net.L + 1):
        d = net.L - l + 1
        of_neuron = net.sizes[l - 1] * 3 * d + net.trains_biases * (3 * d - 1)
        count += net.sizes[l] * paths(net, l) * of_neuron
    return count


def _reused(net: Network) -> int:
    """Count per neuron: its slope, its delta, a product per next delta and one per input."""
    following = (*net.sizes[1:], 0)
    return sum(net.sizes[l] * (2 + following[l] + net.sizes[l - 1]) for l in range(1, net.L + 1))
