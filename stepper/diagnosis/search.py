"""The mistakes that explain the answers that differ: those that save most bits first."""

from collections.abc import Iterator
from math import log2
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.diagnosis.candidates import Candidate, Candidates
from stepper.diagnosis.carried import Carried
from stepper.diagnosis.cause import Scope
from stepper.diagnosis.long_row import LongRow
from stepper.diagnosis.rounding import with_rounding
from stepper.limits import MOST_SEARCHED
from stepper.mistakes.changes import Change

MOST_CAUSES = 8
# bits that a cause has to save beyond those that state it: at one answer, at several
LEAST_KNOWN, LEAST_OTHER = (3.0, 2.5), (2.0, 2.0)
EXACTLY = 8.0  # bits for an answer of few digits that is exactly the number of a common mistake
NONE = Change("")
CERTAIN = 5.0  # bits that make a cause certain
CLOSE = 1.0


class Fit(NamedTuple):
    """How well a candidate explains answers. saved: bits, less those that state it."""

    candidate: Candidate
    saved: float
    explained: tuple[int, ...]

    @property
    def is_enough(self) -> bool:
        least = LEAST_KNOWN if self.candidate.name else LEAST_OTHER
        return self.saved >= least[len(self.explained) > 1]


class Found(NamedTuple):
    """A cause that was found. others: candidates that explain as much."""

    fit: Fit
    others: tuple[Fit, ...]

    @property
    def is_certain(self) -> bool:
        return self.fit.saved >= CERTAIN and not self.others


def search(row: LongRow, carried: Carried, candidates: Candidates) -> tuple[list[Found], Carried]:
    """The causes, in the order in which they were found, and the numbers with them in force."""
    found: list[Found] = []
    while len(found) < MOST_CAUSES and any(carried.bits.values()):
        fits = [*_fits(row, carried, candidates)][::-1]
        fits.sort(key=lambda fit: -fit.saved)
        if not fits or not fits[0].is_enough:
            break
        best = fits[0]
        close = (
            fit
            for fit in fits[1:]
            if fit.saved > best.saved - CLOSE and not _is_same(fit.candidate, best.candidate)
        )
        found.append(Found(best, tuple(close)))
        wrong, put = best.candidate.wrong, best.candidate.put
        carried = carried.with_cause(wrong, put)
        carried = with_rounding(carried)
    return found, carried


def _fits(row: LongRow, carried: Carried, candidates: Candidates) -> Iterator[Fit]:
    """The candidates that explain anything, but those that explain far less than an earlier one.

    The last candidates come first: a mistake in many equations explains most.
    """
    best = 0.0
    most = sum(max(bits, EXACTLY) for bits in carried.bits.values() if bits)
    off = [k for k, bits in carried.bits.items() if bits]
    leads = row.leads_to(off)
    between = _between(row, carried, off) if len(row.nodes) <= MOST_SEARCHED else {}
    answered = {row.nodes[k].iteration for k in carried.own}
    for candidate in reversed(candidates.all):
        if not any(map(leads.__getitem__, candidate.nodes)) or _is_copy(row, carried, candidate):
            continue
        bits = candidate.bits
        if candidate.scope is Scope.ONE and candidate.wrong:
            (k,) = candidate.wrong
            if row.nodes[k].iteration not in answered:
                continue
            bits += log2(1 + between.get(k, 0))
        most_lost = most - bits - max(best - CLOSE, 0.0)
        if most_lost <= 0:
            continue
        is_common = bool(candidate.name) or (candidate.change or NONE).what == "reversed"
        exactly = EXACTLY if is_common else 0.0
        gain = carried.gain(candidate.wrong, candidate.put, most_lost, exactly)
        if gain:
            saved, explained = gain
            bits += log2(max(len(off) / len(explained), 1.0))  # which answers it explains
            if saved > bits:
                best = max(best, saved - bits)
                yield Fit(candidate, saved - bits, tuple(explained))


def _is_copy(row: LongRow, carried: Carried, candidate: Candidate) -> bool:
    """Whether a candidate confuses two numbers that were both written, and are equal."""
    match candidate.change:
        case Change("mixed up", _, Symbol() as other):
            (k,) = candidate.wrong
            one, two = carried.own.get(k), carried.own.get(row.place(k, other))
            return one is not None and two is not None and one.value == two.value
        case _:
            return False


def _between(row: LongRow, carried: Carried, off: list[int]) -> dict[int, int]:
    """For each unanswered node, how many lie as near before the answer it leads to.

    Any of these may contain the mistake that the answer shows.
    """
    found: dict[int, int] = {}
    for k in off:
        before: set[int] = set()
        level = {k}
        while level:
            parts = {part for at in level for part in row.parts[at]}
            level = {at for at in parts - before if at not in carried.own and not row.is_given(at)}
            before |= level
            for at in level:
                found[at] = min(found.get(at, len(before)), len(before))
    return found


def _is_same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are the same mistake, perhaps in different scopes."""
    if one.name or other.name:
        return one.name == other.name
    return one.change == other.change
