"""A student's answers beside the numbers of the run, as plain text."""

from collections.abc import Iterator, Sequence
from itertools import count, groupby, islice
from math import isnan

from stepper.answers import Answer, Quantity
from stepper.compare import Verdict, Why, first_difference
from stepper.digits import MOST_DIGITS, written
from stepper.explain import Explainer
from stepper.folding import wrapped
from stepper.steps import Step
from stepper.symbols import Phase
from stepper.trace import Trace
from stepper.typeset import cells, cut

WIDTH = 80
GAP = "  "
SHOWN = 3  # of the earlier numbers that one follows from
LEAST = 12  # cells that a name and a number keep where a line is too long

Row = list[str]


def comparison(trace: Trace, verdicts: Sequence[Verdict], explainer: Explainer) -> Iterator[str]:
    """A row for each answer, in their order, with what explains it; then how many agree."""
    yield from _Comparison(trace, verdicts, explainer).lines()


class _Comparison:
    def __init__(self, trace: Trace, verdicts: Sequence[Verdict], explainer: Explainer) -> None:
        self._trace = trace
        self._verdicts = verdicts
        self._explainer = explainer
        self._notation = explainer.notation

    def lines(self) -> Iterator[str]:
        say, verdicts = self._explainer.say, self._verdicts
        head = [say(f"compare.{key}") for key in ("line", "name", "written", "right")]
        rows = [[*head, ""], *map(self._row, verdicts)]
        widths = _widths(rows)
        several = {verdict.answer.iteration for verdict in verdicts} != {1}
        yield _in_columns(rows[0], widths)
        number = count(1)
        for iteration, group in groupby(verdicts, lambda verdict: verdict.answer.iteration):
            if several:
                yield from ("", self._heading(iteration))
            for verdict in group:
                yield _in_columns(rows[next(number)], widths)
                indent = " " * widths[0] + GAP
                for line in wrapped(self._because(verdict), WIDTH - len(indent)):
                    if line:
                        yield indent + line
        yield ""
        yield from wrapped(self._summary(), WIDTH)

    def _heading(self, iteration: int) -> str:
        say, scenario = self._explainer.say, self._trace.scenario
        heading = say("iteration", number=iteration, count=self._trace.iterations)
        if len(scenario.samples) == 1:
            return heading
        epoch, sample = scenario.place(iteration)
        return f"{heading}   {say('epoch', epoch=epoch, sample=sample)}"

    def _row(self, verdict: Verdict) -> Row:
        answer, right = verdict.answer, ""
        key = "agrees" if verdict.agrees else "differs"
        if not verdict.agrees:
            right = self._right(verdict)
        told = f"{self._notation.sign(key)} {self._explainer.say(f'compare.{key}')}"
        return [
            str(answer.line),
            self._name(answer.quantity),
            self._number(answer),
            right,
            told,
        ]

    def _right(self, verdict: Verdict) -> str:
        """The right number to a digit more than was written, or as many as show that it differs."""
        right, number = verdict.right, verdict.answer.number
        if isnan(right):
            return self._notation.sign("unknown")
        texts = (written(right, k)[0] for k in range(number.digits + 1, MOST_DIGITS + 1))
        text = next((text for text in texts if not number.agrees(float(text))), repr(right))
        return self._notation.number(text)

    def _name(self, quantity: Quantity) -> str:
        name = " / ".join(map(self._notation.name, quantity.symbols))
        return self._notation.sign("minus") + name if quantity.negated else name

    def _number(self, answer: Answer) -> str:
        return "/".join(map(self._notation.number, answer.number.parts))

    def _because(self, verdict: Verdict) -> str:
        """What gives the number that was written, where that is known."""
        say, explanation = self._explainer.say, verdict.explanation
        if explanation is None:
            return ""
        match explanation.why:
            case Why.MISTAKE:
                step = Step(self._trace, verdict.answer.iteration, verdict.answer.quantity.symbol)
                return self._explainer.mistake(step, explanation.mistake)
            case Why.TWIN:
                return say(
                    "compare.twin.in_place" if self._trace.network.in_place else "compare.twin"
                )
            case Why.ROUNDED:
                about = self._notation.sign("about")
                numbers = [
                    f"{self._notation.name(s)} {about} {self._notation.number(written(value, None)[0])}"
                    for s, value in explanation.rounded
                ]
            case _:
                numbers = [
                    say(
                        "compare.at",
                        name=self._name(source.quantity),
                        number=self._number(source),
                        line=source.line,
                    )
                    for source in explanation.answers
                ]
        return say(f"compare.{explanation.why}", numbers=", ".join(_few(numbers)))

    def _summary(self) -> str:
        say, verdicts = self._explainer.say, self._verdicts
        first = first_difference(self._trace, verdicts)
        if first is None:
            return say("compare.one" if len(verdicts) == 1 else "compare.all", count=len(verdicts))
        answer, s = first.answer, first.answer.quantity.symbol
        where = say("compare.line.number", line=answer.line)
        if s.role.phase is not Phase.GIVEN:
            where += ", " + say("eq", number=Step(self._trace, answer.iteration, s).label)
        return say(
            "compare.some",
            right=sum(verdict.agrees for verdict in verdicts),
            count=len(verdicts),
            name=self._name(answer.quantity),
            where=where,
        )


def _few(texts: list[str]) -> Iterator[str]:
    """The first ones, and a sign where there are more."""
    yield from islice(texts, SHOWN)
    if len(texts) > SHOWN:
        yield "…"


def _widths(rows: list[Row]) -> list[int]:
    """The widths of the columns; the student's own numbers and the names give way in a long line."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for column in (2, 1):
        over = sum(widths) + len(GAP) * (len(widths) - 1) - WIDTH
        widths[column] = min(widths[column], max(LEAST, widths[column] - max(over, 0)))
    return widths


def _in_columns(row: Row, widths: list[int]) -> str:
    number, *texts = row
    padded = [number.rjust(widths[0])]
    for text, width in zip(texts, widths[1:], strict=True):
        shown = cut(text, width, "…")
        padded.append(shown + " " * (width - cells(shown)))
    return GAP.join(padded).rstrip()
