"""The activation of the step's layer with its neuron on it: the function, its slope, a tangent.

Of softmax, which takes all z of the output at once, the outputs are drawn as shares.
"""

from stepper.backprop.activations import ACTIVATIONS
from stepper.backprop.functions import FUNCTIONS, SLOPES
from stepper.backprop.network import Network
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.tui.canvas.canvas import Canvas
from stepper.tui.canvas.fraction import within_floats
from stepper.tui.canvas.pieces import first_that_fits, named, sentence, style_of
from stepper.tui.canvas.plot import Area, Axis, Curve, Plot, Point, label_room, rounded, ticks
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.tui.panels.charts import shares
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH

REACH = {"sigmoid": 6.0}  # z on both sides, unless that of the neuron lies further out
USUAL_REACH = 3.0  # of the others
LEAST_WIDTH, LEAST_ROWS = 12, 3  # of a plot
LABELLED = 5  # rows from which on the x axis has labels
FLAT = 4  # the least cells of width per row: in a higher plot the curve looks like a step
MOST_TICKS, X_TICK = 7, 4  # of the x axis; the least cells of each
NAMED = 5  # rows from which on the slope has its name at its curve
DOTS = 120  # of a tangent, to find its cells
SEEN = 4  # cells of a tangent that are seen beside the curve, at least
_PARTS = tuple(k / DOTS for k in range(DOTS + 1))
NAME_AT = 0.7  # where on the x axis, from 0 to its end

Points = tuple[Point, ...]


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw z, the plot if there is room, and the slope; of softmax, the shares."""
    network = frame.step.trace.network
    neuron = _neuron(network, frame.step.whole)
    if neuron.l == network.L and network.is_softmax:
        return shares.lines(frame, width, height)
    margin = min(2, width // 16)
    words = [_title(frame, neuron, width - margin), _slope(frame, neuron, width - margin)]
    title, slope = ([Piece(" " * margin), *line] if margin and line else line for line in words)
    rows = min(height - 2, max(LABELLED, width // FLAT))
    if rows < LEAST_ROWS or width < LEAST_WIDTH:
        return [title, slope][:height]
    return [title, *_plot(frame, neuron, width, rows, margin), slope]


def _neuron(net: Network, s: Symbol) -> Symbol:
    """The activation that belongs to a symbol; for C, that of the first output."""
    return Symbol(Role.A, net.L, 1) if s == COST else Symbol(Role.A, s.l, s.j)


def _title(frame: Frame, a: Symbol, width: int) -> ScreenLine:
    look, activation = frame.look, frame.step.trace.network.activation(a.l)
    name = look.say(f"function.{activation}")
    if activation == "sigmoid":
        name = look.notation.function(activation)
    z = [named(frame, a._replace(role=Role.Z))]
    at = sentence(look, "function.at", z=z, function=[Piece(name)])
    return first_that_fits([[*at, Piece("   "), named(frame, a)], at, z], width)


def _slope(frame: Frame, a: Symbol, width: int) -> ScreenLine:
    """The line slope 0.2462 (never above 0.25), or a shorter form that fits."""
    look, network = frame.look, frame.step.trace.network
    if not network.has_slope(a.l):
        return first_that_fits([[Piece(look.say("function.slope.unused"), "quiet")]], width)
    activation = network.activation(a.l)
    symbol = a._replace(role=Role.DA_DZ)
    value = Piece(frame.value(symbol, GRAPH), style_of(frame, symbol), symbol)
    short = [Piece(f"{look.say('slope')} ", "quiet"), value]
    most = [Piece(look.number(ACTIVATIONS[activation].steepest, GRAPH), "quiet")]
    key = "function.slope"
    if not ACTIVATIONS[activation].saturates:
        key = f"{key}.{activation}"
    full = sentence(look, key, "quiet", slope=[value], most=most)
    return first_that_fits([full, short, [value]], width)


def _plot(frame: Frame, a: Symbol, width: int, rows: int, margin: int) -> list[ScreenLine]:
    step, activation = frame.step, frame.step.trace.network.activation(a.l)
    z, slope = a._replace(role=Role.Z), a._replace(role=Role.DA_DZ)
    position = step.trace.model.position
    shown = (s for s in (z, a, slope) if s in position)
    known = {s: value for s in shown if (value := step.known(s)) is not None}
    below = 2 if rows >= LABELLED else 1
    reach = _reach(activation, known.get(z, 0.0))
    y = _y_axis(activation, reach, rows - below)
    left = margin + label_room(frame.look, y)
    area = Area(left, 0, width - left - 1, rows - below)
    x = Axis(-reach, reach, ticks(-reach, reach, min(MOST_TICKS, max(2, area.width // X_TICK))))

    canvas = Canvas(width, rows)
    plot = Plot(canvas, frame.look, area, x, y)
    plot.axes(labels=below == 2)
    if a in known:
        plot.guide(known[z], plot.row(known[a]))
    places = _places(reach, 2 * area.width)
    curves = [
        Curve(tuple((z, _slope_at(activation, z)) for z in places), "backward", "-"),
        Curve(tuple((z, FUNCTIONS[activation](z)) for z in places), "forward"),
    ]
    tangent: Points = ()
    if slope in known:
        tangent = _tangent((known[z], known[a]), known[slope], reach / 2, y)
        seen = _cells(plot, _between(*tangent)) - _cells(plot, curves[-1].points)
        # below the function, which is looked at, unless that would hide it
        is_below = ACTIVATIONS[activation].saturates and len(seen) >= SEEN
        curves.insert(1 if is_below else 2, Curve(tangent, "parameter", "*"))
    plot.curves(curves)
    if area.height >= NAMED:
        _name_slope(frame, canvas, plot, activation, NAME_AT * reach)
        if tangent:
            _name_tangent(frame, canvas, plot, tangent, curves)
    if z in known:
        plot.place(known[z], frame.style(z), z)
    if a in known:
        plot.mark(known[z], known[a], frame.style(a), a)
    return canvas.lines()


def _reach(activation: str, z: float) -> float:
    reach = REACH.get(activation, USUAL_REACH)
    return reach if abs(z) <= reach else rounded((-abs(z), abs(z)), 5).high


def _y_axis(activation: str, reach: float, rows: int) -> Axis:
    """The axis from end to end of a function; where it has none, of what is drawn of it."""
    low, high = ACTIVATIONS[activation].ends
    if low is None or high is None:
        low, high = (FUNCTIONS[activation](z) for z in (-reach, reach))
    has_middle = rows > 4 and rows % 2
    middle = (low / 2 + high / 2,) if has_middle else ()
    return Axis(low, high, (low, *middle, high))


def _places(reach: float, count: int) -> list[float]:
    """Evenly spaced places from -reach to reach, count of them."""
    return [reach * (2 * k / (count - 1) - 1) for k in range(count)]


def _slope_at(activation: str, z: float) -> float:
    return SLOPES[activation](z, FUNCTIONS[activation](z))


def _name_slope(frame: Frame, canvas: Canvas, plot: Plot, activation: str, z: float) -> None:
    """Put the name of the slope above its curve."""
    name = frame.look.slope(activation)
    row = plot.row(_slope_at(activation, z)) - 1
    if row >= 0 and plot.column(z) + cells(name) < canvas.width:
        canvas.put(plot.column(z), row, name, "backward")


def _name_tangent(
    frame: Frame, canvas: Canvas, plot: Plot, tangent: Points, curves: list[Curve]
) -> None:
    """Put the name of the tangent beside its upper end, where no curve is in the way."""
    name, area = frame.look.say("function.tangent"), plot.area
    taken = _cells(plot, _between(*tangent))
    taken = taken.union(*(_cells(plot, curve.points) for curve in curves))
    end, top = (at(value) for at, value in zip((plot.column, plot.row), tangent[-1], strict=True))
    before = end - cells(name)
    for y in (top, top - 1, top + 1):
        for x in (before - 1, before - 2, before - 3, end + 2, end + 3):
            room = range(x - 1, x + cells(name) + 1)
            inside = area.left < x and room.stop <= area.left + area.width
            inside = inside and area.top <= y < area.top + area.height
            if inside and not taken & {(column, y) for column in room}:
                canvas.put(x, y, name, "parameter")
                return


def _between(begin: Point, end: Point) -> Points:
    """Points of a line, close enough for none of its cells to be left out."""
    (z0, a0), (z1, a1) = begin, end
    return tuple((z0 + (z1 - z0) * k, a0 + (a1 - a0) * k) for k in _PARTS)


def _cells(plot: Plot, points: Points) -> set[tuple[int, int]]:
    return {(plot.column(z), plot.row(a)) for z, a in points}


def _tangent(at: Point, slope: float, reach: float, y: Axis) -> tuple[Point, Point]:
    """The ends of a tangent: at most reach from the point, and within the y axis."""
    z, a = at
    back = min(reach, (a - y.low) / slope) if slope else reach
    on = min(reach, (y.high - a) / slope) if slope else reach
    begin, end = within_floats(z - back), within_floats(z + on)
    return (begin, a - back * slope), (end, a + on * slope)
