"""The meanings of names in answers: a number of the run, its negative, a quotient, Δw, α·∂C/∂w."""

import re
from itertools import product

from stepper.backprop.symbols import GRADIENT_OF, GRADIENTS, RATE, UPDATED, Role, Symbol
from stepper.errors import StepperError
from stepper.explain.problem import Problem, shown
from stepper.input.answers import Joined, Quantity
from stepper.input.names import Glossary
from stepper.input.workings import RATES
from stepper.runs.scenario import Scenario

_NEGATED = re.compile(r"[-−–]\s*|minus\s+", re.IGNORECASE)
_OVER = re.compile(r"\s+/\s+")
_CHANGE = re.compile(r"(?:Δ|∆|\\Delta\s*|delta[ _]?(?=[wWbB])|change (?:of|in) )\s*(.+)")
_RATE_TIMES = re.compile(rf"(?:\\?(?:{'|'.join(sorted(RATES))}))\s*(?:[·*×⋅]|\\cdot)?\s*(.+)", re.I)


class QuantityReader:
    """Reads the names of quantities of one scenario."""

    def __init__(self, scenario: Scenario, glossary: Glossary, example: str) -> None:
        self._model = scenario.model
        self._has_rate = scenario.learning_rate is not None
        self._glossary = glossary
        self._example = example

    def read(self, name: str) -> list[Quantity]:
        """The meanings of a name; empty if it is unknown. StepperError if it is ambiguous."""
        if symbols := self._symbols(name):
            return [Quantity(symbol) for symbol in symbols]
        if special := self._made_of_gradients(name):
            return special
        minus = _NEGATED.match(name)
        rest = name[minus.end() if minus else 0 :]
        parts = _OVER.split(rest)
        if len(parts) > 2:
            return []
        if minus and (special := self._made_of_gradients(rest)):
            return [q._replace(negated=not q.negated) for q in special]
        each = product(*(self._symbols(part) for part in parts))
        return [Quantity(s[0], s[1] if s[1:] else None, minus is not None) for s in each]

    def _made_of_gradients(self, name: str) -> list[Quantity]:
        """The meanings of Δw and α·∂C/∂w; to some, Δw is the number to subtract."""
        if not self._has_rate:
            return []
        if change := _CHANGE.fullmatch(name):
            changes = map(self._change, self._glossary.symbols(change[1]))
            return [quantity for both in changes for quantity in both]
        if times := _RATE_TIMES.fullmatch(name):
            symbols = (s for s in self._glossary.symbols(times[1]) if s.role in GRADIENTS)
            return [Quantity(symbol, RATE, joined=Joined.TIMES) for symbol in symbols]
        return []

    def _change(self, parameter: Symbol) -> list[Quantity]:
        """How a parameter changes, or the same with the opposite sign."""
        new = self._model.becomes(parameter)
        if parameter.role not in UPDATED or new == parameter:
            return []
        if self._model.is_batched:
            change = Quantity(new, parameter, joined=Joined.MINUS)
        else:
            step = Quantity(self._gradient(parameter), RATE, joined=Joined.TIMES)
            change = step._replace(negated=True)
        return [change, change._replace(negated=not change.negated)]

    def _gradient(self, parameter: Symbol) -> Symbol:
        if parameter.role in GRADIENT_OF:
            return parameter.as_role(GRADIENT_OF)
        return Symbol(Role.GRADIENT, names=(*self._model.C.names, *parameter.names))

    def _symbols(self, name: str) -> list[Symbol]:
        symbols = self._glossary.exactly(name)
        if len(symbols) > 1:
            columns = ", ".join(symbol.column for symbol in symbols)
            raise StepperError(Problem("several", name=shown(name), columns=columns))
        return symbols or self._glossary.naturally(name)

    def group(self, name: str) -> tuple[list[list[Symbol]], bool]:
        """The vectors and matrices of a name, and whether a minus is before it."""
        minus = _NEGATED.match(name)
        return self._glossary.group(name[minus.end() if minus else 0 :]), minus is not None

    def unknown(self, name: str) -> Problem:
        """The problem of an unknown name, and its fix."""
        if not name:
            return Problem("no name")
        minus = _NEGATED.match(name)
        parts = _OVER.split(name[minus.end() if minus else 0 :])
        part = next((part for part in parts if not self._symbols(part)), name)
        similar = self._glossary.similar(part)
        key = "name.near" if similar else "name.such"
        return Problem(key, name=shown(part), near=similar, example=self._example)
