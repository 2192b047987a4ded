"""The steps of a trace as plain text, to be printed and kept."""

from collections.abc import Iterable, Iterator

from stepper.digits import RESULT, written
from stepper.explain import Explainer
from stepper.expressions import symbols_in
from stepper.folding import wrapped
from stepper.layout import Block, Layout, Line
from stepper.steps import Step
from stepper.symbols import RATE, Phase, Role, Symbol
from stepper.trace import Trace
from stepper.typeset import cells, text_of

WIDTH = 80


class PlainText:
    """Writes the steps of one trace, line by line.

    digits: significant digits of results; factors have two more. detail adds what each number
    means, where it comes from and goes to, and the terms of sums.
    """

    def __init__(
        self, trace: Trace, explainer: Explainer, digits: int = RESULT, detail: bool = False
    ) -> None:
        self._trace = trace
        self._explainer = explainer
        self._notation = explainer.notation
        self._digits = digits
        self._detail = detail
        names = (self._notation.name(symbol) for symbol in trace.network.steps)
        self._number_width = len(str(len(trace.steps)))
        self._margin = self._number_width + max(map(cells, names)) + 4  # up to the relation
        self._layout = Layout(self._notation, WIDTH - self._margin - 2, digits)

    def lines(self, steps: Iterable[Step]) -> Iterator[str]:
        """The head, then the steps, with a heading for each iteration and each phase."""
        yield from self._head()
        iteration, phase = 0, Phase.GIVEN
        for step in steps:
            if step.iteration != iteration:
                yield from self._iteration(step)
            if (step.iteration, step.phase) != (iteration, phase):
                yield from self._phase(step.phase)
            iteration, phase = step.iteration, step.phase
            yield from self._step(step)
            if step.symbol == self._trace.network.steps[-1]:
                yield from self._change_of_cost(step.iteration)

    def _head(self) -> Iterator[str]:
        scenario, say = self._trace.scenario, self._explainer.say
        yield self._explainer.text(scenario.title)
        if scenario.summary:
            yield from self._wrapped(self._explainer.text(scenario.summary))
        if scenario.goal:
            yield from self._wrapped(f"{say('goal')}: {self._explainer.text(scenario.goal)}")
        if scenario.source:
            yield from self._wrapped(f"{say('source')}: {scenario.source}")
        if self._trace.network.in_place:
            yield from self._wrapped(say("in_place"))
        yield say(
            "run",
            sizes="-".join(map(str, self._trace.network.sizes)),
            rate=self._assigned(1, RATE),
            iterations=self._trace.iterations,
            steps=len(self._trace.network.steps),
        )

    def _iteration(self, step: Step) -> Iterator[str]:
        say, n = self._explainer.say, step.iteration
        epoch, sample = self._trace.scenario.place(n)
        heading = say("iteration", number=n, count=self._trace.iterations)
        if len(self._trace.scenario.samples) > 1:
            heading += "   " + say("epoch", epoch=epoch, sample=sample)
        yield ""
        yield heading
        yield "=" * cells(heading)
        given = [s for s in self._trace.network.columns if s.role.phase is Phase.GIVEN]
        pieces = [say("phase.given"), *(self._assigned(n, symbol) for symbol in given)]
        yield from self._wrapped(
            "\u00a0\u00a0 ".join(piece.replace(" ", "\u00a0") for piece in pieces)
        )
        yield ""

    def _phase(self, phase: Phase) -> Iterator[str]:
        yield f"{self._notation.sign(phase)} {self._explainer.say(f'phase.{phase}')}"
        yield ""

    def _step(self, step: Step) -> Iterator[str]:
        equation = self._layout.block(step)
        left = f"{step.number:>{self._number_width + 1}}  {equation.left.text}"
        for line in equation.lines:
            text = f"{_padded(left, self._margin)}{line.relation} {self._cells(equation, line)}"
            if self._detail:
                label = self._explainer.say(f"form.{line.form}")
                room = WIDTH - cells(text) - cells(label)
                text += " " * room + label if room > 1 else ""
            yield text.rstrip()
            left = ""
        if self._detail:
            yield from self._details(step, equation)
        yield ""

    def _cells(self, equation: Block, line: Line) -> str:
        widths = equation.widths[len(line.cells)]
        columns = [_padded(text_of(c), w) for c, w in zip(line.cells, widths, strict=True)]
        return f" {line.separator} ".join(columns)

    def _details(self, step: Step, equation: Block) -> Iterator[str]:
        say, steps, indent = self._explainer.say, self._trace.steps, " " * (self._margin + 2)
        for k, term in enumerate(step.terms, 1):
            number, value = f"{step.number}.{k}", self._value(step.iteration, term)
            yield f"{indent}{number}  {self._notation.name(term)} {value}"
        yield from self._wrapped(" ".join(map(text_of, self._explainer.why(step))), indent)
        for remark in self._explainer.remarks(step):
            yield from self._wrapped(f"{say('note')}: {remark}", indent)
        sources = []
        for symbol in dict.fromkeys(symbols_in(equation.equation.formula)):
            made = steps.made(step.iteration, symbol)
            where = say("eq", number=made.number) if made else say("phase.given")
            sources.append(f"{self._notation.name(symbol)} {where}")
        used = ", ".join(str(user.number) for user in steps.used(step.iteration, step.symbol))
        yield from self._wrapped(f"{say('from')}: {', '.join(sources)}", indent)
        if used:
            yield from self._wrapped(f"{say('used')}: {say('eq', number=used)}", indent)

    def _change_of_cost(self, iteration: int) -> Iterator[str]:
        said = self._explainer.next_cost(self._trace, iteration)
        if said:
            yield said

    def _assigned(self, iteration: int, symbol: Symbol) -> str:
        kind = f"{self._explainer.say('target')} " if symbol.role is Role.T else ""
        return f"{kind}{self._notation.name(symbol)} {self._value(iteration, symbol)}"

    def _value(self, iteration: int, symbol: Symbol) -> str:
        text, exact = written(self._trace.value(iteration, symbol), self._digits)
        sign = self._notation.sign("equal" if exact else "about")
        return f"{sign} {self._notation.number(text)}"

    def _wrapped(self, text: str, indent: str = "") -> Iterator[str]:
        for line in wrapped(text, WIDTH - len(indent)):
            yield indent + line


def _padded(text: str, width: int) -> str:
    return text.ljust(width) if text.isascii() else text + " " * (width - cells(text))
