"""How far long work has come: one line in the terminal, gone when anything else is written."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from time import monotonic
from typing import TextIO, TypeVar

from stepper.typeset.cells import cells

AFTER, AGAIN = 1.0, 0.1  # seconds until the line is there, and until it changes
LOOK = 0.02  # seconds between two looks at the clock
BAR = 40  # cells of the bar where there is room
LEAST_BAR = 8
ECHO = 3  # cells left free at the end of the line: a terminal writes ^C there itself

Thing = TypeVar("Thing")


class Progress:
    """Lets things pass, and counts them.

    terminal: where the line is shown; None for nowhere. name: of the work. left: what is said of
    a time such as 0:03, the rest that there is to wait.
    """

    def __init__(self, terminal: TextIO | None, name: str, left: Callable[[str], str]) -> None:
        self._terminal = terminal
        self._name = name
        self._left = left
        self._width = 0  # cells of the line that is shown, or was before it became shorter

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def __call__(self, things: Iterable[Thing], count: int) -> Iterator[Thing]:
        """All things; that they are so many is known before."""
        return self._watched(iter(things), count) if self._terminal else iter(things)

    def end(self) -> None:
        """Show nothing any more: the terminal is for others."""
        self._clear()
        self._terminal = None

    def _watched(self, things: Iterator[Thing], count: int) -> Iterator[Thing]:
        begin, done, some = monotonic(), 0, 1
        due = begin + AFTER
        while done < count and self._terminal:
            yield from islice(things, some)
            done += some
            now = monotonic()
            if now >= due:
                due = now + AGAIN
                self._show(min(done / count, 1.0), now - begin)
            each = (now - begin) / done
            some = min(2 * some, int(LOOK / each) + 1) if each else 2 * some
        self._clear()
        yield from things

    def _show(self, part: float, seconds: float) -> None:
        room = self._columns - ECHO
        for line in self._lines(part, int(seconds / part - seconds) + 1, room):
            if cells(line) <= room:
                before, self._width = self._width, max(self._width, cells(line))
                self._write(f"\r{line}{' ' * (before - cells(line))}")
                break

    def _lines(self, part: float, left: int, room: int) -> Iterator[str]:
        """The line for each width of a terminal, the widest first."""
        percent = f"{int(100 * part):3} %"
        end = f"{percent}  {self._left(f'{left // 60}:{left % 60:02}')}"
        bar = min(BAR, room - cells(f"{self._name}  []  {end}"))
        if bar >= LEAST_BAR:
            full = int(bar * part)
            yield f"{self._name}  [{'#' * full}{'.' * (bar - full)}]  {end}"
        yield f"{self._name}  {end}"
        yield percent

    def _clear(self) -> None:
        if self._width:
            self._write(f"\r{' ' * (self._width + ECHO - 1)}\r")
            self._width = 0

    def _write(self, text: str) -> None:
        try:
            if self._terminal:
                self._terminal.write(text)
                self._terminal.flush()
        except OSError:  # it is gone: the work goes on
            self._terminal = None

    @property
    def _columns(self) -> int:
        try:
            columns = os.get_terminal_size(self._terminal.fileno()).columns if self._terminal else 0
        except OSError:
            columns = 0
        return columns or 80  # of one that does not say
