"""The numbers of a run over its iterations, as far as they are computed: never asked for beyond."""

from functools import lru_cache, reduce
from operator import add
from weakref import WeakKeyDictionary

from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.runs.trace import Step, Trace
from stepper.tui.canvas.plot import Point

MOST_WEIGHTS = 8
MOST_PLACES = 200  # where a curve is sampled: two a cell, and no more than stored rows are kept

Numbers = dict[int, float | None]

# What was read of a trace: a row of a stored one is verified each time, a mean has many rows.
_READ: WeakKeyDictionary[Trace, dict[Symbol, Numbers]] = WeakKeyDictionary()
_MOVED: WeakKeyDictionary[Trace, tuple[int, list[Symbol]]] = WeakKeyDictionary()


def ready(step: Step) -> int:
    """How many rows are computed; that of the step is, as soon as anything shows it."""
    return max(step.trace.rows.ready, step.iteration)


@lru_cache(maxsize=4)
def all_weights(network: Network) -> list[Symbol]:
    return [s for s in network.columns if s.role is Role.W]


def shown_weights(trace: Trace, rows: int, at_hand: Symbol | None) -> list[Symbol]:
    """All weights where they are few; else the one at hand and those that moved most so far."""
    weights = all_weights(trace.network)
    if len(weights) <= MOST_WEIGHTS:
        return sorted(weights, key=lambda s: s != at_hand)
    if _MOVED.get(trace, (0, []))[0] != rows:
        way = {s: _way(trace, rows, s) for s in weights}
        _MOVED[trace] = rows, sorted(weights, key=lambda s: -way[s])[:MOST_WEIGHTS]
    moved = [s for s in _MOVED[trace][1] if s != at_hand]
    return [*([at_hand] if at_hand else []), *moved][:MOST_WEIGHTS]


def _way(trace: Trace, rows: int, s: Symbol) -> float:
    first, latest = trace.value_if_any(1, s), trace.value_if_any(rows, s)
    return 0.0 if first is None or latest is None else abs(latest - first)


@lru_cache(maxsize=16)
def _places(last: int, width: int) -> list[int]:
    """Where a curve from 1 to last is sampled."""
    count = min(2 * width, MOST_PLACES, last)
    return sorted({1 + k * (last - 1) // max(1, count - 1) for k in range(count)})


def points(trace: Trace, s: Symbol, last: int, width: int, known: int) -> tuple[Point, ...]:
    """A curve as far as it is known."""
    read = _numbers(trace, s)
    curve = []
    for x in _places(last, width):
        if x > known:
            break
        value = read[x] if x in read else number(trace, s, x)
        if value is not None:
            curve.append((float(x), value))
    return tuple(curve)


def _numbers(trace: Trace, s: Symbol) -> Numbers:
    return _READ.setdefault(trace, {}).setdefault(s, {})


def number(trace: Trace, s: Symbol, x: int) -> float | None:
    read = _numbers(trace, s)
    if x not in read:
        read[x] = _value(trace, s, x)
    return read[x]


def _value(trace: Trace, s: Symbol, x: int) -> float | None:
    """The mean C of epoch x; a weight in iteration x, behind the last what it has become."""
    if s == COST:
        samples = len(trace.scenario.samples)
        costs = [trace.value_if_any(n, s) for n in range((x - 1) * samples + 1, x * samples + 1)]
        there = [cost for cost in costs if cost is not None]
        return reduce(add, there) / samples if len(there) == samples else None
    if x > trace.iterations:
        return trace.value_if_any(x - 1, s._replace(role=Role.W_NEW))
    return trace.value_if_any(x, s)
