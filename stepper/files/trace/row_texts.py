"""The numbers of a run as texts, row by row."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from stepper.backprop.model import Model
from stepper.backprop.symbols import UPDATED, Role, Symbol
from stepper.runs.rows import Row


class RowTexts:
    """Converts the rows of a run to texts, in order, without converting a number twice.

    A parameter has the text that the previous row has for its update; dC/db has that of delta.
    """

    def __init__(self, model: Model) -> None:
        columns, position = model.columns, model.position
        parameters = [s for s in columns if s.role in UPDATED]
        computed = [s for s in columns if s.role not in UPDATED and s.role is not Role.DC_DB]
        places = {s: k for k, s in enumerate([*parameters, *computed])}
        self._before: list[str] = []
        self._parameters = _picks([position[model.becomes(s)] for s in parameters])
        self._computed = _picks([position[s] for s in computed])
        self._in_order = _picks([places[_same(s)] for s in columns])

    def __call__(self, row: Row) -> list[str]:
        """The numbers of the next row, each as the shortest text that reads back to it."""
        if self._before:
            texts = [*self._parameters(self._before), *map(repr, self._computed(row))]
            self._before = list(self._in_order(texts))
        else:
            self._before = list(map(repr, row))
        return self._before


def _picks(places: list[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """A function that picks the items at some places; itemgetter does for two places or more."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: [row[k] for k in places]


def _same(s: Symbol) -> Symbol:
    """A symbol with the same value in the same row."""
    return s._replace(role=Role.DELTA) if s.role is Role.DC_DB else s
