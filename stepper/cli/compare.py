"""stepper compare: numbers worked by hand against the run."""

import sys
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from itertools import groupby

from stepper.backprop.symbols import Phase
from stepper.cli import shared
from stepper.cli.arguments import Arguments
from stepper.cli.exit_codes import DIFFERENT, DONE
from stepper.cli.way_back import way_to
from stepper.errors import harmless
from stepper.explain.explainer import Explainer
from stepper.files.opening import open_answers
from stepper.input.answer_sheet import Unread, in_words, read_answers
from stepper.practice.compare import compare, first_mistake
from stepper.practice.verdict import Standing, Verdict
from stepper.practice.words import Verdicts
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import GAP, cells, columns, cut
from stepper.typeset.folding import wrapped

WIDTH = 80
LEAST = 12  # cells that a name and a number keep where a line is too long


def run(args: Arguments) -> Generator[str, None, int]:
    trace, name = shared.trace(args), args.answers
    with sys.stdin.buffer if name == "-" and sys.stdin else open_answers(name) as source:
        sheet = read_answers(source, name, trace, shared.style(args), shared.variants(args))
    trace = sheet.trace
    verdicts = compare(trace, sheet.answers)
    explainer = shared.explainer(args, trace)
    yield from comparison(trace, verdicts, explainer)
    yield from set_aside(sheet.unread, explainer)
    first = first_mistake(trace, verdicts)
    step = first and trace.steps.made(first.answer.iteration, first.answer.quantity.symbol)
    if step:
        yield f"{explainer.say('compare.look')} {way_to(args, args.file, step, explainer)}"
    is_right = all(verdict.agrees for verdict in verdicts) and not sheet.unread
    return DONE if is_right else DIFFERENT


def set_aside(unread: Sequence[Unread], explainer: Explainer) -> Iterator[str]:
    """Yield what is wrong with the lines that could not be read."""
    if unread:
        yield ""
        one = ".one" if len(unread) == 1 else ""
        yield explainer.say(f"compare.unread{one}", count=len(unread))
    for each in unread:
        for problem in in_words(each):
            yield from wrapped(harmless(problem), WIDTH)


def comparison(trace: Trace, verdicts: Sequence[Verdict], explainer: Explainer) -> Iterator[str]:
    """Yield a row per answer with its explanation below it, then a summary."""
    yield from _Comparison(trace, verdicts, explainer).lines()


class _Comparison:
    def __init__(self, trace: Trace, verdicts: Sequence[Verdict], explainer: Explainer) -> None:
        self._trace = trace
        self._verdicts = verdicts
        self._explainer = explainer
        self._words = Verdicts(trace, explainer)

    def lines(self) -> Iterator[str]:
        say, verdicts = self._explainer.say, self._verdicts
        head = [say(f"compare.{key}") for key in ("line", "name", "written", "right")]
        rows = [[*head, ""], *map(self._row, verdicts)]
        widths = _widths(rows)
        several = {verdict.answer.iteration for verdict in verdicts} != {1}
        shown = map(str.rstrip, columns([self._cut(row, widths) for row in rows], right=(0,)))
        yield next(shown)
        for iteration, group in groupby(verdicts, lambda verdict: verdict.answer.iteration):
            if several:
                yield from ("", self._explainer.place(self._trace, iteration))
            for verdict in group:
                yield next(shown)
                indent = " " * widths[0] + GAP
                for line in wrapped(self._words.because(verdict), WIDTH - len(indent)):
                    if line:
                        yield indent + line
        yield ""
        yield from wrapped(self._summary(), WIDTH)

    def _row(self, verdict: Verdict) -> list[str]:
        answer, words = verdict.answer, self._words
        return [
            str(answer.line),
            words.name(answer.quantity),
            words.number(answer),
            "" if verdict.agrees else words.right(verdict),
            words.standing(verdict),
        ]

    def _cut(self, texts: list[str], widths: list[int]) -> list[str]:
        more = self._explainer.text("…")
        return [cut(text, width, more) for text, width in zip(texts, widths, strict=True)]

    def _summary(self) -> str:
        """Count what agrees, the mistakes, and what differs only because of them or of rounding."""
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
        made = self._trace.steps.made(answer.iteration, s)
        is_given = s.role.phase is Phase.GIVEN or made is None
        place = say(
            "compare.place.given" if is_given else "compare.place",
            name=self._words.name(answer.quantity),
            line=answer.line,
            number="" if is_given else Step(self._trace, answer.iteration, s).label,
        )
        return say(f"compare.mistakes{'.one' * (number == 1)}", count=number, first=place)


def _widths(rows: list[list[str]]) -> list[int]:
    """The widths of the columns; the student's own columns are cut where a line is too long."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for column in (2, 1):
        over = sum(widths) + len(GAP) * (len(widths) - 1) - WIDTH
        widths[column] = min(widths[column], max(LEAST, widths[column] - max(over, 0)))
    return widths
