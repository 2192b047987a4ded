"""What a page is read with: the numbers of one iteration, in one language and notation."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, RATE, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT, written
from stepper.typeset.equation_lines import EquationLine, Form, block
from stepper.typeset.spans import Span, Spans, join

ROOM = 60  # cells of a formula; a sum that takes more is cut short
SHOWN = 2  # terms of such a sum

# The symbols that a page may name; those of neurons are of the output and of the last hidden
# layer, the first neuron of each. None where the network has no such number.
NAMES: dict[str, Callable[[Network], Symbol | None]] = {
    "C": lambda n: COST,
    "rate": lambda n: RATE,
    "w": lambda n: Symbol(Role.W, n.L, 1, 1),
    "z": lambda n: Symbol(Role.Z, n.L, 1),
    "y": lambda n: Symbol(Role.A, n.L, 1),
    "dC_dy": lambda n: Symbol(Role.DC_DA, n.L, 1),
    "slope": lambda n: Symbol(Role.DA_DZ, n.L, 1),
    "delta": lambda n: Symbol(Role.DELTA, n.L, 1),
    "dC_dw": lambda n: Symbol(Role.DC_DW, n.L, 1, 1),
    "dC_db": lambda n: Symbol(Role.DC_DB, n.L, 1) if n.trains_biases else None,
    "w_new": lambda n: Symbol(Role.W_NEW, n.L, 1, 1),
    "dC_dh": lambda n: Symbol(Role.DC_DA, n.L - 1, 1),
    "delta_h": lambda n: Symbol(Role.DELTA, n.L - 1, 1),
    "joined": lambda n: Symbol(Role.DC_DA, _joined(n), 1) if _joined(n) else None,
    "joined_a": lambda n: Symbol(Role.A, _joined(n), 1) if _joined(n) else None,
    "single": lambda n: None if _joined(n) else Symbol(Role.DC_DA, n.L - 1, 1),
    "single_a": lambda n: None if _joined(n) else Symbol(Role.A, n.L - 1, 1),
}


class PageContext(NamedTuple):
    """styles: the notations that a glossary may show."""

    explainer: Explainer
    trace: Trace
    iteration: int
    styles: tuple[str, ...]

    def symbol(self, name: str) -> Symbol | None:
        return NAMES[name](self.trace.network)

    def name(self, symbol: Symbol) -> Spans:
        return (Span(self.explainer.notation.name(symbol), symbol),)

    def number(self, symbol: Symbol, digits: int = RESULT, *, size: bool = False) -> Spans:
        """The number of a symbol, or its size; the sign for what is not known where it has none."""
        notation = self.explainer.notation
        value = self.trace.value_if_any(self.iteration, symbol)
        if value is None:
            return (Span(notation.sign("unknown"), symbol),)
        text, _ = written(abs(value) if size else value, digits)
        return (Span(notation.number(text), symbol),)

    def form(self, symbol: Symbol, form: Form) -> Spans | None:
        """A side of a symbol's equation; None where its equation has no such form.

        Form.VALUE comes with its relation, = or ≈.
        """
        if self.trace.value_if_any(self.iteration, symbol) is None:
            return None
        step = Step(self.trace, self.iteration, symbol)
        lines = block(step, self.explainer.notation, ROOM).lines
        found = next((line for line in lines if line.form is form), None)
        if found is None:
            return self._cut_short(lines, form)
        separator = f" {found.separator} " if found.separator else ""
        spans = join(found.cells, separator)
        return (Span(f"{found.relation}\u00a0"), *spans) if form is Form.VALUE else spans

    def _cut_short(self, lines: tuple[EquationLine, ...], form: Form) -> Spans | None:
        """The first terms of a sum that has a line for each."""
        column = {Form.FORMULA: 0, Form.NUMBERS: 1}.get(form)
        terms = [line.cells for line in lines if line.form is Form.TERM]
        if column is None or not terms:
            return None
        plus = f" {self.explainer.notation.sign('plus')} "
        more = (Span(self.explainer.text("…")),)
        return join([*(cells[column] for cells in terms[:SHOWN]), more], plus)


def _joined(net: Network) -> int:
    """The highest hidden layer below several neurons; 0 where there is none."""
    return next((l for l in range(net.L - 1, 0, -1) if net.sizes[l + 1] > 1), 0)
