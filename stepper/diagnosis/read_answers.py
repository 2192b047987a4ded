"""Answers read under conventions: the one that leaves least of them unexplained."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple

from stepper.backprop.symbols import Role
from stepper.diagnosis.candidates import Candidate
from stepper.diagnosis.carried import Carried
from stepper.diagnosis.closures import Function
from stepper.diagnosis.convention import Reading
from stepper.diagnosis.long_row import LongRow, row_for
from stepper.diagnosis.own_numbers import at_nodes, own_numbers
from stepper.diagnosis.rounding import with_rounding
from stepper.input.answers import Answer
from stepper.limits import MOST_TRIED

FROM_CONVENTION = 6.0  # bits that a convention has to save
FEWEST_FOR = 2  # answers that agree under a convention alone
LEFT = 0.4  # the most that a convention may leave of what does not agree without it


class _Fields(NamedTuple):
    reading: Reading
    answers: dict[Answer, Answer]  # as they are meant -> as they were written
    first: Carried  # before it is judged


class ReadAnswers(_Fields):
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


def read_under(reading: Reading, answers: Sequence[Answer]) -> ReadAnswers:
    """Answers put into the row of the numbers that they depend on, under a reading."""
    meant = {reading.answer(answer): answer for answer in answers}
    own = own_numbers(list(meant))
    row = row_for(reading.trace, list(own))
    wrong: dict[int, Function] = {
        k: row.function_of(formula, k) for k, formula in reading.formulas(row).items()
    }
    return ReadAnswers(reading, meant, Carried(row, at_nodes(row, own), wrong))


def best_reading(
    answers: Sequence[Answer],
    plain: ReadAnswers,
    under: Sequence[Reading],
    trying: Callable[[int], None],
) -> ReadAnswers | None:
    """The answers under the convention that leaves least, if it explains enough.

    trying: is called with the index of each that is tried.
    """
    if plain.left < FROM_CONVENTION or len(plain.row.nodes) > MOST_TRIED:
        return None
    if len(answers) - len(plain.right_answers) < FEWEST_FOR:
        return None
    best: ReadAnswers | None = None
    for k, reading in enumerate(under):
        trying(k)
        if not all(
            symbol in reading.trace.model.position
            for answer in answers
            for symbol in answer.quantity.symbols
        ):
            continue
        read = read_under(reading, answers)
        if _speaks_for(read, plain) and read.left < (best or plain).left:  # which takes longer
            best = read
    enough = best and plain.left - best.left >= FROM_CONVENTION
    return best if best and enough and best.left <= LEFT * plain.left else None


def _speaks_for(read: ReadAnswers, plain: ReadAnswers) -> bool:
    """Whether several answers support a convention, one of them of the roles that it needs."""
    right, before = read.right_answers, plain.right_answers
    gained = right - before
    needs = read.reading.needs
    speak = gained if read.reading.convention.name.startswith("cost") else right
    return len(gained) >= FEWEST_FOR and (
        not needs or any(answer.quantity.symbol.role in needs for answer in speak)
    )


def is_as_likely(mistake: Candidate, read: ReadAnswers, plain: ReadAnswers) -> bool:
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
