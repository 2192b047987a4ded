"""The sigmoid with the neuron of the step on it, and the tangent there, whose slope is in δ."""

from stepper.backprop.expressions import Number, Sigmoid, evaluate
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.pieces import first_that_fits, named, said, style_of
from stepper.tui.canvas.plot import Area, Axis, Curve, Plot, Point, label_room, rounded, ticks
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.digits import GRAPH

REACH = 6.0  # z to both sides, unless that of the neuron lies further out
STEEPEST = 0.25
LEAST_WIDTH, LEAST_ROWS = 12, 3  # of a plot
LABELLED = 5  # rows from which on the x axis has labels
FLAT = 4  # the least cells of width per row: in a higher plot the curve looks like a step
MOST_TICKS, X_TICK = 7, 4  # of the x axis; the least cells of each


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw z, the plot if there is room, and the slope."""
    network = frame.step.trace.network
    neuron = _neuron(network, frame.step.whole)
    margin = min(2, width // 16)
    words = [_title(frame, neuron, width - margin), _slope(frame, neuron, width - margin)]
    title, slope = ([Piece(" " * margin), *line] if margin and line else line for line in words)
    rows = min(height - 2, max(LABELLED, width // FLAT))
    if rows < LEAST_ROWS or width < LEAST_WIDTH:
        return [title, slope][:height]
    return [title, *_plot(frame, neuron, width, rows, margin), slope]


def _neuron(net: Network, s: Symbol) -> Symbol:
    """Return the activation that belongs to a symbol; for C, that of the first output."""
    return Symbol(Role.A, net.L, 1) if s == COST else Symbol(Role.A, s.l, s.j)


def _title(frame: Frame, a: Symbol, width: int) -> ScreenLine:
    z = [named(frame, a._replace(role=Role.Z))]
    at = said(frame.look, "sigmoid.at", z=z, g=[Piece(frame.look.notation.sign("g"))])
    return first_that_fits([[*at, Piece("   "), named(frame, a)], at, z], width)


def _slope(frame: Frame, a: Symbol, width: int) -> ScreenLine:
    """Return slope 0.2462 (never above 0.25), or a shorter form that fits."""
    symbol = a._replace(role=Role.DA_DZ)
    value = Piece(frame.value(symbol, GRAPH), style_of(frame, symbol), symbol)
    short = [Piece(f"{frame.look.say('slope')} ", "quiet"), value]
    most = [Piece(frame.look.number(STEEPEST, GRAPH), "quiet")]
    return first_that_fits(
        [said(frame.look, "sigmoid.slope", "quiet", slope=[value], most=most), short, [value]],
        width,
    )


def _plot(frame: Frame, a: Symbol, width: int, rows: int, margin: int) -> list[ScreenLine]:
    step = frame.step
    z, slope = a._replace(role=Role.Z), a._replace(role=Role.DA_DZ)
    known = {s: step.value_of(s) for s in (z, a, slope) if step.is_known(s)}
    below = 2 if rows >= LABELLED else 1
    has_middle = rows - below > 4 and (rows - below) % 2
    y = Axis(0.0, 1.0, ticks(0.0, 1.0, 3 if has_middle else 2))
    left = margin + label_room(frame.look, y)
    area = Area(left, 0, width - left - 1, rows - below)
    reach = _reach(known.get(z, 0.0))
    x = Axis(-reach, reach, ticks(-reach, reach, min(MOST_TICKS, max(2, area.width // X_TICK))))

    canvas = Canvas(width, rows)
    plot = Plot(canvas, frame.look, area, x, y)
    plot.axes(labels=below == 2)
    if a in known:
        plot.guide(known[z], plot.row(known[a]))
    curves = [Curve(_sigmoid(reach, 2 * area.width), "forward")]
    if slope in known:
        tangent = _tangent((known[z], known[a]), known[slope], reach / 2)
        curves.append(Curve(tangent, "parameter", "*"))
    plot.curves(curves)
    if z in known:
        plot.place(known[z], frame.style(z), z)
    if a in known:
        plot.mark(known[z], known[a], frame.style(a), a)
    return canvas.lines()


def _reach(z: float) -> float:
    return REACH if abs(z) <= REACH else rounded((-abs(z), abs(z)), 5).high


def _sigmoid(reach: float, count: int) -> tuple[Point, ...]:
    """Return g at count places from -reach to reach."""
    places = (reach * (2 * k / (count - 1) - 1) for k in range(count))
    return tuple((z, _g(z)) for z in places)


def _g(z: float) -> float:
    return evaluate(Sigmoid(Number(z)), lambda _: z)


def _tangent(at: Point, slope: float, reach: float) -> tuple[Point, Point]:
    """Return the ends of a tangent: at most reach from the point, and between 0 and 1."""
    z, a = at
    back = min(reach, a / slope) if slope else reach
    on = min(reach, (1 - a) / slope) if slope else reach
    return (z - back, a - back * slope), (z + on, a + on * slope)
