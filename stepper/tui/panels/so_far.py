"""The next gradient of a chain or a formula, written out as far as its factors are computed."""

from collections.abc import Callable
from typing import Any

from stepper.backprop.expressions import Product
from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Role, Symbol
from stepper.derive.paths import length
from stepper.derive.so_far import Derivation, Path, derivation
from stepper.formula.formula import Formula
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.formulas import Names
from stepper.typeset.spans import text_of, width

GRADIENTS = (Role.DC_DW, Role.DC_DB, Role.GRADIENT)
SHOWN = 2  # deltas with a brace: the latest, and the one it is computed from
LONGEST = 12  # factors of a path; more do not fit on a line

_SUITS: dict[type[Model], Callable[[Any], bool]] = {
    Network: lambda net: net.is_chain,
    Formula: lambda formula: True,
}


def suits(model: Model) -> bool:
    """Whether there is such a line for a model."""
    return _SUITS[type(model)](model)


def lines(frame: Frame, indent: int) -> list[ScreenLine]:
    """Draw so far  ∂C/∂W₃ = (y−y′)·y(1−y)·W₄·∂h₃/∂z₃·∂z₃/∂W₃, with braces under its deltas.

    Where several paths lead to a name of a formula, it is the sum of their products.
    """
    step, look = frame.step, frame.look
    model = step.trace.model
    if not suits(model) or not step.is_known(model.C):
        return []
    to_come = model.steps[step.in_iteration - 1 :]
    gradient = next((symbol for symbol in to_come if symbol.role in GRADIENTS), None)
    if gradient is None or _is_long(model, gradient):
        return []
    derived = derivation(model, gradient)
    if derived is None or _says_nothing(frame, derived):
        return []
    sign = look.notation.sign
    head = f"{' ' * indent}{look.say('so_far')}  {look.name(gradient)} {sign('equal')} "
    line = [Piece(head, "quiet")]
    ends: list[int] = []
    for k, path in enumerate(derived.paths):
        line += [Piece(f" {sign('plus')} ", "quiet")] * (k > 0)
        ends = _add_factors(frame, line, path, k == 0)
    if len(derived.paths) > 1:
        return [line]
    ready = [(s, ends[end - 1]) for s, end in _ready(frame, derived.paths[0])[-SHOWN:]]
    braces = (_brace(frame, s, cells(head), end) for s, end in ready)
    return [line, *(brace for brace in braces if brace)]


def _says_nothing(frame: Frame, derived: Derivation) -> bool:
    """Whether nothing is known of a derivative of a formula yet."""
    factors = (factor for path in derived.paths for factor in path.factors)
    is_formula = isinstance(frame.step.trace.model, Formula)
    return is_formula and not any(frame.step.is_known(factor.made) for factor in factors)


def _is_long(model: Model, gradient: Symbol) -> bool:
    return isinstance(model, Formula) and length(model, gradient.names[1]) > LONGEST


def _ready(frame: Frame, path: Path) -> list[tuple[Symbol, int]]:
    return [(s, end) for s, end in path.deltas if frame.step.is_known(s)]


def _add_factors(frame: Frame, line: ScreenLine, path: Path, is_first: bool) -> list[int]:
    """Add the factors of a path to a line; return the x at which each ends."""
    step, notation = frame.step, frame.look.notation
    known = [step.is_known(factor.made) for factor in path.factors]
    before = next((end for s, end in reversed(_ready(frame, path)) if s != step.symbol), 0)
    as_known = zip(path.factors, known, strict=True)
    shown = Product(tuple(f.written if made else f.derivative for f, made in as_known))
    x, ends = sum(cells(piece.text) for piece in line), []
    factors = Names(notation).factors(shown, is_first)
    for k, (factor, spans) in enumerate(zip(path.factors, factors, strict=True)):
        if k:
            line.append(Piece(notation.sign("times"), "quiet"))
            x += cells(notation.sign("times"))
        style = "quiet" if not known[k] else "backward" if k < before else "key"
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
