"""The list of the steps of an iteration, under forward, backward and update.

If not all fit, each neuron of a phase is one line, except the current one. When the next neuron is
opened, the list scrolls by a line, so that it is opened at the same place.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from stepper.backprop.model import Model
from stepper.backprop.symbols import Phase
from stepper.runs.trace import Step
from stepper.tui.look import Frame, Piece, ScreenLine
from stepper.tui.panels.step_list.groups import Item, Listed, items, opened
from stepper.tui.panels.step_list.row import layout_of, row

COLUMN, WIDEST = 33, 48  # the least and the most cells of a column


def wanted_height(model: Model, width: int) -> int:
    """The lines of a list of all steps that has the width of a window."""
    count = Counter(symbol.role.phase for symbol in model.steps)
    most = max(1, width // COLUMN)
    if len(count) <= most:
        return 1 + max(count.values())
    return -(-(count.total() + len(count)) // most)


def lines(frame: Frame, width: int, height: int) -> list[ScreenLine]:
    """Draw the part of the list around the step, in as many columns as fit."""
    if width < 1 or height < 1:
        return []
    most = max(1, width // COLUMN)
    room = most * height
    listed, first = _scrolled(frame.step, room)
    hidden = frame.look.sign("more lines")
    marks = {first: hidden if first else ""}
    if first + room < len(listed):
        marks[first + room - 1] = hidden
    columns = _in_columns(listed[first : first + room], most, height)
    trace, widest = frame.step.trace, min(width // len(columns), WIDEST)
    layout = layout_of(frame.look, trace.model, len(trace.steps), widest)
    rows = [
        [row(frame, layout, item, marks.get(k, "")) for k, item in column]
        for column in _numbered(columns, first)
    ]
    blank = [Piece(" " * layout.width)]
    if len(rows) == 1:
        return rows[0]
    return [
        [piece for line in beside for piece in line]
        for beside in zip_longest(*rows, fillvalue=blank)
    ]


def _in_columns(shown: list[Item], most: int, height: int) -> list[list[Item]]:
    """Split items into a column for each phase if they fit, else into the fewest columns."""
    starts = [k for k, item in enumerate(shown) if isinstance(item, Phase)]
    phases = [shown[a:b] for a, b in pairwise([*starts, len(shown)])]
    if starts[:1] == [0] and len(phases) <= most and max(map(len, phases)) <= height:
        return phases
    length = -(-len(shown) // -(-len(shown) // height))
    return [shown[k : k + length] for k in range(0, len(shown), length)]


def _numbered(columns: list[list[Item]], first: int) -> Iterator[list[tuple[int, Item]]]:
    """Yield the columns, each item with its place in the list."""
    for column in columns:
        yield list(enumerate(column, first))
        first += len(column)


def _scrolled(step: Step, room: int) -> tuple[list[Item], int]:
    """The items of the list, and how many of them are above those that are shown."""
    listed = Listed(step.trace.model, step.trace.schedule.updates(step.iteration))
    steps = opened(listed, step.whole, room)
    shown = items(listed, steps, step.whole if step.symbol.is_term else None)
    opened_at = shown.index(listed.steps[steps.start])
    if len(steps) == 1:  # many steps one by one scroll half a list at a time
        opened_at -= opened_at % max(1, room // 2)
    at = shown.index(step.symbol)
    around = room // 6
    first = min(max(opened_at - room // 3, at + 1 + around - room), at - around)
    return shown, max(0, min(first, len(shown) - room))
