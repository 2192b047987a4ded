"""The steps of an iteration by neuron: z1 and h1; then ∂C/∂h1, its slope and δ1; then gradients.

opened is a range of places among the steps of an iteration: those of a phase, of layers or of a
neuron, which are listed one by one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain, groupby, takewhile
from typing import NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.symbols import Phase, Role, Symbol

# The steps of a neuron that form a group -> the step that represents it; elsewhere it is the first.
_RESULT = {
    Role.Z: Role.A, Role.E: Role.A, Role.DC_DA: Role.DELTA, Role.DA_DZ: Role.DELTA,
    Role.LOCAL: Role.GRADIENT,
}  # fmt: skip
_TOGETHER = _RESULT | {
    Role.DC_DB: Role.DC_DW, Role.SUM_DB: Role.SUM_DW, Role.B_NEW: Role.W_NEW,
}  # fmt: skip


class Listed(NamedTuple):
    """The steps of an iteration; within a batch, those without updates."""

    model: Model
    updates: bool = True

    @property
    def steps(self) -> tuple[Symbol, ...]:
        return self.model.steps if self.updates else _without_updates(self.model)


@lru_cache(maxsize=8)  # saves copying the steps: up to 13,000
def _without_updates(model: Model) -> tuple[Symbol, ...]:
    return tuple(s for s in model.steps if s.role.phase is not Phase.UPDATE)


class Group(NamedTuple):
    """Neighbouring steps of one neuron; main is the one that represents them."""

    main: Symbol
    steps: range  # places among the steps of an iteration


Item = Phase | Symbol | Group


def opened(listed: Listed, symbol: Symbol, room: int) -> range:
    """The range that is opened at a step in a list of room lines.

    That is its phase, else its layer and as many layers around it as fit, else its neuron.
    """
    place = listed.model.step_index[symbol]
    layers = _layers(listed)
    for runs in (_phases(listed), layers):
        own = runs[bisect_right(runs, place, key=lambda steps: steps.start) - 1]
        if _height(listed, own) <= room:
            return _widened(listed, own, room)
    return _group(listed, place).steps


def _widened(listed: Listed, own: range, room: int) -> range:
    """The range own with the whole layers after it, then before it, that fit."""
    layers = _layers(listed)
    after = (range(own.start, s.stop) for s in layers if s.start >= own.stop)
    widest = _last_that_fits(listed, chain([own], after), room)
    before = (range(s.start, widest.stop) for s in reversed(layers) if s.stop <= own.start)
    return _last_that_fits(listed, chain([widest], before), room)


def _last_that_fits(listed: Listed, growing: Iterable[range], room: int) -> range:
    return [*takewhile(lambda steps: _height(listed, steps) <= room, growing)][-1]


def items(listed: Listed, opened: range, sum_at_work: Symbol | None) -> list[Item]:
    """The list: headings, closed groups and steps; the terms of sum_at_work before it."""
    shown: list[Item] = []
    for phase, groups in groupby(_groups(listed), lambda group: group.main.role.phase):
        shown.append(phase)
        for group in groups:
            if len(group.steps) > 1 and group.steps.start not in opened:
                shown.append(group)
                continue
            for place in group.steps:
                symbol = listed.steps[place]
                if symbol == sum_at_work:
                    shown += listed.model.terms(symbol)
                shown.append(symbol)
    return shown


def _height(listed: Listed, opened: range) -> int:
    """The lines of the list."""
    groups = _groups(listed)
    first, stop = (
        bisect_left(groups, place, key=lambda group: group.steps.start)
        for place in (opened.start, opened.stop)
    )
    return len(_phases(listed)) + len(groups) - (stop - first) + len(opened)


def _group(listed: Listed, place: int) -> Group:
    groups = _groups(listed)
    return groups[bisect_right(groups, place, key=lambda group: group.steps.start) - 1]


@lru_cache(maxsize=8)  # like the next two, saves a pass over all steps: 3 to 19 ms of 13,000
def _groups(listed: Listed) -> list[Group]:
    def group(steps: range) -> Group:
        first = listed.steps[steps.start]
        return Group(listed.steps[steps[-1]] if first.role in _RESULT else first, steps)

    return [group(s) for s in _runs(listed, lambda s: (_TOGETHER.get(s.role, s.role), *_of(s)))]


@lru_cache(maxsize=8)
def _phases(listed: Listed) -> list[range]:
    return _runs(listed, lambda symbol: symbol.role.phase)


@lru_cache(maxsize=8)
def _layers(listed: Listed) -> list[range]:
    return _runs(listed, lambda symbol: (symbol.role.phase, _of(symbol)[0]))


def _of(symbol: Symbol) -> tuple[int | str, int]:
    """The layer and the neuron of a number; of a formula, the name that it is about."""
    return (symbol.names[-1], 0) if symbol.names else (symbol.l, symbol.j)


def _runs(listed: Listed, key: Callable[[Symbol], object]) -> list[range]:
    """The ranges of neighbouring steps with the same key."""
    places = range(len(listed.steps))
    runs = (list(run) for _, run in groupby(places, lambda place: key(listed.steps[place])))
    return [range(run[0], run[-1] + 1) for run in runs]
