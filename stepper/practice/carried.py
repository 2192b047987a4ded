"""Errors and rounded numbers carried through an iteration.

Numbers replace stored ones, and every later equation is evaluated on them.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain, dropwhile

from stepper.backprop.expressions import Expression, evaluate, symbols_in
from stepper.backprop.model import InBatch, Model
from stepper.backprop.symbols import Symbol
from stepper.runs.trace import Trace


class Carried:
    """The numbers of one iteration after some of them have been replaced.

    put: numbers that replace stored ones. wrong: formulas that replace those of their symbols; a
    formula uses earlier numbers only. Numbers are computed as far as they are asked for; a number
    that depends on neither put nor wrong is the stored one. Raises NotFiniteError for a number
    after the place where the run stopped.
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
        self._place = trace.scenario.in_batch(iteration)
        self._put = {s: number for s, number in put.items() if number != self._stored(s)}
        self._wrong = wrong or {}
        self._computed: dict[Symbol, float] = {}
        self._sources: dict[Symbol, frozenset[Symbol]] = {}
        position = trace.model.position
        first = min((position.get(s, -1) for s in (*self._put, *self._wrong)), default=-1)
        self._todo = dropwhile(lambda s: position[s] < first, trace.model.made)
        self._reached = -1  # the position in a row up to which all is computed

    def value(self, symbol: Symbol) -> float:
        """The number that later equations use."""
        return self._put[symbol] if symbol in self._put else self.computed(symbol)

    def computed(self, symbol: Symbol) -> float:
        """The number that its own equation gives, even if another one was put in its place."""
        self._compute_to(symbol)
        return self._computed[symbol] if symbol in self._computed else self._stored(symbol)

    def sources(self, symbol: Symbol) -> frozenset[Symbol]:
        """The replaced numbers that its equation depends on, without looking past any of them."""
        self._compute_to(symbol)
        return self._sources.get(symbol, frozenset())

    def origins(self, symbol: Symbol) -> frozenset[Symbol]:
        """The symbol itself if its number was replaced, else its sources."""
        return frozenset({symbol}) if symbol in self._put else self.sources(symbol)

    def _stored(self, symbol: Symbol) -> float:
        return self._trace.value(self._iteration, symbol)

    def _compute_to(self, symbol: Symbol) -> None:
        model = self._trace.model
        changes = self._put or self._wrong
        while changes and self._reached < model.position.get(symbol, -1):
            s = next(self._todo, None)
            if s is None:
                break
            self._reached = model.position[s]
            formula, parts = _right(model, s, self._place)
            if s in self._wrong:
                formula = self._wrong[s]
                parts = tuple(symbols_in(formula))
            self._sources[s] = frozenset(chain.from_iterable(map(self._known_origins, parts)))
            if s in self._wrong or any(p in self._put or p in self._computed for p in parts):
                self._computed[s] = evaluate(formula, self.value)

    def _known_origins(self, symbol: Symbol) -> Iterable[Symbol]:
        return (symbol,) if symbol in self._put else self._sources.get(symbol, ())


@lru_cache(maxsize=4096)  # saves 40 % of comparing the 219 answers of a 2-6-6-2 network
def _right(net: Model, symbol: Symbol, place: InBatch) -> tuple[Expression, tuple[Symbol, ...]]:
    """The formula of a number, and what it takes."""
    formula = net.in_terms(symbol, place).formula
    return formula, tuple(symbols_in(formula))
