"""How many multiplications delta saves: the counts, a table of them and a sentence."""

from decimal import Decimal
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.derive.network.longhand import paths
from stepper.explain.explainer import Explainer
from stepper.typeset.digits import FACTOR

DEPTHS = (1, 2, 3, 5, 10)  # hidden layers of the networks to compare with

# activation -> multiplications: for a(1 - a) or a a, and by the slope, unless that is 1
_SLOPES = {"sigmoid": 2, "tanh": 2, "relu": 1, "identity": 0}


class Multiplications(NamedTuple):
    """Multiplications for all gradients of a network with that number of hidden layers.

    by_hand: with every gradient written out on every path. reused: with each delta computed once.
    The difference a - t needs no multiplication, nor does a factor 1; for slopes see _SLOPES.
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
        multiplications(
            net._replace(
                sizes=(net.sizes[0], *[hidden] * depth, net.sizes[-1]),
                activations=(*[_hidden_activation(net)] * depth, net.activation(net.L)),
            )
        )
        for depth in DEPTHS
    ]


def hidden_width(net: Network) -> int:
    """The number of neurons of the widest hidden layer; without one, of the widest layer."""
    return max(net.sizes[1:-1] or net.sizes)


def _hidden_activation(net: Network) -> str:
    """The activation of the widest hidden layer; without one, the default."""
    hidden = range(1, net.L)
    return net.activation(max(hidden, key=net.sizes.__getitem__)) if hidden else "sigmoid"


def savings(net: Network, explainer: Explainer) -> tuple[list[list[str]], str]:
    """A table, heads first, and a sentence on how the counts grow with depth.

    The rows are for net and then for the networks of as_depth_grows.
    """

    def count(number: int) -> str:
        return explainer.notation.number(f"{Decimal(number):.{FACTOR}g}")

    say, here = explainer.say, multiplications(net)
    keys = ("multiplications.hidden", "multiplications.by_hand", "multiplications.reused")
    counts = {say("multiplications.here", hidden=here.hidden): here}
    deeper = (each for each in as_depth_grows(net) if each != here)
    counts |= {str(each.hidden): each for each in deeper}
    rows = [[label, count(c.by_hand), count(c.reused)] for label, c in counts.items()]
    hidden = hidden_width(net)
    growth = say(f"multiplications.{'paths' if hidden > 1 else 'one_path'}", width=hidden)
    return [[say(key) for key in keys], *rows], growth


def _by_hand(net: Network) -> int:
    """Count for dC/dw on a path through d layers: 3d with sigmoids, and 3d - 1 for dC/db.

    dC/dw is the product of the error, d slopes, d - 1 weights and the input; dC/db lacks the
    input. A sigmoid's slope is a product itself.
    """
    count, on_path = 0, _of_error(net)
    for l in range(net.L, 0, -1):
        on_path += _of_slope(net, l) + (l < net.L)
        of_neuron = net.sizes[l - 1] * (on_path + 1) + net.trains_biases * on_path
        count += net.sizes[l] * paths(net, l) * of_neuron
    return count


def _reused(net: Network) -> int:
    """Count per neuron: its slope, its delta, a product per next delta and one per input."""
    following = (*net.sizes[1:], 0)
    own = (_of_slope(net, l) + following[l] + net.sizes[l - 1] for l in range(1, net.L + 1))
    neurons = zip(net.sizes[1:], own, strict=True)
    return sum(size * each for size, each in neurons) + net.sizes[-1] * _of_error(net)


def _of_slope(net: Network, l: int) -> int:
    """The multiplications to compute a slope of layer l, and to multiply by it."""
    return _SLOPES[net.activation(l)] if net.has_slope(l) else 0


def _of_error(net: Network) -> int:
    """1 if the error has a factor 2, else 0."""
    return int(net.cost in ("squares", "mean_squares"))
