"""|δ| by layer from the output down: how the gradient vanishes on its way."""

from typing import NamedTuple

from stepper.backprop.symbols import Phase, Role, Symbol
from stepper.tui.canvas.bars import bar
from stepper.tui.canvas.pieces import first_that_fits, length, style_of
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import CROWDED

THICK, AROUND = 3, 4  # lines for a bar of two and a blank; those of the title and below the bars
LEAST_BAR = 4  # cells of the longest bar, or there is none
_LONG = 1.23e-10  # as wide as nearly any value, so that the bars keep their length


class DeltaRow(NamedTuple):
    """A layer, and its δ: of several, the largest one that is known."""

    name: str
    delta: Symbol
    size: float | None  # |δ|; None before it is made
    made: bool  # now


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """A title, a row for each layer, and how much smaller δ has become."""
    rows = [_row(frame, l) for l in range(frame.step.trace.network.L, 0, -1)]
    margin = min(2, width // 16)
    room = width - margin
    bars = _bars(frame, rows, room)
    more = first_that_fits([[Piece(frame.look.sign("more"), "quiet")]], room)
    window = _window(len(rows), _active(frame), max(1, height - 1))
    drawn = [more if k is None else bars[k] for k in window]
    if height >= THICK * len(rows) + AROUND:
        drawn = [line for bar in drawn for line in (bar, _bar_alone(bar), [])][:-1]
    told = first_that_fits([_comparison(frame, rows)], room)
    below = [told] if height < len(drawn) + 3 else [[], told]
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
    sizes = {s: abs(step.value_of(s)) for s in deltas if step.is_known(s)}
    largest = max(sizes, key=lambda s: sizes[s], default=deltas[0])
    single = len(deltas) == 1
    name = frame.look.name(largest) if single else frame.look.say("deltas.layer", number=l)
    return DeltaRow(name, largest, sizes.get(largest), step.symbol in deltas)


def _active(frame: Frame) -> int:
    """The row of the layer that the step is at; until a δ is made, the first."""
    forward = frame.step.phase is Phase.FORWARD
    return 0 if forward else frame.step.trace.network.L - frame.step.whole.l


def _window(count: int, active: int, room: int) -> list[int | None]:
    """The rows that fit, around the active one; None where more of them are left out."""
    first = max(0, min(active - room // 2, count - room))
    last = min(count, first + room) - 1
    left_out = {first} if first > 0 else set()
    left_out |= {last} if last < count - 1 else set()
    return [None if k in left_out - {active} else k for k in range(first, last + 1)]


def _titles(frame: Frame) -> list[ScreenLine]:
    key = "deltas.title" if frame.step.trace.network.is_chain else "deltas.largest"
    w = frame.look.notation.letter(Role.W)
    return [[Piece(frame.look.say(words, w=w))] for words in (key, f"{key}.short")]


def _bars(frame: Frame, rows: list[DeltaRow], width: int) -> list[ScreenLine]:
    """δ₃  ██▉  0.0130: the names, the bars and the values each in a column."""
    look = frame.look
    unknown = look.notation.sign("unknown")
    sizes = [row.size for row in rows if row.size is not None]
    values = [unknown if row.size is None else look.number(row.size, CROWDED) for row in rows]
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
        line = [name, Piece(" " * (names - cells(row.name)))]
        if row.size is not None and longest >= LEAST_BAR:
            eighths = max(round(row.size / largest * longest * 8), 1) if row.size else 0
            text = bar(eighths, look.ascii)
            line += [Piece(text, "backward", row.delta), Piece(" " * (longest + 1 - cells(text)))]
        drawn.append(first_that_fits([[*line, number], [number]], width))
    return drawn


def _bar_alone(line: ScreenLine) -> ScreenLine:
    """To stand below the line: its bar without the name and the value."""
    name, blank, *bar = line[:-1] if len(line) > 2 else [Piece("")] * 2
    return [Piece(" " * length([name, blank])), *bar[:1]]


def _comparison(frame: Frame, rows: list[DeltaRow]) -> ScreenLine:
    """How much smaller the lowest δ that is known is than that of the output."""
    top = rows[0]
    lowest = next((row for row in reversed(rows) if row.size is not None), top)
    if lowest is top or not top.size or lowest.size is None:
        return []
    ratio = lowest.size / top.size
    key = "deltas.smaller" if ratio < 1 else "deltas.larger"
    part = frame.look.number(ratio, CROWDED)
    return [Piece(frame.look.say(key, lower=lowest.name, upper=top.name, part=part))]
