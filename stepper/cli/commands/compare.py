"""stepper compare: numbers worked by hand against the run."""

from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from itertools import groupby

from stepper.backprop.symbols import Phase
from stepper.cli import shared
from stepper.cli.arguments import JSON, Arguments
from stepper.cli.asked import asked
from stepper.cli.exit_codes import DIFFERENT, DONE
from stepper.cli.way_back import opening, way_to
from stepper.diagnosis.diagnose import diagnose, first_mistake
from stepper.diagnosis.diagnosis import Diagnosis
from stepper.diagnosis.verdict import Standing, Verdict
from stepper.errors import harmless
from stepper.explain.explainer import Explainer
from stepper.files.opening import open_answers
from stepper.files.standard_input import called
from stepper.input.answer_sheet import Unread, in_words, read_answers
from stepper.marking.variants import fitting
from stepper.marking.words import Verdicts
from stepper.runs.trace import Step, Trace
from stepper.typeset.cells import GAP, cells, columns, cut
from stepper.typeset.folding import wrapped

WIDTH = 80
LEAST = 12  # cells that a name and a number keep where a line is too long


def run(args: Arguments) -> Generator[str, None, int]:
    trace, name = shared.trace(args), args.answers
    what = asked(args, trace)
    with open_answers(name) as source:
        sheet = read_answers(source, called(name), trace, shared.style(args), shared.variants(args))
    trace, variants = sheet.trace, shared.variants(args)
    other = fitting(trace, sheet.answers, variants)
    trace = variants(other.seed) if other else trace
    diagnosis = diagnose(trace, sheet.answers, what, args.progress.advance)
    explainer = shared.explainer(args, trace)
    wrote = list(_write(args, diagnosis, explainer))
    if args.format == JSON:
        from stepper.marking.document import document

        yield document(trace, diagnosis, explainer, sheet.unread)
    else:
        if other:
            yield from (*wrapped(explainer.say("mark.variant", **other._asdict()), WIDTH), "")
        yield from comparison(trace, diagnosis, explainer)
        yield from set_aside(sheet.unread, explainer)
        first = first_mistake(trace, diagnosis.verdicts)
        step = first and trace.steps.origin(first.answer.iteration, first.answer.quantity.symbol)
        if step:
            yield f"{explainer.say('compare.look')} {way_to(args, args.file, step, explainer)}"
        yield from wrote
    return DONE if diagnosis.is_right and not sheet.unread and not other else DIFFERENT


def set_aside(unread: Sequence[Unread], explainer: Explainer) -> Iterator[str]:
    """Yield the problems of the lines that could not be read."""
    if unread:
        yield ""
        one = ".one" if len(unread) == 1 else ""
        yield explainer.say(f"compare.unread{one}", count=len(unread))
    for each in unread:
        for problem in in_words(each):
            yield from wrapped(explainer.problem(problem), WIDTH)


def _write(args: Arguments, diagnosis: Diagnosis, explainer: Explainer) -> Iterator[str]:
    """Save the scenario that the answers follow."""
    if args.write is None:
        return
    if diagnosis.convention is None or diagnosis.convention.scenario is None:
        yield explainer.say("compare.no convention")
        return
    from stepper.files.saving import write_whole
    from stepper.files.scenario_toml import toml

    write_whole(args.write, [toml(diagnosis.convention.scenario).rstrip()], args.force)
    yield explainer.say("wrote", name=harmless(args.write), command=opening(args.write))


def comparison(trace: Trace, diagnosis: Diagnosis, explainer: Explainer) -> Iterator[str]:
    """Yield a row per answer with its explanation below it, then a summary."""
    yield from _Comparison(trace, diagnosis, explainer).lines()


class _Comparison:
    def __init__(self, trace: Trace, diagnosis: Diagnosis, explainer: Explainer) -> None:
        self._trace = trace
        self._diagnosis = diagnosis
        self._verdicts = diagnosis.verdicts
        self._explainer = explainer
        self._words = Verdicts(trace, explainer)

    def lines(self) -> Iterator[str]:
        say, verdicts = self._explainer.say, self._verdicts
        if convention := self._diagnosis.convention:
            told = self._words.convention(convention, len(verdicts))
            yield from (*wrapped(told, WIDTH), "")
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
        if names := self._missing():
            yield from ("", *wrapped(names, WIDTH))
        yield ""
        yield from wrapped(self._summary(), WIDTH)

    def _missing(self) -> str:
        """The numbers that were asked for and have no answer."""
        missing = self._diagnosis.missing
        names = [self._explainer.notation.name(symbol) for _, symbol in missing]
        return f"{self._explainer.say('compare.missing')}: {', '.join(names)}" if names else ""

    def _row(self, verdict: Verdict) -> list[str]:
        answer, words = verdict.answer, self._words
        return [
            str(answer.line),
            words.name(answer.quantity),
            words.number(answer),
            "" if verdict.is_right_so_far else words.right(verdict),
            words.standing(verdict),
        ]

    def _cut(self, texts: list[str], widths: list[int]) -> list[str]:
        more = self._explainer.text("…")
        return [cut(text, width, more) for text, width in zip(texts, widths, strict=True)]

    def _summary(self) -> str:
        """Count what agrees, the mistakes, and what differs only because of them or of rounding."""
        say, count = self._explainer.say, Counter(each.standing for each in self._verdicts)
        agree, in_all, missing = count[Standing.AGREES], count.total(), self._diagnosis.missing
        if agree == in_all and not missing:
            return say(_ALL_AGREE.get(in_all, "compare.all"), count=in_all)
        some = say("compare.some", right=agree, count=in_all)
        pieces = [self._mistakes(count[Standing.DIFFERS])]
        numbers = {each: count[each] for each in _COUNTED} | {"missing": len(missing)}
        for key, number in numbers.items():
            if number:
                pieces.append(say(f"compare.count.{key}{'.one' * (number == 1)}", count=number))
        return f"{some} {'; '.join(pieces)}."

    def _mistakes(self, number: int) -> str:
        say, first = self._explainer.say, first_mistake(self._trace, self._verdicts)
        if first is None:
            return say("compare.no_mistake")
        answer, s = first.answer, first.answer.quantity.symbol
        origin = self._trace.steps.origin(answer.iteration, s)
        is_given = s.role.phase is Phase.GIVEN or origin is None
        place = say(
            "compare.place.given" if is_given else "compare.place",
            name=self._words.name(answer.quantity),
            line=answer.line,
            number="" if is_given else Step(self._trace, answer.iteration, s).label,
        )
        return say(f"compare.mistakes{'.one' * (number == 1)}", count=number, first=place)


_COUNTED = (Standing.FOLLOWS, Standing.ROUNDING, Standing.FEW_DIGITS)
_ALL_AGREE = {1: "compare.one", 2: "compare.both"}


def _widths(rows: list[list[str]]) -> list[int]:
    """The widths of the columns; the student's own columns are cut where a line is too long."""
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for column in (2, 1):
        over = sum(widths) + len(GAP) * (len(widths) - 1) - WIDTH
        widths[column] = min(widths[column], max(LEAST, widths[column] - max(over, 0)))
    return widths
