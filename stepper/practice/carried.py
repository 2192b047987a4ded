"""Mistakes and a student's own numbers carried through a long row."""

from collections.abc import Mapping, Sequence
from math import nan

from stepper.practice.long_row import Function, LongRow
from stepper.practice.own_numbers import Own

LEAST_LOST = 1.0  # bits that it costs to break an answer that agrees


class Carried:
    """The numbers of a row as a student would have computed them.

    Every equation is evaluated on the numbers before it: where the student's own number agrees
    with what comes out, its unrounded value is carried on, else the number that was written.

    wrong: functions in force in place of those of their nodes; put: numbers in place of given ones.
    computed: what each equation gives. used: what later equations use.
    """

    def __init__(
        self,
        row: LongRow,
        own: Mapping[int, Own],
        wrong: Mapping[int, Function] | None = None,
        put: Mapping[int, float] | None = None,
    ) -> None:
        self.row = row
        self.own = own
        self.wrong = dict(wrong or {})
        self.put = dict(put or {})
        self.used = list(row.start)
        self.computed = list(row.start)
        self._wait = bytearray(len(row.nodes))  # which nodes are to be computed again
        for k in (*own, *self.wrong, *self.put):
            self._wait[k] = 1
        k = self._wait.find(1)
        while k >= 0:
            number = self.evaluated(k, self.used)
            self.computed[k] = number
            used = self._goes_on(k, number)
            if used != self.used[k]:
                self.used[k] = used
                for user in row.users[k]:
                    self._wait[user] = 1
            k = self._wait.find(1, k + 1)
        self._wait = bytearray(len(row.nodes))
        self.judge(own)

    def judge(self, own: Mapping[int, Own]) -> None:
        """Judge the answers, which may have got other tolerances."""
        self.own = own
        self.bits = {
            k: 0.0 if each.is_near(self.computed[k]) else each.bits(self.computed[k])
            for k, each in own.items()
        }

    def gain(
        self, wrong: Mapping[int, Function], put: Mapping[int, float], most_lost: float
    ) -> tuple[float, list[int]] | None:
        """How many bits more functions or numbers in force save, and at which answers.

        None where they change no answer, or break those that agree by more than most_lost bits.
        """
        row, used, computed, own = self.row, self.used[:], self.computed, self.own
        wait, saved, lost, explained = self._wait[:], 0.0, 0.0, []
        for k in (*wrong, *put):
            wait[k] = 1
        k = wait.find(1)
        while k >= 0:
            if k in wrong:
                number = _evaluated(wrong[k], used)
            else:
                number = put[k] if k in put else self.evaluated(k, used)
            goes_on = number
            if number == computed[k]:
                goes_on = self.used[k]
            elif k in own:
                if not own[k].agrees(number):
                    goes_on = own[k].value
                before, bits = self.bits[k], own[k].bits(number)
                if own[k].is_near(number):
                    if bits < before:
                        saved += before - bits
                        explained.append(k)
                elif bits > before:
                    lost += max(bits - before, LEAST_LOST)
                    if lost > most_lost:
                        return None
            if goes_on != used[k]:
                used[k] = goes_on
                for user in row.users[k]:
                    wait[user] = 1
            k = wait.find(1, k + 1)
        return (saved - lost, explained) if explained else None

    def evaluated(self, k: int, used: Sequence[float]) -> float:
        """What the equation in force at a node gives on other numbers."""
        if k in self.put:
            return self.put[k]
        return _evaluated(self.wrong.get(k) or self.row.function(k), used)

    def _goes_on(self, k: int, number: float) -> float:
        own = self.own.get(k)
        return number if own is None or own.agrees(number) else own.value


def _evaluated(function: Function, used: Sequence[float]) -> float:
    try:
        return function(used)
    except ArithmeticError:  # a division by 0, or a number too large
        return nan
