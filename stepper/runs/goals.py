"""Goals such as C < 0.01, and the search for the first iteration where one holds."""

import re
from collections.abc import Callable
from operator import ge, gt, le, lt
from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.half_width import half_width
from stepper.runs.trace import Trace

RELATIONS: dict[str, Callable[[float, float], bool]] = {"<=": le, ">=": ge, "<": lt, ">": gt}
_SPELT = {"≤": "<=", "≥": ">="}
_GOAL = re.compile(r"(.+?)\s*(<=|>=|<|>|≤|≥)\s*(.+)")


class Goal(NamedTuple):
    """The number of a symbol, in relation to a value."""

    symbol: Symbol
    relation: str
    value: float

    def holds(self, trace: Trace, iteration: int) -> bool:
        """Whether it holds in an iteration; false if the run stopped before the number."""
        number = trace.known(self.symbol, iteration)
        return number is not None and RELATIONS[self.relation](number, self.value)


class Parts(NamedTuple):
    """A goal as it is written: C, < and 0.01."""

    name: str
    relation: str
    value: str


def parts(text: str) -> Parts | None:
    """Split a written goal; None for a text without a relation."""
    found = _GOAL.fullmatch(half_width(text).strip())
    return Parts(found[1], _SPELT.get(found[2], found[2]), found[3]) if found else None


class Search:
    """Looks for the first iteration of a run where a goal holds, a little at a time.

    iteration: where it holds; 0 as long as none is found. seen: iterations that were looked at.
    best: the number that came closest, and its iteration.
    """

    def __init__(self, trace: Trace, goal: Goal) -> None:
        self.trace = trace
        self.goal = goal
        self.iteration = 0
        self.seen = 0
        self.best: tuple[float, int] | None = None

    @property
    def is_over(self) -> bool:
        stop = self.trace.rows.stop
        end = stop.iteration if stop else self.trace.iterations
        return bool(self.iteration) or self.seen >= end

    def go_on(self, until: float) -> bool:
        """Look at iterations until a time of monotonic(); return whether the search is over."""
        rows = self.trace.rows
        while not self.is_over and rows.reach(self.seen + 1, until):
            self.seen += 1
            if self.goal.holds(self.trace, self.seen):
                self.iteration = self.seen
            number = self.trace.known(self.goal.symbol, self.seen)
            if number is not None and self._is_closer(number):
                self.best = number, self.seen
        return self.is_over

    def _is_closer(self, number: float) -> bool:
        return self.best is None or RELATIONS[self.goal.relation[0]](number, self.best[0])
