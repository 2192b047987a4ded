"""The classic mistake written out: what the equations below the output multiply, line by line.

Trained in place, a delta below the output is no derivative of C. Its equation still holds,

    delta[l][j] = (sum_k delta[l+1][k] w+[l+1][k][j]) a[l][j] (1 - a[l][j])

and is put in for each delta in turn, up to the output.
"""

from collections.abc import Iterator

from stepper.backprop.equations import equation, slope
from stepper.backprop.expressions import Product, SumOver
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.lines import Factors, Term, TermLine, factors_of, letter


def multiplied_out(net: Network, symbol: Symbol, nested: bool) -> Iterator[TermLine]:
    """The lines of dC/dw, dC/db or delta below the output, each delta put in one layer a line."""
    after = () if symbol.role is Role.DELTA else factors_of(equation(net, symbol).formula)[1:]
    first = symbol.l + (symbol.role is Role.DELTA)
    known: set[object] = set(after)
    for top in range(first, net.L + 2):
        terms = []
        for way in _ways(net, symbol.l, symbol.j, top, nested):
            new = max(place for place, factor in enumerate(way, 1) if factor not in known)
            terms.append(Term((), way[:new], way[new:] + after))
        known.update(factor for term in terms for factor in term.factors)
        rule = (
            "in_place" if top == first else "in_place.delta" if top <= net.L else "in_place.output"
        )
        yield TermLine(symbol, rule, tuple(terms))


def _ways(net: Network, l: int, k: int, top: int, nested: bool) -> list[Factors]:
    """delta[l][k] as products, one a path, that hold the deltas of layer top as they are."""
    delta = Symbol(Role.DELTA, l, k)
    if l == top:
        return [(delta,)]
    if l == net.L:
        return [factors_of(equation(net, delta).formula)]
    neurons = [letter(net, l + 1)] if nested and net.sizes[l + 1] > 1 else net.neurons(l + 1)
    ways = [
        (*way, Symbol(Role.W_NEW, l + 1, i, k))
        for i in neurons
        for way in _ways(net, l + 1, i, top, nested)
    ]
    if neurons[0] < 0:
        ways = [(SumOver(neurons[0], net.sizes[l + 1], Product(way)),) for way in ways]
    return [(*way, slope(net, delta)) for way in ways]
