"""A part of the screen that shows lines of pieces, and repaints only what has changed."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from stepper.tui.look import Line
from stepper.typeset import cells

if TYPE_CHECKING:
    from stepper.tui.app import StepperApp

Subject = TypeVar("Subject")
GAP = 6  # cells that stay as they are between two changes are sent again up to here


class Panel(Widget, Generic[Subject]):
    """Draws its subject, such as the frame of a step, into the size it has."""

    app: "StepperApp"

    def __init__(self, id: str, draw: Callable[[Subject, int, int], list[Line]]) -> None:
        super().__init__(id=id)
        self._draw = draw
        self._subject: Subject | None = None
        self._lines: list[Line] = []
        self._strips: list[Strip] = []
        self._drawn_for: object = None

    def show(self, subject: Subject) -> None:
        """Show a subject, and repaint those cells that differ from what is shown."""
        self._subject = subject
        if self.display and self._drawn_for == self._circumstances():
            old = self._strips
            changed = [
                Region(x, y, n, 1)
                for y in self._redraw()
                for x, n in _runs(old[y], self._strips[y])
            ]
            if changed:
                self.refresh(*changed)
        else:
            self._drawn_for = None
            self.refresh()

    def render_line(self, y: int) -> Strip:
        if self._drawn_for != self._circumstances():
            self._lines, self._strips = [], []
            self._redraw()
            self._drawn_for = self._circumstances()
        return self._strips[y] if y < len(self._strips) else Strip.blank(self.size.width)

    def _circumstances(self) -> object:
        return self.size, self.app.theme

    def _redraw(self) -> list[int]:
        """Draw the subject again; the numbers of the lines that are new."""
        width, height = self.size
        lines = (
            self._draw(self._subject, width, height)[:height] if self._subject is not None else []
        )
        lines += [[] for _ in range(height - len(lines))]
        old, self._lines = self._lines, lines
        fresh = [y for y, line in enumerate(lines) if y >= len(old) or line != old[y]]
        strips = self._strips[:height] + [Strip([])] * (height - len(self._strips))
        for y in fresh:
            strips[y] = self._strip(lines[y], width)
        self._strips = strips
        return fresh

    def _strip(self, line: Line, width: int) -> Strip:
        styles = self.app.piece_styles
        segments = [Segment(piece.text, styles[piece.style]) for piece in line if piece.text]
        return Strip(segments).adjust_cell_length(width, styles["plain"])


def _runs(old: Strip, new: Strip) -> Iterator[tuple[int, int]]:
    """(x, length) of the stretches of cells that differ."""
    a, b = _cells(old), _cells(new)
    begin = end = -1
    for x in range(len(b)):
        if x < len(a) and a[x] == b[x]:
            continue
        if begin >= 0 and x - end > GAP:
            yield begin, end - begin
            begin = x
        begin = x if begin < 0 else begin
        end = x + 1
    if begin >= 0:
        yield begin, end - begin


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """One entry a cell; both cells of a wide letter hold it."""
    return [
        (letter, segment.style)
        for segment in strip
        for letter in segment.text
        for _ in range(cells(letter))
    ]
