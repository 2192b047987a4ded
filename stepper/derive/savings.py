"""How many multiplications delta saves, as the rows of a table and a sentence."""

from decimal import Decimal
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.derive.longhand import paths
from stepper.explain.explainer import Explainer
from stepper.typeset.digits import FACTOR


def savings(net: Network, explainer: Explainer) -> tuple[list[list[str]], str]:
    """(rows, the heads first; what they show): this network, then others as depth grows."""

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


DEPTHS = (1, 2, 3, 5, 10)


class Multiplications(NamedTuple):
    """by_hand: every gradient written out on every path. reused: each delta made once.

    The difference a - t costs none, a slope a(1 - a) costs one.
    """

    hidden: int
    by_hand: int
    reused: int


def multiplications(net: Network) -> Multiplications:
    """Counted by closed forms, layer by layer."""
    return Multiplications(net.L - 1, _by_hand(net), _reused(net))


def as_depth_grows(net: Network) -> list[Multiplications]:
    """The same for networks that have more and more hidden layers as wide as the widest of n."""
    hidden = hidden_width(net)
    return [
        multiplications(net._replace(sizes=(net.sizes[0], *[hidden] * depth, net.sizes[-1])))
        for depth in DEPTHS
    ]


def hidden_width(net: Network) -> int:
    return max(net.sizes[1:-1])


def _by_hand(net: Network) -> int:
    """On a path through d layers, dC/dw is the product of the error, d slopes, d - 1 weights and
    the input, each slope a product itself: 3d multiplications. dC/db lacks the input."""
    count = 0
    for l in range(1, net.L + 1):
        d = net.L - l + 1
        of_neuron = net.sizes[l - 1] * 3 * d + net.trains_biases * (3 * d - 1)
        count += net.sizes[l] * paths(net, l) * of_neuron
    return count


def _reused(net: Network) -> int:
    """For a neuron its slope, its delta, a product with each delta above and with each input."""
    above = (*net.sizes[1:], 0)
    return sum(net.sizes[l] * (2 + above[l] + net.sizes[l - 1]) for l in range(1, net.L + 1))
