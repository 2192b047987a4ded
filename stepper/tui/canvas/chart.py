"""Charts: curves with a label and names, and the place of the step marked on them."""

from typing import NamedTuple

from stepper.backprop.symbols import Symbol
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.plot import Area, Axis, Curve, Plot, evenly_rounded, label_room, ticks
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.cells import cells

LEAST_WIDTH, LEAST_HEIGHT = 16, 5  # of a plot, with its label and its axes
LABELLED = 7  # least lines of a chart whose x axis has labels
MOST_X_TICKS, MOST_Y_TICKS = 6, 7
X_TICK = 8  # cells for each tick of the x axis, at least


class Mark(NamedTuple):
    """A point that is marked: the value of a symbol at x."""

    x: float
    y: float
    style: str
    symbol: Symbol | None


class Chart(NamedTuple):
    """Curves with a label, bright up to the last value that the step knows, then quiet.

    names: of the curves, at their right ends; place: the x of the step; made: the last x whose
    value is computed at the step, 0 before the first; last: the largest x, one beyond the run,
    where its last update leads.
    """

    label: ScreenLine
    curves: list[Curve]
    names: list[Piece]
    marks: list[Mark]
    place: int
    made: int
    last: int


def drawn(frame: Frame, charts: list[Chart], width: int, height: int) -> list[ScreenLine]:
    """Draw charts below one another, their x axes aligned."""
    margin = min(2, width // 16)
    heights = [
        height * (k + 1) // len(charts) - height * k // len(charts) for k, _ in enumerate(charts)
    ]
    axes = [_y_axis(chart, rows) for chart, rows in zip(charts, heights, strict=True)]
    left = margin + max([label_room(frame.look, y[0]) for y in axes if y], default=0)
    right = 1 + max((cells(piece.text) for chart in charts for piece in chart.names), default=0)
    right = right if right <= width // 4 else 1
    rows_of_all: list[ScreenLine] = []
    for chart, y, rows in zip(charts, axes, heights, strict=True):
        label = [Piece(" " * margin), *chart.label] if chart.label else []
        plot: list[ScreenLine] = []
        if y and rows >= LEAST_HEIGHT and width >= LEAST_WIDTH + left + right:
            plot = _plot(frame, chart, y, (left, right), width, rows - 1)
        rows_of_all += [label, *plot, *[[]] * (rows - 1 - len(plot))][:rows]
    return rows_of_all


def _y_axis(chart: Chart, rows: int) -> tuple[Axis, int] | None:
    """The y axis of a chart, and how many of its rows the curves take."""
    values = [y for curve in chart.curves for _, y in curve.points]
    most, free = min(MOST_Y_TICKS, rows - 4), rows - 2 - (rows >= LABELLED)
    return evenly_rounded(values, most, free) if values else None


def _plot(
    frame: Frame,
    chart: Chart,
    axis: tuple[Axis, int],
    sides: tuple[int, int],
    width: int,
    rows: int,
) -> list[ScreenLine]:
    (left, right), (y, height) = sides, axis
    labelled = rows + 1 >= LABELLED
    area = Area(left, rows - 1 - labelled - height, width - left - right, height)
    most = min(MOST_X_TICKS, max(1, area.width // X_TICK))
    x = Axis(1.0, float(chart.last), ticks(1.0, chart.last - 1.0, most, least_step=1.0))
    canvas = Canvas(width, rows)
    plot = Plot(canvas, frame.look, area, x, y)
    plot.axes(labelled)
    plot.guide(chart.place, area.top)
    plot.place(chart.place, "plain")
    plot.curves(chart.curves[::-1], plot.column(chart.made) if chart.made else 0)
    for mark in chart.marks:
        plot.mark(*mark)
    if chart.names and right > 1:
        _names(canvas, plot, chart)
    return canvas.lines()


def _names(canvas: Canvas, plot: Plot, chart: Chart) -> None:
    """Put each name after its curve or a row away, the first ones where they are too many."""
    ends = [curve.points[-1] for curve in chart.curves]
    x = 2 + max((plot.column(x) for x, _ in ends), default=0)
    free = set(range(plot.area.top, plot.area.top + plot.area.height))
    for (_, y), name in zip(ends, chart.names, strict=True):
        row = plot.row(y)
        near = next((near for near in (row, row - 1, row + 1) if near in free), None)
        if near is not None:
            free.remove(near)
            canvas.put(x, near, name.text, name.style, name.symbol)
