"""C by epoch and the weights over iterations: the whole run, with the place of the step marked.

Numbers that are not computed yet are never asked for: what there is of the run is drawn.
"""

from stepper.backprop.symbols import COST, Role, Symbol
from stepper.tui.canvas.chart import LABELLED, Chart, Mark, drawn
from stepper.tui.canvas.pieces import length, said
from stepper.tui.canvas.plot import Curve
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.tui.panels import history
from stepper.typeset.digits import GRAPH

BESIDE = 100  # cells of width from which the plots stand side by side …
BESIDE_WHEN_LOW = 72  # … where there is no height for both below one another
GAP = 3  # between the parts of a label

Label = list[tuple[int, ScreenLine]]  # parts with their ranks: the higher, the sooner left out


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Both charts below one another, or side by side; C alone where there is no room for two."""
    low = height < 2 * LABELLED
    if width >= (BESIDE_WHEN_LOW if low else BESIDE):
        room = width // 2
        left = drawn(frame, [_cost(frame, room)], room, height)
        right = drawn(frame, [_weights(frame, width - room)], width - room, height)
        return [
            [*here, Piece(" " * (room - length(here))), *there]
            for here, there in zip(left, right, strict=True)
        ]
    charts = [_cost(frame, width)]
    if not low:
        charts.append(_weights(frame, width))
    return drawn(frame, charts, width, height)


def _cost(frame: Frame, width: int) -> Chart:
    """C of each epoch, the mean of its samples."""
    look, step, trace = frame.look, frame.step, frame.step.trace
    samples = len(trace.scenario.samples)
    epoch, sample = trace.scenario.place(step.iteration)
    known = step.is_known(COST) and sample == samples
    last, ready = trace.scenario.epochs + 1, history.ready(step) // samples
    points = history.points(trace, COST, last, width, ready)
    value = history.number(trace, COST, epoch) if epoch <= ready else None

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
    marks = [Mark(epoch, value, style, symbol)] if known and value is not None else []
    curves = [Curve(points, "forward")] if points else []
    made = epoch if known else epoch - 1
    return Chart(_fitting(label, width - 2), curves, [], marks, epoch, made, last)


def _computed(frame: Frame) -> ScreenLine:
    """How far the run is computed; nothing where that is all of it."""
    trace = frame.step.trace
    ready, stop = history.ready(frame.step), trace.rows.stop
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
    ready = history.ready(step)
    last = trace.iterations + 1
    known = last if ready == trace.iterations else ready
    of_weight = step.symbol.role in (Role.DC_DW, Role.W_NEW)
    at_hand = step.symbol._replace(role=Role.W) if of_weight else None
    shown = history.shown_weights(trace, ready, at_hand)
    curves, names, marks = [], [], []
    for s in shown:
        points = history.points(trace, s, last, width, known)
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
    return Chart(label, curves, names, marks, step.iteration, step.iteration, last)


def _weights_label(
    frame: Frame, shown: list[Symbol], at_hand: Symbol | None, width: int
) -> ScreenLine:
    """The values at the place, as many as fit; the one at hand before all others."""
    look, step = frame.look, frame.step
    total = len(history.all_weights(step.trace.network))
    some: ScreenLine = []
    if len(shown) < total:
        text = look.say("curves.weights.some", shown=len(shown), count=total)
        some = [Piece(text, "quiet")]
    room = width - (GAP + length(some) if some else 0)
    values = [_value_of_weight(frame, s, at_hand) for s in shown]
    iteration = [Piece(str(step.iteration))]
    at: ScreenLine = []
    for count in range(len(values), 0, -1):
        weights = [piece for value in values[:count] for piece in (Piece("  "), *value)][1:]
        at = said(look, "curves.weights.at", weights=weights, iteration=iteration)
        if length(at) <= room:
            break
    return _fitting([(2, [Piece(look.say("curves.weights"))]), (0, at), (1, some)], width)


def _value_of_weight(frame: Frame, s: Symbol, at_hand: Symbol | None) -> ScreenLine:
    """W₃ 0.45, and of the one at hand what it becomes."""
    look, new = frame.look, s._replace(role=Role.W_NEW)
    line = [Piece(f"{look.name(s)} ", "plain", s)]
    line.append(Piece(frame.value(s, GRAPH), frame.style(s), s))
    if s == at_hand and frame.step.is_known(new):
        line.append(Piece(f" {look.sign('new')} ", "quiet"))
        line.append(Piece(frame.value(new, GRAPH), frame.style(new), new))
    return line


def _fitting(label: Label, width: int) -> ScreenLine:
    """The parts that fit, in their order, the least needed ones left out first."""
    parts = [(rank, line) for rank, line in label if line]
    while parts and sum(GAP + length(line) for _, line in parts) - GAP > width:
        parts.remove(max(parts, key=lambda part: part[0]))
    return [piece for _, line in parts for piece in (Piece(" " * GAP), *line)][1:]
