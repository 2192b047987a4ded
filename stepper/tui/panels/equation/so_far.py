"""The next gradient of a chain or a formula, written out as far as its factors are computed."""

from stepper.backprop.symbols import Symbol
from stepper.derive.so_far import Path, ahead
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.equations.formulas import Names
from stepper.typeset.spans import text_of, width

SHOWN = 2  # deltas with a brace: the latest, and the one it is computed from


def lines(frame: Frame, indent: int) -> list[ScreenLine]:
    """Draw so far  ∂C/∂W₃ = (y−y′)·y(1−y)·W₄·∂h₃/∂z₃·∂z₃/∂W₃, with braces under its deltas.

    Where several paths lead to a name of a formula, it is the sum of their products.
    """
    look, derived = frame.look, ahead(frame.step)
    if derived is None:
        return []
    sign = look.notation.sign
    head = f"{' ' * indent}{look.say('so_far')}  {look.name(derived.gradient)} {sign('equal')} "
    line = [Piece(head, "quiet")]
    ends: list[int] = []
    for k, path in enumerate(derived.paths):
        line += [Piece(f" {sign('plus')} ", "quiet")] * (k > 0)
        ends = _add_factors(frame, line, path, k == 0)
    if len(derived.paths) > 1:
        return [line]
    ready = [(s, ends[end - 1]) for s, end in derived.paths[0].ready(frame.step)[-SHOWN:]]
    braces = (_brace(frame, s, cells(head), end) for s, end in ready)
    return [line, *(brace for brace in braces if brace)]


def _add_factors(frame: Frame, line: ScreenLine, path: Path, is_first: bool) -> list[int]:
    """Add the factors of a path to a line; return the x at which each ends."""
    step, notation = frame.step, frame.look.notation
    before = path.end_before(step)
    x, ends = sum(cells(piece.text) for piece in line), []
    factors = Names(notation).factors(path.shown(step), is_first)
    for k, (factor, spans) in enumerate(zip(path.factors, factors, strict=True)):
        if k:
            line.append(Piece(notation.sign("times"), "quiet"))
            x += cells(notation.sign("times"))
        is_known = step.is_known(factor.made)
        style = "quiet" if not is_known else "backward" if k < before else "key"
        line.append(Piece(text_of(spans), style, factor.made))
        x += width(spans)
        ends.append(x)
    return ends


def _brace(frame: Frame, delta: Symbol, begin: int, end: int) -> ScreenLine:
    look, label = frame.look, f" {frame.look.name(delta)} "
    rule = end - begin - 2 - cells(label)
    if rule < 0 and delta.names:  # the name of a gradient is longer than that of a δ
        return []
    left, right = look.sign("rule") * (rule // 2), look.sign("rule") * (rule - rule // 2)
    text = f"{look.sign('brace left')}{left}{label}{right}{look.sign('brace right')}"
    return [Piece(" " * begin), Piece(text, "quiet", delta)]
