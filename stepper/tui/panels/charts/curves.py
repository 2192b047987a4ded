"""C by epoch or batch and weights by iteration, over the whole run, with the step marked.

Only numbers that are already computed are read: drawing never continues the run.
"""

from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from stepper.backprop.model import Model
from stepper.backprop.symbols import FOLLOWING, SUMS, Role, Symbol
from stepper.runs import batches
from stepper.runs.trace import Step, Trace
from stepper.tui.canvas.chart import LABELLED, Chart, Mark, drawn
from stepper.tui.canvas.pieces import beside, length, sentence
from stepper.tui.canvas.plot import Curve, Point
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.digits import GRAPH

BESIDE = 100  # the width from which the plots are side by side …
BESIDE_WHEN_LOW = 72  # … where there is no height for one below the other
GAP = 3  # between the parts of a label

RankedParts = list[tuple[int, ScreenLine]]  # parts with ranks: the highest is left out first
WEIGHTS = (Role.W, Role.PARAMETER)  # drawn as curves; biases are not
MOST_WEIGHTS = 8
MOST_PLACES = 200  # where a curve is sampled: two per cell, no more than the rows kept of a file

Values = dict[int, float | None]  # x -> value
_SUMMED = {total: gradient for gradient, total in SUMS.items()}


class Groups(NamedTuple):
    """The samples whose mean C is a point of its curve: a batch, or else an epoch."""

    trace: Trace
    by_batch: bool

    @property
    def size(self) -> int:
        samples = len(self.trace.scenario.samples)
        return min(samples, self.trace.scenario.batch) if self.by_batch else samples

    @property
    def total(self) -> int:
        return batches.count(self.trace) if self.by_batch else self.trace.scenario.epochs

    def number(self, iteration: int) -> int:
        """The group of an iteration, from 1."""
        if self.by_batch:
            return batches.number(self.trace, iteration)
        return self.trace.scenario.place(iteration)[0]

    def iterations(self, x: int) -> range:
        if self.by_batch:
            return batches.iterations(self.trace, x)
        return range((x - 1) * self.size + 1, x * self.size + 1)

    def ready(self, rows: int) -> int:
        """The number of groups that are complete with a number of rows."""
        if rows >= self.trace.iterations:
            return self.total
        return self.number(rows + 1) - 1


def _groups(trace: Trace) -> Groups:
    """Batches where an epoch has several of more than one sample, else epochs."""
    return Groups(trace, 1 < trace.scenario.batch < len(trace.scenario.samples))


# Values read of a trace: of a file, each row is verified when it is read; a mean needs many rows.
_READ: WeakKeyDictionary[Trace, dict[Symbol, Values]] = WeakKeyDictionary()
# The weights that moved most up to a row: all weights are read to find them.
_MOVED: WeakKeyDictionary[Trace, tuple[int, list[Symbol]]] = WeakKeyDictionary()


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw C and the weights below one another, or side by side; C alone if only one fits."""
    low = height < 2 * LABELLED
    if width >= (BESIDE_WHEN_LOW if low else BESIDE):
        room = width // 2
        left = drawn(frame, [_cost(frame, room)], room, height)
        right = drawn(frame, [_weights(frame, width - room)], width - room, height)
        return beside(left, right, room)
    charts = [_cost(frame, width)]
    if not low:
        charts.append(_weights(frame, width))
    return drawn(frame, charts, width, height)


def _cost(frame: Frame, width: int) -> Chart:
    """The chart of C by epoch, the mean over its samples."""
    look, step, trace = frame.look, frame.step, frame.step.trace
    groups, C = _groups(trace), trace.model.C
    epoch = groups.number(step.iteration)
    known = step.is_known(C) and step.iteration == groups.iterations(epoch)[-1]
    last, ready = groups.total + 1, groups.ready(_rows_ready(step))
    points = _points(trace, C, last, width, ready)
    value = value_at(trace, C, epoch) if epoch <= ready else None

    symbol = C if groups.size == 1 else None
    style = "quiet" if not known else frame.style(C) if symbol else "forward"
    number = look.number(value if known else None, GRAPH)
    words = "curves.cost.batch" if groups.by_batch else "curves.cost.mean"
    words = "curves.cost" if symbol else words
    at = sentence(
        look,
        f"{words}.at",
        C=[
            Piece(f"{look.name(C)} ", "plain" if known else "quiet", symbol),
            Piece(number, style, symbol),
        ],
        epoch=[Piece(str(epoch))],
        batch=[Piece(str(epoch))],
    )
    label: RankedParts = [(2, [Piece(look.say(words, C=look.name(C), count=groups.size))]), (0, at)]
    label.append((1, _computed(frame)))
    marks = [Mark(epoch, value, style, symbol)] if known and value is not None else []
    curves = [Curve(points, "forward")] if points else []
    names: list[Piece] = []
    if points and (before := _before(frame, last, width)):
        curves.append(Curve(before, "quiet", "-"))
        names = [Piece(look.name(C), "forward"), Piece(look.say("curves.original"), "quiet")]
    made = epoch if known else epoch - 1
    return Chart(_fitting(label, width - 2), curves, names, marks, epoch, made, last)


def _before(frame: Frame, last: int, width: int) -> tuple[Point, ...]:
    """The curve of C before the edit, where its points are means of as many samples."""
    original = frame.original
    if not original or _groups(original).size != _groups(frame.step.trace).size:
        return ()
    ready = _groups(original).ready(original.rows.ready)
    return _points(original, original.model.C, last, width, ready)


def _computed(frame: Frame) -> ScreenLine:
    """Say how far the run is computed, unless all of it is."""
    trace = frame.step.trace
    ready, stop = _rows_ready(frame.step), trace.rows.stop
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
    """The chart of the weights that moved most and of the current one, by iteration."""
    step, trace = frame.step, frame.step.trace
    ready = _rows_ready(step)
    last = trace.iterations + 1
    known = last if ready == trace.iterations else ready
    current = _weight_of(trace.model, step.symbol)
    shown = _shown_weights(trace, ready, current)
    epoch = len(trace.scenario.samples)
    curves, names, marks = [], [], []
    for s in shown:
        bright = s == current
        # within an epoch, each sample pulls to another side: eight such lines are a tangle
        points = _points(trace, s, last, width, known, 1 if bright else epoch)
        if points:
            curves.append(Curve(points, "key" if bright else "parameter", "*" if bright else "."))
            unlit = "key" if bright and s not in frame.lit else frame.style(s)
            names.append(Piece(frame.look.name(s), unlit, s))
    if current:
        places = {trace.model.becomes(current): step.iteration + 1, current: step.iteration}
        for s, x in reversed(places.items()):
            if (value := step.known(s)) is not None:
                marks.append(Mark(x, value, frame.style(s), s))
    label = _weights_label(frame, shown, current, width - 2)
    return Chart(label, curves, names, marks, step.iteration, step.iteration, last)


def _weights_label(
    frame: Frame, shown: list[Symbol], current: Symbol | None, width: int
) -> ScreenLine:
    """The values at the place of the step, as many as fit, the current weight first."""
    look, step = frame.look, frame.step
    total = len(_all_weights(step.trace.model))
    some: ScreenLine = []
    if len(shown) < total:
        text = look.say("curves.weights.some", shown=len(shown), count=total)
        some = [Piece(text, "quiet")]
    room = width - (GAP + length(some) if some else 0)
    values = [_value_of_weight(frame, s, current) for s in shown]
    iteration = [Piece(str(step.iteration))]
    at: ScreenLine = []
    for count in range(len(values), 0, -1):
        weights = [piece for value in values[:count] for piece in (Piece("  "), *value)][1:]
        at = sentence(look, "curves.weights.at", weights=weights, iteration=iteration)
        if length(at) <= room:
            break
    return _fitting([(2, [Piece(look.say("curves.weights"))]), (0, at), (1, some)], width)


def _value_of_weight(frame: Frame, s: Symbol, current: Symbol | None) -> ScreenLine:
    """W₃ 0.45, and for the current weight also its new value."""
    look, new = frame.look, frame.step.trace.model.becomes(s)
    line = [Piece(f"{look.name(s)} ", "plain", s)]
    line.append(Piece(frame.value(s, GRAPH), frame.style(s), s))
    if s == current != new and frame.step.is_known(new):
        line.append(Piece(f" {look.sign('new')} ", "quiet"))
        line.append(Piece(frame.value(new, GRAPH), frame.style(new), new))
    return line


def _fitting(label: RankedParts, width: int) -> ScreenLine:
    """Join the parts that fit in width cells, leaving out those of the highest rank first."""
    parts = [(rank, line) for rank, line in label if line]
    while parts and sum(GAP + length(line) for _, line in parts) - GAP > width:
        parts.remove(max(parts, key=lambda part: part[0]))
    return [piece for _, line in parts for piece in (Piece(" " * GAP), *line)][1:]


def _rows_ready(step: Step) -> int:
    """The number of computed rows: the row of a step is one, as soon as anything shows it."""
    return max(step.trace.rows.ready, step.iteration)


@lru_cache(maxsize=4)  # saves a pass over all numbers: a network has up to 100,000 weights
def _all_weights(model: Model) -> list[Symbol]:
    return [s for s in model.givens if s.role in WEIGHTS]


def _weight_of(model: Model, s: Symbol) -> Symbol | None:
    """The weight of a gradient, of a sum of gradients or of an update."""
    of_sum = s._replace(role=_SUMMED.get(s.role, s.role))
    of = s._replace(role=FOLLOWING[s.role]) if s.role in FOLLOWING else model.derived_by(of_sum)
    return of if of and of.role in WEIGHTS else None


def _shown_weights(trace: Trace, rows: int, current: Symbol | None) -> list[Symbol]:
    """All weights if they are few, else the current one and those that moved most."""
    weights = _all_weights(trace.model)
    if len(weights) <= MOST_WEIGHTS:
        return sorted(weights, key=lambda s: s != current)
    if _MOVED.get(trace, (0, []))[0] != rows:
        way = {s: _way(trace, rows, s) for s in weights}
        _MOVED[trace] = rows, sorted(weights, key=lambda s: -way[s])[:MOST_WEIGHTS]
    moved = [s for s in _MOVED[trace][1] if s != current]
    return [*([current] if current else []), *moved][:MOST_WEIGHTS]


def _way(trace: Trace, rows: int, s: Symbol) -> float:
    first, latest = trace.known(s, 1), trace.known(s, rows)
    return 0.0 if first is None or latest is None else abs(latest - first)


def _places(last: int, width: int, each: int) -> list[int]:
    """The x at which a curve from 1 to last is sampled, a multiple of each from 1."""
    count = min(2 * width, MOST_PLACES, last)
    places = (k * (last - 1) // max(1, count - 1) for k in range(count))
    return sorted({1 + place // each * each for place in places})


def _points(
    trace: Trace, s: Symbol, last: int, width: int, known: int, each: int = 1
) -> tuple[Point, ...]:
    """The points of a curve for the x up to known, a multiple of each apart."""
    read = _read(trace, s)
    curve = []
    for x in _places(last, width, each):
        if x > known:
            break
        value = read[x] if x in read else value_at(trace, s, x)
        if value is not None:
            curve.append((float(x), value))
    return tuple(curve)


def _read(trace: Trace, s: Symbol) -> Values:
    return _READ.setdefault(trace, {}).setdefault(s, {})


def value_at(trace: Trace, s: Symbol, x: int) -> float | None:
    """The mean C of epoch or batch x, or a weight in iteration x, and remember it."""
    read = _read(trace, s)
    if x not in read:
        read[x] = _value(trace, s, x)
    return read[x]


def _value(trace: Trace, s: Symbol, x: int) -> float | None:
    """The mean C of group x; a weight in iteration x, after the last one its new value."""
    if s == trace.model.C:
        return batches.mean_cost(trace, _groups(trace).iterations(x))
    if x > trace.iterations:
        return trace.known(trace.model.becomes(s), x - 1)
    return trace.known(s, x)
