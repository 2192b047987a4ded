"""Judge a student's answers together: what went wrong, and the verdict on each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from stepper.diagnosis.candidates import Candidate, Candidates
from stepper.diagnosis.carried import Carried
from stepper.diagnosis.cause import Cause
from stepper.diagnosis.convention import Convention, Reading, readings
from stepper.diagnosis.diagnosis import Asked, Diagnosis
from stepper.diagnosis.judge import Judge
from stepper.diagnosis.long_row import LongRow
from stepper.diagnosis.read_answers import ReadAnswers, best_reading, is_as_likely, read_under
from stepper.diagnosis.rounding import with_rounding
from stepper.diagnosis.search import Found, search
from stepper.diagnosis.twin_run import twin_cause, with_twin
from stepper.diagnosis.verdict import Standing, Verdict
from stepper.input.answers import Answer, Quantity
from stepper.limits import MOST_AGAIN, MOST_SEARCHED
from stepper.runs.trace import Trace
from stepper.workings.judged import JudgedFormula, as_put_in, judge_formula

MOST_TOGETHER = 3000  # numbers of the iterations that are judged together
COMMONER = ("no_rate", "no_half")  # commoner mistakes than the conventions that they resemble

Advance = Callable[[int, int], None]  # gets how much of the work is done, and how much there is


def _unseen(done: int, count: int) -> None:
    """Show nothing."""


def compare(trace: Trace, answers: Sequence[Answer]) -> list[Verdict]:
    """A verdict on each answer, in the order of the answers."""
    return diagnose(trace, answers).verdicts


def diagnose(
    trace: Trace,
    answers: Sequence[Answer],
    asked: Asked | None = None,
    advance: Advance = _unseen,
) -> Diagnosis:
    """Judge answers together: what explains most of them, and the verdict on each.

    advance: is called as formulas are judged, then as conventions are tried: each time from 0 on.
    Rows are computed as far as the answers go. Raises NotFiniteError for an answer to a number
    after the place where the run stopped.
    """
    asked = asked or Asked()
    formulas = _formulas(trace, answers, advance)
    answers = [*map(as_put_in, answers, formulas)]
    alike = {answer._replace(line=0): answer for answer in answers}  # the last of each
    sheets = [*_sheets(trace, _explained([*alike.values()]), asked.digits, advance)]
    every = {answer: verdict for sheet in sheets for answer, verdict in sheet.verdicts.items()}
    verdicts = []
    for answer, formula in zip(answers, formulas, strict=True):
        verdict = every.get(alike[answer._replace(line=0)])
        verdict = verdict or _plainly(trace, answer, asked.digits)
        verdicts.append(verdict._replace(answer=answer, formula=formula))
    convention = next((sheet.convention for sheet in sheets if sheet.convention), None)
    if convention:
        convention = convention._replace(agree=sum(verdict.agrees for verdict in verdicts))
    causes = tuple(cause for sheet in sheets for cause in sheet.causes)
    answered = {(answer.iteration, answer.quantity.symbol) for answer in answers}
    missing = tuple(each for each in asked.numbers if each not in answered)
    return Diagnosis(verdicts, causes, convention, missing)


def _formulas(
    trace: Trace, answers: Sequence[Answer], advance: Advance
) -> list[JudgedFormula | None]:
    """The judgement of the formula of each answer, if one was written down."""
    written = [answer for answer in answers if answer.working]
    of_answer: dict[Answer, JudgedFormula | None] = {}
    for done, answer in enumerate(written):
        advance(done, len(written))
        of_answer[answer] = judge_formula(trace, answer)
    advance(len(written), len(written))
    return [of_answer.get(answer) for answer in answers]


def _explained(answers: Sequence[Answer]) -> list[Answer]:
    """The answers, but for each quantity only the last MOST_AGAIN of them."""
    seen: Counter[tuple[int, Quantity]] = Counter()
    kept = []
    for answer in reversed(answers):
        about = answer.iteration, answer.quantity
        seen[about] += 1
        if seen[about] <= MOST_AGAIN:
            kept.append(answer)
    return kept[::-1]


def first_mistake(trace: Trace, verdicts: Iterable[Verdict]) -> Verdict | None:
    """The verdict on the earliest number of the run that differs on its own account."""
    mistakes = (verdict for verdict in verdicts if verdict.standing is Standing.DIFFERS)
    return min(mistakes, key=lambda verdict: _place(trace, verdict.answer), default=None)


def _place(trace: Trace, answer: Answer) -> tuple[int, int, bool, int]:
    """Where the run computes a quantity; a quotient comes after both of its numbers."""
    position = max(trace.model.position[symbol] for symbol in answer.quantity.symbols)
    return answer.iteration, position, answer.quantity.over is not None, answer.line


def _together(trace: Trace, answers: Sequence[Answer]) -> Iterator[list[Answer]]:
    """Yield the answers of as many iterations as can be judged together, in the order of those."""
    most = max(MOST_TOGETHER // trace.model.width, 1)
    some: list[Answer] = []
    iterations: set[int] = set()
    for answer in sorted(answers, key=lambda answer: answer.iteration):
        if answer.iteration not in iterations and len(iterations) == most:
            yield some
            some, iterations = [], set()
        some.append(answer)
        iterations.add(answer.iteration)
    if some:
        yield some


def _plainly(trace: Trace, answer: Answer, digits: int) -> Verdict:
    right = answer.quantity.value(partial(trace.value, iteration=answer.iteration))
    return Verdict(answer, right, None, digits)


class _Sheet(NamedTuple):
    """Answers judged: the verdict on each, and what was found."""

    verdicts: dict[Answer, Verdict]
    causes: Sequence[Cause] = ()
    convention: Convention | None = None


def _sheets(
    trace: Trace, answers: Sequence[Answer], digits: int, advance: Advance
) -> Iterator[_Sheet]:
    """Judge answers, those of some iterations at a time."""
    sheets = [*_together(trace, answers)]
    under = readings(trace) if sheets else ()
    count = len(sheets) * len(under)
    for k, some in enumerate(sheets):
        tried = k * len(under)
        advance(tried, count)
        plain = [_plainly(trace, answer, digits) for answer in some]
        if all(verdict.is_right_so_far for verdict in plain):
            yield _Sheet({verdict.answer: verdict for verdict in plain})
        else:
            trying = partial(_within, advance, tried, count)
            yield _judged(trace, some, digits, under, trying)
    advance(count, count)


def _within(advance: Advance, begin: int, count: int, done: int) -> None:
    advance(begin + done, count)


def _judged(
    trace: Trace,
    answers: Sequence[Answer],
    digits: int,
    under: Sequence[Reading],
    trying: Callable[[int], None],
) -> _Sheet:
    plain = read_under(Reading(Convention(""), trace), answers)
    read = best_reading(answers, plain, under, trying) or plain
    found, carried = _searched(read)
    otherwise = None
    if read is not plain:
        alone, without = _searched(plain)
        if len(alone) == 1 and not any(without.bits.values()):  # one mistake explains all
            left = any(read.carried.bits.values())
            mistake = alone[0].fit.candidate
            if left or mistake.name in COMMONER or is_as_likely(mistake, read, plain):
                otherwise = None if left else read.reading.convention._replace(scenario=None)
                read, found, carried = plain, alone, without
    row, carried = read.row, with_rounding(carried, in_doubt=True)
    causes = [_cause(row, each, otherwise) for each in found]
    causes.sort(key=lambda each: min(each[1].nodes))
    verdicts = Judge(row, carried, causes, read.rights, digits).verdicts()
    convention, named = read.reading.convention, [cause for cause, _ in causes]
    if not convention.name and (cause := twin_cause(trace)):
        verdicts = {a: with_twin(trace, cause, verdict) for a, verdict in verdicts.items()}
        if any(v.explanation and v.explanation.cause is cause for v in verdicts.values()):
            named.append(cause)
    return _Sheet(
        {read.answers[answer]: verdict._replace(answer=read.answers[answer])
         for answer, verdict in verdicts.items()},
        named,
        convention if convention.name else None,
    )  # fmt: skip


def _searched(read: ReadAnswers) -> tuple[list[Found], Carried]:
    row, carried = read.row, read.carried
    if len(row.nodes) > MOST_SEARCHED:
        candidates = Candidates(row, [k for k, bits in carried.bits.items() if bits])
    else:
        candidates = _candidates(row)
    return search(row, carried, candidates)


@lru_cache(maxsize=4)  # the same for a whole class
def _candidates(row: LongRow) -> Candidates:
    return Candidates(row)


def _cause(row: LongRow, found: Found, otherwise: Convention | None) -> tuple[Cause, Candidate]:
    candidate = found.fit.candidate
    cause = candidate.cause(row, found.is_certain and otherwise is None)
    return cause._replace(otherwise=otherwise), candidate
