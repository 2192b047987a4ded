"""A student who computes an iteration: some numbers put in place, every later one follows."""

from collections.abc import Mapping

from stepper.backprop.evaluation import evaluate
from stepper.backprop.expressions import Expression, symbols_in
from stepper.backprop.symbols import Symbol
from stepper.runs.trace import Trace


class ByHand:
    """The numbers of an iteration, with others put in their place or formulas that are wrong."""

    def __init__(
        self,
        trace: Trace,
        iteration: int,
        put: Mapping[Symbol, float],
        wrong: Mapping[Symbol, Expression] | None = None,
    ) -> None:
        self._trace = trace
        self._iteration = iteration
        self._put = put
        self._numbers = dict(put)
        self._computed: dict[Symbol, float] = {}
        place = trace.scenario.in_batch(iteration)
        for symbol in trace.model.computed:
            formula = (wrong or {}).get(symbol)
            if formula is None:
                formula = trace.model.in_terms(symbol, place).formula
            if symbol in (wrong or {}) or any(s in self._numbers for s in symbols_in(formula)):
                self._computed[symbol] = evaluate(formula, self.value)
                self._numbers.setdefault(symbol, self._computed[symbol])

    def value(self, symbol: Symbol) -> float:
        """The number that later equations use."""
        if symbol in self._numbers:
            return self._numbers[symbol]
        return self._trace.value(symbol, self._iteration)

    def computed(self, symbol: Symbol) -> float:
        """The number that its own equation gives."""
        return self._computed.get(symbol, self.value(symbol))
