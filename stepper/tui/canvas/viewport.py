"""The part of a drawing that is in view, where not all of it fits."""

from stepper.backprop.symbols import Symbol
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.look import Look, ScreenLine
from stepper.typeset.cells import cells


class Viewport:
    """Shows some rows of a drawing, width cells of each from left on."""

    def __init__(self, width: int, rows: range, left: int = 0) -> None:
        self.rows = rows
        self.across = range(left, left + width)
        self._canvas = Canvas(width, max(1, len(rows)))

    def put(self, x: int, y: int, text: str, style: str, symbol: Symbol | None = None) -> int:
        """Put text at its place in the drawing if all of it is in view; return the x after it."""
        end = x + cells(text)
        if y in self.rows and self.across.start <= x and end <= self.across.stop:
            self._canvas.put(x - self.across.start, y - self.rows.start, text, style, symbol)
        return end

    def mark_ends(self, look: Look, height: int) -> None:
        """Put a sign where more of a drawing of height lines is above or below."""
        right = self.across.stop - 1
        if self.rows.start > 0:
            self.put(right, self.rows.start, look.sign("above"), "quiet")
        if self.rows.stop < height:
            self.put(right, self.rows.stop - 1, look.sign("below"), "quiet")

    def lines(self) -> list[ScreenLine]:
        return self._canvas.lines()
