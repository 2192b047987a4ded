"""A wide drawing in bands below one another, and the wires from one band to the next.

They turn at the right, and come in again at the left, without crossing.
"""

from collections.abc import Iterator, Sequence

from stepper.figures.layout import MARGIN, Point

STEP = 20.0  # points by which bands are widened until they are as few as possible
LANE = 6.0  # between two wires side by side
CROSSING = 26.0  # between two columns, where wires cross
BETWEEN = 14.0  # two bands, beside the wires


def starts(widths: Sequence[float], across: float, beside: float = 0) -> list[int]:
    """The first part of each band, for as few bands as possible, of equal widths if possible.

    widths: the points of each part; across: those of a band, unless a single part has more; beside:
    the points beside the parts, if there are several bands.
    """
    if sum(widths) > across:
        across -= beside
    fewest = len(_broken(widths, across))
    most = sum(widths) / fewest
    while len(found := _broken(widths, min(most, across))) > fewest:
        most += STEP
    return found


def _broken(widths: Sequence[float], most: float) -> list[int]:
    found, x = [0], 0.0
    for k, width in enumerate(widths):
        if x and x + width > most:
            found.append(k)
            x = 0.0
        x += width
    return found


def turns(
    ys: Sequence[tuple[float, float]], right: float, top: float, x: float
) -> Iterator[tuple[Point, ...]]:
    """Yield the way of each wire from one band to the next; earlier wires turn outside later ones.

    ys: where each comes from and where it goes, from top to bottom. right: of the bands; top: of
    the next band; x: where it comes in there.
    """
    for k, (source, target) in enumerate(ys):
        outer = len(ys) - k
        far, low, back = right + outer * LANE, top - (k + 1) * LANE, MARGIN + outer * LANE
        yield (far, source), (far, low), (back, low), (back, target), (x, target)
