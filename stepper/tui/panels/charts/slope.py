"""A line of a formula as one of its names changes, the others fixed, with its slope as a tangent.

At a gradient, it is the cost, through all the lines between.
"""

from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import NamedTuple

from stepper.backprop.evaluation import evaluate
from stepper.backprop.symbols import Role, Symbol
from stepper.formula.formula import Formula, Line
from stepper.runs.trace import Step
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.fraction import within_floats
from stepper.tui.canvas.pieces import first_that_fits, named, sentence, style_of
from stepper.tui.canvas.plot import Area, Axis, Curve, Plot, Point, label_room, rounded, ticks
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.digits import GRAPH

LEAST_REACH = 1.0  # on both sides of the number that changes, unless it is larger itself
STEEPEST = 3.0  # times the tangent's height that is drawn of a curve
LEAST_WIDTH, LEAST_ROWS = 12, 3  # of a plot
LABELLED = 5  # rows from which on the x axis has labels
FLAT = 4  # the least cells of width per row
MOST_TICKS, X_TICK, Y_TICKS = 7, 6, 3  # of the axes; the least cells of each of x
PLACES = 120  # at which a curve is computed
MOST_LINES = 60  # that a curve goes through


class Changing(NamedTuple):
    """A result that is drawn as a name changes; slope: the derivative, drawn as a tangent."""

    result: Symbol
    name: Symbol
    slope: Symbol


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw what changes with what, the plot if there is room, and the slope."""
    changing = _changing(frame.step)
    if changing is None:
        return []
    margin = min(2, width // 16)
    room = width - margin
    title, slope = _title(frame, changing, room), _slope(frame, changing, room)
    shown = [[Piece(" " * margin), *line] for line in (title, slope)]
    rows = min(height - 2, max(LABELLED, width // FLAT))
    if rows < LEAST_ROWS or width < LEAST_WIDTH:
        return shown[:height]
    return [shown[0], *_plot(frame, changing, width, rows, margin), shown[1]]


def _changing(step: Step) -> Changing | None:
    formula, s = step.trace.model, step.symbol
    assert isinstance(formula, Formula)
    if s.role in (Role.GRADIENT, Role.NEW) and len(_following(formula, s.names[-1])) <= MOST_LINES:
        x = s.names[-1]
        gradient = Symbol(Role.GRADIENT, names=(formula.cost, x))
        return Changing(formula.C, formula.symbols[x], gradient)
    u, x = _line_and_name(formula, s)
    local = Symbol(Role.LOCAL, names=(u, x))
    return Changing(formula.symbols[u], formula.symbols[x], local) if x else None


def _line_and_name(formula: Formula, s: Symbol) -> tuple[str, str]:
    """The line of a step and the name that changes, empty for a line that uses no name."""
    match s.role:
        case Role.LINE:
            u = s.names[0]
            return u, next((x for x in formula.symbols if u in formula.users[x]), "")
        case Role.LOCAL | Role.PATH:
            return s.names[-2], s.names[-1]
        case _:
            return formula.users[s.names[-1]][0], s.names[-1]


@lru_cache(maxsize=64)  # saves a pass over all lines for each curve
def _following(formula: Formula, x: str) -> tuple[Line, ...]:
    """The lines that change with a name."""
    changed, found = {x}, []
    for line in formula.lines:
        if any(line.name in formula.users[name] for name in changed):
            changed.add(line.name)
            found.append(line)
    return tuple(found)


def _title(frame: Frame, changing: Changing, width: int) -> ScreenLine:
    look = frame.look
    result, name = (Piece(look.name(s), "plain", s) for s in changing[:2])
    is_local = changing.slope.role is Role.LOCAL
    words = sentence(look, "slope.local" if is_local else "slope.whole", u=[result], x=[name])
    both = [named(frame, changing.name), Piece("   "), named(frame, changing.result)]
    return first_that_fits([[*words, Piece("   "), *both], words, both], width)


def _slope(frame: Frame, changing: Changing, width: int) -> ScreenLine:
    look, s = frame.look, changing.slope
    if s not in frame.step.trace.model.position:
        return []
    value = Piece(frame.value(s, GRAPH), style_of(frame, s), s)
    name = Piece(f"{look.name(s)} {look.sign('equal')} ", "quiet", s)
    short = [name, value]
    return first_that_fits([[Piece(f"{look.say('slope')} ", "quiet"), *short], short], width)


def _plot(frame: Frame, changing: Changing, width: int, rows: int, margin: int) -> list[ScreenLine]:
    step, (result, name, slope) = frame.step, changing
    formula = step.trace.model
    assert isinstance(formula, Formula)
    value, made = step.known(name), step.known(result)
    if value is None or made is None:
        return []
    tangent = step.known(slope) if slope in step.trace.model.position else None
    reach = max(LEAST_REACH, abs(value))
    low, high = within_floats(value - reach), within_floats(value + reach)
    values = tuple(step.trace.known(s, step.iteration) for s in formula.symbols.values())
    points = _points(formula, values, changing, low, high)
    below = 2 if rows >= LABELLED else 1
    y = _y_axis(points, made, (tangent or 0.0) * reach)
    left = margin + label_room(frame.look, y)
    area = Area(left, 0, width - left - 1, rows - below)
    if area.width < LEAST_WIDTH:
        return []
    most = min(MOST_TICKS, max(2, area.width // X_TICK))
    x = Axis(low, high, ticks(low, high, most))
    canvas = Canvas(width, rows)
    plot = Plot(canvas, frame.look, area, x, y)
    plot.axes(labels=below == 2)
    plot.guide(value, plot.row(made))
    inside = tuple(point for point in points if y.low <= point[1] <= y.high)
    curves = [Curve(run, "forward") for run in _runs(points, inside)]
    if tangent is not None:
        half = reach / 2
        if tangent:
            half = min(half, (y.high - y.low) / 2 / abs(tangent))
        ends = ((value + d, made + tangent * d) for d in (-half, half))
        within = tuple((within_floats(at), within_floats(height)) for at, height in ends)
        curves.append(Curve(within, "backward", "*"))
    plot.curves(curves)
    plot.place(value, frame.style(name), name)
    plot.mark(value, made, frame.style(result), result)
    return canvas.lines()


def _y_axis(points: tuple[Point, ...], made: float, height: float) -> Axis:
    """The axis around the computed number; a curve that is far steeper is cut off."""
    heights = sorted(abs(y - made) for _, y in points)
    usual = heights[len(heights) // 2] if heights else 1.0
    most = STEEPEST * max(abs(height), usual)
    shown = [made, *(y for _, y in points if abs(y - made) <= most)] if most else [made]
    return rounded(shown, Y_TICKS)


def _runs(points: tuple[Point, ...], inside: tuple[Point, ...]) -> list[tuple[Point, ...]]:
    """The points that are drawn in runs without a gap."""
    kept, runs = set(inside), list[list[Point]]()
    is_on = False
    for point in points:
        if point in kept:
            runs = runs if is_on else [*runs, []]
            runs[-1].append(point)
        is_on = point in kept
    return [tuple(run) for run in runs]


@lru_cache(maxsize=16)  # saves computing a curve again for each part of a frame
def _points(
    formula: Formula,
    values: tuple[float | None, ...],
    changing: Changing,
    low: float,
    high: float,
) -> tuple[Point, ...]:
    """Compute the result at places from low to high, where it exists.

    values: of all names of the formula, in order; None where they are not known.
    """
    each = zip(formula.symbols.values(), values, strict=True)
    numbers = {s: value for s, value in each if value is not None}
    result, name, slope = changing
    u, x = result.names[0], name.names[0]
    is_local = slope.role is Role.LOCAL
    own = (Line(u, formula.expressions[u]),)
    through = own if is_local else _following(formula, x)
    points = []
    for k in range(PLACES + 1):
        at = low * (1 - k / PLACES) + high * (k / PLACES)
        here = numbers | {name: at}
        number: Callable[[Symbol], float] = here.__getitem__
        for line in through:
            here[formula.symbols[line.name]] = evaluate(line.expression, number)
        if isfinite(here[result]):
            points.append((at, here[result]))
    return tuple(points)
