"""The graph of a formula: boxes with their operations, values above the wires, gradients below.

x −2      ┌ + ──────┐
─────────▶│×1       │  q 3          inside a box, at each wire that comes in: the local derivative,
◂−4       │         │─────────▶     by which the gradient is multiplied on its way back
y 5       │         │  ◂−4
─────────▶│×1       │               where several lines use a name, what each sends back
◂−4       └─────────┘               is at the end of its wire
"""

from collections.abc import Sequence
from functools import lru_cache
from weakref import WeakKeyDictionary

from stepper.backprop.model import Model
from stepper.backprop.symbols import Role, Symbol
from stepper.explain.explainer import Explainer
from stepper.figures.formula.excerpt import needed
from stepper.formula.formula import Formula
from stepper.runs.trace import Trace
from stepper.tui.canvas.pieces import first_that_fits
from stepper.tui.graph.formula.drawing import FormulaDrawing
from stepper.tui.graph.formula.fit import LEAST, bands, fitting, layout, lowest
from stepper.tui.graph.formula.layout import FormulaLayout
from stepper.tui.graph.formula.sizes import ROOMY, WIDEST, tallest
from stepper.tui.look import Frame, Look, Piece, ScreenLine
from stepper.typeset.cells import cells
from stepper.typeset.notation import ASCII, Notation

MOST_PART, LEAST_PART = 24, 11  # lines of a graph that does not fit as a whole
TOGETHER = 5  # names for which the same part is shown, if they are in it

# The widest number of a run in a look: all numbers are written to find it.
_WIDEST: WeakKeyDictionary[Trace, dict[Look, int]] = WeakKeyDictionary()


def fits(model: Model, width: int, height: int) -> bool:
    """Whether a node and what it is computed from fit."""
    return width >= LEAST[0] and height >= LEAST[1]


def height(model: Model, width: int, most: int, roomy: bool) -> int:
    """The lines of the whole graph, at most most; if it does not fit, those of a part.

    roomy: as many as make the graph easy to read, else as few as it needs.
    """
    formula = _formula(model)
    look = _any_look(formula)
    whole = fitting(look, formula, width, most) if roomy else lowest(look, formula, width, most)
    if whole:
        return whole.height
    if in_bands := bands(look, formula, width, most):
        return _lines_of(in_bands)
    wanted = MOST_PART if roomy else LEAST_PART
    return min(most, wanted, 1 + tallest(look, formula, roomy))


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the whole graph, in bands where it is wide, or a part of it around the step."""
    look, formula = frame.look, _formula(frame.step.trace.model)
    if height < 1 or width < 1:
        return []
    number = _widest(look, frame.step.trace)
    if where := fitting(look, formula, width, height, number):
        return FormulaDrawing(frame, where, width, height).lines()
    if in_bands := bands(look, formula, width, height, number):
        drawn: list[ScreenLine] = []
        for band in in_bands:
            drawn += [[]] * bool(drawn) + FormulaDrawing(frame, band, width, height).lines()
        return drawn
    where = _part(frame, width, max(1, height - 1), number)
    words = look.say("graph.part", shown=len(where.part.names), count=len(formula.symbols))
    said = first_that_fits([[Piece(f" {words}", "quiet")]], width)
    return [*FormulaDrawing(frame, where, width, max(1, height - 1)).lines(), said][:height]


def _lines_of(in_bands: Sequence[FormulaLayout]) -> int:
    return sum(band.height + 1 for band in in_bands) - 1


def _formula(model: Model) -> Formula:
    assert isinstance(model, Formula)
    return model


@lru_cache(maxsize=8)  # so that the layouts of a formula are found again
def _any_look(formula: Formula) -> Look:
    return Look(Explainer("en", Notation(ASCII, formula)), ascii=True)


def _widest(look: Look, trace: Trace) -> int:
    """The cells that the numbers of the only iteration take at most; else those of any number."""
    if trace.iterations > 1:
        return WIDEST
    known = _WIDEST.setdefault(trace, {})
    if look not in known:
        values = (trace.known(s, 1) for s in trace.model.columns)
        texts = (look.number(value, ROOMY.digits) for value in values if value is not None)
        known[look] = min(WIDEST, max(map(cells, texts), default=WIDEST))
    return known[look]


def _part(frame: Frame, width: int, height: int, number: int) -> FormulaLayout:
    """The part around the name that a step is about, or a name near it, so that little moves.

    Lean, where not all lines that use the name fit otherwise: what comes back to it is their sum.
    Around an end of its wire, where that name has too many.
    """
    formula, s = _formula(frame.step.trace.model), frame.step.symbol
    is_forward, name = s.role is Role.LINE, s.names[-1]
    wanted = {name} if is_forward else {name, *formula.users[name]}  # names in use are labelled
    for middle, least, lean in (
        (_near(formula, s), wanted, False),
        (name, wanted, False),
        (name, needed(s), not is_forward),
    ):
        about = Symbol(Role.LINE if is_forward else Role.GRADIENT, names=(middle,))
        around = layout(frame.look, formula, width, height, number, about, lean)
        if {*around.part.names}.issuperset(least):
            return around
    return layout(frame.look, formula, width, height, number, s, not is_forward)


def _near(formula: Formula, s: Symbol) -> str:
    """The name in the middle of the few that have their steps together."""
    order = [*formula.expressions] if s.role is Role.LINE else formula.differentiated
    at = order.index(s.names[-1]) // TOGETHER * TOGETHER + TOGETHER // 2
    return order[min(at, len(order) - 1)]
