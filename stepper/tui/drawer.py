"""The drawer below the graph: one tab at a time, under a line that names them all."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.tui import checks, mistake, work_out
from stepper.tui.look import Frame, Line, Piece


class Tab(NamedTuple):
    """lines: (frame, width, height) -> what it shows; span: the values that frame.line can have.

    waits: whether it shows numbers that are not computed yet; compute: computes some of them.
    """

    lines: Callable[[Frame, int, int], list[Line]]
    span: Callable[[Frame], range]
    waits: Callable[[Frame], bool] = lambda frame: False
    compute: Callable[[Frame], None] = lambda frame: None


TABS: dict[str, Tab] = {
    "work_out": Tab(work_out.lines, work_out.span),
    "check": Tab(checks.lines, checks.span, checks.waits, checks.compute),
    "mistake": Tab(mistake.lines, mistake.span, mistake.waits, mistake.compute),
}


def lines(frame: Frame, width: int, height: int) -> list[Line]:
    """The names of the tabs, and the one that is open."""
    look = frame.look
    names: Line = [Piece(" ")]
    for name in TABS:
        words = look.say(f"drawer.{name}")
        style = "selected" if name == frame.tab else "plain"
        names += [Piece(f" {words} ", style, None, f"tab('{name}')"), Piece("  ")]
    return [names, [], *TABS[frame.tab].lines(frame, width, height - 2)]
