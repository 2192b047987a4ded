"""The rows of a run in memory, as they are copied and pickled."""

from array import array
from contextlib import suppress

from stepper.errors import NotFiniteError
from stepper.runs.rows import Row, Rows


class Kept(Rows):
    """All rows of a run, computed or read up to its end or to where it stops.

    width: the number of columns. Raises StepperError for a stored row that is wrong.
    """

    def __init__(self, rows: Rows, width: int) -> None:
        self.are_stored = rows.are_stored
        self._iterations = len(rows)
        self._width = width
        self._numbers = array("d")
        with suppress(NotFiniteError):
            for n in range(self._iterations):
                self._numbers.extend(rows.row(n))
        self.stop = rows.stop

    def __len__(self) -> int:
        return self._iterations

    def row(self, n: int) -> Row:
        start = n * self._width
        if start >= len(self._numbers) and self.stop:
            raise self.stop
        return self._numbers[start : start + self._width]
