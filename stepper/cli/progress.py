"""The progress of a long command: one line in the terminal, cleared before other output."""

import os
from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TextIO, TypeVar

from stepper.typeset.cells import cells

AFTER, AGAIN = 1.0, 0.1  # seconds until the line appears, and between two states of it
BAR, LEAST_BAR = 40, 8  # cells of the bar, at most and at least
ECHO = 3  # cells left free at the end of the line: a terminal writes ^C there itself

Item = TypeVar("Item")


class Progress:
    """Shows how much of a command's work is done.

    terminal: where to show that; None for nowhere. name: of the work. left: the words for the time
    left, such as 0:03.
    """

    def __init__(self, terminal: TextIO | None, name: str, left: Callable[[str], str]) -> None:
        self._terminal = terminal
        self._name = name
        self._left = left
        self._columns = 0  # of the terminal, while a line is shown
        self._begin = self._due = 0.0  # when the work began, and when the line is next shown

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def __call__(self, items: Iterable[Item], count: int) -> Iterator[Item]:
        """Yield all items, about count of them, and show how many have passed."""
        self.advance(0, count)
        for done, item in enumerate(items, 1):
            yield item
            self.advance(done, count)
        self._clear()

    def advance(self, done: int, count: int) -> None:
        """Show how much of the work is done: nothing as it begins, all of it as it ends."""
        now = monotonic()
        if not done:
            self._begin, self._due = now, now + AFTER
        elif done >= count:
            self._clear()
        elif self._terminal and now >= self._due:
            self._due = now + AGAIN
            self._show(self._terminal, done / count, now - self._begin)

    def ended(self, lines: Iterable[Item]) -> Iterator[Item]:
        """Yield all lines, which are for the terminal that the progress was shown on."""
        for line in lines:
            self.end()
            yield line

    def end(self) -> None:
        """Clear the line and show no other: the terminal is for others."""
        self._clear()
        self._terminal = None

    def _show(self, terminal: TextIO, part: float, seconds: float) -> None:
        try:
            self._columns = os.get_terminal_size(terminal.fileno()).columns or 80
        except OSError:
            self._columns = 80
        room = self._columns - ECHO
        percent, left = f"{int(100 * part):3} %", int(seconds / part - seconds) + 1
        end = f"{percent}  {self._left(f'{left // 60}:{left % 60:02}')}"
        bar = min(BAR, room - cells(f"{self._name}  []  {end}"))
        drawn = f"[{'#' * int(bar * part):.<{bar}}]  " if bar >= LEAST_BAR else ""
        lines = (f"{self._name}  {drawn}{end}", percent)
        self._write(next((line for line in lines if cells(line) <= room), ""))

    def _clear(self) -> None:
        if self._columns:
            self._write("")
            self._columns = 0

    def _write(self, line: str) -> None:
        """Write a line over the one that is shown."""
        if self._terminal:
            try:
                self._terminal.write(f"\r{' ' * (self._columns - 1)}\r{line}")
                self._terminal.flush()
            except OSError:  # the terminal is gone; the work goes on
                self._terminal = None
