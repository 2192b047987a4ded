"""The charts of each kind of model: which there are, and which of its functions is drawn."""

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.formula.formula import Formula
from stepper.tui.canvas.board import Draw
from stepper.tui.look import Frame, ScreenLine
from stepper.tui.panels.charts import function, slope

EVERY = ("function", "deltas", "curves")  # in the order in which they get room

_FUNCTIONS: dict[type[Model], Draw[Frame]] = {Network: function.lines, Formula: slope.lines}


def names(model: Model) -> tuple[str, ...]:
    """The charts that a model has: curves if something is updated."""
    lacks = {"deltas"} if isinstance(model, Formula) else set()
    return tuple(name for name in EVERY if name not in lacks and (model.learns or name != "curves"))


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the function of the step."""
    return _FUNCTIONS[type(frame.step.trace.model)](frame, width, height)
