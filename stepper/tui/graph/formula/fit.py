"""Which layout of a formula fits a size: the whole, the whole in bands, or a part around a step."""

from functools import lru_cache

from stepper.backprop.symbols import Symbol
from stepper.figures.formula.columns import unordered
from stepper.figures.formula.excerpt import Excerpt, by_distance, excerpt_of, layers, needed, whole
from stepper.formula.formula import Formula
from stepper.tui.graph.formula.layout import MARGIN, FormulaLayout
from stepper.tui.graph.formula.sizes import PLANS, WIDEST, Sizes
from stepper.tui.look import Look

MOST_WIDER = 8  # cells by which a wire is longer where there is room
LEAST_NODE = 12, 2  # cells and lines that a node takes at least, with its wires
LEAST = 60, 5  # cells and lines with which a node has all that it is computed from


def fitting(
    look: Look, formula: Formula, width: int, height: int, number: int = WIDEST
) -> FormulaLayout | None:
    """The layout of a whole formula in this size; None if it does not fit.

    number: the cells that its numbers take at most.
    """
    is_large = _is_large(formula, width, height)
    return None if is_large else _laid_out(look, whole(formula), width, height, number)


def _is_large(formula: Formula, width: int, height: int) -> bool:
    """Whether a formula is too large to be worth laying out as a whole."""
    return len(formula.symbols) * LEAST_NODE[0] * LEAST_NODE[1] > width * height


def lowest(look: Look, formula: Formula, width: int, height: int) -> FormulaLayout | None:
    """The layout of a whole formula that takes the fewest lines; None if it does not fit."""
    best = None
    while laid_out := fitting(look, formula, width, height):
        best, height = laid_out, laid_out.height - 1
    return best


@lru_cache(maxsize=64)  # saves breaking it again for each step
def bands(
    look: Look, formula: Formula, width: int, height: int, number: int = WIDEST
) -> tuple[FormulaLayout, ...]:
    """A whole formula broken into bands of columns, which are drawn below one another.

    Empty if they do not fit. A name of an earlier band is shown with its value where it is used.
    """
    if _is_large(formula, width, height):
        return ()
    layer = layers(whole(formula))
    own = {x: k if x in formula.expressions else k + 1 for x, k in layer.items()}
    for plan in PLANS:
        plan = plan._replace(number=min(plan.number, number))
        found = _broken(Sizes(look, formula, plan), own, width, height)
        if found:
            return found
    return ()


def _broken(
    sizes: Sizes, layer: dict[str, int], width: int, height: int
) -> tuple[FormulaLayout, ...]:
    """The bands of a formula, each with as many layers as fit; empty if they do not all fit."""
    found: list[FormulaLayout] = []
    first, last = 1, max(layer.values())
    while first <= last:
        band = None
        for end in range(first, last + 1):
            names = frozenset(x for x, k in layer.items() if first <= k <= end)
            wider = _within(sizes, excerpt_of(sizes.formula, names), width, height)
            if wider is None:
                break
            band, after = wider, end + 1
        if band is None:
            return ()
        found.append(band)
        first, height = after, height - band.height - 1
    return tuple(found)


def _within(sizes: Sizes, shown: Excerpt, width: int, height: int) -> FormulaLayout | None:
    """The layout of a part in a plan; None if it does not fit."""
    least = sizes.least(unordered(shown))
    if MARGIN + least[0] > width or least[1] > height:
        return None
    laid_out = FormulaLayout(sizes.look, shown, sizes.plan)
    return laid_out if laid_out.width <= width and laid_out.height <= height else None


@lru_cache(maxsize=64)
def _laid_out(
    look: Look, shown: Excerpt, width: int, height: int, number: int
) -> FormulaLayout | None:
    for plan in PLANS:
        plan = plan._replace(number=min(plan.number, number))
        laid_out = _within(Sizes(look, shown.formula, plan), shown, width, height)
        if laid_out:
            gaps = max(1, len(laid_out.columns))
            laid_out.place(min(MOST_WIDER, (width - laid_out.width) // gaps))
            return laid_out
    return None


@lru_cache(maxsize=64)  # keeps a layout and its wires from step to step
def layout(
    look: Look,
    formula: Formula,
    width: int,
    height: int,
    number: int,
    symbol: Symbol,
    lean: bool = False,
) -> FormulaLayout:
    """Lay out the whole formula, or as much of it as fits around the step of a symbol.

    What the step needs in view is laid out even if it takes more room than there is. lean: just
    the lines that use its name, in low boxes, into which nothing comes but what is shown.
    """
    if everything := fitting(look, formula, width, height, number):
        return everything
    always = len(needed(symbol))
    most = max(always, min(len(formula.symbols), width * height // (LEAST_NODE[0] * LEAST_NODE[1])))
    about = symbol.names[-1] if lean else ""
    if about:
        most = 1 + len(formula.users[about])
    around = by_distance(formula, symbol, most)
    low = least = max(always, min(most, 1 + lean))
    high = len(around)
    best = None
    while low <= high:
        middle = (low + high + 1) // 2
        shown = excerpt_of(formula, frozenset(around[:middle]), about)
        laid_out = _laid_out(look, shown, width, height, number)
        if laid_out:
            best, low = laid_out, middle + 1
        else:
            high = middle - 1
    return best or FormulaLayout(
        look, excerpt_of(formula, frozenset(around[:least]), about), PLANS[-1]
    )
