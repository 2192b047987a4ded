"""The formulas printed on a sheet."""

from collections.abc import Collection, Iterator

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.expressions import Slope, functions_in
from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.typeset.equations.formulas import Names
from stepper.typeset.notation import Notation
from stepper.typeset.spans import Maths, Span, Spans, text_of, width

NO_BREAK = "\u00a0"
WIDEST = 60  # cells of the cost of all outputs; a wider one is replaced by the cost of one output
_Z = Symbol(Role.Z)  # any argument of a function


class InShort:
    """Writes the equations of a model that a solution needs, one of each kind.

    phases: those of the sheet; slopes are for the backward pass, the rule for the update.
    """

    def __init__(self, model: Model, phases: Collection[Phase], notation: Notation) -> None:
        self._model = model
        self._phases = phases
        self._names = Names(notation)
        self._of_any = _OfAny(notation)

    def __iter__(self) -> Iterator[Spans]:
        model = self._model
        lines = self._kinds(model) if isinstance(model, Network) else _lines_of(model)
        functions: dict[str, None] = {}
        for symbol in lines:
            yield self._equation(symbol)
            functions |= dict.fromkeys(functions_in(model.equation(symbol).formula))
        for function in functions:
            if function in ACTIVATIONS:
                yield from self._definition(function)
        update = next((s for s in model.steps if s.role.phase is Phase.UPDATE), None)
        if update and Phase.UPDATE in self._phases:
            yield self._equation(update)

    def _kinds(self, net: Network) -> Iterator[Symbol]:
        """A neuron of each activation, and the cost."""
        by_activation: dict[str, Symbol] = {}
        for l in range(1, net.L + 1):
            by_activation.setdefault(net.activation(l), Symbol(Role.A, l, 1))
        for symbol in by_activation.values():
            if symbol.l == net.L and net.is_softmax:
                yield from (Symbol(Role.E, net.L, 1), Symbol(Role.S, net.L))
            yield symbol
        is_wide = width(self._equation(net.C)) > WIDEST
        yield Symbol(Role.CJ, net.L, 1) if is_wide else net.C

    def _definition(self, function: str) -> Iterator[Spans]:
        """A function and, for the backward pass, its slope, at any argument."""
        activation, write = ACTIVATIONS[function], self._of_any.write
        value = activation.value(_Z)
        yield self._line(write(value), write(activation.definition(_Z)))
        if Phase.BACKWARD in self._phases:
            yield self._line(write(Slope(function, _Z)), write(activation.slope(_Z, value)))

    def _equation(self, symbol: Symbol) -> Spans:
        formula = self._model.equation(symbol).formula
        return self._line((self._names.symbol(symbol),), self._names.write(formula))

    def _line(self, left: Spans, right: Spans) -> Spans:
        """An equation in one piece, which no line end divides."""
        text = f"{text_of(left)} {self._names.notation.sign('equal')} {text_of(right)}"
        return (Maths(text.replace(" ", NO_BREAK)),)


class _OfAny(Names):
    """Names in which every symbol is the argument of a function, whatever the neuron."""

    def symbol(self, symbol: Symbol) -> Span:
        return Span("z")


def _lines_of(model: Model) -> Iterator[Symbol]:
    return (s for s in model.steps if s.role.phase is Phase.FORWARD)
