"""Mistakes and a student's own numbers carried through a long row."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import isclose, nan
from typing import Self

from stepper.backprop.symbols import Phase
from stepper.diagnosis.closures import Function
from stepper.diagnosis.long_row import LongRow, same
from stepper.diagnosis.own_numbers import Own

SAME = 1e-12  # relative
LEAST_LOST = 1.0  # bits that it costs to break an answer that agrees


class Carried:
    """The numbers of a row as a student would have computed them.

    Every equation is evaluated on the numbers before it: if the student's own number agrees with
    the result, the unrounded result is carried on, else the number that was written.

    wrong: functions for nodes in place of the right ones; put: numbers in place of given ones.
    as_written: carry on the student's numbers as they were written, even if they agree; once
    judged, the numbers that this gives.
    computed: the result of each equation. used: the numbers that later equations use. users: by
    node, the nodes that use it and may matter to an answer. bits: by answer, how many it takes to
    state it.
    """

    def __init__(
        self,
        row: LongRow,
        own: Mapping[int, Own],
        wrong: Mapping[int, Function] | None = None,
        put: Mapping[int, float] | None = None,
        users: Sequence[Sequence[int]] | None = None,
        as_written: bool = False,
    ) -> None:
        self.row = row
        self.own = own
        self.wrong = dict(wrong or {})
        self.put = dict(put or {})
        self.users = _users(row, own) if users is None else users
        self.used = list(row.start)
        self.computed = list(row.start)
        self.functions = row.functions[:]
        for k, function in self.wrong.items():
            self.functions[k] = function
        for k, number in self.put.items():
            self.functions[k] = partial(same, number)
        wait = bytearray(len(row.nodes))  # 1 for nodes to compute again
        for k in (*own, *self.wrong, *self.put):
            wait[k] = 1
        k = wait.find(1)
        while k >= 0:
            number = self.computed[k] = evaluated(self.functions[k], self.used)
            if k in own and (as_written or not own[k].may_be(number)):
                number = own[k].value
            if number != self.used[k]:
                self.used[k] = number
                for user in self.users[k]:
                    wait[user] = 1
            k = wait.find(1, k + 1)
        self._none_wait = bytearray(len(row.nodes))
        self.bits: dict[int, float] = {}
        self.as_written: list[float] = []

    def with_cause(self, wrong: Mapping[int, Function], put: Mapping[int, float]) -> Self:
        """The numbers with more functions or numbers in force."""
        wrong, put = {**self.wrong, **wrong}, {**self.put, **put}
        return type(self)(self.row, self.own, wrong, put, self.users)

    def judged(self, own: Mapping[int, Own]) -> Self:
        """The same, with the answers judged by how far rounding may have moved each of them."""
        judged = type(self)(self.row, own, self.wrong, self.put, self.users)
        written = type(self)(self.row, own, self.wrong, self.put, self.users, as_written=True)
        judged.as_written = written.computed
        for k, each in own.items():
            number = judged.computed[k]
            is_near = each.is_near(number) or each.agrees(written.computed[k])
            judged.bits[k] = 0.0 if is_near else each.bits(number)
        return judged

    def gain(
        self,
        wrong: Mapping[int, Function],
        put: Mapping[int, float],
        most_lost: float,
        exactly: float = 0.0,
    ) -> tuple[float, list[int]] | None:
        """How many bits more functions or numbers in force save, and at which answers.

        exactly: what it is worth at least to give just a number of few digits. None where they
        change no answer, or break those that agree by more than most_lost bits.
        """
        used, computed, own, users = self.used[:], self.computed, self.own, self.users
        functions, wait, saved, lost = self.functions, self._none_wait[:], 0.0, 0.0
        explained: list[int] = []
        for k in (*wrong, *put):
            wait[k] = 1
        k = wait.find(1)
        while k >= 0:
            if k in put:
                number = put[k]
            else:
                number = evaluated(wrong[k] if k in wrong else functions[k], used)
            goes_on = number
            if number == computed[k]:
                goes_on = self.used[k]
            elif k in own:
                each, before = own[k], self.bits[k]
                bits = each.bits(number)
                if each.is_near(number):
                    if before and each.is_short and isclose(number, each.value, rel_tol=SAME):
                        before = max(before, exactly)
                    if bits < before:
                        saved += before - bits
                        explained.append(k)
                else:
                    if bits > before:
                        lost += max(bits - before, LEAST_LOST)
                        if lost > most_lost:
                            return None
                    if not each.may_be(number):
                        goes_on = each.value
            if goes_on != used[k]:
                used[k] = goes_on
                for user in users[k]:
                    wait[user] = 1
            k = wait.find(1, k + 1)
        return (saved - lost, explained) if explained else None


def _users(row: LongRow, own: Mapping[int, Own]) -> list[list[int]]:
    leads, last = row.leads_to(own), max(own, default=0)

    def matters(k: int) -> bool:  # a wrong equation may use other numbers than the right one
        return bool(leads[k]) or (k < last and row.nodes[k].symbol.role.phase is not Phase.UPDATE)

    return [[user for user in users if matters(user)] for users in row.users]


def evaluated(function: Function, used: Sequence[float]) -> float:
    """The result of a function; NaN where there is no such number."""
    try:
        return function(used)
    except ArithmeticError:  # a division by 0, or a number too large
        return nan
