"""The outputs of softmax as shares of their sum, beside their targets."""

from stepper.backprop.symbols import Role, Symbol
from stepper.tui.canvas.bars import bar
from stepper.tui.canvas.pieces import first_that_fits, length, sentence, style_of
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.digits import GRAPH

LEAST_BAR = 4  # cells of a share of 1; with fewer, no bars are drawn
THICK = 2  # lines for each output from which on a blank line follows it
_LONG = 0.12345  # as wide as nearly any share


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw a title, a bar for each output that fits, and why softmax has no slope here."""
    net, say = frame.step.trace.network, frame.look.say
    margin = min(2, width // 16)
    room = width - margin
    S = Symbol(Role.S, net.L)
    sum_ = Piece(frame.look.name(S), style_of(frame, S), S)
    title = first_that_fits(
        [sentence(frame.look, "function.shares", S=[sum_]), [Piece(say("function.softmax"))]], room
    )
    reasons = ("function.slope.softmax", "function.slope.unused")
    end = first_that_fits([[Piece(say(key), "quiet")] for key in reasons], room)
    outputs = [Symbol(Role.A, net.L, j) for j in net.neurons(net.L)]
    most = max(0, height - 2)
    j = frame.step.whole.j if frame.step.whole.l == net.L else 0
    first = max(0, min(j - 1 - most // 2, len(outputs) - most))
    rows = _rows(frame, outputs[first : first + most], room)
    if most > THICK * len(rows):
        rows = [line for row in rows for line in (row, [])]
    drawn = [title, *rows, end] if height > 2 else [title, *rows][:height]
    return [[Piece(" " * margin), *line] if margin and line else line for line in drawn]


def _rows(frame: Frame, outputs: list[Symbol], width: int) -> list[ScreenLine]:
    """Lines such as y₁ ███▏  0.1863  y′₁ = 1, in columns."""
    look = frame.look
    names = max((cells(look.name(a)) for a in outputs), default=0) + 1
    numbers = cells(look.number(_LONG, GRAPH)) + 1
    targets = [_target(frame, a) for a in outputs]
    longest = width - names - numbers - max(map(length, targets), default=0) - 2
    rows = []
    for a, target in zip(outputs, targets, strict=True):
        style = style_of(frame, a)
        number = Piece(frame.value(a, GRAPH), style, a)
        name = Piece(look.name(a), style if style in ("made", "quiet") else "plain", a)
        line = [name, Piece(" " * (names - cells(name.text)))]
        if longest >= LEAST_BAR:
            share = frame.step.known(a) or 0.0
            text = bar(round(8 * longest * share), look.ascii)
            line += [Piece(text, "forward", a)] if text else []
            line.append(Piece(" " * (longest + 1 - cells(text))))
        padding = Piece(" " * max(1, numbers - cells(number.text)))
        rows.append(first_that_fits([[*line, number, padding, *target], [number]], width))
    return rows


def _target(frame: Frame, a: Symbol) -> ScreenLine:
    t = a._replace(role=Role.T)
    value = Piece(frame.value(t, GRAPH), frame.style(t), t)
    return [Piece(f"{frame.look.name(t)} ", "quiet", t), value]
