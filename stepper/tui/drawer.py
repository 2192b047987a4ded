"""The drawer below the graph: one tab at a time, under a line that names them all."""

from collections.abc import Callable
from typing import NamedTuple

from stepper.tui import checks, mistake, work_out
from stepper.tui.look import Frame, Line, Piece


class Tab(NamedTuple):
    """lines: (frame, width, height) -> what it shows; count: the lines that can be at hand.

    waits: whether it shows numbers that are not computed yet; compute: computes some of them.
    """

    lines: Callable[[Frame, int, int], list[Line]]
    count: Callable[[Frame], int]
    waits: Callable[[Frame], bool]
    compute: Callable[[Frame], None]


TABS: dict[str, Tab] = {
    "work_out": Tab(work_out.lines, work_out.count, work_out.waits, work_out.compute),
    "check": Tab(checks.lines, checks.count, checks.waits, checks.compute),
    "mistake": Tab(mistake.lines, mistake.count, mistake.waits, mistake.compute),
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
