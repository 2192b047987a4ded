"""The drawer below the graph: a line with the names of all tabs, and the open one below it."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.backprop.model import Model
from stepper.backprop.network import Network
from stepper.backprop.symbols import Phase
from stepper.tui.look import Frame, Piece, ScreenLine


class Tab(NamedTuple):
    """A tab of the drawer.

    lines: (frame, width, height) -> what it shows; span: the range of frame.line; waits: whether it
    shows numbers that are not computed yet; compute: computes some of them.
    """

    lines: Callable[[Frame, int, int], list[ScreenLine]]
    span: Callable[[Frame], range]
    waits: Callable[[Frame], bool] = lambda frame: False
    compute: Callable[[Frame], None] = lambda frame: None


def _work_out() -> Tab:
    from stepper.tui.panels.drawer import work_out

    return Tab(work_out.lines, work_out.span)


def _check() -> Tab:
    from stepper.tui.panels.drawer import checks

    return Tab(checks.lines, checks.span, checks.waits, checks.compute)


def _mistake() -> Tab:
    from stepper.tui.panels.drawer import mistake

    return Tab(mistake.lines, mistake.span, mistake.waits, mistake.compute)


# name -> (the kind of model that has it, its loader: the first frame loads no tab)
TABS: dict[str, tuple[type[Model], Callable[[], Tab]]] = {
    "work_out": (Model, _work_out),
    "check": (Model, _check),
    "mistake": (Network, _mistake),
}


def tab(name: str) -> Tab:
    """Load a tab."""
    return TABS[name][1]()


def tabs(model: Model) -> list[str]:
    """The names of the tabs that suit a model: all are about its gradients."""
    if not any(symbol.role.phase is Phase.BACKWARD for symbol in model.steps):
        return []
    return [name for name, (kind, _) in TABS.items() if isinstance(model, kind)]


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the names of the tabs, and the open tab."""
    look = frame.look
    names: ScreenLine = [Piece(" ")]
    for name in tabs(frame.step.trace.model):
        words = look.say(f"drawer.{name}")
        style = "selected" if name == frame.tab else "plain"
        names += [Piece(f" {words} ", style, None, f"tab('{name}')"), Piece("  ")]
    return [names, [], *tab(frame.tab).lines(frame, width, height - 2)]
