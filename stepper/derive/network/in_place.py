"""Multiply out a gradient or a delta of a network that is trained in place, line by line.

There, a delta below the output is not a derivative of C, so nothing can be derived. Its equation

    delta[l][j] = (sum_k delta[l+1][k] w+[l+1][k][j]) a[l][j] (1 - a[l][j])

still holds, and is substituted for each delta in turn, up to the output.
"""

from collections.abc import Iterator

from stepper.backprop.equations import slope
from stepper.backprop.expressions import Product, SumOver
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.lines import Factors, Term, TermLine, factors_of, letter


def multiplied_out(net: Network, symbol: Symbol, nested: bool) -> Iterator[TermLine]:
    """Yield the lines of dC/dw, dC/db or delta below the output, a layer of deltas per line.

    nested: whether to write a sum over the neurons of a layer instead of a term for each path.
    """
    after = () if symbol.role is Role.DELTA else factors_of(net.equation(symbol).formula)[1:]
    first = symbol.l + (symbol.role is Role.DELTA)
    known: set[object] = set(after)
    for top in range(first, net.L + 2):
        terms = []
        for path in _paths(net, symbol.l, symbol.j, top, nested):
            new = max(place for place, factor in enumerate(path, 1) if factor not in known)
            terms.append(Term((), path[:new], path[new:] + after))
        known.update(factor for term in terms for factor in term.factors)
        rule = (
            "in_place" if top == first else "in_place.delta" if top <= net.L else "in_place.output"
        )
        yield TermLine(symbol, rule, tuple(terms))


def _paths(net: Network, l: int, k: int, top: int, nested: bool) -> list[Factors]:
    """delta[l][k] as products, one per path, in which only deltas of layer top are left."""
    delta = Symbol(Role.DELTA, l, k)
    if l == top:
        return [(delta,)]
    if l == net.L:
        return [factors_of(net.equation(delta).formula)]
    neurons = [letter(net, l + 1)] if nested and net.sizes[l + 1] > 1 else net.neurons(l + 1)
    paths = [
        (*path, Symbol(Role.W_NEW, l + 1, i, k))
        for i in neurons
        for path in _paths(net, l + 1, i, top, nested)
    ]
    if neurons[0] < 0:
        paths = [(SumOver(neurons[0], net.sizes[l + 1], Product(path)),) for path in paths]
    return [(*path, slope(net, delta)) for path in paths]
