"""The numbers of a run as texts. To make one takes as long as to compute ten of the numbers."""

from operator import itemgetter

from stepper.symbols import UPDATED, Network, Role, Symbol
from stepper.trace import Row


class RowTexts:
    """Turns the rows of a run into texts, from the first one on, each number once.

    A parameter is what the row before made of it, and dC/db is delta: their texts are there.
    """

    def __init__(self, network: Network) -> None:
        columns, position = network.columns, network.position
        kept = [s for s in columns if s.role in UPDATED]
        made = [s for s in columns if s.role not in UPDATED and s.role is not Role.DC_DB]
        places = {s: k for k, s in enumerate([*kept, *made])}
        self._before: list[str] = []
        self._kept = itemgetter(*(position[network.becomes(s)] for s in kept))
        self._made = itemgetter(*(position[s] for s in made))
        self._in_order = itemgetter(*(places[_same(s)] for s in columns))

    def __call__(self, row: Row) -> list[str]:
        """The texts of the next row, in the shortest form that reads back to the same number."""
        if self._before:
            texts = [*self._kept(self._before), *map(repr, self._made(row))]
            self._before = list(self._in_order(texts))
        else:
            self._before = list(map(repr, row))
        return self._before


def _same(s: Symbol) -> Symbol:
    """The number that has the same value in the same row."""
    return s._replace(role=Role.DELTA) if s.role is Role.DC_DB else s
