"""A student's own numbers at the nodes of a long row, and how exactly each is known."""

from collections.abc import Sequence
from math import isfinite, log2
from sys import float_info
from typing import NamedTuple

from stepper.diagnosis.long_row import LongRow, Node, node_of
from stepper.diagnosis.verdict import FLOAT
from stepper.input.answers import Answer
from stepper.typeset.digits import FEWEST_DIGITS

MOST_BITS = 20.0  # the most that one number counts


class Own(NamedTuple):
    """An answer as a number of a row.

    half: half a unit of the last digit written. tolerance: how far rounding may have moved it.
    """

    answer: Answer
    value: float
    half: float
    tolerance: float

    @property
    def is_short(self) -> bool:
        """Whether it has so few digits that its rounding says next to nothing."""
        return self.answer.number.digits <= FEWEST_DIGITS

    def bits(self, number: float) -> float:
        """How many bits it takes to state what was written, given the number to expect.

        0 if the two agree, few if rounding may have moved the number.
        """
        off = abs(number - self.value)
        if off <= self.half:
            return 0.0
        if not isfinite(off):
            return MOST_BITS
        return min(log2(max(off, self.tolerance) / self.half), MOST_BITS)

    def is_near(self, number: float) -> bool:
        """Whether rounding may have moved a number to what was written."""
        return abs(number - self.value) <= self.tolerance

    def may_be(self, number: float) -> bool:
        """Whether a number may have been carried on, but written down rounded or cut off."""
        cut = abs(number) - abs(self.value) if number * self.value > 0 else -1.0
        return self.is_near(number) or 0.0 <= cut < 2 * self.half

    def agrees(self, number: float) -> bool:
        return abs(number - self.value) <= self.half


def own_numbers(answers: Sequence[Answer]) -> dict[Node, Own]:
    """Each answer by its node; of several to one number, the last is the one that is used."""
    found: dict[Node, Own] = {}
    for answer in reversed(answers):
        plain = Node(answer.iteration, answer.quantity.symbol)
        node = node_of(answer, plain not in found)
        value = answer.quantity.signed(answer.number.value)
        half = max(float(answer.number.half) * (1 + 1e-9) + abs(value) * FLOAT, float_info.min)
        found[node] = Own(answer, value, half, half)
    return found


def at_nodes(row: LongRow, own: dict[Node, Own]) -> dict[int, Own]:
    """The answers by their place in a row."""
    return {row.index[node]: number for node, number in own.items()}
