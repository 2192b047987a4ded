"""The context of a page: the numbers of one iteration, in one language and notation."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.backprop.activations import ACTIVATIONS, EVERY_ACTIVATION
from stepper.backprop.network import Network
from stepper.backprop.shape import CROSS_ENTROPY
from stepper.backprop.symbols import COST, RATE, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.explain.pages.examples import example
from stepper.formula.formula import Formula
from stepper.runs.scenario import BATCH_GRADIENTS
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT
from stepper.typeset.equations.lines import EquationLine, Form, block
from stepper.typeset.notation import Notation
from stepper.typeset.spans import Span, Spans, join

ROOM = 60  # cells of a formula; a longer sum is cut short
SHOWN = 2  # terms of such a sum

# name in a page -> symbol, or None; the network may not have that number. Neurons are the first of
# the output layer and the first of the last hidden layer.
NAMES: dict[str, Callable[[Network], Symbol | None]] = {
    "C": lambda net: COST,
    "rate": lambda net: RATE,
    "w": lambda net: Symbol(Role.W, net.L, 1, 1),
    "z": lambda net: Symbol(Role.Z, net.L, 1),
    "t": lambda net: Symbol(Role.T, net.L, 1),
    "S": lambda net: Symbol(Role.S, net.L),
    "y": lambda net: Symbol(Role.A, net.L, 1),
    "dC_dy": lambda net: Symbol(Role.DC_DA, net.L, 1),
    "slope": lambda net: Symbol(Role.DA_DZ, net.L, 1),
    "delta": lambda net: Symbol(Role.DELTA, net.L, 1),
    "dC_dw": lambda net: Symbol(Role.DC_DW, net.L, 1, 1),
    "dC_db": lambda net: Symbol(Role.DC_DB, net.L, 1),
    "sum_dw": lambda net: Symbol(Role.SUM_DW, net.L, 1, 1),
    "w_new": lambda net: Symbol(Role.W_NEW, net.L, 1, 1),
    "dC_dh": lambda net: Symbol(Role.DC_DA, net.L - 1, 1),
    "delta_h": lambda net: Symbol(Role.DELTA, net.L - 1, 1),
    "joined": lambda net: Symbol(Role.DC_DA, _joined(net), 1) if _joined(net) else None,
    "joined_a": lambda net: Symbol(Role.A, _joined(net), 1) if _joined(net) else None,
    "single": lambda net: None if _joined(net) else Symbol(Role.DC_DA, net.L - 1, 1),
    "single_a": lambda net: None if _joined(net) else Symbol(Role.A, net.L - 1, 1),
}


# name in a page -> symbol of a formula, or None
FORMULA_NAMES: dict[str, Callable[[Formula], Symbol | None]] = {
    "C": lambda formula: formula.C,
    "rate": lambda formula: RATE,
    "local": lambda formula: _local(formula, _single(formula) or _parameter(formula)),
    "single": lambda formula: _gradient(formula, _single(formula)),
    "joined": lambda formula: _gradient(formula, _used_often(formula)),
    "joined_x": lambda formula: formula.symbols.get(_used_often(formula)),
    "w": lambda formula: formula.symbols.get(_parameter(formula)),
    "dC_dw": lambda formula: _gradient(formula, _parameter(formula)),
    "w_new": lambda formula: Symbol(Role.NEW, names=(_parameter(formula),)),
}


class PageContext(NamedTuple):
    """What the placeholders of a page are filled from. styles: notations that a glossary shows."""

    explainer: Explainer
    trace: Trace
    iteration: int
    styles: tuple[str, ...]

    def symbol(self, name: str) -> Symbol | None:
        model = self.trace.model
        if isinstance(model, Formula):
            symbol = FORMULA_NAMES[name](model) if name in FORMULA_NAMES else None
        else:
            symbol = NAMES[name](self.trace.network) if name in NAMES else None
        has = model.learns if symbol == RATE else symbol in model.position
        return symbol if has else None

    def about(self, kind: str) -> "PageContext":
        """The context itself if its model is of a kind of examples.EXAMPLES, else an example's."""
        if kind == ("formula" if isinstance(self.trace.model, Formula) else "network"):
            return self
        trace, explainer = example(kind), self.explainer
        notation = Notation(explainer.notation.style, trace.model)
        return PageContext(Explainer(explainer.language, notation), trace, 1, self.styles)

    def holds(self, conditions: str) -> bool:
        """Whether all of them hold, such as `hidden, not batches`."""
        return all(
            CONDITIONS[condition.removeprefix("not ")](self) != condition.startswith("not ")
            for condition in conditions.split(", ")
        )

    def name(self, symbol: Symbol) -> Spans:
        return (Span(self.explainer.notation.name(symbol), symbol),)

    def number(self, symbol: Symbol, digits: int = RESULT, *, size: bool = False) -> Spans:
        """The number of a symbol, or its absolute value; an unknown number is shown by a sign."""
        notation = self.explainer.notation
        value = self.trace.known(symbol, self.iteration)
        if value is None:
            return (Span(notation.sign("unknown"), symbol),)
        return (Span(notation.value(abs(value) if size else value, digits), symbol),)

    def form(self, symbol: Symbol, form: Form) -> Spans | None:
        """A side of a symbol's equation; None if the equation has no such form.

        Form.VALUE includes its relation, = or ≈.
        """
        if self.trace.known(symbol, self.iteration) is None:
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
        """The first terms of a sum that is laid out with a line per term."""
        column = {Form.FORMULA: 0, Form.NUMBERS: 1}.get(form)
        terms = [line.cells for line in lines if line.form is Form.TERM]
        if column is None or not terms:
            return None
        plus = f" {self.explainer.notation.sign('plus')} "
        more = (Span(self.explainer.text("…")),)
        return join([*(cells[column] for cells in terms[:SHOWN]), more], plus)


def _has(activation: str) -> Callable[[PageContext], bool]:
    return lambda of: activation in map(of.trace.network.activation, _layers(of.trace.network))


def _takes(gradient: str) -> Callable[[PageContext], bool]:
    return lambda of: of.trace.model.batch_gradient == gradient


def _has_hidden(activation: str) -> Callable[[PageContext], bool]:
    return lambda of: activation in _hidden(of.trace.network)


def _layers(net: Network) -> range:
    return range(1, net.L + 1)


def _hidden(net: Network) -> list[str]:
    """The activations of the hidden layers."""
    return [net.activation(l) for l in range(1, net.L)]


# what a paragraph of a page may ask for
CONDITIONS: dict[str, Callable[[PageContext], bool]] = {
    **{name: _has(name) for name in EVERY_ACTIVATION},
    **{f"hidden {name}": _has_hidden(name) for name in ACTIVATIONS},
    "only sigmoids": lambda of: set(_hidden(of.trace.network)) == {"sigmoid"},
    "output identity": lambda of: of.trace.network.activation(of.trace.network.L) == "identity",
    "hidden": lambda of: of.trace.network.L > 1,
    "cross_entropy": lambda of: of.trace.network.cost == CROSS_ENTROPY,
    "learns": lambda of: of.trace.model.learns,
    "updates": lambda of: of.trace.model.learns and of.trace.schedule.updates(of.iteration),
    "batches": lambda of: of.trace.model.is_batched,
    "begins batch": lambda of: of.trace.scenario.in_batch(of.iteration)[0] == 1,
    **{name: _takes(name) for name in BATCH_GRADIENTS},
}


def _gradient(formula: Formula, name: str) -> Symbol:
    return Symbol(Role.GRADIENT, names=(formula.cost, name))


def _local(formula: Formula, name: str) -> Symbol:
    return Symbol(Role.LOCAL, names=(*formula.users.get(name, ("",))[:1], name))


def _single(formula: Formula) -> str:
    """A name that one line uses, and not the cost itself; empty if there is none."""
    users = ((x, formula.users[x]) for x in formula.differentiated)
    found = (x for x, lines in users if len(lines) == 1 and lines[0] != formula.cost)
    return next(found, "")


def _used_often(formula: Formula) -> str:
    """A name that several lines use; empty if there is none."""
    return next((x for x in formula.differentiated if len(formula.users[x]) > 1), "")


def _parameter(formula: Formula) -> str:
    """The first name that is updated, or else the last one with a gradient; empty if there is none."""
    return next(iter((*formula.update, *reversed(formula.differentiated))), "")


def _joined(net: Network) -> int:
    """The last hidden layer that feeds several neurons; 0 if there is none."""
    return next((l for l in range(net.L - 1, 0, -1) if net.sizes[l + 1] > 1), 0)
