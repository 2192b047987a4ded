"""The steps of a trace as the parts of a page, with all values or with blanks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from stepper.backprop.expressions import symbols_in
from stepper.backprop.symbols import (
    BATCH_SIZE,
    SO_FAR,
    SUMMED,
    Phase,
    Role,
    Symbol,
)
from stepper.explain.explainer import Explainer
from stepper.paper import parts
from stepper.paper.heading import heading
from stepper.paper.parts import (
    Assigned,
    Figure,
    GivenNumbers,
    Heading,
    Paragraph,
    Part,
    Title,
    Worked,
)
from stepper.practice.kinds import kind_of
from stepper.runs import batches
from stepper.runs.trace import Step, Trace
from stepper.typeset.digits import RESULT
from stepper.typeset.equations.lines import Block, EquationLayout, EquationLine, Form
from stepper.typeset.spans import Reference, Span, Spans, join


class WorkedSteps:
    """Lays out the steps of one trace.

    room: cells for an equation, right of its relation. digits: significant digits of results;
    factors have two more. detail: add the meaning of each number, the equations that it comes from
    and is used in, and the terms of sums. blank: kinds of steps whose numbers are left out wherever
    they occur; a page with blanks leaves out the author's goal and notes, which may give them away.
    figures: draw the model at the head of each phase. file: the one to compare answers with.
    """

    def __init__(
        self,
        trace: Trace,
        explainer: Explainer,
        room: int,
        digits: int = RESULT,
        detail: bool = False,
        blank: Iterable[str] = (),
        figures: bool = False,
        file: str = "FILE",
    ) -> None:
        self.file = file
        self._trace = trace
        self._explainer = explainer
        self._notation = explainer.notation
        self._digits = digits
        self._detail = detail
        self._blank = frozenset(blank)
        self._figures = figures
        self._layout = EquationLayout(self._notation, room, digits, self.hides if blank else None)

    def parts(self, steps: Iterable[Step]) -> Iterator[Part]:
        """Yield the head, then the steps under a heading for each iteration and each phase."""
        yield from self.head()
        iteration, phase = 0, Phase.GIVEN
        costs: list[float] = []  # of the batch, as they pass: its first rows may be gone
        for step in steps:
            if step.iteration != iteration:
                place = self._trace.scenario.in_batch(step.iteration)
                if place.sample == 1 or not iteration:  # a page may begin amid a batch
                    costs = batches.costs_of(self._trace, batches.so_far(step)[:-1])
                yield from self._iteration(step)
            if (step.iteration, step.phase) != (iteration, phase):
                sign, name = self._notation.sign(step.phase), f"phase.{step.phase}"
                yield parts.PhaseHeading(sign, self._explainer.say(name))
                if self._figures:
                    yield self._figure(step)
            iteration, phase = step.iteration, step.phase
            yield self._worked(step)
            cost = self._trace.model.C
            if step.is_last and not self.hides(1, cost):
                costs.append(step.value_of(cost))
                if place.sample == place.size == len(costs) > 1:
                    yield Paragraph(self._explainer.cost_of_batch(costs, self._digits))
                sentence = self._explainer.next_cost(self._trace, step.iteration)
                if sentence:
                    yield _paragraph(sentence)

    def _figure(self, step: Step) -> Figure:
        """The model at the end of the phase that begins with a step."""
        from stepper.figures.drawing import overview  # for pages with figures alone

        steps = self._trace.schedule.steps(step.iteration)[step.in_iteration - 1 :]
        *_, last = takewhile(lambda s: s.role.phase is step.phase, steps)
        return Figure(
            overview(
                self._trace.steps.at(step.iteration, last),
                self._explainer,
                lambda s: self.hides(step.iteration, s),
                is_forward=step.phase is Phase.FORWARD,
            )
        )

    def hides(self, iteration: int, symbol: Symbol) -> bool:
        """Whether a number is left out: its step, perhaps in an earlier iteration, is blank."""
        if not self._blank:
            return False
        net, same = self._trace.model, self._same(iteration, symbol)
        if same and self.hides(iteration, same):  # its number would be the answer
            return True
        if self._trace.schedule.last_update(iteration):
            symbol = net.becomes(symbol)
        symbol = net.repeats(symbol) or symbol
        symbol = symbol._replace(role=SUMMED.get(symbol.role, symbol.role))
        return kind_of(net.sum_of.get(symbol, symbol)) in self._blank

    def _same(self, iteration: int, symbol: Symbol) -> Symbol | None:
        """The symbol that is another one's whole equation, as delta is that of dC/db."""
        if symbol.role.phase in (Phase.GIVEN, Phase.UPDATE):
            return None
        place = self._trace.scenario.in_batch(iteration)
        formula = self._trace.model.equation(symbol, place).formula
        return formula if isinstance(formula, Symbol) else None

    def asks(self, iteration: int, symbol: Symbol) -> bool:
        """Whether there is a blank for a number, and not only for the one that it repeats."""
        return self.hides(iteration, symbol) and not self._trace.model.repeats(symbol)

    def head(self) -> Iterator[Part]:
        """Yield the parts on the run before its first step."""
        scenario, say, told = self._trace.scenario, self._explainer.say, self._explainer.told
        yield Title(told(scenario.title))
        if scenario.summary:
            yield _paragraph(told(scenario.summary))
        if scenario.goal and not self._blank:
            yield _paragraph(told(scenario.goal), say("goal"))
        if scenario.source:
            yield _paragraph(scenario.source, say("source"))
        if self._trace.model.in_place:
            yield _paragraph(say("in_place"))
        for sentence in heading(self._trace, self._explainer, self._digits):
            yield Paragraph(sentence)
        if self._blank:
            some = self._trace.model.steps[0]  # on a sheet without blanks
            first = next((s for s in self._trace.model.steps if self.asks(1, s)), some)
            example = f"{self._notation.name(first)} = 0.25"
            yield _paragraph(say("sheet", example=example, file=self.file))
            if scenario.seed is not None:
                yield _paragraph(say("sheet.seed", seed=scenario.seed))

    def _iteration(self, step: Step) -> Iterator[Part]:
        yield Heading((Span(self._explainer.place(self._trace, step.iteration)),))
        for label, symbols in self.given(step.iteration):
            yield self.numbers(label, step.iteration, symbols)

    def given(self, iteration: int) -> Iterator[tuple[str, list[Symbol]]]:
        """Yield the numbers that an iteration begins with, after a label."""
        net, in_batch = self._trace.model, self._trace.scenario.in_batch(iteration)
        given = [*net.givens]
        is_mean = net.is_batched and net.batch_gradient == "mean"
        if is_mean and net.learns and in_batch.sample == in_batch.size:
            given.append(BATCH_SIZE)
        if given:
            yield self._explainer.say("phase.given"), given
        if in_batch.sample > 1:
            sums = [s._replace(role=SO_FAR[s.role]) for s in net.columns if s.role in SO_FAR]
            yield self._explainer.say("neuron.sum.before"), sums

    def numbers(self, label: str, iteration: int, symbols: Sequence[Symbol]) -> GivenNumbers:
        """Numbers of an iteration in a row, with blanks for those that are left out."""
        return GivenNumbers(label, tuple(self._assigned(iteration, symbol) for symbol in symbols))

    def _worked(self, step: Step) -> Worked:
        block, solution = self._layout.block(step), ""
        if self.hides(step.iteration, step.symbol):
            solution = self._notation.value(step.value, self._digits)
        repeated = self._trace.model.repeats(step.symbol)
        if repeated and self.hides(step.iteration, repeated):  # no second blank for it
            same = (Span(self._notation.name(repeated), repeated),)
            line = EquationLine(Form.FORMULA, self._notation.sign("equal"), (same,))
            block, solution = block._replace(lines=(line,)), ""
        if not self._detail:
            return Worked(str(step.number), step.iteration, block, solution=solution)
        say = self._explainer.say
        return Worked(
            str(step.number),
            step.iteration,
            block,
            tuple(say(f"form.{line.form}") for line in block.lines),
            tuple(
                (f"{step.number}.{k}", self._assigned(step.iteration, term))
                for k, term in enumerate(step.terms, 1)
            ),
            tuple(self._remarks(step, block)),
            solution,
        )

    def _remarks(self, step: Step, block: Block) -> Iterator[Paragraph]:
        say, spans, steps = self._explainer.say, self._explainer.spans, self._trace.steps
        if not self.hides(step.iteration, step.symbol):
            yield Paragraph(join(self._explainer.why(step), " "))
        for note in () if self._blank else self._explainer.notes(step):
            yield _paragraph(note, say("note"))
        sources: list[Spans] = []
        for symbol in dict.fromkeys(symbols_in(block.equation.formula)):
            origin = steps.origin(step.iteration, symbol)
            where = spans("eq", number=_reference(origin)) if origin else spans("phase.given")
            sources.append((Span(self._notation.name(symbol), symbol), Span(" "), *where))
        if sources:
            yield Paragraph(join(sources, ", "), say("from"))
        used = [_reference(user) for user in steps.used(step.iteration, step.symbol)]
        if used:
            yield Paragraph(spans("eq", number=used), say("used"))

    def _assigned(self, iteration: int, symbol: Symbol) -> Assigned:
        name, sign = self._notation.name(symbol), self._notation.sign
        word = self._explainer.say("target") if symbol.role is Role.T else ""
        kind = "" if word in name else word  # some authors' names contain it
        if self.hides(iteration, symbol):
            return Assigned(name, sign("equal"), sign("blank"), kind, symbol)
        value = self._trace.value(symbol, iteration)
        return Assigned(name, *self._notation.related(value, self._digits), kind, symbol)


def _reference(step: Step) -> Reference:
    return Reference(str(step.number))


def _paragraph(text: str, label: str = "") -> Paragraph:
    return Paragraph((Span(text),), label)
