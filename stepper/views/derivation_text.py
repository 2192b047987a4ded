"""A gradient or a delta worked out by the long-hand chain rule, as plain text."""

from collections.abc import Iterator
from itertools import groupby

from stepper.digits import RESULT, written
from stepper.explain import Explainer
from stepper.explain.savings import savings
from stepper.expressions import Sums, evaluate
from stepper.folding import wrapped
from stepper.longhand import longhand
from stepper.longhand_layout import rows
from stepper.shared_factors import shared_factors
from stepper.symbols import Symbol
from stepper.trace import Trace
from stepper.typeset import Names, cells, text_of, width
from stepper.written_out import Line

WIDTH = 80
MARK = "~"


class DerivationText:
    """Writes how a number of one iteration is derived, and what delta saves there.

    digits: significant digits of the values. Everything is worked out before anything is written.
    Raises StepperError where a derivation would be too long.
    """

    def __init__(
        self,
        trace: Trace,
        iteration: int,
        symbol: Symbol,
        explainer: Explainer,
        digits: int = RESULT,
    ) -> None:
        self._trace = trace
        self._iteration = iteration
        self._symbol = symbol
        self._explainer = explainer
        self._notation = explainer.notation
        self._names = Names(self._notation)
        self._digits = digits
        sums: Sums = {}
        self._derivation = self._with_values(longhand(trace.network, symbol), sums)
        self._shared = self._with_values(shared_factors(trace.network, symbol), sums)

    def lines(self) -> Iterator[str]:
        """The derivation, the factors that two gradients share, the multiplications."""
        say, name = self._explainer.say, self._notation.name(self._symbol)
        title = self._explainer.text(self._trace.scenario.title)
        yield from wrapped(f"{title}, {self._place()}", WIDTH)
        yield from self._heading(say("longhand.title", symbol=name))
        for k, (line, value) in enumerate(self._derivation):
            yield from self._sentence(line)
            yield from self._equation("" if k else name, cells(name), line, value)
            yield ""
        yield from self._heading(say("shared.title"))
        margin = max(cells(self._notation.name(line.symbol)) for line, _ in self._shared)
        for _, group in groupby(self._shared, lambda shared: shared[0].rule):
            for k, (line, value) in enumerate(group):
                if not k:
                    yield from self._sentence(line)
                yield from self._equation(self._notation.name(line.symbol), margin, line, value)
            yield ""
        yield from self._heading(say("multiplications.title"))
        yield from self._multiplications()

    def _with_values(self, lines: list[Line], sums: Sums) -> list[tuple[Line, float]]:
        def value(symbol: Symbol) -> float:
            return self._trace.value(self._iteration, symbol)

        return [(line, evaluate(line.expression, value, sums)) for line in lines]

    def _place(self) -> str:
        say, scenario = self._explainer.say, self._trace.scenario
        place = say("iteration", number=self._iteration, count=self._trace.iterations)
        if len(scenario.samples) == 1:
            return place
        epoch, sample = scenario.place(self._iteration)
        return f"{place}, {say('epoch', epoch=epoch, sample=sample)}"

    def _heading(self, text: str) -> Iterator[str]:
        yield ""
        yield text
        yield "=" * cells(text)
        yield ""

    def _sentence(self, line: Line) -> Iterator[str]:
        yield from wrapped(text_of(self._explainer.rule(line)), WIDTH)

    def _equation(self, left: str, margin: int, line: Line, value: float) -> Iterator[str]:
        """The line, under each row the marks of what is new in it, the value at its end."""
        sign = self._notation.sign
        written_rows: list[tuple[str, str]] = []
        for k, term in enumerate(line.terms):
            for r, row in enumerate(rows(term, self._names, WIDTH - margin - 5)):
                relation = "   " if r else f"{sign('plus' if k else 'equal')} "
                head = f"{left}{' ' * (margin - cells(left))} {relation}"
                text = head + "".join(text_of(piece.spans) for piece in row)
                marks = "".join((MARK if new else " ") * width(spans) for spans, new in row)
                written_rows.append((text, " " * cells(head) + marks))
                left = ""
        number, exact = written(value, self._digits)
        end = f"{sign('equal' if exact else 'about')} {self._notation.number(number)}"
        room = WIDTH - cells(written_rows[-1][0]) - cells(end)
        if room >= 2:
            text, marks = written_rows.pop()
            written_rows.append((text + " " * room + end, marks))
        else:
            written_rows.append((" " * (WIDTH - cells(end)) + end, ""))
        for text, marks in written_rows:
            yield text.rstrip()
            if marks.strip():
                yield marks.rstrip()

    def _multiplications(self) -> Iterator[str]:
        table, growth = savings(self._trace.network, self._explainer)
        widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
        yield from wrapped(self._explainer.say("multiplications.all"), WIDTH)
        yield ""
        for row in table:
            padded = (" " * (w - cells(cell)) + cell for cell, w in zip(row, widths, strict=True))
            yield "  ".join(padded)
        yield ""
        yield from wrapped(growth, WIDTH)
