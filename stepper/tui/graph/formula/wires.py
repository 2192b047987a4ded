"""The wires between two columns of a formula's graph: level, with a track for what has to turn."""

from collections.abc import Iterable
from itertools import count
from typing import NamedTuple


class Net(NamedTuple):
    """A name on its way from a row of one column to rows of the next."""

    name: str
    source: int
    targets: tuple[int, ...]

    @property
    def turns(self) -> bool:
        return any(row != self.source for row in self.targets)

    @property
    def span(self) -> tuple[int, int]:
        rows = (self.source, *self.targets)
        return min(rows), max(rows)

    def waits_for(self, other: "Net") -> bool:
        """Whether it has to turn after another net, which would lie in its way."""
        if self.name == other.name:
            return self != other and self.source in other.targets
        return other.source in self.targets


class Wire(NamedTuple):
    """A net with the track in which it turns, None if it does not.

    after: the track from which it comes, None where it comes from its column.
    """

    net: Net
    track: int | None = None
    after: int | None = None


def routed(nets: Iterable[Net]) -> list[Wire]:
    """Give a track to each net that turns.

    Where nets wait for each other in a circle, one of them goes round by a row of its own.
    """
    nets = list(nets)
    waiting = [net for net in nets if net.turns]
    wires = [Wire(net) for net in nets if not net.turns]
    used = {row for net in nets for row in (net.source, *net.targets)}
    spans: list[list[tuple[int, int]]] = []  # of each track
    first: dict[Net, int] = {}  # the first track that a net can have
    rounds: dict[tuple[str, int], int] = {}  # (name, row) -> the track from which it gets there
    while waiting:
        ready = [net for net in waiting if not any(map(net.waits_for, waiting))]
        if not ready:
            net = waiting.pop(0)
            row = next(row for row in count() if row not in used)
            used.add(row)
            waiting += [net._replace(targets=(row,)), net._replace(source=row)]
            continue
        for net in ready:
            waiting.remove(net)
            at = next(
                k
                for k in count(first.get(net, 0))
                if k == len(spans) or not any(_meet(net.span, span) for span in spans[k])
            )
            spans += [[] for _ in range(at + 1 - len(spans))]
            spans[at].append(net.span)
            wires.append(Wire(net, at, rounds.get((net.name, net.source))))
            rounds |= {(net.name, row): at for row in net.targets}
            for other in waiting:
                if other.waits_for(net):
                    first[other] = max(first.get(other, 0), at + 1)
    return wires


def tracks(wires: Iterable[Wire]) -> int:
    """How many tracks wires need side by side."""
    return max((wire.track + 1 for wire in wires if wire.track is not None), default=0)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
