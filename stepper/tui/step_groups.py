"""The steps of an iteration by neuron: z1 and h1; then ∂C/∂h1, its slope and δ1; then gradients.

opened is a range of the places of steps: those of all, of a phase, or of a neuron.
"""

from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from stepper.symbols import Network, Phase, Role, Symbol

# What is made of a neuron in one go, by the number that comes of it; else the first stands for all.
_RESULT = {Role.Z: Role.A, Role.DC_DA: Role.DELTA, Role.DA_DZ: Role.DELTA}
_TOGETHER = _RESULT | {Role.DC_DB: Role.DC_DW, Role.B_NEW: Role.W_NEW}


class Group(NamedTuple):
    """Neighbouring steps of one neuron; main is the one that stands for them."""

    main: Symbol
    steps: range  # places among the steps of an iteration


Item = Phase | Symbol | Group


def opened(network: Network, symbol: Symbol, room: int) -> range:
    """What is opened at a step: everything, else its phase, else its neuron, as it fits."""
    place = network.step_index[symbol]
    phases = _phases(network)
    phase = phases[bisect_right(phases, place, key=lambda steps: steps.start) - 1]
    fitting = (o for o in (range(len(network.steps)), phase) if _height(network, o) <= room)
    return next(fitting, None) or _group(network, place).steps


@lru_cache(maxsize=64)
def items(network: Network, opened: range, sum_at_work: Symbol | None) -> list[Item]:
    """The list: headings, groups that are closed, steps; the terms of one sum before it."""
    listed: list[Item] = []
    for phase, groups in groupby(_groups(network), lambda group: group.main.role.phase):
        listed.append(phase)
        for group in groups:
            if len(group.steps) > 1 and group.steps.start not in opened:
                listed.append(group)
                continue
            for place in group.steps:
                symbol = network.steps[place]
                if symbol == sum_at_work:
                    listed += network.terms(symbol)
                listed.append(symbol)
    return listed


@lru_cache(maxsize=64)
def _height(network: Network, opened: range) -> int:
    closed = sum(group.steps.start not in opened for group in _groups(network))
    return len(_phases(network)) + closed + len(opened)


def _group(network: Network, place: int) -> Group:
    groups = _groups(network)
    return groups[bisect_right(groups, place, key=lambda group: group.steps.start) - 1]


@lru_cache(maxsize=8)
def _groups(network: Network) -> list[Group]:
    def group(steps: range) -> Group:
        first = network.steps[steps.start]
        return Group(network.steps[steps[-1]] if first.role in _RESULT else first, steps)

    return [group(s) for s in _runs(network, lambda s: (_TOGETHER.get(s.role, s.role), s.l, s.j))]


@lru_cache(maxsize=8)
def _phases(network: Network) -> list[range]:
    return _runs(network, lambda symbol: symbol.role.phase)


def _runs(network: Network, key: Callable[[Symbol], object]) -> list[range]:
    """The ranges of neighbouring steps with the same key."""
    places = range(len(network.steps))
    runs = (list(run) for _, run in groupby(places, lambda place: key(network.steps[place])))
    return [range(run[0], run[-1] + 1) for run in runs]
