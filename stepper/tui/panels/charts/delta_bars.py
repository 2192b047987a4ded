"""|δ| by layer from the output back: how the gradient vanishes on its way."""

from typing import NamedTuple

from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.tui.canvas.bars import bar
from stepper.tui.canvas.fraction import fraction
from stepper.tui.canvas.pieces import first_that_fits, length, style_of
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import CROWDED

THICK, AROUND = 3, 4  # lines of a bar that is two high, with a blank; of the title and the end
LEAST_BAR = 4  # cells of the longest bar; with fewer, no bars are drawn
_LONG = 1.23e-10  # as wide as nearly any value, so that the bars keep their length


class DeltaRow(NamedTuple):
    """A layer and its δ, or the largest of several.

    size: |δ|, None before all of them are computed; made: whether one is computed now.
    """

    name: str
    delta: Symbol
    size: float | None
    made: bool


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw a title, a row for each layer, and how much smaller δ has become."""
    rows = [_row(frame, l) for l in range(frame.step.trace.network.L, 0, -1)]
    margin = min(2, width // 16)
    room = width - margin
    bars = _bars(frame, rows, room)
    more = first_that_fits([[Piece(frame.look.sign("more"), "quiet")]], room)
    window = _window(len(rows), _active(frame), max(1, height - 1))
    drawn = [more if k is None else bars[k] for k in window]
    if height >= THICK * len(rows) + AROUND:
        drawn = [line for bar in drawn for line in (bar, _bar_alone(bar), [])][:-1]
    end = first_that_fits([_comparison(frame, rows)], room)
    below = [end] if height < len(drawn) + 3 else [[], end]
    shown = [first_that_fits(_titles(frame), room), *drawn, *below]
    if height == 1:
        shown = drawn
    return [
        [Piece(" " * margin), *line] if margin and line and length(line) <= room else line
        for line in shown[:height]
    ]


def _row(frame: Frame, l: int) -> DeltaRow:
    step, net = frame.step, frame.step.trace.network
    deltas = [Symbol(Role.DELTA, l, j) for j in net.neurons(l)]
    sizes = {s: abs(value) for s in deltas if (value := step.known(s)) is not None}
    if len(sizes) < len(deltas):  # which one is the largest is not known yet
        sizes = {}
    largest = max(sizes, key=lambda s: sizes[s], default=deltas[0])
    single = len(deltas) == 1
    name = frame.look.name(largest) if single else frame.look.say("deltas.layer", number=l)
    return DeltaRow(name, largest, sizes.get(largest), step.symbol in deltas)


def _active(frame: Frame) -> int:
    """The row of the layer of the step; until a δ is computed, the first."""
    forward = frame.step.phase is Phase.FORWARD
    return 0 if forward else frame.step.trace.network.L - frame.step.whole.l


def _window(count: int, active: int, room: int) -> list[int | None]:
    """The rows that fit around the active one; None where more rows are left out."""
    first = max(0, min(active - room // 2, count - room))
    last = min(count, first + room) - 1
    left_out = {first} if first > 0 else set()
    left_out |= {last} if last < count - 1 else set()
    return [None if k in left_out - {active} else k for k in range(first, last + 1)]


def _titles(frame: Frame) -> list[ScreenLine]:
    net, w = frame.step.trace.network, frame.look.notation.letter(Role.W)
    keys = ["deltas.title.short"] if net.is_chain else ["deltas.largest"]
    if net.is_chain and net.L > 1:  # where paths add up, a δ is no product
        keys.insert(0, "deltas.title")
    return [[Piece(frame.look.say(key, w=w))] for key in keys]


def _bars(frame: Frame, rows: list[DeltaRow], width: int) -> list[ScreenLine]:
    """Lines such as δ₃  ██▉  0.0130, with names, bars and values each in a column."""
    look = frame.look
    sizes = [row.size for row in rows if row.size is not None]
    values = [look.number(row.size, CROWDED) for row in rows]
    names = max(cells(row.name) for row in rows) + 1
    longest = width - names - 1 - max(map(cells, [*values, look.number(_LONG, CROWDED)]))
    largest = max(sizes, default=0.0)
    drawn = []
    for row, value in zip(rows, values, strict=True):
        name = Piece(row.name, "plain", row.delta)
        if row.made:
            name = Piece(row.name, "made", frame.step.symbol)
        elif row.size is None:
            name = name._replace(style="quiet")
        number = Piece(value, style_of(frame, row.delta), row.delta)
        if row.size is None:
            number = Piece(value, "quiet")
        line = [name, Piece(" " * (names - cells(row.name)))]
        if row.size is not None and longest >= LEAST_BAR:
            part = fraction(row.size, 0.0, largest)
            text = bar(max(round(part * longest * 8), int(row.size > 0)), look.ascii)
            line += [Piece(text, "backward", row.delta), Piece(" " * (longest + 1 - cells(text)))]
        drawn.append(first_that_fits([[*line, number], [number]], width))
    return drawn


def _bar_alone(line: ScreenLine) -> ScreenLine:
    """The bar of a line without its name and value, to be drawn below it."""
    name, blank, *bar = line[:-1] if len(line) > 2 else [Piece("")] * 2
    return [Piece(" " * length([name, blank])), *bar[:1]]


def _comparison(frame: Frame, rows: list[DeltaRow]) -> ScreenLine:
    """Say how much smaller the lowest known δ is than that of the output."""
    top = rows[0]
    lowest = next((row for row in reversed(rows) if row.size is not None), top)
    if lowest is top or not top.size or lowest.size is None:
        return []
    ratio = lowest.size / top.size
    key = "deltas.smaller" if ratio < 1 else "deltas.larger"
    part = frame.look.number(ratio, CROWDED)
    return [Piece(frame.look.say(key, lower=lowest.name, upper=top.name, part=part))]
