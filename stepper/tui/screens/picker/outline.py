"""The equations of an iteration before any number is computed, in symbols, in columns."""

from stepper.runs.trace import Trace
from stepper.tui.canvas.pieces import length
from stepper.tui.look import PHASE_STYLES, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.equations.formulas import Names
from stepper.typeset.spans import text_of

MARGIN, GAP = 2, 4
LEAST, LEAST_WIDTH = 4, 16  # lines, cells
WIDEST = 60  # cells of a column


def lines(trace: Trace, look: Look, width: int, height: int) -> list[ScreenLine]:
    """Draw as many equations as fit, with their numbers, below a heading."""
    head = look.say("picker.equations")
    if height < LEAST or width < MARGIN + max(LEAST_WIDTH, cells(head)):
        return []
    rows, count = height - 1, len(trace.model.steps)
    most = max(1, (width - MARGIN) // WIDEST)
    entries = [
        _entry(trace, look, k, min(width - MARGIN, WIDEST)) for k in range(min(count, rows * most))
    ]
    widest = max(map(length, entries))
    fitting = (width - MARGIN + GAP) // (widest + GAP)
    columns = max(1, min(most, fitting, -(-len(entries) // rows)))
    shown = entries[: rows * columns]
    if len(shown) < count:
        shown[-1] = [Piece(f"{'':{len(str(count))}}  {look.sign('more')}", "quiet")]
    each = -(-len(shown) // columns)
    drawn: list[ScreenLine] = [[Piece(" " * MARGIN + head, "quiet")]]
    for y in range(each):
        line = [Piece(" " * MARGIN)]
        for k, entry in enumerate(shown[y::each]):
            x = MARGIN + k * (widest + GAP)
            line += [Piece(" " * (x - length(line))), *entry]
        drawn.append(line)
    return drawn


def _entry(trace: Trace, look: Look, k: int, room: int) -> ScreenLine:
    """3  z₂ = W₂·h: the number, the name in the colour of its phase, and the formula.

    A formula that does not fit in room cells gives way to the sign for more.
    """
    model, notation = trace.model, look.notation
    symbol = model.steps[k]
    formula = text_of(Names(notation).write(model.equation(symbol).formula))
    number = f"{k + 1:>{len(str(len(model.steps)))}}  "
    name = Piece(look.name(symbol), PHASE_STYLES[symbol.role.phase])
    begin = [Piece(number, "quiet"), name]
    for text in (f" {notation.sign('equal')} {formula}", f" {look.sign('more')}", ""):
        if length([*begin, Piece(text)]) <= room:
            return [*begin, Piece(text)]
    return begin[:1]
