"""An exercise sheet as the parts of a page: given numbers, and blanks to fill in."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.figures.drawing import overview
from stepper.paper import parts
from stepper.paper.heading import heading
from stepper.paper.in_short import InShort
from stepper.paper.parts import Cell, Matrix, Part
from stepper.paper.worked_steps import WorkedSteps
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import cells
from stepper.typeset.digits import RESULT
from stepper.typeset.notation import Notation
from stepper.typeset.spans import Span, join

WIDEST, DEEPEST = 8, 6  # layers of a network of which there is a picture
WIDE = 70  # cells of a row of a matrix


class Sheet:
    """Lays out steps in short: a name and its number, or a blank.

    worked: decides which numbers are left out, and writes lines of numbers.
    """

    def __init__(
        self, trace: Trace, explainer: Explainer, worked: WorkedSteps, digits: int = RESULT
    ) -> None:
        self._trace = trace
        self._explainer = explainer
        self._notation = explainer.notation
        self._worked = worked
        self._digits = digits

    def parts(self, steps: Iterable[Step]) -> Iterator[Part]:
        """Yield the head with the lines to fill in, the given numbers, and the steps by phase."""
        listed = list(steps)
        blanks = [step for step in listed if self._worked.asks(step.iteration, step.symbol)]
        yield from self._head(blanks)
        given = InShort(self._trace.model, {step.phase for step in blanks}, self._notation)
        yield parts.Paragraph(join(given, "; "), self._explainer.say("sheet.formulas"))
        yield from self._pictures(listed[0])
        several = len({step.iteration for step in listed}) > 1 or listed[0].iteration > 1
        for k, (iteration, group) in enumerate(groupby(listed, lambda step: step.iteration)):
            if several:
                yield parts.Heading((Span(self._explainer.place(self._trace, iteration)),))
            yield from self._given(iteration, is_first=k == 0)
            for phase, of_phase in groupby(group, lambda step: step.phase):
                say, sign = self._explainer.say, self._notation.sign(phase)
                yield parts.PhaseHeading(sign, say(f"phase.{phase}"))
                yield parts.Cells(tuple(map(self._cell, of_phase)))

    def _head(self, blanks: Sequence[Step]) -> Iterator[Part]:
        say, scenario = self._explainer.say, self._trace.scenario
        yield parts.Title(self._explainer.text(scenario.title))
        labels = tuple(say(f"sheet.{key}") for key in ("name", "date", "points"))
        yield parts.NameLine(labels, len(blanks))
        about = heading(self._trace, self._explainer, self._digits)
        yield parts.Paragraph(join(about, ", "))
        example = self._notation.name(blanks[0].symbol)
        yield parts.Paragraph(
            (Span(say("sheet", example=f"{example} = 0.25", file=self._worked.file)),)
        )
        if scenario.seed is not None:
            yield parts.Paragraph((Span(say("sheet.seed", seed=scenario.seed)),))

    def _pictures(self, step: Step) -> Iterator[Part]:
        """The model: as text, a picture with names; as a figure, with its given numbers."""
        model = self._trace.model
        if isinstance(model, Network) and max(model.sizes) <= WIDEST and model.L < DEEPEST:
            layers = (self._layer(model, l) for l in range(model.L + 1))
            yield parts.Picture(tuple(layers), self._explainer.text("·"))
        drawing = overview(
            step,
            self._explainer,
            lambda s: s.role.phase is Phase.FORWARD or self._worked.hides(step.iteration, s),
            is_forward=True,
        )
        if not drawing.note:
            yield parts.Figure(drawing)

    def _layer(self, net: Network, l: int) -> tuple[str, ...]:
        role = Role.A if l else Role.X
        return tuple(self._notation.name(Symbol(role, l, j)) for j in net.neurons(l))

    def _given(self, iteration: int, is_first: bool) -> Iterator[Part]:
        """The given numbers, as matrices if the weights have no names of an author."""
        model, label = self._trace.model, self._explainer.say("phase.given")
        given = model.givens
        hidden = any(self._worked.hides(iteration, s) for s in given)
        if not isinstance(model, Network) or model.is_chain or self._has_names(given) or hidden:
            yield self._worked.numbers(label, iteration, given)
            return
        matrices = list(self._matrices(model, iteration, given))
        if any(sum(cells(text) + 2 for text in m.rows[0]) > WIDE for m in matrices):
            yield self._worked.numbers(label, iteration, given)
            return
        if is_first:
            yield parts.Paragraph((Span(self._explainer.say("sheet.rows")),))
        yield parts.Matrices(tuple(matrices))

    def _matrices(
        self, model: Network, iteration: int, given: Sequence[Symbol]
    ) -> Iterator[Matrix]:
        """The given numbers of each role and layer, with the name that they have as a whole."""
        one_each = Notation(self._notation.style, model._replace(sizes=(1,) * len(model.sizes)))
        for (role, l), group in groupby(given, lambda s: (s.role, s.l)):
            symbols = list(group)
            rows = [list(row) for _, row in groupby(symbols, lambda s: s.j)]
            numbers = tuple(tuple(self._number(iteration, s) for s in row) for row in rows)
            yield Matrix(one_each.name(Symbol(role, l)), numbers)

    def _has_names(self, given: Sequence[Symbol]) -> bool:
        return any(symbol.column in self._trace.scenario.names for symbol in given)

    def _number(self, iteration: int, symbol: Symbol) -> str:
        return self._notation.value(self._trace.value(symbol, iteration), self._digits)

    def _cell(self, step: Step) -> Cell:
        sign, repeated = self._notation.sign, self._trace.model.repeats(step.symbol)
        if repeated and self._worked.hides(step.iteration, repeated):  # no second blank for it
            names = map(self._notation.name, (step.symbol, repeated))
            return Cell(str(step.number), next(names), sign("equal"), next(names), False)
        is_blank = self._worked.asks(step.iteration, step.symbol)
        relation, number = self._notation.related(step.value, self._digits)
        relation = sign("equal") if is_blank else relation
        return Cell(str(step.number), self._notation.name(step.symbol), relation, number, is_blank)
