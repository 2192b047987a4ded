"""Judge a student's answers together: what went wrong, and the verdict on each."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from stepper.backprop.symbols import Role
from stepper.diagnosis.candidates import Candidate, Candidates
from stepper.diagnosis.carried import Carried
from stepper.diagnosis.cause import Cause
from stepper.diagnosis.closures import Function
from stepper.diagnosis.convention import Convention, Reading, readings
from stepper.diagnosis.diagnosis import Asked, Diagnosis
from stepper.diagnosis.judge import Judge
from stepper.diagnosis.long_row import LongRow, row_for
from stepper.diagnosis.own_numbers import at_nodes, own_numbers
from stepper.diagnosis.rounding import with_rounding
from stepper.diagnosis.search import Found, search
from stepper.diagnosis.twin_run import twin_cause, with_twin
from stepper.diagnosis.verdict import Standing, Verdict
from stepper.input.answers import Answer, Quantity
from stepper.limits import MOST_AGAIN, MOST_SEARCHED, MOST_TRIED
from stepper.runs.trace import Trace
from stepper.workings.judged import JudgedFormula, as_put_in, judge_formula

MOST_TOGETHER = 3000  # numbers of the iterations that are judged together
FROM_CONVENTION = 6.0  # bits that a convention has to save
FEWEST_FOR = 2  # answers that agree under a convention alone
COMMONER = (
    "no_rate",
    "no_half",
)  # mistakes that are commoner than the conventions that they resemble
LEFT = 0.4  # the most that a convention may leave of what does not agree without it

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


class _Fields(NamedTuple):
    reading: Reading
    answers: dict[Answer, Answer]  # as they are meant -> as they were written
    first: Carried  # before it is judged


class _Read(_Fields):
    """Answers put into a row under a reading: the right numbers, and the student's."""

    @property
    def row(self) -> LongRow:
        return self.first.row

    @cached_property
    def carried(self) -> Carried:
        return with_rounding(self.first)

    @property
    def left(self) -> float:
        """The bits that it takes to state the answers."""
        return sum(self.carried.bits.values())

    @cached_property
    def rights(self) -> dict[int, float]:
        """The right number of each answer, by its node."""
        right = Carried(self.row, {}, self.first.wrong, users=self.first.users)
        return {k: right.computed[k] for k in self.first.own}

    @cached_property
    def right_answers(self) -> set[Answer]:
        """The answers, as they were written, that agree with the right numbers."""
        own, rights = self.first.own, self.rights
        return {self.answers[own[k].answer] for k in own if own[k].agrees(rights[k])}


def _within(advance: Advance, begin: int, count: int, done: int) -> None:
    advance(begin + done, count)


def _judged(
    trace: Trace,
    answers: Sequence[Answer],
    digits: int,
    under: Sequence[Reading],
    trying: Callable[[int], None],
) -> _Sheet:
    plain = _read(Reading(Convention(""), trace), answers)
    read = _best(answers, plain, under, trying) or plain
    found, carried = _searched(read)
    otherwise = None
    if read is not plain:
        alone, without = _searched(plain)
        if len(alone) == 1 and not any(without.bits.values()):  # one mistake explains all
            left = any(read.carried.bits.values())
            mistake = alone[0].fit.candidate
            if left or mistake.name in COMMONER or _is_as_likely(mistake, read, plain):
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


def _is_as_likely(mistake: Candidate, read: _Read, plain: _Read) -> bool:
    """Whether a known mistake explains as much as another cost, and nothing is about the cost."""
    convention = read.reading.convention
    if not mistake.name or convention.scenario is None or not convention.name.startswith("cost"):
        return False
    L = convention.scenario.network.L
    symbols = {symbol for answer in plain.answers for symbol in answer.quantity.symbols}
    symbols |= {plain.row.nodes[k].symbol for k in mistake.nodes}
    return not any(
        symbol.role in (Role.C, Role.CJ)
        or (symbol.role in (Role.DC_DA, Role.DELTA) and symbol.l == L)
        for symbol in symbols
    )


def _searched(read: _Read) -> tuple[list[Found], Carried]:
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


def _read(reading: Reading, answers: Sequence[Answer]) -> _Read:
    meant = {reading.answer(answer): answer for answer in answers}
    own = own_numbers(list(meant))
    row = row_for(reading.trace, list(own))
    wrong: dict[int, Function] = {
        k: row.function_of(formula, k) for k, formula in reading.formulas(row).items()
    }
    return _Read(reading, meant, Carried(row, at_nodes(row, own), wrong))


def _best(
    answers: Sequence[Answer],
    plain: _Read,
    under: Sequence[Reading],
    trying: Callable[[int], None],
) -> _Read | None:
    """The answers under the convention that leaves least, if it explains enough.

    trying: is called with the index of each that is tried.
    """
    if plain.left < FROM_CONVENTION or len(plain.row.nodes) > MOST_TRIED:
        return None
    if len(answers) - len(plain.right_answers) < FEWEST_FOR:
        return None
    best: _Read | None = None
    for k, reading in enumerate(under):
        trying(k)
        if not all(
            symbol in reading.trace.model.position
            for answer in answers
            for symbol in answer.quantity.symbols
        ):
            continue
        read = _read(reading, answers)
        if _speaks_for(read, plain) and read.left < (best or plain).left:  # which takes longer
            best = read
    enough = best and plain.left - best.left >= FROM_CONVENTION
    return best if best and enough and best.left <= LEFT * plain.left else None


def _speaks_for(read: _Read, plain: _Read) -> bool:
    """Whether several answers support a convention, one of them of the roles that it needs."""
    right, before = read.right_answers, plain.right_answers
    gained = right - before
    needs = read.reading.needs
    speak = gained if read.reading.convention.name.startswith("cost") else right
    return len(gained) >= FEWEST_FOR and (
        not needs or any(answer.quantity.symbol.role in needs for answer in speak)
    )
