"""Labels on one line, each as near to its wanted place as its neighbours allow."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stepper.tui.look import ScreenLine

APART = 1  # blank cells between two labels


class Label(NamedTuple):
    """A text that should begin at x; width: the cells it takes once its numbers are computed."""

    x: int
    line: ScreenLine
    width: int


def places(labels: Sequence[Label], left: int, right: int) -> list[int]:
    """The x where each label begins, between left and right; empty if they do not all fit.

    A label with too little room moves to the left before those to its right move.
    """
    found = []
    end = right
    for label in reversed(labels):
        found.append(min(label.x, end - label.width))
        end = found[-1] - APART
    found.reverse()
    end = left
    for k, label in enumerate(labels):
        found[k] = max(found[k], end)
        end = found[k] + label.width + APART
    return found if end - APART <= right else []


def first_that_fit(choices: Iterable[Sequence[Label]], left: int, right: int) -> list[Label]:
    """The first choice that fits, at its places, else what fits of the last."""
    labels: Sequence[Label] = ()
    for labels in choices:
        if found := places(labels, left, right):
            break
    else:
        labels = _leading(labels, right - left)
        found = places(labels, left, right)
    return [label._replace(x=x) for label, x in zip(labels, found, strict=True)]


def _leading(labels: Sequence[Label], room: int) -> list[Label]:
    """The first labels that fit together in room cells, uncut."""
    fitting: list[Label] = []
    for label in labels:
        if sum(APART + other.width for other in (*fitting, label)) - APART <= room:
            fitting.append(label)
    return fitting
