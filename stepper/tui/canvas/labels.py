"""Labels on one line: each where it wants to be, or as near to that as its neighbours allow."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stepper.tui.look import ScreenLine

APART = 1  # blank cells between two labels


class Label(NamedTuple):
    """A text that wants to begin at x; width: the cells it takes once all its numbers are made."""

    x: int
    line: ScreenLine
    width: int


def places(labels: Sequence[Label], left: int, right: int) -> list[int]:
    """Where each begins, between left and right; empty where there is no room for all.

    A label that has too little room moves to the left before those at its right make way.
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
    """The first choice that there is room for, at its places; of the last, what there is."""
    labels: Sequence[Label] = ()
    for labels in choices:
        if found := places(labels, left, right):
            break
    else:
        labels = _leading(labels, right - left)
        found = places(labels, left, right)
    return [label._replace(x=x) for label, x in zip(labels, found, strict=True)]


def _leading(labels: Sequence[Label], room: int) -> list[Label]:
    """Those that are not too wide together, none of them cut."""
    fitting: list[Label] = []
    for label in labels:
        if sum(APART + other.width for other in (*fitting, label)) - APART <= room:
            fitting.append(label)
    return fitting
