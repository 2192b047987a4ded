"""A student's answers beside the numbers of the run, as plain text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, groupby

from stepper.backprop.symbols import Phase
from stepper.explain.explainer import Explainer
from stepper.practice.compare import first_mistake
from stepper.practice.verdict import Standing, Verdict
from stepper.practice.words import Verdicts
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import column_widths, columns, cut
from stepper.typeset.folding import wrapped

WIDTH = 80
GAP = "  "
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
        self._said = Verdicts(trace, explainer)

    def lines(self) -> Iterator[str]:
        say, verdicts = self._explainer.say, self._verdicts
        head = [say(f"compare.{key}") for key in ("line", "name", "written", "right")]
        rows = [[*head, ""], *map(self._row, verdicts)]
        widths = _widths(rows)
        several = {verdict.answer.iteration for verdict in verdicts} != {1}
        yield self._in_columns(rows[0], widths)
        number = count(1)
        for iteration, group in groupby(verdicts, lambda verdict: verdict.answer.iteration):
            if several:
                yield from ("", self._explainer.place(self._trace, iteration))
            for verdict in group:
                yield self._in_columns(rows[next(number)], widths)
                indent = " " * widths[0] + GAP
                for line in wrapped(self._said.because(verdict), WIDTH - len(indent)):
                    if line:
                        yield indent + line
        yield ""
        yield from wrapped(self._summary(), WIDTH)

    def _row(self, verdict: Verdict) -> Row:
        answer, right = verdict.answer, ""
        if not verdict.agrees:
            right = self._said.right(verdict)
        return [
            str(answer.line),
            self._said.name(answer.quantity),
            self._said.number(answer),
            right,
            self._said.standing(verdict),
        ]

    def _in_columns(self, row: Row, widths: list[int]) -> str:
        more = self._explainer.text("…")
        shown = [cut(text, width, more) for text, width in zip(row, widths, strict=True)]
        return columns([shown], GAP, widths, right=(0,))[0].rstrip()

    def _summary(self) -> str:
        """How many agree; the first mistake, and what differs for no other reason than that."""
        say, count = self._explainer.say, Counter(each.standing for each in self._verdicts)
        agree, in_all = count[Standing.AGREES], count.total()
        if agree == in_all:
            return say("compare.one" if in_all == 1 else "compare.all", count=in_all)
        some = say("compare.some", right=agree, count=in_all)
        pieces = [self._mistakes(count[Standing.DIFFERS])]
        for standing in (Standing.FOLLOWS, Standing.ROUNDING):
            if number := count[standing]:
                key = f"compare.count.{standing}{'.one' * (number == 1)}"
                pieces.append(say(key, count=number))
        return f"{some} {'; '.join(pieces)}."

    def _mistakes(self, number: int) -> str:
        say, first = self._explainer.say, first_mistake(self._trace, self._verdicts)
        if first is None:
            return say("compare.no_mistake")
        answer, s = first.answer, first.answer.quantity.symbol
        is_given = s.role.phase is Phase.GIVEN
        place = say(
            "compare.place.given" if is_given else "compare.place",
            name=self._said.name(answer.quantity),
            line=answer.line,
            number="" if is_given else Step(self._trace, answer.iteration, s).label,
        )
        return say(f"compare.mistakes{'.one' * (number == 1)}", count=number, first=place)


def _widths(rows: list[Row]) -> list[int]:
    """The widths of the columns; what the student wrote gives way where a line is too long."""
    widths = column_widths(rows)
    for column in (2, 1):
        over = sum(widths) + len(GAP) * (len(widths) - 1) - WIDTH
        widths[column] = min(widths[column], max(LEAST, widths[column] - max(over, 0)))
    return widths
