"""C by epoch and the weights over iterations: the whole run, with the place of the step marked.

Numbers that are not computed yet are never asked for: what there is of the run is drawn.
"""

from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from stepper.digits import GRAPH
from stepper.symbols import COST, Network, Role, Symbol
from stepper.trace import Trace
from stepper.tui.look import Frame, Line, Piece
from stepper.tui.plot import (
    Area,
    Axis,
    Curve,
    Plot,
    Point,
    label_room,
    length,
    rounded,
    said,
    ticks,
)
from stepper.tui.sheet import Sheet
from stepper.typeset import cells

BESIDE = 100  # cells of width from which the plots stand side by side …
BESIDE_WHEN_LOW = 72  # … where there is no height for both below one another
LEAST_WIDTH, LEAST_HEIGHT = 16, 5  # of a plot, with its label and its axes
LABELLED = 7  # lines of a chart from which on its x axis has labels, and two of them fit
MOST_WEIGHTS = 8
MOST_PLACES = 200  # where a curve is sampled: two a cell, and no more than stored rows are kept
MOST_X_TICKS, MOST_Y_TICKS = 6, 7
X_TICK = 8  # cells for each tick of the x axis, at least
GAP = 3  # between the parts of a label

Label = list[tuple[int, Line]]  # parts with their ranks: the higher, the sooner left out
Numbers = dict[int, float | None]

# What was read of a trace: a row of a stored one is verified each time, a mean has many rows.
_READ: WeakKeyDictionary[Trace, dict[Symbol, Numbers]] = WeakKeyDictionary()
_MOVED: WeakKeyDictionary[Trace, tuple[int, list[Symbol]]] = WeakKeyDictionary()


class Mark(NamedTuple):
    x: float
    y: float
    style: str
    symbol: Symbol | None


class Chart(NamedTuple):
    """A plot and its label: bright up to the place of the step, then quiet."""

    label: Line
    curves: list[Curve]
    names: list[Piece]  # of the curves, at their right ends
    marks: list[Mark]
    place: int
    last: int  # of x: one beyond the run, where its last update leads


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """Both charts below one another, or side by side; C alone where there is no room for two."""
    low = height < 2 * LABELLED
    if width >= (BESIDE_WHEN_LOW if low else BESIDE):
        room = width // 2
        left = _drawn(frame, [_cost(frame, room)], room, height)
        right = _drawn(frame, [_weights(frame, width - room)], width - room, height)
        return [
            [*here, Piece(" " * (room - length(here))), *there]
            for here, there in zip(left, right, strict=True)
        ]
    charts = [_cost(frame, width)]
    if not low:
        charts.append(_weights(frame, width))
    return _drawn(frame, charts, width, height)


# --- what is drawn


def _cost(frame: Frame, width: int) -> Chart:
    """C of each epoch, the mean of its samples."""
    look, step, trace = frame.look, frame.step, frame.step.trace
    samples = len(trace.scenario.samples)
    epoch, sample = trace.scenario.place(step.iteration)
    known = step.is_known(COST) and sample == samples
    last, ready = trace.scenario.epochs + 1, _ready(frame) // samples
    points = _points(trace, COST, last, width, ready)
    value = _number(trace, COST, epoch) if epoch <= ready else None

    symbol = COST if samples == 1 else None
    style = "quiet" if not known else frame.style(COST) if symbol else "forward"
    unknown = look.notation.sign("unknown")
    number = look.number(value, GRAPH) if known and value is not None else unknown
    words = "curves.cost" if symbol else "curves.cost.mean"
    C = look.name(COST)
    at = said(
        look,
        f"{words}.at",
        C=[Piece(f"{C} ", "plain" if known else "quiet", symbol), Piece(number, style, symbol)],
        epoch=[Piece(str(epoch))],
    )
    label: Label = [(2, [Piece(look.say(words, C=C, count=samples))]), (0, at)]
    label.append((1, _computed(frame)))
    marks = [] if value is None else [Mark(epoch, value, style, symbol)]
    curves = [Curve(points, "forward")] if points else []
    return Chart(_fitting(label, width - 2), curves, [], marks, epoch, last)


def _computed(frame: Frame) -> Line:
    """How far the run is computed; nothing where that is all of it."""
    trace = frame.step.trace
    ready, stop = _ready(frame), trace.rows.stop
    if stop:
        text = frame.look.say(
            "curves.stopped", iteration=stop.iteration, iterations=trace.iterations
        )
    elif ready < trace.iterations:
        text = frame.look.say("curves.computed", ready=ready, iterations=trace.iterations)
    else:
        return []
    return [Piece(text, "quiet")]


def _weights(frame: Frame, width: int) -> Chart:
    """The weights that moved most, and the one at hand, in each iteration."""
    step, trace = frame.step, frame.step.trace
    ready = _ready(frame)
    last = trace.iterations + 1
    known = last if ready == trace.iterations else ready
    of_weight = step.symbol.role in (Role.DC_DW, Role.W_NEW)
    at_hand = step.symbol._replace(role=Role.W) if of_weight else None
    shown = _shown(trace, ready, at_hand)
    curves, names, marks = [], [], []
    for s in shown:
        points = _points(trace, s, last, width, known)
        if points:
            bright = s == at_hand
            curves.append(Curve(points, "key" if bright else "parameter", "*" if bright else "."))
            unlit = "key" if bright and s not in frame.lit else frame.style(s)
            names.append(Piece(frame.look.name(s), unlit, s))
    if at_hand:
        marks.append(Mark(step.iteration, step.value_of(at_hand), frame.style(at_hand), at_hand))
        new = step.symbol._replace(role=Role.W_NEW)
        if step.is_known(new):
            marks.append(Mark(step.iteration + 1, step.value_of(new), frame.style(new), new))
    label = _weights_label(frame, shown, at_hand, width - 2)
    return Chart(label, curves, names, marks, step.iteration, last)


def _weights_label(frame: Frame, shown: list[Symbol], at_hand: Symbol | None, width: int) -> Line:
    """The values at the place, as many as fit; the one at hand before all others."""
    look, step = frame.look, frame.step
    total = len(_all_weights(step.trace.network))
    some: Line = []
    if len(shown) < total:
        text = look.say("curves.weights.some", shown=len(shown), count=total)
        some = [Piece(text, "quiet")]
    room = width - (GAP + length(some) if some else 0)
    values = [_value_of_weight(frame, s, at_hand) for s in shown]
    iteration = [Piece(str(step.iteration))]
    at: Line = []
    for count in range(len(values), 0, -1):
        weights = [piece for value in values[:count] for piece in (Piece("  "), *value)][1:]
        at = said(look, "curves.weights.at", weights=weights, iteration=iteration)
        if length(at) <= room:
            break
    return _fitting([(2, [Piece(look.say("curves.weights"))]), (0, at), (1, some)], width)


def _value_of_weight(frame: Frame, s: Symbol, at_hand: Symbol | None) -> Line:
    """W₃ 0.45, and of the one at hand what it becomes."""
    look, new = frame.look, s._replace(role=Role.W_NEW)
    line = [Piece(f"{look.name(s)} ", "plain", s)]
    line.append(Piece(frame.value(s, GRAPH), frame.style(s), s))
    if s == at_hand and frame.step.is_known(new):
        line.append(Piece(f" {look.sign('new')} ", "quiet"))
        line.append(Piece(frame.value(new, GRAPH), frame.style(new), new))
    return line


def _fitting(label: Label, width: int) -> Line:
    """The parts that fit, in their order, the least needed ones left out first."""
    parts = [(rank, line) for rank, line in label if line]
    while parts and sum(GAP + length(line) for _, line in parts) - GAP > width:
        parts.remove(max(parts, key=lambda part: part[0]))
    return [piece for _, line in parts for piece in (Piece(" " * GAP), *line)][1:]


# --- the numbers of the run


def _ready(frame: Frame) -> int:
    """How many rows are computed; that of the step is, as soon as anything shows it."""
    return max(frame.step.trace.rows.ready, frame.step.iteration)


@lru_cache(maxsize=4)
def _all_weights(network: Network) -> list[Symbol]:
    return [s for s in network.columns if s.role is Role.W]


def _shown(trace: Trace, ready: int, at_hand: Symbol | None) -> list[Symbol]:
    """All weights where they are few; else the one at hand and those that moved most so far."""
    weights = _all_weights(trace.network)
    if len(weights) <= MOST_WEIGHTS:
        return sorted(weights, key=lambda s: s != at_hand)
    if _MOVED.get(trace, (0, []))[0] != ready:
        way = {s: _way(trace, ready, s) for s in weights}
        _MOVED[trace] = ready, sorted(weights, key=lambda s: -way[s])[:MOST_WEIGHTS]
    moved = [s for s in _MOVED[trace][1] if s != at_hand]
    return [*([at_hand] if at_hand else []), *moved][:MOST_WEIGHTS]


def _way(trace: Trace, ready: int, s: Symbol) -> float:
    first, latest = trace.value_if_any(1, s), trace.value_if_any(ready, s)
    return 0.0 if first is None or latest is None else abs(latest - first)


@lru_cache(maxsize=16)
def _places(last: int, width: int) -> list[int]:
    """Where a curve from 1 to last is sampled."""
    count = min(2 * width, MOST_PLACES, last)
    return sorted({1 + k * (last - 1) // max(1, count - 1) for k in range(count)})


def _points(trace: Trace, s: Symbol, last: int, width: int, known: int) -> tuple[Point, ...]:
    """A curve as far as it is known."""
    read = _numbers(trace, s)
    points = []
    for x in _places(last, width):
        if x > known:
            break
        value = read[x] if x in read else _number(trace, s, x)
        if value is not None:
            points.append((float(x), value))
    return tuple(points)


def _numbers(trace: Trace, s: Symbol) -> Numbers:
    return _READ.setdefault(trace, {}).setdefault(s, {})


def _number(trace: Trace, s: Symbol, x: int) -> float | None:
    read = _numbers(trace, s)
    if x not in read:
        read[x] = _value(trace, s, x)
    return read[x]


def _value(trace: Trace, s: Symbol, x: int) -> float | None:
    """The mean C of epoch x; a weight in iteration x, behind the last what it has become."""
    if s == COST:
        samples = len(trace.scenario.samples)
        costs = [trace.value_if_any(n, s) for n in range((x - 1) * samples + 1, x * samples + 1)]
        there = [cost for cost in costs if cost is not None]
        return sum(there) / samples if len(there) == samples else None
    if x > trace.iterations:
        return trace.value_if_any(x - 1, s._replace(role=Role.W_NEW))
    return trace.value_if_any(x, s)


# --- the drawing


def _drawn(frame: Frame, charts: list[Chart], width: int, height: int) -> list[Line]:
    """Charts below one another, their x axes in line."""
    margin = min(2, width // 16)
    heights = [
        height * (k + 1) // len(charts) - height * k // len(charts) for k, _ in enumerate(charts)
    ]
    axes = [_y_axis(chart, rows) for chart, rows in zip(charts, heights, strict=True)]
    left = margin + max([label_room(frame.look, y) for y in axes if y], default=0)
    right = 1 + max((cells(piece.text) for chart in charts for piece in chart.names), default=0)
    right = right if right <= width // 4 else 1
    drawn: list[Line] = []
    for chart, y, rows in zip(charts, axes, heights, strict=True):
        label = [Piece(" " * margin), *chart.label] if chart.label else []
        plot: list[Line] = []
        if y and rows >= LEAST_HEIGHT and width >= LEAST_WIDTH + left + right:
            plot = _plot(frame, chart, y, (left, right), width, rows - 1)
        drawn += [label, *plot, *[[]] * (rows - 1 - len(plot))][:rows]
    return drawn


def _y_axis(chart: Chart, rows: int) -> Axis | None:
    values = [y for curve in chart.curves for _, y in curve.points]
    most = min(MOST_Y_TICKS, rows - 4)
    return rounded(values, most) if values else None


def _plot(
    frame: Frame, chart: Chart, y: Axis, sides: tuple[int, int], width: int, rows: int
) -> list[Line]:
    left, right = sides
    labelled = rows + 1 >= LABELLED
    area = Area(left, 0, width - left - right, rows - 1 - labelled)
    most = min(MOST_X_TICKS, max(1, area.width // X_TICK))
    x = Axis(1.0, float(chart.last), ticks(1.0, chart.last - 1.0, most, least_step=1.0))
    sheet = Sheet(width, rows)
    plot = Plot(sheet, frame.look, area, x, y)
    plot.axes(labelled)
    plot.guide(chart.place, area.top)
    plot.place(chart.place, "plain")
    plot.curves(chart.curves[::-1], plot.column(chart.place))
    for mark in chart.marks:
        plot.mark(*mark)
    if chart.names and right > 1:
        _names(sheet, plot, chart)
    return sheet.lines()


def _names(sheet: Sheet, plot: Plot, chart: Chart) -> None:
    """Each behind its curve, in a row of its own; as many as there are rows."""
    ends = [curve.points[-1] for curve in chart.curves]
    named = list(zip(ends, chart.names, strict=True))[: plot.area.height]
    named.sort(key=lambda end: -end[0][1])
    x = 2 + max((plot.column(x) for x, _ in ends), default=0)
    rows = _apart([plot.row(y) for (_, y), _ in named], plot.area)
    for row, (_, name) in zip(rows, named, strict=True):
        sheet.put(x, row, name.text, name.style, name.symbol)


def _apart(rows: list[int], area: Area) -> list[int]:
    """Rows from the top down, pushed apart until no two are the same."""
    for k in range(1, len(rows)):
        rows[k] = max(rows[k], rows[k - 1] + 1)
    floor = area.top + area.height
    for k in reversed(range(len(rows))):
        rows[k] = floor = min(rows[k], floor - 1)
    return rows
