"""A gradient or a delta derived by the chain rule in long hand, as the parts of a page."""

from collections.abc import Iterator
from itertools import groupby

from stepper.backprop.evaluation import Sums, evaluate
from stepper.backprop.symbols import Symbol
from stepper.derive.by_hand import by_hand
from stepper.derive.lines import TermLine, reason
from stepper.derive.rows import TermRow, rows
from stepper.explain.explainer import Explainer
from stepper.paper.parts import Derived, DerivedGroup, Grid, Heading, Paragraph, Part, Title
from stepper.runs.trace import Trace
from stepper.typeset.cells import cells
from stepper.typeset.digits import FACTOR, RESULT
from stepper.typeset.equations.formulas import Names, Numbers
from stepper.typeset.spans import Span

BESIDE = 5  # cells around the relation and before the value


class WorkedDerivation:
    """The derivation of a number of one iteration, and the multiplications that delta saves.

    room: cells for a whole line. digits: significant digits of the values. Everything is computed
    before anything is laid out. Raises StepperError if the derivation would be too long.
    """

    def __init__(
        self,
        trace: Trace,
        iteration: int,
        symbol: Symbol,
        explainer: Explainer,
        room: int,
        digits: int = RESULT,
    ) -> None:
        self._trace = trace
        self._iteration = iteration
        self._symbol = symbol
        self._explainer = explainer
        self._notation = explainer.notation
        self._names = Names(self._notation)
        self._numbers = Numbers(self._notation, self._value, digits + FACTOR - RESULT)
        self._room = room
        self._digits = digits
        sums: Sums = {}
        hand = by_hand(trace.model)
        self._derivation = self._with_values(hand.longhand(trace.model, symbol), sums)
        self._shared = self._with_values(hand.shared(trace.model, symbol), sums)
        self._savings = hand.savings(trace.model, explainer)

    def parts(self) -> Iterator[Part]:
        """Yield the derivation, the factors that two gradients share, and the multiplications."""
        spans, name = self._explainer.spans, self._notation.name(self._symbol)
        title = self._explainer.text(self._trace.scenario.title)
        yield Title(f"{title}, {self._explainer.place(self._trace, self._iteration)}")
        yield Heading(spans("longhand.title", symbol=self._symbol))
        for k, (line, value) in enumerate(self._derivation):
            yield self._sentence(line)
            yield DerivedGroup((self._derived("" if k else name, name, line, value),), name)
        if self._shared:
            yield Heading(spans("shared.title"))
        names = (self._notation.name(line.symbol) for line, _ in self._shared)
        longest = max(names, key=cells, default="")
        for _, group in groupby(self._shared, lambda shared: shared[0].rule):
            lines = list(group)
            yield self._sentence(lines[0][0])
            yield DerivedGroup(
                tuple(
                    self._derived(self._notation.name(line.symbol), longest, line, value)
                    for line, value in lines
                ),
                longest,
            )
        yield Heading(spans("multiplications.title"))
        table, growth = self._savings
        yield Paragraph(spans("multiplications.all"))
        yield Grid(tuple(map(tuple, table)))
        yield Paragraph((Span(growth),))

    def _with_values(self, lines: list[TermLine], sums: Sums) -> list[tuple[TermLine, float]]:
        return [(line, evaluate(line.expression, self._value, sums)) for line in lines]

    def _value(self, symbol: Symbol) -> float:
        return self._trace.value(symbol, self._iteration)

    def _sentence(self, line: TermLine) -> Paragraph:
        return Paragraph(reason(line, self._explainer))

    def _derived(self, name: str, longest: str, line: TermLine, value: float) -> Derived:
        sign, room = self._notation.sign, self._room - cells(longest) - BESIDE
        in_rows: list[tuple[str, TermRow]] = []
        writer = self._numbers if line.in_numbers else self._names
        for k, term in enumerate(line.terms):
            for r, row in enumerate(rows(term, writer, room, k == 0)):
                in_rows.append(("" if r else sign("plus" if k else "equal"), row))
        return Derived(name, tuple(in_rows), *self._notation.related(value, self._digits))
