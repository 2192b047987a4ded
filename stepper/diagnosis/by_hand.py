"""Rounding on the way, done again: the numbers that it gives, and which numbers it changed."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from itertools import product
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.diagnosis.carried import Carried, evaluated
from stepper.input.answers import Answer
from stepper.limits import MOST_SEARCHED
from stepper.typeset.digits import FEWEST_DIGITS

MOST_ROUNDED = 10  # digits that a number on the way was rounded to
MOST_SOURCES = 6  # answers of which each may have been carried on as written or not

Rounding = Callable[[float], float]


class ByHand(NamedTuple):
    """A number that rounding on the way gives, with the numbers that were carried on rounded.

    answers: those that were carried on as they were written. rounded: others, with what they were
    rounded to.
    """

    number: float
    answers: tuple[Answer, ...] = ()
    rounded: tuple[tuple[Symbol, float], ...] = ()


class _Pass(NamedTuple):
    """The numbers of a row where each was rounded. used: what later equations use."""

    rounding: Rounding
    computed: list[float]
    used: list[float]


class RoundedRow:
    """The numbers of a row as they come out where numbers on the way are rounded."""

    def __init__(self, carried: Carried) -> None:
        self._carried = carried
        self._row = carried.row

    def of_answers(self, k: int) -> Iterator[ByHand]:
        """What comes out where only some answers are carried on as they were written."""
        carried, own = self._carried, self._carried.own
        between, sources = self._before(k)
        free = [at for at in sources if own[at].value != carried.used[at]]
        if not 0 < len(free) <= MOST_SOURCES:
            return
        for chosen in product((False, True), repeat=len(free)):
            used = carried.used[:]
            written = [at for at, is_written in zip(free, chosen, strict=True) if is_written]
            for at in written:
                used[at] = own[at].value
            for at in between:
                used[at] = evaluated(carried.functions[at], used)
            number = evaluated(carried.functions[k], used)
            yield ByHand(number, tuple(sorted((own[at].answer for at in written), key=_line)))

    def alike(self, k: int) -> Iterator[ByHand]:
        """What comes out at a node where all numbers are rounded alike, some of them before it."""
        for each in self._passes:
            changed, own = self._changed(k, each), self._carried.own
            answers = tuple(sorted((own[at].answer for at in changed & own.keys()), key=_line))
            others = sorted(changed - own.keys())
            rounded = tuple((self._row.nodes[at].symbol, each.used[at]) for at in others)
            if not answers and not rounded:
                continue
            number = each.computed[k]
            twice = each.rounding(number)  # and once more to the digits that were written
            yield ByHand(number, answers, rounded)
            if abs(twice - number) <= own[k].half:
                yield ByHand(twice, answers, rounded)

    def _before(self, k: int) -> tuple[list[int], list[int]]:
        """What is computed on the way to a node from answers, and the answers, in their order."""
        row, own = self._row, self._carried.own
        seen, todo = set[int](), list(row.parts[k])
        while todo:
            at = todo.pop()
            if at not in seen and not row.is_given(at):
                seen.add(at)
                todo += () if at in own else row.parts[at]
        return sorted(seen - own.keys()), sorted(seen & own.keys())

    @cached_property
    def _passes(self) -> list[_Pass]:
        if len(self._row.nodes) > MOST_SEARCHED:
            return []
        return [
            self._rounded(rounding, with_terms)
            for digits in range(MOST_ROUNDED, FEWEST_DIGITS - 1, -1)
            for rounding in (partial(_decimals, digits), partial(_significant, digits))
            for with_terms in (False, True)
        ]

    def _rounded(self, rounding: Rounding, with_terms: bool) -> _Pass:
        """Every number is rounded, and carried on so; an answer that it does not give is kept."""
        carried, row = self._carried, self._row
        used, computed = carried.used[:], carried.computed[:]
        for k, node in enumerate(row.nodes):
            if row.is_given(k):
                continue
            computed[k] = evaluated(carried.functions[k], used)
            used[k] = computed[k]
            if with_terms or not node.symbol.is_term:
                used[k] = rounding(computed[k])
            if k in carried.own and not carried.own[k].agrees(used[k]):
                used[k] = carried.own[k].value
        return _Pass(rounding, computed, used)

    def _changed(self, k: int, by: _Pass) -> set[int]:
        """The numbers that were rounded last on the way to a node."""
        changed, seen, todo = set[int](), set[int](), list(self._row.parts[k])
        while todo:
            at = todo.pop()
            if at in seen or self._row.is_given(at):
                continue
            seen.add(at)
            if by.used[at] != by.computed[at]:
                changed.add(at)
            else:
                todo += self._row.parts[at]
        return changed


def _line(answer: Answer) -> int:
    return answer.line


def _decimals(digits: int, number: float) -> float:
    return round(number, digits)


def _significant(digits: int, number: float) -> float:
    return float(f"{number:.{digits - 1}e}")
