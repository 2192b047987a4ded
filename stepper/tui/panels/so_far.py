"""The next gradient of a chain, written out as far as its factors are computed."""

from stepper.backprop.expressions import Product
from stepper.backprop.symbols import COST, Role, Symbol
from stepper.derive.so_far import derivation
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.formulas import Names
from stepper.typeset.spans import text_of, width

GRADIENTS = (Role.DC_DW, Role.DC_DB)
SHOWN = 2  # deltas with a brace: the latest, and the one it is computed from


def lines(frame: Frame, indent: int) -> list[ScreenLine]:
    """Draw so far  ∂C/∂W₃ = (y−y′)·y(1−y)·W₄·∂h₃/∂z₃·∂z₃/∂W₃, with braces under its deltas."""
    step, look = frame.step, frame.look
    network = step.trace.network
    if not network.is_chain or not step.is_known(COST):
        return []
    to_come = network.steps[step.in_iteration - 1 :]
    gradient = next((symbol for symbol in to_come if symbol.role in GRADIENTS), None)
    derived = derivation(network, gradient) if gradient else None
    if derived is None:
        return []
    path = derived.paths[0]
    known = [step.is_known(factor.made) for factor in path.factors]
    ready = [(s, end) for s, end in path.deltas if step.is_known(s)]
    before = next((end for s, end in reversed(ready) if s != step.symbol), 0)
    as_known = zip(path.factors, known, strict=True)
    shown = Product(tuple(f.written if made else f.derivative for f, made in as_known))
    factors = Names(look.notation).factors(shown)
    sign, name = look.notation.sign, look.name(derived.gradient)
    head = f"{' ' * indent}{look.say('so_far')}  {name} {sign('equal')} "
    line = [Piece(head, "quiet")]
    x = cells(head)
    begin, ends = x, []
    for k, (factor, spans) in enumerate(zip(path.factors, factors, strict=True)):
        if k:
            line.append(Piece(sign("times"), "quiet"))
            x += 1
        style = "quiet" if not known[k] else "backward" if k < before else "key"
        line.append(Piece(text_of(spans), style, factor.made))
        x += width(spans)
        ends.append(x)
    return [line, *(_brace(frame, s, begin, ends[end - 1]) for s, end in ready[-SHOWN:])]


def _brace(frame: Frame, delta: Symbol, begin: int, end: int) -> ScreenLine:
    look, label = frame.look, f" {frame.look.name(delta)} "
    rule = end - begin - 2 - cells(label)
    left, right = look.sign("rule") * (rule // 2), look.sign("rule") * (rule - rule // 2)
    text = f"{look.sign('brace left')}{left}{label}{right}{look.sign('brace right')}"
    return [Piece(" " * begin), Piece(text, "quiet", delta)]
