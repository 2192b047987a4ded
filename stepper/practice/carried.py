"""What follows from other numbers than those of the run: an error, or a rounded number, carried on.

The numbers that are put in place of stored ones go into every equation after them.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain, dropwhile

from stepper.backprop.equations import in_terms
from stepper.backprop.expressions import Expression, evaluate, symbols_in
from stepper.backprop.network import Network
from stepper.backprop.symbols import Symbol
from stepper.runs.trace import Trace


class Carried:
    """The numbers of one iteration where some were put in place of the stored ones.

    wrong: formulas that make numbers in place of their own, from numbers before them. All are
    worked out as far as they are asked for; what does not depend on what was put or made wrong is
    the stored number. Raises NotFiniteError where the run had stopped before a number.
    """

    def __init__(
        self,
        trace: Trace,
        iteration: int,
        put: Mapping[Symbol, float],
        wrong: Mapping[Symbol, Expression] | None = None,
    ) -> None:
        self._trace = trace
        self._iteration = iteration
        self._put = {s: number for s, number in put.items() if number != self._stored(s)}
        self._wrong = wrong or {}
        self._made: dict[Symbol, float] = {}
        self._sources: dict[Symbol, frozenset[Symbol]] = {}
        position = trace.network.position
        first = min((position.get(s, -1) for s in (*self._put, *self._wrong)), default=-1)
        self._todo = dropwhile(lambda s: position[s] < first, trace.network.made)
        self._reached = -1  # the place in a row up to which all is worked out

    def value(self, symbol: Symbol) -> float:
        """The number as the equations after it take it."""
        return self._put[symbol] if symbol in self._put else self.made(symbol)

    def made(self, symbol: Symbol) -> float:
        """The number as its own equation makes it, even if another one was put in its place."""
        self._work_out(symbol)
        return self._made[symbol] if symbol in self._made else self._stored(symbol)

    def sources(self, symbol: Symbol) -> frozenset[Symbol]:
        """The nearest numbers that were put in, of all that its equation goes back to."""
        self._work_out(symbol)
        return self._sources.get(symbol, frozenset())

    def origins(self, symbol: Symbol) -> frozenset[Symbol]:
        """Where its value comes from: itself, if it was put in, or its sources."""
        return frozenset({symbol}) if symbol in self._put else self.sources(symbol)

    def _stored(self, symbol: Symbol) -> float:
        return self._trace.value(self._iteration, symbol)

    def _work_out(self, symbol: Symbol) -> None:
        network = self._trace.network
        changes = self._put or self._wrong
        while changes and self._reached < network.position.get(symbol, -1):
            made = next(self._todo, None)
            if made is None:
                break
            self._reached = network.position[made]
            formula, parts = _right(network, made)
            if made in self._wrong:
                formula = self._wrong[made]
                parts = tuple(symbols_in(formula))
            self._sources[made] = frozenset(chain.from_iterable(map(self._known_origins, parts)))
            if made in self._wrong or any(
                part in self._put or part in self._made for part in parts
            ):
                self._made[made] = evaluate(formula, self.value)

    def _known_origins(self, symbol: Symbol) -> Iterable[Symbol]:
        return (symbol,) if symbol in self._put else self._sources.get(symbol, ())


@lru_cache(maxsize=4096)  # of a small network all of them, and one has many errors carried on
def _right(net: Network, symbol: Symbol) -> tuple[Expression, tuple[Symbol, ...]]:
    """The formula of a number, and what it takes."""
    formula = in_terms(net, symbol).formula
    return formula, tuple(symbols_in(formula))
